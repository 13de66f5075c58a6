import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printable, printableJson } from "../../src/base/printable.ts";
import { forbiddenIn } from "../analysis/explain/hostile.ts";

/** Any text, with what deceives more often than chance would have it. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\u001b[2J", "\u202e", "\u200b", "\u2028", "\ud800", "\u009b", "\r\n", "\u{e0041}"),
    ),
  )
  .map((parts) => parts.join(""));

describe("printable text", () => {
  test.each([
    ["plain text stays as it is", "From: a@b.example", "From: a@b.example"],
    ["so does text in any script", "Grüße, 電子メール, 👍🏽", "Grüße, 電子メール, 👍🏽"],
    ["an escape sequence", "\u001b[31mred", "\\u{1b}[31mred"],
    ["a line end that would forge a line", "a\r\nb", "a\\u{d}\\u{a}b"],
    ["a C1 control", "\u009b2J", "\\u{9b}2J"],
    ["a turn of direction", "gpj.\u202eexe", "gpj.\\u{202e}exe"],
    ["a zero-width character", "pay\u200bpal", "pay\\u{200b}pal"],
    ["a byte order mark", "\ufeffFrom", "\\u{feff}From"],
    ["half of a surrogate pair", "\ud83d.", "\\u{d83d}."],
    ["a tag character beyond the first plane", "a\u{e0041}b", "a\\u{e0041}b"],
  ])("%s", (_name, given, expected) => {
    expect(printable(given)).toBe(expected);
  });

  test("every code point that is invisible or turns the direction is shown by its number", () => {
    const points = Array.from({ length: 0x110000 }, (_, point) => point);
    const left = points.filter((point) => forbiddenIn(printable(String.fromCodePoint(point))).length > 0);
    expect(left).toStrictEqual([]);
  });

  test("nothing is left that a terminal would obey, and doing it twice changes nothing", () => {
    fc.assert(
      fc.property(text, (given) => {
        const shown = printable(given);
        expect(forbiddenIn(shown)).toStrictEqual([]);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });
});

describe("printable JSON", () => {
  test("is the same value, with nothing in it that a terminal would obey", () => {
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null))), (value) => {
        for (const indent of [0, 2]) {
          const json = printableJson(JSON.stringify(value, null, indent));
          expect(JSON.parse(json)).toStrictEqual({ ...value });
          for (const line of json.split("\n")) expect(forbiddenIn(line)).toStrictEqual([]);
        }
      }),
    );
  });
});
