import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { readFieldName } from "../../src/message/field-name.ts";

describe("field name", () => {
  test("is what stands in the range, whatever names were met before", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "A", "b", "-", "1"), minLength: 1, maxLength: 45 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), (names) => {
        const read = names.map((text) => readFieldName(bytesOf(`;;${text}: x`), 2, 2 + text.length));
        expect(read).toStrictEqual(names.map((text) => ({ name: text, lowerName: text.toLowerCase() })));
      }),
      { numRuns: 500 },
    );
  });

  test("names of one slot, of one length and of other lengths do not answer for each other", () => {
    const texts = [
      "Subject",
      "subject",
      "Subjecu",
      "Subjec",
      "Subjects",
      "tcejbuS",
      "x".repeat(40),
      "x".repeat(41),
    ];
    const pairs = texts.flatMap((text) => texts.flatMap((other) => [other, text]));
    const read = pairs.map((text) => readFieldName(bytesOf(`ab${text}: x`), 2, 2 + text.length));
    expect(read).toStrictEqual(pairs.map((name) => ({ name, lowerName: name.toLowerCase() })));
  });

  test("more names than are remembered keep their own text", () => {
    const names = Array.from({ length: 5000 }, (_, index) => `X-Name-${index}`);
    const read = [...names, ...names].map((text) => readFieldName(bytesOf(text), 0, text.length).name);
    expect(read).toStrictEqual([...names, ...names]);
  });
});
