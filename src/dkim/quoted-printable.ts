import { isFws } from "../base/characters.ts";
import { encodeUtf8, decodeUtf8 } from "../base/utf8.ts";

const EQUALS = 0x3d;
const HEX_DIGITS = "0123456789ABCDEF";

/**
 * Decodes dkim-quoted-printable: white space is no part of the value, `=` and two upper-case hexadecimal
 * digits stand for an octet, and octets form UTF-8. Null when an `=` starts anything else, or when the
 * octets are no UTF-8.
 *
 * RFC 6376 §2.11, RFC 8616 §5
 */
export function decodeDkimQuotedPrintable(text: string): string | null {
  let plain = "";
  let encoded = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isFws(code)) continue;
    if (code === EQUALS) encoded = true;
    plain += text.charAt(index);
  }
  return encoded ? decodeOctets(plain) : plain;
}

function decodeOctets(text: string): string | null {
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
  return decodeUtf8(octets.subarray(0, length));
}

function hexDigit(octet: number | undefined): number {
  return octet === undefined ? -1 : HEX_DIGITS.indexOf(String.fromCharCode(octet));
}
