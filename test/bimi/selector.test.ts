import { describe, expect, test } from "vitest";
import { localPartSelector, parseBimiSelector } from "../../src/bimi/selector.ts";

const selectors = [
  { text: "v=BIMI1; s=brand", expected: { kind: "selector", selector: "brand" } },
  { text: " v=BIMI1;\r\n s=Brand.2026 ;", expected: { kind: "selector", selector: "brand.2026" } },
  { text: "s=brand", expected: { kind: "ignored", cause: { code: "version" } } },
  { text: "s=brand; v=BIMI1", expected: { kind: "ignored", cause: { code: "version" } } },
  { text: "v=bimi1; s=brand", expected: { kind: "ignored", cause: { code: "version" } } },
  { text: "v=BIMI1", expected: { kind: "ignored", cause: { code: "missing-selector" } } },
  {
    text: "v=BIMI1; s=",
    expected: { kind: "ignored", cause: { code: "selector", value: "", at: { start: 11, end: 11 } } },
  },
  {
    text: "v=BIMI1; s=-a",
    expected: { kind: "ignored", cause: { code: "selector", value: "-a", at: { start: 11, end: 13 } } },
  },
  {
    text: "v=BIMI1; s=a..b",
    expected: { kind: "ignored", cause: { code: "selector", value: "a..b", at: { start: 11, end: 15 } } },
  },
  {
    text: "v=BIMI1; s=a; s=b",
    expected: {
      kind: "ignored",
      cause: { code: "syntax", at: { start: 14, end: 15 }, expected: "tag name" },
    },
  },
  {
    text: "",
    expected: { kind: "ignored", cause: { code: "syntax", at: { start: 0, end: 0 }, expected: "tag name" } },
  },
];

const localParts = [
  { localPart: "brand-indicator-shop", prefixes: [], expected: "brand-indicator-shop" },
  { localPart: "Brand_Indicator.shop+42", prefixes: ["brand-"], expected: "brand-indicator-shop" },
  { localPart: "a._b", prefixes: [], expected: "a-b" },
  { localPart: "_.a._", prefixes: [], expected: "a" },
  { localPart: "shop", prefixes: ["brand-", "sh"], expected: "shop" },
  { localPart: "shop", prefixes: ["brand-"], expected: null },
  { localPart: "shop", prefixes: ["SHOP"], expected: "shop" },
  { localPart: "+tag", prefixes: [], expected: null },
  { localPart: "a b", prefixes: [], expected: null },
  { localPart: "münchen", prefixes: [], expected: null },
  { localPart: "x".repeat(63), prefixes: [], expected: "x".repeat(63) },
  { localPart: "x".repeat(64), prefixes: [], expected: null },
  { localPart: "", prefixes: [], expected: null },
];

describe("BIMI draft §6.1: the BIMI-Selector field", () => {
  test.each(selectors)("$text", ({ text, expected }) => {
    expect(parseBimiSelector(text)).toStrictEqual(expected);
  });
});

describe("BIMI draft §5.5: a local-part as selector", () => {
  test.each(localParts)("$localPart under $prefixes", ({ localPart, prefixes, expected }) => {
    expect(localPartSelector(localPart, prefixes)).toBe(expected);
  });
});
