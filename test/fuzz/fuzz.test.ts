import { describe, expect, it } from "vitest";
import { Random } from "../support/random.ts";
import { readCorpus } from "./corpus.ts";
import { MESSAGE_TARGETS } from "./messages.ts";
import { mutate } from "./mutate.ts";
import { PARSER_TARGETS } from "./parsers.ts";
import type { FuzzTarget } from "./target.ts";

const TARGETS: readonly (readonly [target: FuzzTarget, inputs: number])[] = [
  ...PARSER_TARGETS.map((target) => [target, 1500] as const),
  ...MESSAGE_TARGETS.map((target) => [target, 150] as const),
];

/** What the target makes of the input: null, or the promise that it broke. */
function broken({ feed }: FuzzTarget, input: string): string | null {
  try {
    feed(input);
    return null;
  } catch (error) {
    return `${JSON.stringify(input)}: ${String(error)}`;
  }
}

describe.each(TARGETS)("$name", (target, count) => {
  const { inputs, crashes } = readCorpus(target);

  it("holds its promises for every input that is kept", () => {
    expect(
      [...inputs, ...crashes].map((input) => broken(target, input)).filter((each) => each !== null),
    ).toStrictEqual([]);
  });

  it("holds its promises for mutations of them", () => {
    const random = new Random(2026);
    for (let left = count; left > 0; left--) {
      const input = mutate(random, random.pick(inputs), target.dictionary, inputs);
      expect(broken(target, input)).toBe(null);
    }
  });
});
