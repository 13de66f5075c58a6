import { byteText, isAscii } from "./bytes.ts";

/** UTF-8 encoding of a string; an unpaired surrogate becomes U+FFFD (RFC 3629 §3 has no form for it). */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    let point = text.codePointAt(index) ?? 0;
    if (point > 0xffff) index++;
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) {
      bytes[length++] = point;
    } else if (point < 0x800) {
      bytes[length++] = 0xc0 | (point >> 6);
      bytes[length++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      bytes[length++] = 0xe0 | (point >> 12);
      bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[length++] = 0x80 | (point & 0x3f);
    } else {
      bytes[length++] = 0xf0 | (point >> 18);
      bytes[length++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[length++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes.slice(0, length);
}

/**
 * The text that the bytes encode, or null when they are not well-formed UTF-8.
 *
 * Overlong forms, surrogates and values past U+10FFFF are refused, so that two byte sequences never
 * decode to the same text.
 *
 * RFC 3629 §4
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  return isAscii(bytes) ? byteText(bytes) : decode(bytes, null);
}

/** The text that the bytes encode, each byte that is part of no well-formed sequence read as U+FFFD. RFC 3629 §4 */
export function decodeUtf8Leniently(bytes: Uint8Array): string {
  return isAscii(bytes) ? byteText(bytes) : (decode(bytes, REPLACEMENT) ?? "");
}

/** Code units joined at a time: a text put together character by character is slow to read afterwards. */
const UNITS = 1024;
const REPLACEMENT = 0xfffd;

/** Null where a byte is part of no well-formed sequence and nothing stands in for it. */
function decode(bytes: Uint8Array, replacement: number | null): string | null {
  let text = "";
  let units: number[] = [];
  for (let index = 0; index < bytes.length;) {
    const sequence = sequenceAt(bytes, index);
    const point = sequence?.point ?? replacement;
    if (point === null) return null;
    if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff));
    else units.push(point);
    index += sequence?.length ?? 1;
    if (units.length < UNITS) continue;
    text += String.fromCharCode(...units);
    units = [];
  }
  return text + String.fromCharCode(...units);
}

function sequenceAt(bytes: Uint8Array, index: number): { point: number; length: number } | null {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return { point: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || index + length > bytes.length) return null;
  let point = first & (0x7f >> length);
  for (let offset = 1; offset < length; offset++) {
    const next = bytes[index + offset] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    point = (point << 6) | (next & 0x3f);
  }
  const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
  return { point, length };
}
