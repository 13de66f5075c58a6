import { byteText, isAscii } from "../base/bytes.ts";
import { isAlphanumeric, isVchar, isWsp } from "../base/characters.ts";
import type { Limits } from "../base/limits.ts";
import { isDisguisedFrom } from "./hidden-from.ts";
import { readFieldName } from "./field-name.ts";
import { valueEndOf, type HeaderField } from "./header-field.ts";
import type { HeaderLimit, MessageNote } from "./message.ts";
import { Tally } from "./tally.ts";

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;
/** U+FEFF in UTF-8. RFC 3629 §6 */
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];

export interface HeaderFields {
  readonly fields: readonly HeaderField[];
  readonly notes: readonly MessageNote[];
}

/** A header block as far as it was kept. */
export interface HeaderLines {
  readonly bytes: Uint8Array;
  /** Where each line ends, behind its LF, in order; the last may end with the block instead. */
  readonly lineEnds: readonly number[];
  /** Bytes of the whole block; more than `bytes` when it passed the limit. */
  readonly size: number;
}

/**
 * Cuts a header block into fields: ranges over its bytes.
 *
 * A line that starts with white space belongs to the field above. Such a line at the very top belongs
 * to nothing and is noted: readers disagree whether it is a field (RFC 5322 §2.2.3 knows no such line).
 *
 * Choice: a line that is no field (an mbox "From " line, a line without colon) is passed over with the
 * lines folded under it, and the header goes on: ending it there would move fields into the body.
 *
 * Choice: a byte order mark at the very top is no part of the first field's name, which could not hold it, and the
 * field behind it counts. Behind it, From is disguised nevertheless: readers that keep the mark see no such field.
 *
 * Choice: past a limit no further field is kept, so that what is kept is always the top of the header.
 *
 * RFC 5322 §2.2, §4.5
 */
export function splitHeaderFields(lines: HeaderLines, limits: Pick<Limits, HeaderLimit>): HeaderFields {
  const { bytes, lineEnds } = lines;
  const text = isAscii(bytes) ? byteText(bytes) : null;
  const fields: HeaderField[] = [];
  const notes: MessageNote[] = [];
  const malformed = new Tally();
  const disguised = new Tally();
  let limit: MessageNote | null = null;
  const top = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  if (top > 0) notes.push({ code: "byte-order-mark", offset: 0 });
  let start = top;
  for (let line = 0; line < lineEnds.length; line++) {
    const firstFold = line + 1;
    let end = lineEnds[line] ?? bytes.length;
    while (line + 1 < lineEnds.length && isWsp(bytes[end] ?? 0)) end = lineEnds[++line] ?? bytes.length;
    limit = exceededLimit(lines, limits, fields.length, start, end);
    if (limit !== null) break;
    if (isWsp(bytes[start] ?? 0)) {
      notes.push({ code: "leading-folded-line", offset: start });
    } else if (!isEmptyLine(bytes, start, end)) {
      const field = readField({ bytes, text }, start, end, fields.length);
      if (field === null) {
        malformed.add(start);
        if (isDisguisedFrom(bytes, start, end)) disguised.add(start);
      } else {
        fields.push(field);
        if (start === top && top > 0 && field.lowerName === "from") disguised.add(0);
        if (field.valueStart > field.name.length + 1) notes.push(spaceBeforeColon(field));
        if (line >= firstFold) notes.push(...linesLikeField(lines, field, firstFold, line));
      }
    }
    start = end;
  }
  const malformedLines = malformed.facts;
  if (malformedLines !== null) notes.push({ code: "malformed-header-line", ...malformedLines });
  const disguisedFrom = disguised.facts;
  if (disguisedFrom !== null) notes.push({ code: "disguised-from", ...disguisedFrom });
  if (limit === null && lines.size > bytes.length) limit = limitNote("headerBytes", limits, start);
  if (limit !== null) notes.push(limit);
  return { fields, notes };
}

