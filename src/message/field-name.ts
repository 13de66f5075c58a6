import { byteText } from "../base/bytes.ts";

/** A field name as written and as it is compared. RFC 5322 §1.2.2 */
export interface FieldName {
  readonly name: string;
  readonly lowerName: string;
}

const SLOTS = 512;
const LONGEST_REMEMBERED = 40;

/** Names met lately, each in the one slot that its bytes choose: a few dozen names make up nearly all mail. */
const remembered: (FieldName | null)[] = Array.from({ length: SLOTS }, () => null);

/** The name that stands in the range. The same few names are not made into text again for every message. */
export function readFieldName(bytes: Uint8Array, start: number, end: number): FieldName {
  if (end - start > LONGEST_REMEMBERED) return makeName(bytes, start, end);
  let slot = end - start;
  for (let index = start; index < end; index++) slot = (slot * 31 + (bytes[index] ?? 0)) & (SLOTS - 1);
  const known = remembered[slot];
  if (known !== null && known !== undefined && isWrittenAt(known.name, bytes, start, end)) return known;
  const made = makeName(bytes, start, end);
  remembered[slot] = made;
  return made;
}

function isWrittenAt(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let index = 0; index < name.length; index++) {
    if (name.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}

function makeName(bytes: Uint8Array, start: number, end: number): FieldName {
  const name = byteText(bytes.subarray(start, end));
  return { name, lowerName: name.toLowerCase() };
}
