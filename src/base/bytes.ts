/**
 * Bytes and text with one character per byte.
 *
 * Mail is bytes. Where protocol code wants string operations it uses "byte text": a string whose
 * char codes are the bytes (ISO 8859-1), so that no byte is lost and offsets are byte offsets.
 */

/** As much of the engine's own decoder as is used here; not every platform has one. */
declare const TextDecoder: undefined | (new () => { readonly decode: (bytes: Uint8Array) => string });

/** Decodes UTF-8, of which ASCII is a part: there is no decoder that takes every byte as it is. */
const decoder = typeof TextDecoder === "undefined" ? null : new TextDecoder();
/** From here on calling the decoder pays. */
const DECODER_BYTES = 64;

/** Whether every byte is ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const wholeWords = bytes.length & ~3;
  let seen = 0;
  for (let index = 0; index < wholeWords; index += 4) seen |= view.getInt32(index);
  for (let index = wholeWords; index < bytes.length; index++) seen |= bytes[index] ?? 0;
  return (seen & 0x80808080) === 0;
}

/** The bytes as byte text: one character per byte, char code = byte. */
export function byteText(bytes: Uint8Array): string {
  if (decoder !== null && bytes.length >= DECODER_BYTES && isAscii(bytes)) return decoder.decode(bytes);
  const wholeEights = bytes.length & ~7;
  let text = "";
  for (let index = 0; index < wholeEights; index += 8) {
    text += String.fromCharCode(
      bytes[index] ?? 0,
      bytes[index + 1] ?? 0,
      bytes[index + 2] ?? 0,
      bytes[index + 3] ?? 0,
      bytes[index + 4] ?? 0,
      bytes[index + 5] ?? 0,
      bytes[index + 6] ?? 0,
      bytes[index + 7] ?? 0,
    );
  }
  for (let index = wholeEights; index < bytes.length; index++) text += String.fromCharCode(bytes[index] ?? 0);
  return text;
}

/** The inverse of {@link byteText}; only the low eight bits of each char code are kept. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** Whether both hold the same bytes. Not constant-time: nothing compared here is secret. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}

/** The parts in one new array. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

const HEX = "0123456789abcdef";

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  return text;
}
