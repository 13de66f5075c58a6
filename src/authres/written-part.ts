import { isAsciiText } from "../base/characters.ts";
import { isDomainName, isDotAtom, isToken } from "./characters.ts";
import type { MethodResult, ResultProperty } from "./result.ts";

/** `method/version=result` */
export function formatMethod({ method, methodVersion, result }: MethodResult): string {
  return methodVersion === null ? `${method}=${result}` : `${method}/${methodVersion}=${result}`;
}

/** `reason="text"` */
export function formatReason(reason: string): string {
  return `reason=${formatValue(reason)}`;
}

/**
 * `ptype.property=pvalue`
 *
 * Choice: an address is written bare only when it is a plain dot-atom and domain in ASCII, the form
 * every reader knows; a quoted local-part or UTF-8 goes into one quoted string around the whole address.
 */
export function formatProperty({ ptype, property, pvalue }: ResultProperty): string {
  return `${ptype}.${property}=${isPlainAddress(pvalue) ? pvalue : formatValue(pvalue)}`;
}

/** `value`: a token where the text is one in ASCII, else a quoted string. RFC 2045 §5.1 */
export function formatValue(text: string): string {
  return isToken(text) && isAsciiText(text) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** A comment, its parentheses quoted so that none is left open. RFC 5322 §3.2.2 */
export function formatComment(text: string): string {
  return `(${text.replace(/[()\\]/g, "\\$&")})`;
}

function isPlainAddress(text: string): boolean {
  const at = text.indexOf("@");
  if (at === -1 || !isAsciiText(text) || !isDomainName(text.slice(at + 1))) return false;
  return at === 0 || isDotAtom(text.slice(0, at));
}
