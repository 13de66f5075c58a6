import type { MacroLetter, MacroPart } from "./macro.ts";

/** What each letter stands for; null where the value must not be expanded. */
export type MacroValues = { readonly [Letter in MacroLetter]: string | null };

type Macro = Extract<MacroPart, { readonly kind: "macro" }>;

/** Octets of a name that a question can carry. RFC 7208 §7.3 */
const NAME_OCTETS = 253;

/**
 * Expands a domain-spec to the target-name: lower case, without trailing dot, shortened to 253
 * octets by whole labels from the left. Null when a letter in it has no value that may be expanded.
 *
 * Works from the right and stops once the name is full, so that neither a long record nor a long
 * local-part costs more than it can add.
 *
 * RFC 7208 §4.8, §7.3
 */
export function expandTargetName(parts: readonly MacroPart[], values: MacroValues): string | null {
  // One octet for a trailing dot and one to see that a label was cut.
  const enough = NAME_OCTETS + 2;
  if (parts.some((part) => part.kind === "macro" && values[part.letter] === null)) return null;
  let name = "";
  for (let index = parts.length - 1; index >= 0 && name.length < enough; index--) {
    const part = parts[index];
    const expansion = part === undefined ? null : expandPart(part, values);
    if (expansion === null) return null;
    name = (expansion.slice(-enough) + name).slice(-enough);
  }
  const bare = name.endsWith(".") ? name.slice(0, -1) : name;
  return shortenName(bare).toLowerCase();
}

function shortenName(name: string): string {
  let rest = name;
  while (rest.length > NAME_OCTETS) {
    const dot = rest.indexOf(".");
    if (dot === -1) return "";
    rest = rest.slice(dot + 1);
  }
  return rest;
}

export type ExplanationExpansion =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "flaw"; readonly flaw: "not-expandable" | "too-long" };

/** Expands an explanation; one that grows beyond `limit` octets is given up at once. RFC 7208 §6.2 */
export function expandExplanation(
  parts: readonly MacroPart[],
  values: MacroValues,
  limit: number,
): ExplanationExpansion {
  let text = "";
  for (const part of parts) {
    const expansion = expandPart(part, values);
    if (expansion === null) return { kind: "flaw", flaw: "not-expandable" };
    if (text.length + expansion.length > limit) return { kind: "flaw", flaw: "too-long" };
    text += expansion;
  }
  return { kind: "text", text };
}

function expandPart(part: MacroPart, values: MacroValues): string | null {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "escape":
      // RFC 7208 §7.1: a percent sign, a space, a space in URL writing.
      return part.text === "%%" ? "%" : part.text === "%_" ? " " : "%20";
    case "macro": {
      const value = values[part.letter];
      if (value === null) return null;
      const transformed = transform(value, part);
      return part.urlEscaped ? escapeForUrl(transformed) : transformed;
    }
  }
}

/** Splits, reverses, keeps the right-hand parts and rejoins with dots. RFC 7208 §7.3 */
function transform(value: string, macro: Macro): string {
  if (macro.rightmost === null && !macro.reversed && macro.delimiters === "") return value;
  const delimiters = macro.delimiters === "" ? "." : macro.delimiters;
  const parts = splitOn(keptRange(value, macro, delimiters), delimiters);
  return (macro.reversed ? parts.toReversed() : parts).join(".");
}

/**
 * The range of the value that holds the parts kept: the last ones, or with reversal the first ones.
 * Found without splitting the rest, so the cost is that of the output.
 */
function keptRange(value: string, macro: Macro, delimiters: string): string {
  if (macro.rightmost === null) return value;
  let count = 0;
  for (let step = 0; step < value.length; step++) {
    const index = macro.reversed ? step : value.length - 1 - step;
    if (!delimiters.includes(value.charAt(index))) continue;
    count++;
    if (count === macro.rightmost) return macro.reversed ? value.slice(0, index) : value.slice(index + 1);
  }
  return value;
}

/** Consecutive delimiters leave empty parts. RFC 7208 §7.3 */
function splitOn(value: string, delimiters: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < value.length; index++) {
    if (!delimiters.includes(value.charAt(index))) continue;
    parts.push(value.slice(start, index));
    start = index + 1;
  }
  parts.push(value.slice(start));
  return parts;
}

/** Escapes all but the unreserved characters; values are ASCII. RFC 7208 §7.3, RFC 3986 §2.3 */
function escapeForUrl(text: string): string {
  return text.replace(
    /[^A-Za-z0-9\-._~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
