import { describe, expect, test } from "vitest";
import { toDomainName } from "../../src/base/domain.ts";
import { lookalikeOf, mixesScripts } from "../../src/message/lookalike.ts";

const domain = (text: string): string => toDomainName(text) ?? "";

describe("letters that look like others (RFC 5890 §4.4)", () => {
  test("the Cyrillic ones have Latin twins", () => {
    const cyrillic = "авсԁеһіјкӏмнорԛѕтѵԝху";
    expect(lookalikeOf(domain(`${cyrillic}.example`))).toBe("abcdehijklmnopqstvwxy.example");
  });

  test("the Greek ones have Latin twins", () => {
    expect(lookalikeOf(domain("αειοκρτυνχ.example"))).toBe("aeiokptuvx.example");
  });

  const cases = [
    { name: "pаypal.example", resembles: "paypal.example", mixed: true },
    { name: "аbс-1.example", resembles: "abc-1.example", mixed: true },
    { name: "жук.example", resembles: null, mixed: false },
    { name: "ока.example", resembles: "oka.example", mixed: false },
    { name: "bücher.example", resembles: null, mixed: false },
    { name: "αж.example", resembles: null, mixed: true },
    { name: "ж.α.example", resembles: null, mixed: false },
    { name: "日本.example", resembles: null, mixed: false },
    { name: "example.com", resembles: null, mixed: false },
  ];
  test.each(cases)("$name resembles $resembles, mixes scripts: $mixed", ({ name, resembles, mixed }) => {
    const found = { resembles: lookalikeOf(domain(name)), mixed: mixesScripts(domain(name)) };
    expect(found).toStrictEqual({ resembles, mixed });
  });
});
