import { isAscii } from "../base/bytes.ts";
import { KERNEL_CAPACITY, type BodyKernel } from "./body-kernel.ts";
import { fastestKernel } from "./fastest-kernel.ts";
import type { LineEnding, MessageNote } from "./message.ts";
import { Tally } from "./tally.ts";

const CR = 0x0d;
const LF = 0x0a;
const NUL = 0;

/** Bytes judged at once. */
const STEP = 16;

/** Octets of a line without its CRLF. RFC 5322 §2.1.1 */
const LINE_OCTETS = 998;

/**
 * Takes note of bytes that smuggle or do not travel: CR and LF standing alone, NUL, lines that are too
 * long and, in the header, bytes past ASCII.
 *
 * It works mostly by what is not there: the kernel finds that nothing is wrong with a piece, else
 * native searches and arithmetic on words find the places that look wrong, and only those are read
 * byte by byte.
 *
 * Choice: for the length of a line any LF ends it, so that a body of bare LFs is not also one long line.
 */
export class LineScanner {
  readonly #part: "header" | "body";
  readonly #kernel: BodyKernel;
  readonly #bareCr = new Tally();
  readonly #bareLf = new Tally();
  readonly #nul = new Tally();
  readonly #eightBit = new Tally();
  readonly #longLine = new Tally();
  #longest = 0;
  /** Offset in the message of the next byte. */
  #position: number;
  #lineStart: number;
  /** The byte before; at the start LF would be bare. */
  #previous = 0;

  constructor(part: "header" | "body", position: number, kernel: BodyKernel = fastestKernel()) {
    this.#part = part;
    this.#kernel = kernel;
    this.#position = position;
    this.#lineStart = position;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#judgePair(this.#previous, bytes[0] ?? 0, this.#position);
    if (!this.#isBeyondDoubt(bytes)) {
      this.#scanLineEnds(bytes);
      this.#scanLengths(bytes);
      const nul = bytes.indexOf(NUL);
      if (nul !== -1) this.#count(bytes, nul, this.#nul, isNul);
    }
    if (this.#part === "header" && !isAscii(bytes)) this.#count(bytes, 0, this.#eightBit, isEightBit);
    this.#previous = bytes[bytes.length - 1] ?? 0;
    this.#position += bytes.length;
  }

  /** The notes of the part. Where LF is what ends a line, no LF is bare. */
  finish(lineEnding: LineEnding): readonly MessageNote[] {
    const part = this.#part;
    if (this.#previous === CR) this.#bareCr.add(this.#position - 1);
    this.#measure(this.#position - this.#lineStart, this.#lineStart);
    const notes: MessageNote[] = [];
    const bareCr = this.#bareCr.facts;
    const bareLf = lineEnding === "lf" ? null : this.#bareLf.facts;
    const nul = this.#nul.facts;
    const eightBit = this.#eightBit.facts;
    const longLine = this.#longLine.facts;
    if (bareCr !== null) notes.push({ code: "bare-cr", part, ...bareCr });
    if (bareLf !== null) notes.push({ code: "bare-lf", part, ...bareLf });
    if (nul !== null) notes.push({ code: "nul", part, ...nul });
    if (eightBit !== null) notes.push({ code: "eight-bit-header", ...eightBit });
    if (longLine !== null) notes.push({ code: "long-line", part, ...longLine, longest: this.#longest });
    return notes;
  }

  /** Whether the kernel finds nothing to look at; the line start is then up to date. */
  #isBeyondDoubt(bytes: Uint8Array): boolean {
    const open = this.#position - this.#lineStart;
    if (bytes.length > KERNEL_CAPACITY || open > LINE_OCTETS) return false;
    this.#kernel.input.set(bytes);
    const lineStart = this.#kernel.survey(bytes.length, open);
    if (lineStart > 0) this.#lineStart = this.#position + lineStart;
    return lineStart >= 0;
  }

  /** Judges every pair of neighbours: CR must come before LF and nothing else may. RFC 5322 §2.3 */
  #scanLineEnds(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const lastPair = bytes.length - 1;
    for (let index = 0; index < lastPair;) {
      index = skipSoundPairs(view, index);
      const stop = Math.min(index + STEP, lastPair);
      for (; index < stop; index++) {
        this.#judgePair(bytes[index] ?? 0, bytes[index + 1] ?? 0, this.#position + index + 1);
      }
    }
  }

  #judgePair(first: number, second: number, secondOffset: number): void {
    if (first === CR) {
      if (second !== LF) this.#bareCr.add(secondOffset - 1);
    } else if (second === LF) {
      this.#bareLf.add(secondOffset);
    }
  }

  /** Leaps from line to line: the last LF within reach of a line start proves all lines before it short. */
  #scanLengths(bytes: Uint8Array): void {
    let start = this.#lineStart - this.#position;
    for (;;) {
      const reach = start + LINE_OCTETS;
      const withinReach = reach < 0 ? -1 : bytes.lastIndexOf(LF, Math.min(reach, bytes.length - 1));
      if (withinReach >= Math.max(start, 0)) {
        start = withinReach + 1;
        continue;
      }
      if (reach >= bytes.length) break;
      const end = bytes.indexOf(LF, Math.max(reach, 0));
      if (end === -1) break;
      const terminated = (end === 0 ? this.#previous : bytes[end - 1]) === CR;
      this.#measure(end - start - (terminated ? 1 : 0), this.#position + start);
      start = end + 1;
    }
    this.#lineStart = this.#position + start;
  }

  #measure(length: number, offset: number): void {
    if (length <= LINE_OCTETS) return;
    this.#longLine.add(offset);
    this.#longest = Math.max(this.#longest, length);
  }

  #count(bytes: Uint8Array, from: number, tally: Tally, counts: (byte: number) => boolean): void {
    for (let index = from; index < bytes.length; index++) {
      if (counts(bytes[index] ?? 0)) tally.add(this.#position + index);
    }
  }
}

/**
 * The first index, in steps of {@link STEP}, whose pairs with their next byte may hold a CR or an LF
 * without the other.
 */
function skipSoundPairs(view: DataView, from: number): number {
  const stop = view.byteLength - STEP - 4;
  if (from > stop) return from;
  let index = from;
  let first = view.getInt32(index, true);
  for (; index <= stop; index += STEP) {
    const second = view.getInt32(index + 4, true);
    const third = view.getInt32(index + 8, true);
    const fourth = view.getInt32(index + 12, true);
    const next = view.getInt32(index + STEP, true);
    const marks =
      unpaired(first, second) | unpaired(second, third) | unpaired(third, fourth) | unpaired(fourth, next);
    if ((marks & 0x80808080) !== 0) break;
    first = next;
  }
  return index;
}

/**
 * Marks, in the high bit of each byte of a word, a CR without LF behind it or an LF behind another byte.
 *
 * The bytes that are CR and those whose next byte is LF must be the same. A byte above a true one
 * may be marked wrongly, which only means a careful look.
 */
function unpaired(word: number, next: number): number {
  const crs = word ^ 0x0d0d0d0d;
  const lfs = ((word >>> 8) | (next << 24)) ^ 0x0a0a0a0a;
  return ((crs - 0x01010101) & ~crs) ^ ((lfs - 0x01010101) & ~lfs);
}

function isNul(byte: number): boolean {
  return byte === NUL;
}

function isEightBit(byte: number): boolean {
  return byte > 0x7f;
}
