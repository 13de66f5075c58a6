import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, resolveLimits } from "../../src/base/limits.ts";

describe("limits", () => {
  test("the defaults stand where nothing is given", () => {
    expect(resolveLimits()).toStrictEqual(DEFAULT_LIMITS);
  });

  test("a value given replaces its default alone", () => {
    expect(resolveLimits({ spfTerms: 3, dnsQuestions: 0 })).toStrictEqual({
      ...DEFAULT_LIMITS,
      spfTerms: 3,
      dnsQuestions: 0,
    });
  });

  const mistakes: readonly { readonly name: string; readonly given: object; readonly message: string }[] = [
    { name: "an unknown name", given: { spfTrems: 1 }, message: "limits.spfTrems: no such option" },
    { name: "an inherited name", given: { toString: 1 }, message: "limits.toString: no such option" },
    {
      name: "a negative number",
      given: { arcSets: -1 },
      message: "limits.arcSets: expected a whole number, not negative, got -1",
    },
    {
      name: "a fraction",
      given: { arcSets: 0.5 },
      message: "limits.arcSets: expected a whole number, not negative, got 0.5",
    },
    {
      name: "NaN",
      given: { arcSets: Number.NaN },
      message: "limits.arcSets: expected a whole number, not negative, got NaN",
    },
    {
      name: "no number",
      given: { arcSets: "5" },
      message: 'limits.arcSets: expected a whole number, not negative, got "5"',
    },
  ];
  for (const { name, given, message } of mistakes) {
    test(`${name} is a TypeError that names the limit`, () => {
      expect(() => resolveLimits(given)).toThrow(new TypeError(message));
    });
  }
});
