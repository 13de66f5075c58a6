const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const PAD = 64;
const SPACE = 65;
const INVALID = 66;

const CODES: Uint8Array = codeTable();

function codeTable(): Uint8Array {
  const codes = new Uint8Array(256).fill(INVALID);
  for (let index = 0; index < ALPHABET.length; index++) codes[ALPHABET.charCodeAt(index)] = index;
  codes[0x3d] = PAD;
  for (const space of [0x20, 0x09, 0x0d, 0x0a]) codes[space] = SPACE;
  return codes;
}

/**
 * Decodes base64, white space ignored, padding required exactly as long as the data needs.
 *
 * Null when a character is foreign, the padding is short, surplus or in the middle, or when bits
 * after the data are not zero: one value has one encoding.
 *
 * RFC 4648 §3.5, §4; white space as RFC 6376 §2.11 allows in a base64string
 */
export function decodeBase64(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let quantum = 0;
  let padding = 0;
  for (let index = 0; index < text.length; index++) {
    const charCode = text.charCodeAt(index);
    const code = charCode < 256 ? (CODES[charCode] ?? INVALID) : INVALID;
    if (code === SPACE) continue;
    if (code === INVALID) return null;
    if (code === PAD) {
      padding++;
      continue;
    }
    if (padding > 0) return null;
    bits = (bits << 6) | code;
    quantum++;
    if (quantum === 4) {
      bytes[length++] = bits >> 16;
      bytes[length++] = bits >> 8;
      bytes[length++] = bits;
      bits = 0;
      quantum = 0;
    }
  }
  if (quantum === 0) return padding === 0 ? bytes.subarray(0, length) : null;
  if (quantum === 1 || quantum + padding !== 4) return null;
  if (quantum === 2) {
    if ((bits & 0x0f) !== 0) return null;
    bytes[length++] = bits >> 4;
  } else {
    if ((bits & 0x03) !== 0) return null;
    bytes[length++] = bits >> 10;
    bytes[length++] = bits >> 2;
  }
  return bytes.subarray(0, length);
}

/** Base64 with padding, without line breaks. RFC 4648 §4 */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const first = bytes[index] ?? 0;
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    text += ALPHABET.charAt(first >> 2);
    text += ALPHABET.charAt(((first & 3) << 4) | ((second ?? 0) >> 4));
    text += second === undefined ? "=" : ALPHABET.charAt(((second & 15) << 2) | ((third ?? 0) >> 6));
    text += third === undefined ? "=" : ALPHABET.charAt(third & 63);
  }
  return text;
}
