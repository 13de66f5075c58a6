import { concatBytes } from "../base/bytes.ts";
import type { Span } from "../base/span.ts";
import { isWsp } from "../base/characters.ts";
import type { HeaderField } from "./header-field.ts";
import { LineEndConverter } from "./line-end-converter.ts";
import type { Canonicalization, LineEnding } from "./message.ts";

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const COLON = 0x3a;

const CRLF: Uint8Array = Uint8Array.of(CR, LF);

/**
 * A header field in canonical form, always with one CRLF at its end.
 *
 * In the LF storage form each LF counts as CRLF; otherwise an LF that folds a line under `simple` stays
 * the byte it is.
 *
 * RFC 6376 §3.4.1, §3.4.2, §3.7
 */
export function canonicalizeHeaderField(
  field: HeaderField,
  algorithm: Canonicalization,
  lineEnding: LineEnding,
): Uint8Array {
  return algorithm === "simple" ? simpleField(field, lineEnding) : relaxedField(field);
}

/** The fields one behind the other, each as {@link canonicalizeHeaderField} gives it. RFC 6376 §3.7 */
export function canonicalizeHeaderFields(
  fields: readonly HeaderField[],
  algorithm: Canonicalization,
  lineEnding: LineEnding,
): Uint8Array {
  if (algorithm === "simple") return concatBytes(fields.map((field) => simpleField(field, lineEnding)));
  let mostBytes = 0;
  for (const { bytes } of fields) mostBytes += bytes.length + CRLF.length;
  const output = new Uint8Array(mostBytes);
  let length = 0;
  for (const field of fields) length = writeRelaxed(field, output, length);
  return output.subarray(0, length);
}

/**
 * The signature field as it enters its own header hash: canonical, without the value of `b=` and
 * without a CRLF at the end.
 *
 * `signatureValue` is the raw span of the `b=` tag in the field's raw value: all between its `=` and
 * `;`, white space included. Nothing else is removed, whatever other tags look like.
 *
 * RFC 6376 §3.7
 */
export function canonicalizeSignatureField(
  field: HeaderField,
  signatureValue: Span,
  algorithm: Canonicalization,
  lineEnding: LineEnding,
): Uint8Array {
  const canonical = canonicalizeHeaderField(
    withoutSignatureValue(field, signatureValue),
    algorithm,
    lineEnding,
  );
  return canonical.subarray(0, canonical.length - CRLF.length);
}

/** The field with the bytes of the span, counted from the start of the raw value, cut out. RFC 6376 §3.5 */
export function withoutSignatureValue(field: HeaderField, signatureValue: Span): HeaderField {
  const before = field.bytes.subarray(0, field.valueStart + signatureValue.start);
  const after = field.bytes.subarray(field.valueStart + signatureValue.end);
  return { ...field, bytes: concatBytes([before, after]) };
}

function simpleField({ bytes }: HeaderField, lineEnding: LineEnding): Uint8Array {
  const content = bytes.subarray(0, contentEnd(bytes));
  if (lineEnding === "lf") {
    const converter = new LineEndConverter("bare-lf");
    return concatBytes([converter.convert(content), CRLF]);
  }
  return content.length + CRLF.length === bytes.length ? bytes : concatBytes([content, CRLF]);
}

/**
 * Lower-case name, colon, and the value unfolded with each run of white space as one space, none at
 * its ends.
 *
 * Every LF inside a field folds it, or it would have ended the field.
 */
function relaxedField(field: HeaderField): Uint8Array {
  const output = new Uint8Array(field.bytes.length + CRLF.length);
  return output.subarray(0, writeRelaxed(field, output, 0));
}

/** Writes the relaxed form at a place in the output and returns where it ends. */
function writeRelaxed({ bytes, name, valueStart }: HeaderField, output: Uint8Array, start: number): number {
  let length = start;
  for (let index = 0; index < name.length; index++) output[length++] = lowerCase(bytes[index] ?? 0);
  output[length++] = COLON;
  const valueEnd = contentEnd(bytes);
  const firstOfValue = length;
  let space = false;
  for (let index = valueStart; index < valueEnd; index++) {
    const byte = bytes[index] ?? 0;
    if (isWsp(byte)) {
      space = true;
    } else if (byte !== LF && !(byte === CR && bytes[index + 1] === LF)) {
      if (space && length > firstOfValue) output[length++] = SPACE;
      space = false;
      output[length++] = byte;
    }
  }
  output[length] = CR;
  output[length + 1] = LF;
  return length + CRLF.length;
}

/** Where the content ends and the final line end, if any, begins. */
function contentEnd(bytes: Uint8Array): number {
  if (bytes.at(-1) !== LF) return bytes.length;
  return bytes.at(-2) === CR ? bytes.length - 2 : bytes.length - 1;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
