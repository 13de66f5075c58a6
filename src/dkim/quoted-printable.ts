import { isFws, isVchar } from "../base/characters.ts";
import { encodeUtf8, decodeUtf8 } from "../base/utf8.ts";

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
  let plain = "";
  let encoded = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isFws(code)) continue;
    if (code === EQUALS) encoded = true;
    plain += text.charAt(index);
  }
  if (!encoded) return plain;
  const octets = decodeOctets(plain);
  return octets === null ? null : decode(octets);
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

function hexDigit(octet: number | undefined): number {
  return octet === undefined ? -1 : HEX_DIGITS.indexOf(String.fromCharCode(octet));
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
