const CR = 0x0d;
const LF = 0x0a;

/**
 * Turns line ends into CRLF, piece by piece: each LF without a CR before it and, where asked for,
 * each CR without an LF behind it.
 *
 * What is returned is a view that holds until the next call.
 */
export class LineEndConverter {
  readonly #bareCrEndsLine: boolean;
  #previous = 0;
  #output: Uint8Array = new Uint8Array(0);

  constructor(converts: "bare-lf" | "bare-cr-and-lf") {
    this.#bareCrEndsLine = converts === "bare-cr-and-lf";
  }

  convert(bytes: Uint8Array): Uint8Array {
    const needed = 2 * bytes.length + 1;
    if (this.#output.length < needed) this.#output = new Uint8Array(needed);
    const output = this.#output;
    let previous = this.#previous;
    let length = 0;
    for (const byte of bytes) {
      if (byte === LF) {
        if (previous !== CR) output[length++] = CR;
      } else if (previous === CR && this.#bareCrEndsLine) {
        output[length++] = LF;
      }
      output[length++] = byte;
      previous = byte;
    }
    this.#previous = previous;
    return output.subarray(0, length);
  }

  /** The LF that a last bare CR still lacks, else nothing. */
  finish(): Uint8Array {
    return this.#bareCrEndsLine && this.#previous === CR ? Uint8Array.of(LF) : new Uint8Array(0);
  }
}
