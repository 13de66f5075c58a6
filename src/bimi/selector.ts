import { isAlphanumeric } from "../base/characters.ts";
import { labelsOf, type DomainName } from "../base/domain.ts";
import type { Span } from "../base/span.ts";
import type { HeaderField } from "../message/header-field.ts";
import { parseTagList } from "../message/tag-list.ts";

/** The selector when nothing else names one. BIMI draft §5.4 */
export const DEFAULT_SELECTOR = "default";

/** Selectors are compared as domain names are, in lower case. */
export type SelectorReading =
  | { readonly kind: "selector"; readonly selector: DomainName }
  | { readonly kind: "ignored"; readonly cause: SelectorIssue };

/** Why a field names no selector; it is ignored then. `at` is a position in the field's value. BIMI draft §6.1 */
export type SelectorIssue =
  | { readonly code: "syntax"; readonly at: Span; readonly expected: string }
  | { readonly code: "version" }
  | { readonly code: "missing-selector" }
  | { readonly code: "selector"; readonly value: string; readonly at: Span };

/** Parses the value of a BIMI-Selector field. BIMI draft §6.1 */
export function parseBimiSelector(text: string): SelectorReading {
  const { tags, issues } = parseTagList(text);
  const [issue] = issues;
  if (issue !== undefined) return ignored({ code: "syntax", at: issue.at, expected: issue.expected });
  const [first] = tags.values();
  if (first?.name !== "v" || first.value !== "BIMI1") return ignored({ code: "version" });
  const tag = tags.get("s");
  if (tag === undefined) return ignored({ code: "missing-selector" });
  const { value, valueSpan: at } = tag;
  if (!isSelector(value)) return ignored({ code: "selector", value, at });
  return { kind: "selector", selector: value.toLowerCase() };
}

function ignored(cause: SelectorIssue): SelectorReading {
  return { kind: "ignored", cause };
}

/** Labels of letters, digits and inner hyphens. BIMI draft §5.4 */
export function isSelector(text: string): boolean {
  return labelsOf(text).every(isLabel);
}

/** Octets of a label. RFC 1035 §2.3.4 */
const LABEL_OCTETS = 63;

function isLabel(text: string): boolean {
  if (text.length > LABEL_OCTETS || text.startsWith("-") || text.endsWith("-")) return false;
  return text.length > 0 && isLettersDigitsHyphens(text);
}

function isLettersDigitsHyphens(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isAlphanumeric(code) && code !== 0x2d) return false;
  }
  return true;
}

/** The selector for a message, and the fields that do not count. */
export interface SelectorChoice {
  readonly selector: DomainName;
  /** The field that names it; null for the default. */
  readonly fieldIndex: number | null;
  readonly notes: readonly SelectorNote[];
}

export type SelectorNote =
  /** RFC 6376 §5.4: anybody on the way could have added the field. */
  | { readonly code: "bimi.unsigned-selector"; readonly fieldIndex: number; readonly rfc: "BIMI draft §6.5" }
  | {
      readonly code: "bimi.selector-ignored";
      readonly fieldIndex: number;
      readonly cause: SelectorIssue;
      readonly rfc: "BIMI draft §6.1";
    }
  | {
      readonly code: "bimi.several-selectors";
      readonly fieldIndices: readonly number[];
      readonly rfc: "BIMI draft §6.1";
    };

/**
 * Chooses the selector: that of the BIMI-Selector field which an aligned signature covers, else the default.
 *
 * Choice: an unsigned field is ignored always, and of several signed fields none is chosen; the draft
 * leaves both to the receiver, and guessing would let somebody on the way pick the Indicator.
 *
 * BIMI draft §6.1, §6.5, §8.2
 */
export function chooseSelector(
  fields: readonly HeaderField[],
  isSigned: (fieldIndex: number) => boolean,
): SelectorChoice {
  const notes: SelectorNote[] = [];
  const signed: HeaderField[] = [];
  for (const field of fields) {
    if (field.lowerName !== "bimi-selector") continue;
    if (isSigned(field.index)) signed.push(field);
    else notes.push({ code: "bimi.unsigned-selector", fieldIndex: field.index, rfc: "BIMI draft §6.5" });
  }
  const [field, ...others] = signed;
  if (others.length > 0) {
    notes.push({
      code: "bimi.several-selectors",
      fieldIndices: signed.map(({ index }) => index),
      rfc: "BIMI draft §6.1",
    });
    return { selector: DEFAULT_SELECTOR, fieldIndex: null, notes };
  }
  if (field === undefined) return { selector: DEFAULT_SELECTOR, fieldIndex: null, notes };
  const reading = parseBimiSelector(field.rawValue);
  if (reading.kind === "selector") return { selector: reading.selector, fieldIndex: field.index, notes };
  notes.push({
    code: "bimi.selector-ignored",
    fieldIndex: field.index,
    cause: reading.cause,
    rfc: "BIMI draft §6.1",
  });
  return { selector: DEFAULT_SELECTOR, fieldIndex: null, notes };
}

/**
 * The selector that a local-part stands for under `lps=`: subaddress removed, runs of `_` and `.` as one
 * dash, no dash at the ends. Null when the result is no selector or matches none of the prefixes.
 *
 * BIMI draft §5.5
 */
export function localPartSelector(localPart: string, prefixes: readonly string[]): DomainName | null {
  const plus = localPart.indexOf("+");
  const address = plus === -1 ? localPart : localPart.slice(0, plus);
  if (address.length > 2 * LABEL_OCTETS) return null;
  const selector = withoutOuterDashes(address.replaceAll(/[_.]+/g, "-")).toLowerCase();
  if (!isLabel(selector)) return null;
  const matches =
    prefixes.length === 0 || prefixes.some((prefix) => selector.startsWith(prefix.toLowerCase()));
  return matches ? selector : null;
}

function withoutOuterDashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === "-") start++;
  while (end > start && text[end - 1] === "-") end--;
  return text.slice(start, end);
}
