import { isSubdomainOf } from "../base/domain.ts";
import { decodeLeniently } from "./encoded-word.ts";
import type { NameBudget } from "./name-budget.ts";

/** What reads like a domain or a part of one, and what people and UTS #46 take for its dots. */
const DOMAIN_CHARACTERS = /[\p{L}\p{M}\p{N}\p{Cf}._\u3002\uff0e\uff61-]+/uy;
const DOMAIN_RUNS: RegExp = new RegExp(DOMAIN_CHARACTERS.source, "gu");
const LITERAL = /\[[^[\]\s]{1,64}\]/y;

/** At signs as readers see them: ASCII, small and fullwidth. */
const AT_SIGN = /[@\ufe6b\uff20]/;
const AT_SIGNS: RegExp = new RegExp(AT_SIGN.source, "g");
const DOT = /[.\u3002\uff0e\uff61]/;

/**
 * The domains of everything in the text that a person may read as an address, each once, other than
 * `own`; encoded-words are decoded as the most lenient reader would.
 *
 * Comparable form where there is one, else as written.
 */
export function addressDomains(
  text: string,
  names: NameBudget,
  own: string | null = null,
): readonly string[] {
  const shown = decodeLeniently(text);
  if (shown.search(AT_SIGN) === -1) return [];
  const found = new Set<string>();
  for (const { index } of shown.matchAll(AT_SIGNS)) {
    const written =
      matchAt(LITERAL, shown, index + 1) ?? trimDots(matchAt(DOMAIN_CHARACTERS, shown, index + 1) ?? "");
    const domain = names.read(written) ?? written.toLowerCase();
    // With nothing before the at sign it may be the name of an account elsewhere: then only a whole domain counts.
    const lone = index === 0 || shown.charAt(index - 1).trim() === "";
    if (written !== "" && (!lone || endsLikeDomain(domain))) found.add(domain);
  }
  if (own !== null) found.delete(own);
  return [...found];
}

/**
 * The names in the text that a person may read as a domain standing alone, each once, other than `own`
 * and the domains above it.
 */
export function bareDomains(text: string, names: NameBudget, own: string | null): readonly string[] {
  const shown = decodeLeniently(text);
  if (shown.search(DOT) === -1) return [];
  const found = new Set<string>();
  for (const match of shown.matchAll(DOMAIN_RUNS)) {
    const end = match.index + match[0].length;
    if (isAtSign(shown.charAt(match.index - 1)) || isAtSign(shown.charAt(end))) continue;
    const written = trimDots(match[0]);
    const domain = DOT.test(written) ? names.read(written) : null;
    if (domain === null || !endsLikeDomain(domain)) continue;
    if (own === null || !isSubdomainOf(own, domain)) found.add(domain);
  }
  return [...found];
}

/** At least two labels, the last of letters only: no version, no price, no initial. */
function endsLikeDomain(domain: string): boolean {
  const dot = domain.lastIndexOf(".");
  return dot !== -1 && /^(?:[a-z]{2,}|xn--.+)$/.test(domain.slice(dot + 1));
}

function matchAt(pattern: RegExp, text: string, position: number): string | null {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? null;
}

function isAtSign(character: string): boolean {
  return AT_SIGN.test(character);
}

/** Without punctuation at the ends. */
function trimDots(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPunctuation(text.charAt(start))) start++;
  while (end > start && isPunctuation(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function isPunctuation(character: string): boolean {
  return character === "." || character === "-" || character === "\u3002";
}
