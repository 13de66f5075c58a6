/** Something that hostile bytes are fed to. It throws only where the code under test breaks a promise. */
export interface FuzzTarget {
  readonly name: string;
  /** Texts that get an input past the first token. */
  readonly dictionary: readonly string[];
  /** Inputs to start from, one character per byte. */
  readonly seeds: readonly string[];
  /** Whether one input costs as much as many parsed lines: there are fewer then, and coverage is looked at more often. */
  readonly slow: boolean;
  readonly feed: (text: string) => void;
}

/** What a target reports when reading, writing and reading again do not agree. */
class BrokenPromise extends Error {
  constructor(promise: string, first: unknown, second: unknown) {
    super(`${promise}: ${JSON.stringify(first)} and then ${JSON.stringify(second)}`);
  }
}

/** Compares what plain data say. */
export function expectSame(promise: string, first: unknown, second: unknown): void {
  if (JSON.stringify(first) !== JSON.stringify(second)) throw new BrokenPromise(promise, first, second);
}
