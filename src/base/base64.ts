const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const PAD = 64;
const SPACE = 65;
const INVALID = 66;

const CODES: Uint8Array = codeTable();
const LETTERS: Uint8Array = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));

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
  let index = 0;
  // Four characters of data at a time, as far as nothing else stands among them.
  for (; index + 4 <= text.length; index += 4) {
    const first = codeAt(text, index);
    const second = codeAt(text, index + 1);
    const third = codeAt(text, index + 2);
    const fourth = codeAt(text, index + 3);
    if ((first | second | third | fourth) >= PAD) break;
    bytes[length++] = (first << 2) | (second >> 4);
    bytes[length++] = (second << 4) | (third >> 2);
    bytes[length++] = (third << 6) | fourth;
  }
  for (; index < text.length; index++) {
    const code = codeAt(text, index);
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

/** The 64 characters' value, or {@link PAD}, {@link SPACE}, {@link INVALID}: those have bits that no value has. */
function codeAt(text: string, index: number): number {
  const charCode = text.charCodeAt(index);
  return charCode < 256 ? (CODES[charCode] ?? INVALID) : INVALID;
}

/** Base64 with padding, without line breaks. RFC 4648 §4 */
export function encodeBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = "";
  for (let index = 0; index < whole; index += 3) {
    const first = bytes[index] ?? 0;
    const second = bytes[index + 1] ?? 0;
    const third = bytes[index + 2] ?? 0;
    text += String.fromCharCode(
      letter(first >> 2),
      letter(((first & 3) << 4) | (second >> 4)),
      letter(((second & 15) << 2) | (third >> 6)),
      letter(third & 63),
    );
  }
  if (whole === bytes.length) return text;
  const first = bytes[whole] ?? 0;
  const second = bytes[whole + 1];
  text += String.fromCharCode(letter(first >> 2), letter(((first & 3) << 4) | ((second ?? 0) >> 4)));
  return text + (second === undefined ? "==" : `${String.fromCharCode(letter((second & 15) << 2))}=`);
}

/** The character code for six bits. */
function letter(value: number): number {
  return LETTERS[value] ?? 0;
}
