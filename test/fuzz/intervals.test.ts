import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { includes, intersect, type Intervals, subtract } from "./intervals.ts";

const END = 40;

const intervals: fc.Arbitrary<Intervals> = fc
  .uniqueArray(fc.nat({ max: END }), { maxLength: 12 })
  .map((points) => points.toSorted((left, right) => left - right))
  .map((points) =>
    Array.from({ length: Math.floor(points.length / 2) }, (_, index): readonly [number, number] => [
      points[2 * index] ?? 0,
      points[2 * index + 1] ?? 0,
    ]),
  );

const members = (set: Intervals): readonly number[] =>
  Array.from({ length: END + 1 }, (_, offset) => offset).filter((offset) => includes(set, offset));

describe("intervals", () => {
  it("hold, together and without each other, what their members say", () => {
    fc.assert(
      fc.property(intervals, intervals, (left, right) => {
        const inRight = new Set(members(right));
        expect(members(intersect(left, right))).toStrictEqual(
          members(left).filter((each) => inRight.has(each)),
        );
        expect(members(subtract(left, right))).toStrictEqual(
          members(left).filter((each) => !inRight.has(each)),
        );
      }),
    );
  });
});
