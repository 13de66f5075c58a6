import { describe, expect, it } from "vitest";
import { canonicalName, compareQuestions, questionKey } from "../../src/dns/question.ts";

describe("canonicalName", () => {
  const cases = [
    { name: "example.com", expected: "example.com" },
    { name: "EXAMPLE.Com.", expected: "example.com" },
    { name: "_DMARC.eXaMpLeZ", expected: "_dmarc.examplez" },
    { name: "@[`{.example", expected: "@[`{.example" },
    { name: "", expected: "" },
    { name: ".", expected: "" },
    { name: "a..", expected: "a." },
    // KELVIN SIGN and capital I with dot fold to ASCII letters in wider mappings.
    { name: "\u212aEY.example", expected: "\u212aey.example" },
    { name: "\u0130.example", expected: "\u0130.example" },
  ];
  for (const { name, expected } of cases) {
    it(`makes ${JSON.stringify(name)} ${JSON.stringify(expected)} (RFC 4343 §3)`, () => {
      expect(canonicalName(name)).toBe(expected);
    });
  }
});

describe("questionKey", () => {
  it("differs by type and by name", () => {
    const keys = [
      questionKey("A", "a.example"),
      questionKey("AAAA", "a.example"),
      questionKey("A", "b.example"),
    ];
    expect(new Set(keys).size).toBe(3);
  });
});

describe("compareQuestions", () => {
  it("orders by name, then by type", () => {
    const questions = [
      { type: "TXT", name: "b.example" },
      { type: "TXT", name: "a.example" },
      { type: "A", name: "b.example" },
      { type: "MX", name: "_dmarc.example" },
    ] as const;
    expect(questions.toSorted(compareQuestions)).toStrictEqual([
      { type: "MX", name: "_dmarc.example" },
      { type: "TXT", name: "a.example" },
      { type: "A", name: "b.example" },
      { type: "TXT", name: "b.example" },
    ]);
  });
});
