import { describe, expect, it } from "vitest";
import { Random } from "../support/random.ts";
import { readCorpus } from "./corpus.ts";
import { mutate } from "./mutate.ts";
import type { FuzzTarget } from "./target.ts";
import { FUZZ_TARGETS } from "./targets.ts";

/** What the target makes of the input: null, or the promise that it broke. */
function broken({ feed }: FuzzTarget, input: string): string | null {
  try {
    feed(input);
    return null;
  } catch (error) {
    return `${JSON.stringify(input)}: ${String(error)}`;
  }
}

/** Mutations tried of a target. */
const tries = ({ slow }: FuzzTarget): number => (slow ? 150 : 1500);

describe.each(FUZZ_TARGETS)("$name", (target) => {
  const { inputs, crashes } = readCorpus(target);

  it("holds its promises for every input that is kept", () => {
    expect(
      [...inputs, ...crashes].map((input) => broken(target, input)).filter((each) => each !== null),
    ).toStrictEqual([]);
  });

  it("holds its promises for mutations of them", () => {
    const random = new Random(2026);
    for (let left = tries(target); left > 0; left--) {
      const input = mutate(random, random.pick(inputs), target.dictionary, inputs);
      expect(broken(target, input)).toBe(null);
    }
  });
});
