import { isAscii } from "../base/bytes.ts";
import { KERNEL_CAPACITY, type BodyKernel } from "./body-kernel.ts";
import { fastestKernel } from "./fastest-kernel.ts";
import type { LineEnding, MessageNote } from "./message.ts";
import { Tally } from "./tally.ts";

const CR = 0x0d;
const LF = 0x0a;

/** Octets of a line without its CRLF. RFC 5322 §2.1.1 */
const LINE_OCTETS = 998;
/** A line that is longer already is no more doubtful for it. */
const LONGEST_OPEN = 2 * LINE_OCTETS;

/**
 * Takes note of bytes that smuggle or do not travel: CR and LF standing alone, NUL, lines that are too
 * long and, in the header, bytes past ASCII.
 *
 * It works mostly by what is not there: the kernel finds that nothing is wrong with a piece, and only
 * where it is in doubt are things counted.
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
      this.#takeCensus(bytes);
      this.#scanLengths(bytes);
    }
    if (this.#part === "header" && !isAscii(bytes)) this.#countEightBit(bytes);
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
    if (bytes.length > KERNEL_CAPACITY) return false;
    const open = Math.min(this.#position - this.#lineStart, LONGEST_OPEN);
    this.#kernel.input.set(bytes);
    const lineStart = this.#kernel.survey(bytes.length, open);
    if (lineStart > 0) this.#lineStart = this.#position + lineStart;
    return lineStart >= 0;
  }

  /** Notes what is doubtful among the bytes, as many at a time as the kernel takes. RFC 5322 §2.3 */
  #takeCensus(bytes: Uint8Array): void {
    const { input, census } = this.#kernel;
    for (let start = 0; start < bytes.length; start += KERNEL_CAPACITY) {
      const piece = bytes.subarray(start, start + KERNEL_CAPACITY);
      const offset = this.#position + start;
      if (start > 0) this.#judgePair(bytes[start - 1] ?? 0, piece[0] ?? 0, offset);
      input.set(piece);
      const { bareCr, bareLf, nul } = census(piece.length);
      this.#bareCr.addMany(bareCr.count, offset + bareCr.first);
      this.#bareLf.addMany(bareLf.count, offset + bareLf.first);
      this.#nul.addMany(nul.count, offset + nul.first);
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

  #countEightBit(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) {
      if ((bytes[index] ?? 0) > 0x7f) this.#eightBit.add(this.#position + index);
    }
  }
}
