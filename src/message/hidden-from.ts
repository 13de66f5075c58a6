import { isVchar, isWsp } from "../base/characters.ts";
import type { HeaderField } from "./header-field.ts";

const CR = 0x0d;
const LF = 0x0a;
const FROM: readonly number[] = [0x66, 0x72, 0x6f, 0x6d];

/**
 * Where the field holds a From field for readers that end lines at a bare CR or LF: the index in its
 * bytes of the line end before it, or null.
 *
 * RFC 5322 §2.2
 */
export function hiddenFrom({ bytes }: HeaderField): number | null {
  return lineEndsWithin(bytes).find((lineEnd) => fromFollows(bytes, lineEnd + 1)) ?? null;
}

/** Continuation lines that read like From fields to whoever strips the white space before them. RFC 5322 §2.2.3 */
export function foldedFromLines({ bytes }: HeaderField): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (const lineEnd of lineEndsWithin(bytes)) {
    let start = lineEnd + 1;
    while (isWsp(bytes[start] ?? 0)) start++;
    if (start === lineEnd + 1 || !fromFollows(bytes, start)) continue;
    const next = bytes.indexOf(LF, start);
    lines.push(bytes.subarray(start, next === -1 ? bytes.length : next));
  }
  return lines;
}

/** The positions of every CR and LF in the field; behind those of its end stands nothing. */
function lineEndsWithin(bytes: Uint8Array): readonly number[] {
  const positions: number[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === LF || byte === CR) positions.push(index);
  }
  return positions;
}

/** Whether `From`, white space and a colon stand at the position. RFC 5322 §4.5.2 */
function fromFollows(bytes: Uint8Array, start: number): boolean {
  for (let offset = 0; offset < FROM.length; offset++) {
    if (((bytes[start + offset] ?? 0) | 0x20) !== FROM[offset]) return false;
  }
  let position = start + FROM.length;
  while (isWsp(bytes[position] ?? 0)) position++;
  return bytes[position] === 0x3a;
}

/** Bytes of a line that are looked at for a disguise. */
const DISGUISE = 64;

/**
 * Whether a line that is no field reads `From:` once every byte that no field name holds is left out:
 * a NUL, a byte order mark, white space of other scripts.
 *
 * RFC 5322 §2.2
 */
export function isDisguisedFrom(bytes: Uint8Array, start: number, end: number): boolean {
  let letters = 0;
  for (const byte of bytes.subarray(start, Math.min(end, start + DISGUISE))) {
    if (!isVchar(byte)) continue;
    if (letters === FROM.length) return byte === 0x3a;
    if ((byte | 0x20) !== FROM[letters]) return false;
    letters++;
  }
  return false;
}
