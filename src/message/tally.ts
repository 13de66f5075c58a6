/** How often something occurs, and the offset of the first time. */
export class Tally {
  #count = 0;
  #offset = 0;

  add(offset: number): void {
    if (this.#count === 0) this.#offset = offset;
    this.#count++;
  }

  /** Several at once, the first of them at the offset. */
  addMany(count: number, offset: number): void {
    if (count === 0) return;
    if (this.#count === 0) this.#offset = offset;
    this.#count += count;
  }

  /** Null when it never occurred. */
  get facts(): { readonly count: number; readonly offset: number } | null {
    return this.#count === 0 ? null : { count: this.#count, offset: this.#offset };
  }
}
