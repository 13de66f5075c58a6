import { bytesOf, hex } from "./bytes.ts";
import { isAlpha, isAlphanumeric, isDigit } from "./characters.ts";
import { encodeUtf8 } from "./utf8.ts";

/**
 * Whether the text is a URI by its characters: a scheme, a colon, and nothing that a URI must encode.
 *
 * RFC 3986 §2, §3.1
 */
export function isUri(text: string): boolean {
  const colon = text.indexOf(":");
  const scheme = text.slice(0, Math.max(colon, 0));
  if (!isAlpha(scheme.charCodeAt(0)) || !every(scheme, isSchemeCharacter)) return false;
  for (let index = colon + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === PERCENT ? !isEncodedOctet(text, index) : !isUriCharacter(code)) return false;
  }
  return true;
}

/** The scheme in lower case; "" for a text without one. RFC 3986 §3.1 */
export function schemeOf(uri: string): string {
  return uri.slice(0, Math.max(uri.indexOf(":"), 0)).toLowerCase();
}

/**
 * The host that a URI with an authority names, without user information and port; null without an
 * authority. An address in brackets keeps them.
 *
 * RFC 3986 §3.2
 */
export function hostOf(uri: string): string | null {
  const start = uri.indexOf(":") + 1;
  if (start === 0 || !uri.startsWith("//", start)) return null;
  const authority = uri.slice(start + 2).split(/[/?#]/, 1)[0] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const port = host.lastIndexOf(":");
  return port > host.lastIndexOf("]") ? host.slice(0, port) : host;
}

const PERCENT = 0x25;

/** Reserved and unreserved characters besides letters and digits. RFC 3986 §2.2, §2.3 */
const PUNCTUATION: ReadonlySet<number> = new Set(bytesOf("-._~:/?#[]@!$&'()*+,;="));

/**
 * The text with everything percent-encoded that a URI cannot hold, and `delimiters` too; what is encoded
 * already stays.
 *
 * RFC 3986 §2.1
 */
export function encodeUri(text: string, delimiters: string): string {
  let encoded = "";
  for (const character of text) {
    const stays = character === "%" || isUriCharacter(character.charCodeAt(0));
    encoded += stays && !delimiters.includes(character) ? character : percentEncoded(character);
  }
  return encoded;
}

function percentEncoded(character: string): string {
  const digits = hex(encodeUtf8(character)).toUpperCase();
  let text = "";
  for (let index = 0; index < digits.length; index += 2) text += `%${digits.slice(index, index + 2)}`;
  return text;
}

function isUriCharacter(code: number): boolean {
  return isAlphanumeric(code) || PUNCTUATION.has(code);
}

function isSchemeCharacter(code: number): boolean {
  return isAlphanumeric(code) || code === 0x2b || code === 0x2d || code === 0x2e;
}

function isEncodedOctet(text: string, index: number): boolean {
  return isHexDigit(text.charCodeAt(index + 1)) && isHexDigit(text.charCodeAt(index + 2));
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

function every(text: string, accepts: (code: number) => boolean): boolean {
  for (let index = 0; index < text.length; index++) if (!accepts(text.charCodeAt(index))) return false;
  return true;
}
