/**
 * The walks over a body. This is the whole door to them: one implementation stands in for the other
 * without anyone noticing but the clock (`fastest-kernel.ts` chooses).
 *
 * A kernel keeps nothing from one call to the next, so that all readers share one.
 */
export interface BodyKernel {
  /** Where the caller puts the bytes, at most {@link KERNEL_CAPACITY}. */
  readonly input: Uint8Array;
  /** Where `reduce` puts what it makes of them. */
  readonly output: Uint8Array;
  /**
   * Drops white space before white space or CRLF, makes tabs spaces, and returns the length of what is
   * left. Judges so many bytes of the input; two behind them are looked at.
   *
   * RFC 6376 §3.4.4
   */
  readonly reduce: (count: number) => number;
  /**
   * Whether so many bytes of the input, at least one, are beyond doubt: CR and LF only in pairs, no NUL,
   * and each LF at most 998 bytes behind the start of its line. What stands before the first and behind
   * the last byte is not judged; `open` bytes of the first line came before.
   *
   * Returns where the last line starts, 0 when there is no LF, -1 for doubt. Doubt is always allowed.
   *
   * RFC 5322 §2.1.1, §2.3
   */
  readonly survey: (count: number, open: number) => number;
  /**
   * Finds what is doubtful among so many bytes of the input. Takes the same as `survey`. A CR as the last
   * byte and an LF as the first are not judged.
   */
  readonly census: (count: number, open: number) => Census;
  /** How many of so many bytes of the input, from the last one back, are seen at a glance to be only CRLF. */
  readonly closing: (count: number) => number;
}

/** The CRs without LF, the LFs without CR, the NULs and the long lines among some bytes. RFC 5322 §2.1.1, §2.2, §2.3 */
export interface Census {
  readonly bareCr: Occurrences;
  readonly bareLf: Occurrences;
  readonly nul: Occurrences;
  /** The lines whose LF stands more than 998 bytes behind their start. */
  readonly longLines: readonly LongLine[];
  /** Where the last line starts, 0 when there is no LF. */
  readonly lastLine: number;
}

export interface LongLine {
  /** Index of the first byte, not above zero for a line begun before. */
  readonly start: number;
  /** Index of the LF. */
  readonly end: number;
}

export interface Occurrences {
  readonly count: number;
  /** Index of the first; means nothing when there is none. */
  readonly first: number;
}

/** Bytes that the input of a kernel holds. */
export const KERNEL_CAPACITY: number = 64 * 1024 + 2;
