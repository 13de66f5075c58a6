import { KERNEL_CAPACITY, type BodyKernel } from "./body-kernel.ts";
import { fastestKernel } from "./fastest-kernel.ts";

/** Undecided bytes at the end of a call (white space, or white space and CR) that open the next one. */
const HELD_BYTES = 2;

/** Bytes that one call of `reduce` takes at most. */
export const REDUCER_CAPACITY: number = KERNEL_CAPACITY - HELD_BYTES;

const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * Reduces the white space of one body, piece by piece: step (a) of the relaxed body canonicalization.
 * White space at line ends goes, every other run of it becomes one space. Only CRLF ends a line.
 *
 * What is returned is a view that holds until the next call on any reducer.
 *
 * RFC 6376 §3.4.4
 */
export class WhitespaceReducer {
  readonly #kernel: BodyKernel;
  #held: 0 | 1 | 2 = 0;

  constructor(kernel: BodyKernel = fastestKernel()) {
    this.#kernel = kernel;
  }

  /** The reduced form of as many bytes as are decided. At most {@link REDUCER_CAPACITY} bytes. */
  reduce(bytes: Uint8Array): Uint8Array {
    const { input, output } = this.#kernel;
    input[0] = SPACE;
    input[1] = CR;
    input.set(bytes, this.#held);
    const end = this.#held + bytes.length;
    this.#held = heldAt(input, end);
    return output.subarray(0, this.#kernel.reduce(end - this.#held));
  }

  /**
   * What was still undecided at the end of the body.
   *
   * Choice: white space at the end of a last line without CRLF is white space at the end of a line.
   */
  finish(): Uint8Array {
    const held = this.#held;
    this.#held = 0;
    return held === 2 ? Uint8Array.of(SPACE, CR) : NOTHING;
  }
}

/** How many bytes before `end` cannot be decided without the next ones. */
function heldAt(input: Uint8Array, end: number): 0 | 1 | 2 {
  if (end >= 1 && isWhiteSpace(input[end - 1])) return 1;
  return end >= 2 && input[end - 1] === CR && isWhiteSpace(input[end - 2]) ? 2 : 0;
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
