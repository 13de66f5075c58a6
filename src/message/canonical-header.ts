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

/** No part of a value. */
const NOTHING: Span = { start: 0, end: 0 };

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

/** A field that carries a signature, and where the value of its `b=` stands in the raw value. */
export interface SignatureField {
  readonly field: HeaderField;
  /** Between the `=` and the `;`, white space included. Nothing else is removed, whatever other tags look like. */
  readonly signatureValue: Span;
}

/**
 * The signature field as it enters its own header hash: canonical, without the value of `b=` and
 * without a CRLF at the end.
 *
 * RFC 6376 §3.7
 */
export function canonicalizeSignatureField(
  own: SignatureField,
  algorithm: Canonicalization,
  lineEnding: LineEnding,
): Uint8Array {
  return canonicalizeSigned([], own, algorithm, lineEnding);
}

/**
 * What a header hash is taken of: the signed fields one behind the other, then the field that carries the
 * signature.
 *
 * RFC 6376 §3.7
 */
export function canonicalizeSigned(
  signed: readonly HeaderField[],
  { field: own, signatureValue }: SignatureField,
  algorithm: Canonicalization,
  lineEnding: LineEnding,
): Uint8Array {
  if (algorithm === "simple") {
    const parts = signed.map((field) => simpleField(field, lineEnding));
    const last = simpleField(withoutSignatureValue(own, signatureValue), lineEnding);
    return concatBytes([...parts, last.subarray(0, last.length - CRLF.length)]);
  }
  let mostBytes = own.bytes.length + CRLF.length;
  for (const { bytes } of signed) mostBytes += bytes.length + CRLF.length;
  const output = new Uint8Array(mostBytes);
  let length = 0;
  for (const field of signed) length = writeRelaxed(field, NOTHING, output, length);
  length = writeRelaxed(own, signatureValue, output, length);
  return output.subarray(0, length - CRLF.length);
}

/** The field with the bytes of the span, counted from the start of the raw value, cut out. RFC 6376 §3.5 */
export function withoutSignatureValue(field: HeaderField, signatureValue: Span): HeaderField {
  const before = field.bytes.subarray(0, field.valueStart + signatureValue.start);
  const after = field.bytes.subarray(field.valueStart + signatureValue.end);
  const { rawValue } = field;
  return {
    ...field,
    bytes: concatBytes([before, after]),
    rawValue: rawValue.slice(0, signatureValue.start) + rawValue.slice(signatureValue.end),
  };
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
  return output.subarray(0, writeRelaxed(field, NOTHING, output, 0));
}

/** Writes the relaxed form, without a span of the raw value, at a place in the output and returns where it ends. */
function writeRelaxed(
  { bytes, name, valueStart }: HeaderField,
  omitted: Span,
  output: Uint8Array,
  start: number,
): number {
  let length = start;
  for (let index = 0; index < name.length; index++) output[length++] = lowerCase(bytes[index] ?? 0);
  output[length++] = COLON;
  const valueEnd = contentEnd(bytes);
  const omittedStart = valueStart + omitted.start;
  const omittedEnd = valueStart + omitted.end;
  const firstOfValue = length;
  let space = false;
  for (let index = valueStart; index < valueEnd; index++) {
    if (index === omittedStart) index = omittedEnd;
    if (index >= valueEnd) break;
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
  const last = bytes.length - 1;
  if (bytes[last] !== LF) return bytes.length;
  return bytes[last - 1] === CR ? last - 1 : last;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
