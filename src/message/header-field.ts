import { byteText, bytesOf } from "../base/bytes.ts";
import { isAsciiText } from "../base/characters.ts";
import { decodeUtf8 } from "../base/utf8.ts";

/**
 * One header field as received: a range over the header block's bytes.
 *
 * Nothing is decoded until someone asks; the functions below do.
 */
export interface HeaderField {
  /** Position among all fields, 0 at the top. */
  readonly index: number;
  /** Offset of the first byte in the message. */
  readonly offset: number;
  /** The name as written, without white space before the colon. */
  readonly name: string;
  /** The name in lower case, the form that is compared. RFC 5322 §1.2.2 */
  readonly lowerName: string;
  /** The exact bytes: name, colon, value, folding and the final line end. */
  readonly bytes: Uint8Array;
  /** Index in `bytes` of the first byte after the colon. */
  readonly valueStart: number;
}

/** The value as byte text: after the colon, folding kept, without the final line end. */
export function rawValue(field: HeaderField): string {
  let end = field.bytes.length;
  if (field.bytes[end - 1] === 0x0a) end--;
  if (field.bytes[end - 1] === 0x0d) end--;
  return byteText(field.bytes.subarray(Math.min(field.valueStart, end), end));
}

/** The value as byte text with line ends before white space removed. RFC 5322 §2.2.3 */
export function unfoldedValue(field: HeaderField): string {
  const raw = rawValue(field);
  return raw.includes("\n") ? raw.replace(/\r?\n(?=[ \t])/g, "") : raw;
}

/**
 * The unfolded value as text: UTF-8 where the bytes are well-formed UTF-8, else byte text.
 *
 * RFC 6532 §3.2
 */
export function textValue(field: HeaderField): string {
  const unfolded = unfoldedValue(field);
  return isAsciiText(unfolded) ? unfolded : (decodeUtf8(bytesOf(unfolded)) ?? unfolded);
}
