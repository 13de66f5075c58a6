import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { remember } from "../../src/base/remember.ts";

describe("remember", () => {
  it("computes a text that was asked for lately only once", () => {
    const computed: string[] = [];
    const lengthOf = remember(2, (text) => {
      computed.push(text);
      return { length: text.length };
    });
    const first = lengthOf("one");
    expect(lengthOf("three")).toStrictEqual({ length: 5 });
    expect(lengthOf("one")).toBe(first);
    expect(computed).toStrictEqual(["one", "three"]);
  });

  it("forgets what was not asked for while others filled it twice", () => {
    const computed: string[] = [];
    const same = remember(2, (text) => {
      computed.push(text);
      return text;
    });
    for (const text of ["a", "b", "c", "d", "e", "a"]) same(text);
    expect(computed).toStrictEqual(["a", "b", "c", "d", "e", "a"]);
  });

  it("does not hold long texts", () => {
    let computed = 0;
    const count = remember(2, () => ++computed);
    const long = "x".repeat(5000);
    expect([count(long), count(long)]).toStrictEqual([1, 2]);
  });

  it("gives what the function gives, whatever was asked before", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 2 })),
        fc.integer({ min: 1, max: 5 }),
        (texts, capacity) => {
          const doubled = remember(capacity, (text) => text + text);
          expect(texts.map(doubled)).toStrictEqual(texts.map((text) => text + text));
        },
      ),
    );
  });
});
