import { KERNEL_CAPACITY, type BodyKernel } from "./body-kernel.ts";
import { fastestKernel } from "./fastest-kernel.ts";
import type { Canonicalization } from "./message.ts";
import { REDUCER_CAPACITY, WhitespaceReducer } from "./whitespace-reducer.ts";

const CR = 0x0d;
const LF = 0x0a;

const CRLF: Uint8Array = Uint8Array.of(CR, LF);
const BARE_CR: Uint8Array = Uint8Array.of(CR);
const MANY_LINES = 2048;
const MANY_CRLF: Uint8Array = new Uint8Array(2 * MANY_LINES).map((_, index) => (index % 2 === 0 ? CR : LF));

/** Takes canonical bytes. A view that it is given holds only during the call. */
export interface ByteSink {
  update(bytes: Uint8Array): void;
}

/** A canonicalization of one body, piece by piece into a sink: any way of cutting gives the same bytes. */
export interface BodyCanonicalizer {
  push(bytes: Uint8Array): void;
  finish(): void;
}

/** The canonicalizer for an algorithm. RFC 6376 §3.4.3, §3.4.4 */
export function bodyCanonicalizer(algorithm: Canonicalization, sink: ByteSink): BodyCanonicalizer {
  return algorithm === "simple" ? new SimpleBody(sink) : new RelaxedBody(sink);
}

/** Only the empty lines at the end change; an empty body becomes CRLF. RFC 6376 §3.4.3 */
class SimpleBody implements BodyCanonicalizer {
  readonly #sink: ByteSink;
  readonly #lines: EmptyLineHolder;

  constructor(sink: ByteSink) {
    this.#sink = sink;
    this.#lines = new EmptyLineHolder(sink);
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  finish(): void {
    this.#lines.finish();
    if (this.#lines.empty) this.#sink.update(CRLF);
  }
}

/** White space is reduced, then the empty lines at the end go; an empty body stays empty. RFC 6376 §3.4.4 */
class RelaxedBody implements BodyCanonicalizer {
  readonly #reducer = new WhitespaceReducer();
  readonly #lines: EmptyLineHolder;

  constructor(sink: ByteSink) {
    this.#lines = new EmptyLineHolder(sink);
  }

  push(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length; start += REDUCER_CAPACITY) {
      const piece =
        bytes.length <= REDUCER_CAPACITY ? bytes : bytes.subarray(start, start + REDUCER_CAPACITY);
      this.#lines.push(this.#reducer.reduce(piece));
    }
  }

  finish(): void {
    this.#lines.push(this.#reducer.finish());
    this.#lines.finish();
  }
}

/**
 * Passes bytes on but holds back the line ends at the end, as a number: at the end of the body one
 * CRLF stands for all of them, or is added where there was none. Both algorithms end like this.
 *
 * RFC 6376 §3.4.3, §3.4.4
 */
class EmptyLineHolder {
  readonly #sink: ByteSink;
  readonly #kernel: BodyKernel = fastestKernel();
  /** CRLFs seen since the last byte passed on. */
  #heldLines = 0;
  /** Whether a CR stands after them that may begin another. */
  #heldCr = false;
  #empty = true;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Whether nothing but line ends was seen. */
  get empty(): boolean {
    return this.#empty;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const start = this.#settleCr(bytes);
    let end = bytes.length;
    if (end > start && bytes[end - 1] === CR) {
      this.#heldCr = true;
      end--;
    }
    const content = this.#contentEnd(bytes, start, end);
    const lines = (end - content) / 2;
    if (content > start) {
      this.#pass(content - start === bytes.length ? bytes : bytes.subarray(start, content));
      this.#heldLines = lines;
    } else {
      this.#heldLines += lines;
    }
  }

  finish(): void {
    if (this.#heldCr) this.#pass(BARE_CR);
    if (!this.#empty) this.#sink.update(CRLF);
  }

  /** Where the line ends at the end begin, if there are any. Two of them may be the last of very many. */
  #contentEnd(bytes: Uint8Array, start: number, end: number): number {
    let content = end;
    if (end - 4 >= start && bytes[end - 1] === LF && bytes[end - 3] === LF) {
      const piece = bytes.subarray(Math.max(start, end - KERNEL_CAPACITY), end);
      this.#kernel.input.set(piece);
      content -= this.#kernel.closing(piece.length);
    }
    while (content - 2 >= start && bytes[content - 1] === LF && bytes[content - 2] === CR) content -= 2;
    return content;
  }

  /** Decides the held CR by the first byte that follows; returns how many bytes that used. */
  #settleCr(bytes: Uint8Array): 0 | 1 {
    if (!this.#heldCr) return 0;
    this.#heldCr = false;
    if (bytes[0] === LF) {
      this.#heldLines++;
      return 1;
    }
    this.#pass(BARE_CR);
    return 0;
  }

  #pass(bytes: Uint8Array): void {
    for (; this.#heldLines > MANY_LINES; this.#heldLines -= MANY_LINES) this.#sink.update(MANY_CRLF);
    if (this.#heldLines > 0) this.#sink.update(MANY_CRLF.subarray(0, 2 * this.#heldLines));
    this.#heldLines = 0;
    this.#empty = false;
    this.#sink.update(bytes);
  }
}
