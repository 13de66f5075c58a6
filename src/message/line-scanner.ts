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
    for (let start = 0; start < bytes.length; start += KERNEL_CAPACITY) {
      this.#scan(bytes.length <= KERNEL_CAPACITY ? bytes : bytes.subarray(start, start + KERNEL_CAPACITY));
    }
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

  /** One byte at least, and no more than the kernel takes. */
  #scan(bytes: Uint8Array): void {
    this.#judgePair(this.#previous, bytes[0] ?? 0, this.#position);
    const open = Math.min(this.#position - this.#lineStart, LONGEST_OPEN);
    this.#kernel.input.set(bytes);
    const surveyed = this.#kernel.survey(bytes.length, open);
    const lastLine = surveyed === -1 ? this.#takeCensus(bytes, open) : surveyed;
    if (lastLine > 0) this.#lineStart = this.#position + lastLine;
    if (this.#part === "header" && !isAscii(bytes)) this.#countEightBit(bytes);
    this.#previous = bytes[bytes.length - 1] ?? 0;
    this.#position += bytes.length;
  }

  /** Notes what is doubtful among the bytes, which the kernel has. RFC 5322 §2.1.1, §2.3 */
  #takeCensus(bytes: Uint8Array, open: number): number {
    const { bareCr, bareLf, nul, longLines, lastLine } = this.#kernel.census(bytes.length, open);
    this.#bareCr.addMany(bareCr.count, this.#position + bareCr.first);
    this.#bareLf.addMany(bareLf.count, this.#position + bareLf.first);
    this.#nul.addMany(nul.count, this.#position + nul.first);
    for (const { start, end } of longLines) {
      const offset = start > 0 ? this.#position + start : this.#lineStart;
      const terminated = (end === 0 ? this.#previous : bytes[end - 1]) === CR;
      this.#measure(this.#position + end - offset - (terminated ? 1 : 0), offset);
    }
    return lastLine;
  }

  #judgePair(first: number, second: number, secondOffset: number): void {
    if (first === CR) {
      if (second !== LF) this.#bareCr.add(secondOffset - 1);
    } else if (second === LF) {
      this.#bareLf.add(secondOffset);
    }
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
