import { isAlphanumeric, isDigit } from "../base/characters.ts";
import { parseMacroString } from "./macro.ts";
import type { DomainSpec, SpfSyntaxIssue } from "./term.ts";

export type DomainSpecParse = { readonly kind: "parsed"; readonly domainSpec: DomainSpec } | SpfSyntaxIssue;

/**
 * Reads the domain-spec that fills the range: a macro-string that ends in a macro or in a dot and a
 * top-level label, a final dot allowed. The top-level label alone is not enough.
 *
 * RFC 7208 §7.1
 */
export function parseDomainSpec(text: string, start: number, end: number): DomainSpecParse {
  const span = { start, end };
  if (start >= end) return { kind: "issue", at: span, expected: "domain-spec" };
  const macros = parseMacroString(text, start, end, "term");
  if (macros.kind === "issue") return macros;
  const last = macros.parts.at(-1);
  if (last?.kind === "literal" && !endsInToplabel(last.text)) {
    return { kind: "issue", at: { start: end - last.text.length, end }, expected: "toplabel" };
  }
  return { kind: "parsed", domainSpec: { text: text.slice(start, end), parts: macros.parts, span } };
}

function endsInToplabel(literal: string): boolean {
  const end = literal.endsWith(".") ? literal.length - 1 : literal.length;
  const dot = literal.lastIndexOf(".", end - 1);
  return dot !== -1 && isToplabel(literal.slice(dot + 1, end));
}

/** Letters, digits and inner hyphens, not digits alone. RFC 7208 §7.1 */
function isToplabel(label: string): boolean {
  if (label.startsWith("-") || label.endsWith("-")) return false;
  let digitsOnly = true;
  for (let index = 0; index < label.length; index++) {
    const code = label.charCodeAt(index);
    if (!isAlphanumeric(code) && code !== 0x2d) return false;
    if (!isDigit(code)) digitsOnly = false;
  }
  return !digitsOnly;
}
