import { describe, expect, it } from "vitest";
import { expandExplanation, expandTargetName, type MacroValues } from "../../src/spf/macro-expansion.ts";
import { formatMacroString, type MacroPart, parseMacroString } from "../../src/spf/macro.ts";
import { readSender } from "../../src/spf/sender.ts";

const rfcExample: MacroValues = {
  s: "strong-bad@email.example.com",
  l: "strong-bad",
  o: "email.example.com",
  d: "email.example.com",
  i: "192.0.2.3",
  p: "mx.example.org",
  v: "in-addr",
  h: "mx.example.org",
  c: "192.0.2.3",
  r: "unknown",
  t: "0",
};

function parts(text: string): readonly MacroPart[] {
  const parsed = parseMacroString(text, 0, text.length, "explanation");
  if (parsed.kind === "issue") throw new Error(`${text}: expected ${parsed.expected}`);
  return parsed.parts;
}

describe("macro expansion", () => {
  const cases = [
    { text: "%{s}", is: "strong-bad@email.example.com" },
    { text: "%{o}", is: "email.example.com" },
    { text: "%{d}", is: "email.example.com" },
    { text: "%{d4}", is: "email.example.com" },
    { text: "%{d3}", is: "email.example.com" },
    { text: "%{d2}", is: "example.com" },
    { text: "%{d1}", is: "com" },
    { text: "%{dr}", is: "com.example.email" },
    { text: "%{d2r}", is: "example.email" },
    { text: "%{l}", is: "strong-bad" },
    { text: "%{l-}", is: "strong.bad" },
    { text: "%{lr}", is: "strong-bad" },
    { text: "%{lr-}", is: "bad.strong" },
    { text: "%{l1r-}", is: "strong" },
    { text: "%{ir}.%{v}._spf.%{d2}", is: "3.2.0.192.in-addr._spf.example.com" },
    { text: "%{lr-}.lp._spf.%{d2}", is: "bad.strong.lp._spf.example.com" },
    {
      text: "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}",
      is: "bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
    },
    {
      text: "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}",
      is: "3.2.0.192.in-addr.strong.lp._spf.example.com",
    },
    { text: "%{d2}.trusted-domains.example.net", is: "example.com.trusted-domains.example.net" },
  ];
  it.each(cases)("$text is $is (RFC 7208 §7.4)", ({ text, is }) => {
    expect(expandTargetName(parts(text), rfcExample)).toBe(is);
    expect(expandExplanation(parts(text), rfcExample, 1000)).toStrictEqual({ kind: "text", text: is });
  });

  const transformers = [
    { name: "consecutive delimiters leave empty parts", text: "%{l-}", l: "a--b", is: "a..b" },
    { name: "a leading delimiter leaves an empty part", text: "%{l2-}", l: "-a", is: ".a" },
    { name: "an empty right-hand part counts", text: "%{l1-}", l: "a-", is: "" },
    { name: "an empty value stays empty", text: "%{l1r-}", l: "", is: "" },
    { name: "all delimiters split", text: "%{l.-+,/_=}", l: "a-b+c,d/e_f=g.h", is: "a.b.c.d.e.f.g.h" },
    { name: "a trailing delimiter leaves an empty part", text: "%{l1-}x", l: "a-b-", is: "x" },
    { name: "a delimiter alone rejoins with dots", text: "%{l2-}", l: "a-b-c", is: "b.c" },
    { name: "more parts than there are mean all", text: "%{l9r}", l: "a.b", is: "b.a" },
    { name: "a small letter escapes nothing", text: "%{l}", l: "a b", is: "a b" },
    { name: "escapes are a percent sign, a space and a space for URLs", text: "%%%_%-", l: "", is: "% %20" },
    { name: "the default splits on dots alone", text: "%{lr}", l: "a-b.c", is: "c.a-b" },
    { name: "reversal comes before the choice of parts", text: "%{l2r}", l: "a.b.c", is: "b.a" },
    { name: "leading zeros are digits", text: "%{l01}", l: "a.b", is: "b" },
    { name: "escaping comes last", text: "%{L1/}", l: "x/a b", is: "a%20b" },
    { name: "unreserved characters are not escaped", text: "%{L}", l: "aZ9-._~", is: "aZ9-._~" },
    { name: "control characters are escaped with two digits", text: "%{L}", l: "\t", is: "%09" },
  ];
  it.each(transformers)("$name (RFC 7208 §7.3)", ({ text, l, is }) => {
    expect(expandExplanation(parts(text), { ...rfcExample, l }, 1000)).toStrictEqual({
      kind: "text",
      text: is,
    });
  });
});

