/** The part of an `AbortSignal` that drivers and resolvers use. */
export interface Cancellation {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The giving side of a {@link Cancellation}, for where the platform may have no `AbortController`. */
export class CancellationSource implements Cancellation {
  readonly #listeners = new Set<() => void>();
  #cancelled: { readonly reason: unknown } | null = null;

  get aborted(): boolean {
    return this.#cancelled !== null;
  }

  get reason(): unknown {
    return this.#cancelled?.reason;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Tells every listener, once; what is cancelled stays cancelled for the first reason. */
  cancel(reason: unknown): void {
    if (this.#cancelled !== null) return;
    this.#cancelled = { reason };
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
