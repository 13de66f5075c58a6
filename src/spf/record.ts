import { isAlpha, isAlphanumeric } from "../base/characters.ts";
import { lintRecord } from "./record-lint.ts";
import { parseDomainSpec } from "./domain-spec.ts";
import { formatMacroString, parseMacroString } from "./macro.ts";
import { formatMechanism, parseMechanism } from "./mechanism.ts";
import { startsWithVersion, VERSION } from "./record-selection.ts";
import type { Directive, Modifier, Qualifier, SpfRecord, SpfSyntaxIssue, Term } from "./term.ts";

export type { Directive, Mechanism, Modifier, SpfRecord, SpfSyntaxIssue, Term } from "./term.ts";

export type SpfRecordParse = { readonly kind: "parsed"; readonly record: SpfRecord } | SpfSyntaxIssue;

/**
 * Reads a whole record; the first departure from the grammar, wherever it stands, makes it invalid.
 *
 * The text is the character-strings of one TXT record joined, one character per octet. Terms are
 * separated by spaces alone; no other white space will do.
 *
 * RFC 7208 §4.6, §12
 */
export function parseSpfRecord(text: string): SpfRecordParse {
  if (!startsWithVersion(text)) {
    return { kind: "issue", at: { start: 0, end: text.length }, expected: "version" };
  }
  const terms: Term[] = [];
  for (let start = VERSION.length; start < text.length;) {
    if (text.charAt(start) === " ") {
      start++;
      continue;
    }
    const space = text.indexOf(" ", start);
    const end = space === -1 ? text.length : space;
    const term = parseTerm(text, start, end);
    if (term.kind === "issue") return term;
    terms.push(term);
    start = end;
  }
  return assembleRecord(text, terms);
}

function assembleRecord(text: string, terms: readonly Term[]): SpfRecordParse {
  const directives = terms.filter((term) => term.kind === "directive");
  const modifiers = terms.filter((term) => term.kind === "modifier");
  for (const name of ["redirect", "exp"] as const) {
    // RFC 7208 §6: neither may appear twice.
    const second = modifiers.filter((modifier) => modifier.name === name)[1];
    if (second !== undefined) {
      return { kind: "issue", at: second.span, expected: `at most one ${name}` };
    }
  }
  const domainSpecOf = (name: "redirect" | "exp"): SpfRecord["redirect"] =>
    modifiers.find((modifier) => modifier.name === name)?.domainSpec ?? null;
  const redirect = domainSpecOf("redirect");
  const explanation = domainSpecOf("exp");
  const notes = lintRecord({ text, terms, directives, redirect, explanation });
  return { kind: "parsed", record: { text, terms, directives, redirect, explanation, notes } };
}

/** A term with an equals sign right after its name is a modifier, any other a directive. RFC 7208 §4.6.1 */
function parseTerm(text: string, start: number, end: number): Term | SpfSyntaxIssue {
  const equals = modifierNameEnd(text, start, end);
  return equals === null ? parseDirective(text, start, end) : parseModifier(text, start, equals, end);
}

/** name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ). RFC 7208 §4.6.1 */
function modifierNameEnd(text: string, start: number, end: number): number | null {
  if (!isAlpha(text.charCodeAt(start))) return null;
  let index = start + 1;
  while (index < end && (isAlphanumeric(text.charCodeAt(index)) || "-_.".includes(text.charAt(index)))) {
    index++;
  }
  return index < end && text.charAt(index) === "=" ? index : null;
}

function parseModifier(text: string, start: number, equals: number, end: number): Modifier | SpfSyntaxIssue {
  const name = text.slice(start, equals).toLowerCase();
  const common = { text: text.slice(start, end), span: { start, end } };
  if (name === "redirect" || name === "exp") {
    // Choice: a known name with a bad value is a syntax error, never an unknown modifier; the grammar
    // taken alone would let every mistake pass as one.
    const spec = parseDomainSpec(text, equals + 1, end);
    if (spec.kind === "issue") return spec;
    return { kind: "modifier", name, domainSpec: spec.domainSpec, ...common };
  }
  // RFC 7208 §6: an unknown modifier is ignored, but its value must be a macro-string.
  const macros = parseMacroString(text, equals + 1, end, "unknown-modifier");
  if (macros.kind === "issue") return macros;
  return { kind: "unknown-modifier", name, value: text.slice(equals + 1, end), ...common };
}

const QUALIFIERS: ReadonlyMap<string, Qualifier> = new Map<Qualifier, Qualifier>([
  ["+", "+"],
  ["-", "-"],
  ["~", "~"],
  ["?", "?"],
]);

/** RFC 7208 §4.6.2: the qualifier is "+" when none is written. */
function parseDirective(text: string, start: number, end: number): Directive | SpfSyntaxIssue {
  const written = QUALIFIERS.get(text.charAt(start));
  const parsed = parseMechanism(text, written === undefined ? start : start + 1, end);
  if (parsed.kind === "issue") return parsed;
  return {
    kind: "directive",
    qualifier: written ?? "+",
    mechanism: parsed.mechanism,
    text: text.slice(start, end),
    span: { start, end },
  };
}

/**
 * The record in its canonical writing: one space between terms, names in lower case, no `+`, prefix
 * lengths only where they matter. Reading it back gives the same terms.
 */
export function formatSpfRecord(record: Pick<SpfRecord, "terms">): string {
  return [VERSION, ...record.terms.map(formatTerm)].join(" ");
}

function formatTerm(term: Term): string {
  switch (term.kind) {
    case "directive": {
      const qualifier = term.qualifier === "+" ? "" : term.qualifier;
      return `${qualifier}${formatMechanism(term.mechanism)}`;
    }
    case "modifier":
      return `${term.name}=${formatMacroString(term.domainSpec.parts)}`;
    case "unknown-modifier":
      return `${term.name}=${term.value}`;
  }
}
