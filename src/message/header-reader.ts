import type { Limits } from "../base/limits.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import type { HeaderField } from "./header-field.ts";
import { splitHeaderFields } from "./header-lines.ts";
import { LineScanner } from "./line-scanner.ts";
import type { HeaderLimit, LineEnding, MessageNote } from "./message.ts";

const CR = 0x0d;
const LF = 0x0a;

/** Bounds on what is kept of a header block. */
export type HeaderLimits = Pick<Limits, HeaderLimit>;

/** A header block that was read to its end. */
export interface Header {
  readonly fields: readonly HeaderField[];
  /** Bytes of the block with the empty line that ends it. */
  readonly size: number;
  readonly lineEnding: LineEnding;
  readonly notes: readonly MessageNote[];
}

/**
 * Collects the header block and finds its end: the first empty line.
 *
 * In the header an LF ends a line with or without a CR before it, because everyone who reads mail
 * reads it so and a signature cannot change where fields begin; where CRLF is the rule, each bare LF is
 * noted. A CR alone ends nothing.
 *
 * RFC 5322 §2.1, §3.5
 */
export class HeaderReader {
  readonly #limits: HeaderLimits;
  readonly #scanner = new LineScanner("header", 0);
  readonly #kept: GrowingBytes;
  readonly #lineEnds: number[] = [];
  #size = 0;
  #lineStart = 0;
  #previous = 0;
  #lineEnding: LineEnding | null = null;

  constructor(limits: HeaderLimits) {
    this.#limits = limits;
    this.#kept = new GrowingBytes(limits.headerBytes);
  }

  /** Takes the bytes that belong to the header: their number when the block ends among them, else null. */
  push(bytes: Uint8Array): number | null {
    const end = this.#findEnd(bytes);
    const own = end === null ? bytes : bytes.subarray(0, end);
    this.#kept.append(own);
    this.#scanner.push(own);
    this.#size += own.length;
    this.#previous = own.at(-1) ?? this.#previous;
    return end;
  }

  /** The header, when its end or the end of the message was reached. */
  finish(): Header {
    const lineEnding = this.#lineEnding ?? "crlf";
    const bytes = this.#kept.bytes;
    if (bytes.length > (this.#lineEnds.at(-1) ?? 0)) this.#lineEnds.push(bytes.length);
    const lines = { bytes, lineEnds: this.#lineEnds, size: this.#size };
    const { fields, notes } = splitHeaderFields(lines, this.#limits);
    return { fields, size: this.#size, lineEnding, notes: [...this.#scanner.finish(lineEnding), ...notes] };
  }

  /** Goes from line end to line end and returns where the empty line ends, or null. */
  #findEnd(bytes: Uint8Array): number | null {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let index = nextLf(view, 0); index !== -1; index = nextLf(view, index + 1)) {
      const offset = this.#size + index;
      const afterCr = (index === 0 ? this.#previous : bytes[index - 1]) === CR;
      const length = offset - this.#lineStart;
      this.#lineEnding ??= afterCr && length > 0 ? "crlf" : "lf";
      this.#lineStart = offset + 1;
      if (offset < this.#limits.headerBytes) this.#lineEnds.push(offset + 1);
      if (length === 0 || (length === 1 && afterCr)) return index + 1;
    }
    return null;
  }
}

/**
 * The index of the first LF from a place on, or -1. Lines are short: four bytes at a time beat a call
 * of the native search.
 */
function nextLf(view: DataView, from: number): number {
  const end = view.byteLength;
  let index = from;
  for (; index + 4 <= end; index += 4) {
    const lfs = view.getInt32(index, true) ^ 0x0a0a0a0a;
    if (((lfs - 0x01010101) & ~lfs & 0x80808080) !== 0) break;
  }
  while (index < end && view.getUint8(index) !== LF) index++;
  return index < end ? index : -1;
}
