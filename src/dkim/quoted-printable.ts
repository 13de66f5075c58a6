import { isAsciiText, isVchar } from "../base/characters.ts";
import { encodeUtf8, decodeUtf8 } from "../base/utf8.ts";
import { withoutFws } from "./tag-value.ts";

const EQUALS = 0x3d;
const SEMICOLON = 0x3b;
const BAR = 0x7c;
const HEX_DIGITS = "0123456789ABCDEF";

/**
 * Decodes dkim-quoted-printable: white space is no part of the value, `=` and two upper-case hexadecimal
 * digits stand for an octet, and octets form UTF-8. Null when an `=` starts anything else, or when the
 * octets are no UTF-8 and `decode` does not make text of them either.
 *
 * RFC 6376 §2.11, RFC 8616 §5
 */
export function decodeDkimQuotedPrintable(
  text: string,
  decode: (octets: Uint8Array) => string | null = decodeUtf8,
): string | null {
  const plain = withoutFws(text);
  if (!plain.includes("=")) return plain;
  const ascii = isAsciiText(plain) ? decodeAscii(plain) : null;
  if (ascii !== null) return ascii;
  const octets = decodeOctets(plain);
  return octets === null ? null : decode(octets);
}

/** The text where no octet is past ASCII; null where one is, or is none. */
function decodeAscii(text: string): string | null {
  let decoded = "";
  let start = 0;
  for (let equals = text.indexOf("="); equals !== -1; equals = text.indexOf("=", start)) {
    const high = hexDigit(text.charCodeAt(equals + 1));
    const low = hexDigit(text.charCodeAt(equals + 2));
    if (high === -1 || high > 7 || low === -1) return null;
    decoded += text.slice(start, equals) + String.fromCharCode(high * 16 + low);
    start = equals + 3;
  }
  return decoded + text.slice(start);
}

function decodeOctets(text: string): Uint8Array | null {
  const source = encodeUtf8(text);
  const octets = new Uint8Array(source.length);
  let length = 0;
  for (let index = 0; index < source.length; index++) {
    const octet = source[index] ?? 0;
    if (octet !== EQUALS) {
      octets[length++] = octet;
      continue;
    }
    const high = hexDigit(source[index + 1]);
    const low = hexDigit(source[index + 2]);
    if (high === -1 || low === -1) return null;
    octets[length++] = high * 16 + low;
    index += 2;
  }
  return octets.subarray(0, length);
}

/** The value of an upper-case hexadecimal digit, -1 for anything else. RFC 6376 §2.11 */
function hexDigit(octet: number | undefined): number {
  if (octet === undefined) return -1;
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  return octet >= 0x41 && octet <= 0x46 ? octet - 0x37 : -1;
}

/**
 * Encodes text as dkim-quoted-printable: all but the safe characters of ASCII as octets of its UTF-8.
 * The bar is encoded as well, as `z=` asks for.
 *
 * RFC 6376 §2.11, §3.5
 */
export function encodeDkimQuotedPrintable(text: string): string {
  let encoded = "";
  for (const octet of encodeUtf8(text)) {
    encoded += isSafe(octet)
      ? String.fromCharCode(octet)
      : `=${HEX_DIGITS.charAt(octet >> 4)}${HEX_DIGITS.charAt(octet & 15)}`;
  }
  return encoded;
}

/** dkim-safe-char but the bar. RFC 6376 §2.11 */
function isSafe(octet: number): boolean {
  return isVchar(octet) && octet !== SEMICOLON && octet !== EQUALS && octet !== BAR;
}
