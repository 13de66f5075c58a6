import { bytesOf } from "../base/bytes.ts";
import { isAsciiText, isWsp } from "../base/characters.ts";
import { decodeUtf8 } from "../base/utf8.ts";

/** One header field as received: a range over the header block's bytes, and over its text. */
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
  /** The value as byte text: after the colon, folding kept, without the final line end. */
  readonly rawValue: string;
}

/** Where the value ends and the final line end, if any, begins; a CR that the message breaks off behind counts as one. RFC 5322 §2.2 */
export function valueEndOf(bytes: Uint8Array, valueStart: number, end: number = bytes.length): number {
  const beforeLf = bytes[end - 1] === 0x0a ? end - 1 : end;
  return Math.max(valueStart, bytes[beforeLf - 1] === 0x0d ? beforeLf - 1 : beforeLf);
}

/** The value as byte text with line ends before white space removed. RFC 5322 §2.2.3 */
export function unfoldedValue({ rawValue }: HeaderField): string {
  let lineEnd = rawValue.indexOf("\n");
  if (lineEnd === -1) return rawValue;
  let unfolded = "";
  let start = 0;
  for (; lineEnd !== -1; lineEnd = rawValue.indexOf("\n", lineEnd + 1)) {
    if (!isWsp(rawValue.charCodeAt(lineEnd + 1))) continue;
    const afterCr = lineEnd > start && rawValue.charCodeAt(lineEnd - 1) === 0x0d;
    unfolded += rawValue.slice(start, afterCr ? lineEnd - 1 : lineEnd);
    start = lineEnd + 1;
  }
  return unfolded + rawValue.slice(start);
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
