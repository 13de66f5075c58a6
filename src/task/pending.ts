/**
 * A value that is here, or one that will come. Unlike a promise, a value at hand is taken without
 * waiting, so a task whose answers are at hand runs through in one go.
 */
export type Eventual<Value> = Value | Pending<Value>;

/** A value that will come. */
export class Pending<Value> {
  #outcome: { readonly value: Value } | null = null;
  #listeners: ((value: Value) => void)[] = [];

  /** The value, once it is here. */
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

  /** Calls back with the value: now when it is here, else when it comes. */
  whenSettled(listener: (value: Value) => void): void {
    if (this.#outcome === null) this.#listeners.push(listener);
    else listener(this.#outcome.value);
  }
}

/** The value in a box when it is here, else null. */
export function outcomeOf<Value>(eventual: Eventual<Value>): { readonly value: Value } | null {
  return eventual instanceof Pending ? eventual.outcome : { value: eventual };
}
