/** Bytes collected from pieces of any size, up to a limit; what comes after it is not kept. */
export class GrowingBytes {
  readonly #limit: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  append(piece: Uint8Array): void {
    const kept = piece.subarray(0, this.#limit - this.#length);
    const length = this.#length + kept.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(this.#length === 0 ? length : Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(kept, this.#length);
    this.#length = length;
  }

  /** The bytes kept, without a copy: nothing may be appended afterwards. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