describe("target-names", () => {
  const cases = [
    { name: "a trailing dot is dropped", text: "a.example.", l: "", is: "a.example" },
    { name: "letters become small", text: "%{l}.EXAMPLE", l: "USER", is: "user.example" },
    {
      name: "253 octets stay",
      text: `%{l}.${"b".repeat(61)}.example`,
      l: `${"a".repeat(61)}.${"a".repeat(61)}.${"a".repeat(59)}`,
      is: `${"a".repeat(61)}.${"a".repeat(61)}.${"a".repeat(59)}.${"b".repeat(61)}.example`,
    },
    {
      name: "254 octets lose the first label",
      text: `%{l}.${"b".repeat(61)}.example`,
      l: `${"a".repeat(61)}.${"a".repeat(61)}.${"a".repeat(60)}`,
      is: `${"a".repeat(61)}.${"a".repeat(60)}.${"b".repeat(61)}.example`,
    },
    {
      name: "a trailing dot is no octet of the name",
      text: `%{l}.${"b".repeat(61)}.example.`,
      l: `${"a".repeat(61)}.${"a".repeat(61)}.${"a".repeat(59)}`,
      is: `${"a".repeat(61)}.${"a".repeat(61)}.${"a".repeat(59)}.${"b".repeat(61)}.example`,
    },
    { name: "one label that is too long leaves nothing", text: "%{l}", l: "a".repeat(254), is: "" },
  ];
  it.each(cases)("$name (RFC 7208 §7.3)", ({ text, l, is }) => {
    expect(expandTargetName(parts(text), { ...rfcExample, l })).toBe(is);
  });

  it("a value that must not be expanded leaves none, wherever it stands (RFC 8616 §4)", () => {
    const values = { ...rfcExample, l: null };
    expect(expandTargetName(parts(`%{l}.${"b".repeat(300)}`), values)).toBeNull();
    expect(expandExplanation(parts("a %{l}"), values, 1000)).toStrictEqual({
      kind: "flaw",
      flaw: "not-expandable",
    });
  });

  it("cost what they hold, not what the macros could make of a long local-part", () => {
    const values = { ...rfcExample, l: `${"a.".repeat(500_000)}b` };
    for (const macro of ["%{l}", "%{lr}", "%{l1r}", "%{l1}", "%{L9r-}", "%{l200r.-}"]) {
      const bomb = parts(macro.repeat(10_000));
      expect(expandTargetName(bomb, values)?.length).toBeLessThanOrEqual(253);
      expect(expandExplanation(bomb, values, 1000)).toStrictEqual({ kind: "flaw", flaw: "too-long" });
    }
  });
});

describe("parseMacroString", () => {
  const cases = [
    { name: "a space is a literal in an explanation", text: " ~", place: "explanation", is: " ~" },
    { name: "a space is none in a term", text: "a b", place: "term", is: { start: 1, end: 2 } },
    { name: "an exclamation mark is a literal in a term", text: "!~", place: "term", is: "!~" },
    {
      name: "a control character is none in an explanation",
      text: "\x1f",
      place: "explanation",
      is: { start: 0, end: 1 },
    },
    { name: "DEL is none in an explanation", text: "a\x7f", place: "explanation", is: { start: 1, end: 2 } },
  ] as const;
  it.each(cases)("$name (RFC 7208 §7.1)", ({ text, place, is }) => {
    expect(parseMacroString(text, 0, text.length, place)).toStrictEqual(
      typeof is === "string"
        ? { kind: "parsed", parts: [{ kind: "literal", text: is }] }
        : { kind: "issue", at: is, expected: "visible character" },
    );
  });
});

describe("readSender", () => {
  const cases = [
    { text: "user@Example.com", is: { text: "user@example.com", localPart: "user", domain: "example.com" } },
    {
      text: "example.com",
      is: { text: "postmaster@example.com", localPart: "postmaster", domain: "example.com" },
    },
    { text: "a@b@c.d", is: { text: "a@b@c.d", localPart: "a@b", domain: "c.d" } },
    { text: '"a\\" b"@c.d', is: { text: '"a\\" b"@c.d', localPart: 'a" b', domain: "c.d" } },
    { text: '""@c.d', is: { text: '""@c.d', localPart: "", domain: "c.d" } },
    { text: '"a"@c.d', is: { text: '"a"@c.d', localPart: "a", domain: "c.d" } },
    { text: '"@c.d', is: { text: '"@c.d', localPart: '"', domain: "c.d" } },
    { text: '"ab@c.d', is: { text: '"ab@c.d', localPart: '"ab', domain: "c.d" } },
    { text: 'ab"@c.d', is: { text: 'ab"@c.d', localPart: 'ab"', domain: "c.d" } },
    { text: "a@ü.example", is: { text: "a@xn--tda.example", localPart: "a", domain: "xn--tda.example" } },
    { text: "a@b c", is: { text: "a@b c", localPart: "a", domain: "b c" } },
  ];
  it.each(cases)("$text is taken apart (RFC 7208 §4.3, §7.3)", ({ text, is }) => {
    expect(readSender(text)).toStrictEqual(is);
  });
});

describe("formatMacroString", () => {
  it.each(["", "a b", "%%%_%-", "%{d}", "%{D3r.-}", "%{l127r+,/_=}"])("writes %j as it was", (text) => {
    expect(formatMacroString(parts(text))).toBe(text);
  });
});
