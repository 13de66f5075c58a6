/** How often something occurs, and the offset of the first time. */
export class Tally {
  #count = 0;
  #offset = 0;

  add(offset: number): void {
    if (this.#count === 0) this.#offset = offset;
    this.#count++;
  }

  /** Null when it never occurred. */
  get facts(): { readonly count: number; readonly offset: number } | null {
    return this.#count === 0 ? null : { count: this.#count, offset: this.#offset };
  }
}
