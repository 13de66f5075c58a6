import { isAlphanumeric, isVchar } from "../base/characters.ts";

/** `( ) < > @ , ; : \ " / [ ] ? =`. RFC 2045 §5.1 */
const TSPECIALS = '()<>@,;:\\"/[]?=';

/**
 * A character of a token.
 *
 * Choice: characters past ASCII count as well, since RFC 8601 §2.5 lets an authserv-id be UTF-8 while
 * the token of RFC 2045 §5.1 was never extended.
 */
export function isTokenCharacter(code: number): boolean {
  return code > 0x7f || (isVchar(code) && !TSPECIALS.includes(String.fromCharCode(code)));
}

/** A character of a token or of a dot-atom: what an unquoted pvalue before any `@` is made of. */
export function isBareCharacter(code: number): boolean {
  // "/", "=" and "?"
  return isTokenCharacter(code) || code === 0x2f || code === 0x3d || code === 0x3f;
}

/** A character of a domain name in an address, dots included. RFC 6376 §3.5 */
export function isDomainCharacter(code: number): boolean {
  // "-" and "."
  return isAlphanumeric(code) || code === 0x2d || code === 0x2e || code > 0x7f;
}

/** A character of a Keyword. RFC 5321 §4.1.2 */
export function isKeywordCharacter(code: number): boolean {
  return isAlphanumeric(code) || code === 0x2d;
}

/** `Keyword`: letters, digits and hyphens, the last no hyphen. RFC 5321 §4.1.2 */
export function isKeyword(text: string): boolean {
  return text !== "" && every(text, isKeywordCharacter) && !text.endsWith("-");
}

/** A token by RFC 2045 §5.1, with {@link isTokenCharacter}'s extension. */
export function isToken(text: string): boolean {
  return text !== "" && every(text, isTokenCharacter);
}

/** Atoms joined by single dots. RFC 5322 §3.2.3 */
export function isDotAtom(text: string): boolean {
  return every(text, isBareCharacter) && hasNoEmptyLabel(text);
}

/** Labels of letters, digits and hyphens, joined by single dots. RFC 6376 §3.5 */
export function isDomainName(text: string): boolean {
  return every(text, isDomainCharacter) && hasNoEmptyLabel(text);
}

function hasNoEmptyLabel(text: string): boolean {
  return text !== "" && !text.startsWith(".") && !text.endsWith(".") && !text.includes("..");
}

function every(text: string, accepts: (code: number) => boolean): boolean {
  for (let index = 0; index < text.length; index++) if (!accepts(text.charCodeAt(index))) return false;
  return true;
}