function exceededLimit(
  { bytes, size }: HeaderLines,
  limits: Pick<Limits, HeaderLimit>,
  fieldCount: number,
  start: number,
  end: number,
): MessageNote | null {
  if (end - start > limits.headerFieldBytes) return limitNote("headerFieldBytes", limits, start);
  // The last line kept may be cut, or be continued by a line that was not kept.
  if (size > bytes.length && end === bytes.length) return limitNote("headerBytes", limits, start);
  if (fieldCount >= limits.headerFields && !isEmptyLine(bytes, start, end)) {
    return limitNote("headerFields", limits, start);
  }
  return null;
}

function limitNote(limit: HeaderLimit, limits: Pick<Limits, HeaderLimit>, offset: number): MessageNote {
  return { code: "header-limit", limit, value: limits[limit], offset };
}

/** Whether the range is an empty line: the end of the header block. */
function isEmptyLine(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === LF ? end === start + 1 : bytes[start] === CR && bytes[start + 1] === LF;
}

/** The bytes of a header block, and its text where all of it is ASCII. */
interface HeaderBlock {
  readonly bytes: Uint8Array;
  readonly text: string | null;
}

/** The field in the range, or null when it does not start with a name and a colon. RFC 5322 §2.2, §4.5 */
function readField(
  { bytes, text }: HeaderBlock,
  start: number,
  end: number,
  index: number,
): HeaderField | null {
  const nameEnd = skipName(bytes, start, end);
  const colon = skipWhiteSpace(bytes, nameEnd, end);
  if (nameEnd === start || colon >= end || bytes[colon] !== COLON) return null;
  const { name, lowerName } = readFieldName(bytes, start, nameEnd);
  const valueEnd = valueEndOf(bytes, colon + 1, end);
  return {
    index,
    offset: start,
    name,
    lowerName,
    bytes: bytes.subarray(start, end),
    valueStart: colon + 1 - start,
    rawValue: text?.slice(colon + 1, valueEnd) ?? byteText(bytes.subarray(colon + 1, valueEnd)),
  };
}

function spaceBeforeColon({ index, offset, name }: HeaderField): MessageNote {
  return { code: "space-before-colon", fieldIndex: index, offset: offset + name.length };
}

/**
 * A note on the first folded line that a careless reader takes for a field, if there is one.
 *
 * Choice: a name of letters, digits and hyphens, a colon and white space behind it; lists of
 * field names in signatures, which seldom have that space, are not meant.
 */
function linesLikeField(
  { bytes, lineEnds }: HeaderLines,
  { index }: HeaderField,
  firstFold: number,
  lastFold: number,
): readonly MessageNote[] {
  for (let line = firstFold; line <= lastFold; line++) {
    const offset = lineEnds[line - 1] ?? 0;
    let position = offset;
    while (isWsp(bytes[position] ?? 0)) position++;
    const nameStart = position;
    while (isNameLike(bytes[position] ?? 0)) position++;
    if (position === nameStart) continue;
    while (isWsp(bytes[position] ?? 0)) position++;
    if (bytes[position] === COLON && isWsp(bytes[position + 1] ?? 0)) {
      return [{ code: "folded-line-like-field", fieldIndex: index, offset }];
    }
  }
  return [];
}

function isNameLike(byte: number): boolean {
  return isAlphanumeric(byte) || byte === 0x2d;
}

/** Past the characters of a field name: printable ASCII without colon. RFC 5322 §2.2 */
function skipName(bytes: Uint8Array, start: number, end: number): number {
  let position = start;
  while (position < end && bytes[position] !== COLON && isVchar(bytes[position] ?? 0)) position++;
  return position;
}

/** Past white space and the line ends that folding put into it. */
function skipWhiteSpace(bytes: Uint8Array, start: number, end: number): number {
  let position = start;
  for (; position < end; position++) {
    const byte = bytes[position] ?? 0;
    const lineEnd = byte === LF || (byte === CR && bytes[position + 1] === LF);
    if (!isWsp(byte) && !lineEnd) break;
  }
  return position;
}
