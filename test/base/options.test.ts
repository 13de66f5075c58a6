import { describe, expect, test } from "vitest";
import { oneOf, optionRules, resolveOptions, TEXT, WHOLE_NUMBER } from "../../src/base/options.ts";

interface Given {
  readonly word: "a" | "b";
  readonly count: number;
  readonly text: string;
}

const DEFAULTS: Given = { word: "a", count: 1, text: "" };
const RULES = optionRules<Given>({ word: oneOf("a", "b"), count: WHOLE_NUMBER, text: TEXT });

describe("options of a caller", () => {
  test("stand in place of their defaults, undefined being absent", () => {
    const given = { count: 0, word: undefined };
    expect(Reflect.apply(resolveOptions, undefined, ["options", given, DEFAULTS, RULES])).toStrictEqual({
      word: "a",
      count: 0,
      text: "",
    });
  });

  const mistakes: readonly (readonly [given: unknown, message: string])[] = [
    [null, "options: expected an object, got null"],
    [[], "options: expected an object, got an array"],
    [{ wrod: "a" }, "options.wrod: no such option"],
    [JSON.parse('{ "__proto__": 1 }'), "options.__proto__: no such option"],
    [{ constructor: 1 }, "options.constructor: no such option"],
    [{ word: "c" }, 'options.word: expected "a" or "b", got "c"'],
    [{ word: null }, 'options.word: expected "a" or "b", got null'],
    [{ count: Number.NaN }, "options.count: expected a whole number, not negative, got NaN"],
    [{ count: Infinity }, "options.count: expected a whole number, not negative, got Infinity"],
    [{ count: 1n }, "options.count: expected a whole number, not negative, got 1"],
    [{ text: { toString: null } }, "options.text: expected a string, got an object"],
    [{ text: Symbol("s") }, "options.text: expected a string, got Symbol(s)"],
    [{ text: () => "" }, "options.text: expected a string, got a function"],
    [
      { count: "x".repeat(500) },
      `options.count: expected a whole number, not negative, got "${"x".repeat(80)}"`,
    ],
  ];
  test.each(mistakes)("%#: the message names argument and expectation", (given, message) => {
    expect((): unknown =>
      Reflect.apply(resolveOptions, undefined, ["options", given, DEFAULTS, RULES]),
    ).toThrow(new TypeError(message));
  });
});
