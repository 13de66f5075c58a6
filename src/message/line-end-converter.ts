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
    const source = viewOf(bytes);
    const target = viewOf(output);
    let previous = this.#previous;
    let length = 0;
    let index = 0;
    while (index < bytes.length) {
      // Four bytes at a time where no line ends among them.
      while (previous !== CR && index + 4 <= bytes.length) {
        const word = source.getInt32(index, true);
        if (mayHoldLineEnd(word)) break;
        target.setInt32(length, word, true);
        previous = word >>> 24;
        index += 4;
        length += 4;
      }
      for (const stop = Math.min(index + 4, bytes.length); index < stop; index++) {
        const byte = bytes[index] ?? 0;
        if (byte === LF) {
          if (previous !== CR) output[length++] = CR;
        } else if (previous === CR && this.#bareCrEndsLine) {
          output[length++] = LF;
        }
        output[length++] = byte;
        previous = byte;
      }
    }
    this.#previous = previous;
    return output.subarray(0, length);
  }

  /** The LF that a last bare CR still lacks, else nothing. */
  finish(): Uint8Array {
    return this.#bareCrEndsLine && this.#previous === CR ? Uint8Array.of(LF) : new Uint8Array(0);
  }
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Whether a byte of the word is CR or LF; above one, another byte may be taken for one too. */
function mayHoldLineEnd(word: number): boolean {
  const crs = word ^ 0x0d0d0d0d;
  const lfs = word ^ 0x0a0a0a0a;
  return ((((crs - 0x01010101) & ~crs) | ((lfs - 0x01010101) & ~lfs)) & 0x80808080) !== 0;
}
