/** Thrown by a loop of the sources that runs far longer than it does without a mutant. */
class OutOfFuel extends Error {}

/** What a part of a run may use: turns of the loops in the sources, and time. */
export interface Tank {
  readonly turns: number;
  readonly milliseconds: number;
}

export const BOTTOMLESS: Tank = { turns: Number.POSITIVE_INFINITY, milliseconds: Number.POSITIVE_INFINITY };

/** Turns between two looks at the clock. */
const TURNS = 4096;

/** What the mutated sources ask: which mutant is on, and whether a loop may go on. */
export class Switchboard {
  readonly #reached: Uint8Array;
  #active = -1;
  #fuel = Number.POSITIVE_INFINITY;
  #used = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #late = false;

  constructor(mutants: number) {
    this.#reached = new Uint8Array(mutants);
  }

  readonly isOn = (id: number): boolean => {
    this.#reached[id] = 1;
    return id === this.#active;
  };

  readonly burn = (): void => {
    this.#used += 1;
    if (this.#used % TURNS === 0 && performance.now() > this.#deadline) this.#late = true;
    if (this.isOut()) throw new OutOfFuel("a loop does not end");
  };

  /** Switches one mutant on (-1: none) and fills the tank. */
  start(mutant: number, tank: Tank): void {
    this.#active = mutant;
    this.#reached.fill(0);
    this.refill(tank);
  }

  /** Fills the tank again, for the next part of the run. */
  refill({ turns, milliseconds }: Tank): void {
    this.#fuel = turns;
    this.#deadline = performance.now() + milliseconds;
    this.#used = 0;
    this.#late = false;
  }

  get used(): number {
    return this.#used;
  }

  isOut(): boolean {
    return this.#late || this.#used > this.#fuel;
  }

  /** The mutants whose place was reached since the start. */
  reached(): readonly number[] {
    const ids: number[] = [];
    for (const [id, seen] of this.#reached.entries()) if (seen === 1) ids.push(id);
    return ids;
  }
}
