import { byteText } from "../base/bytes.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { valueEndOf, type HeaderField } from "./header-field.ts";

/** A tag to be written: both parts are ASCII that needs no further encoding. */
export type TagText = readonly [name: string, value: string];

/**
 * How a signature field is put on lines. What is signed includes the layout, but for the value of
 * `b=`; so the field is written with `b=` empty first, and the value laid into it afterwards.
 *
 * RFC 6376 §3.5, §3.7
 */
export interface FieldLayout {
  /** The field from its name to its CRLF. */
  readonly field: (name: string, tags: readonly TagText[]) => string;
  /** The value of `b=` with folding; `column` characters stand before it on its line. */
  readonly signature: (base64: string, column: number) => string;
}

/** Columns of a line that is easy to read. RFC 5322 §2.1.1 */
const LINE_LENGTH = 78;
const FOLD = "\r\n ";

/**
 * Tags in the order given, as many on a line as fit into 78 columns; `h=` may also break behind a
 * colon and the signature anywhere. No other value is broken.
 *
 * RFC 5322 §2.1.1, §2.2.3, RFC 6376 §3.5
 */
export const FOLDED_LAYOUT: FieldLayout = { field: foldField, signature: foldSignature };

function foldField(name: string, tags: readonly TagText[]): string {
  let text = `${name}:`;
  let column = text.length;
  for (const [index, tag] of tags.entries()) {
    const end = index < tags.length - 1 ? ";" : "";
    for (const [position, piece] of breakable(tag, end).entries()) {
      const space = position === 0 ? " " : "";
      const fits = column + space.length + piece.length <= LINE_LENGTH;
      text += (fits ? space : FOLD) + piece;
      column = fits ? column + space.length + piece.length : 1 + piece.length;
    }
  }
  return `${text}\r\n`;
}

/** The pieces of a tag between which a line may end. */
function breakable([name, value]: TagText, end: string): readonly string[] {
  const whole = `${name}=${value}${end}`;
  return name === "h" ? whole.split(/(?<=:)/) : [whole];
}

function foldSignature(base64: string, column: number): string {
  let text = base64.slice(0, Math.max(0, LINE_LENGTH - column));
  for (let start = text.length; start < base64.length; start += LINE_LENGTH - 1) {
    text += FOLD + base64.slice(start, start + LINE_LENGTH - 1);
  }
  return text;
}

/** A field of one's own in the form that fields of a message have; it has no place among them yet. */
export function ownField(text: string): HeaderField {
  const colon = text.indexOf(":");
  const name = text.slice(0, colon);
  const bytes = encodeUtf8(text);
  return {
    index: -1,
    offset: 0,
    name,
    lowerName: name.toLowerCase(),
    bytes,
    valueStart: colon + 1,
    rawValue: byteText(bytes.subarray(colon + 1, valueEndOf(bytes, colon + 1))),
  };
}
