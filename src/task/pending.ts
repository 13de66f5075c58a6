/**
 * A value that is here or will come. Unlike a promise, a value at hand is taken without waiting, so
 * a task whose answers are at hand runs through in one go.
 */
export interface Eventual<Value> {
  /** The value, once it is here. */
  readonly outcome: { readonly value: Value } | null;
  /** Calls back with the value: now when it is here, else when it comes. */
  whenSettled(listener: (value: Value) => void): void;
}

/** The giving side of an {@link Eventual}. */
export class Pending<Value> implements Eventual<Value> {
  #outcome: { readonly value: Value } | null = null;
  #listeners: ((value: Value) => void)[] = [];

  get outcome(): { readonly value: Value } | null {
    return this.#outcome;
  }

  /** Gives the value; whatever comes later is too late and has no effect. */
  settle(value: Value): void {
    if (this.#outcome !== null) return;
    this.#outcome = { value };
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener(value);
  }

  whenSettled(listener: (value: Value) => void): void {
    if (this.#outcome === null) this.#listeners.push(listener);
    else listener(this.#outcome.value);
  }
}

export function settled<Value>(value: Value): Eventual<Value> {
  const pending = new Pending<Value>();
  pending.settle(value);
  return pending;
}
