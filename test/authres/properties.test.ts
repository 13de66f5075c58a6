import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { encodeUtf8 } from "../../src/base/utf8.ts";
import { readArcAuthenticationResults, readAuthenticationResults } from "../../src/authres/dialect.ts";
import { formatArcAuthenticationResults, formatAuthenticationResults } from "../../src/authres/format.ts";
import { parseArcAuthenticationResults, parseAuthenticationResults } from "../../src/authres/parse.ts";
import { registeredResult } from "../../src/authres/registry.ts";
import { representableResults } from "../../src/authres/representable.ts";
import type { AuthenticationResults, MethodResult } from "../../src/authres/result.ts";
import { assessTrust } from "../../src/authres/trust.ts";
import { headerOf } from "./fixtures.ts";

const SYNTAX = [
  ...'();"\\=@.,:<>[]/? \t\r\n\0\u007f\u0085-_1aZé\u2028'.split(""),
  "\r\n ",
  "\r\n",
  "\ud800",
  "😀",
  "reason=",
  "none",
  "; dkim=pass",
  "mx.example",
  "smtp.mailfrom=",
  "user@example.com",
  "xn--",
  "word ".repeat(30),
  "x".repeat(300),
];
const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SYNTAX), maxLength: 12 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "",
    "user@example.com",
    '"a b"@example.com',
    "@example.com",
    "é@exämple.com",
    "2001:db8::1",
  ),
);
/** Text that a header can carry as it is, but for its length. */
const printable: fc.Arbitrary<string> = hostile.map((text) =>
  text.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ""),
);
const keyword: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("spf", "dkim", "none", "reason", "x-foo", "Pass", "1", "a-1", "m".repeat(950)),
  fc.stringMatching(/^[A-Za-z0-9-]{0,8}[A-Za-z0-9]$/),
);
const version: fc.Arbitrary<number | null> = fc.option(fc.nat(), { nil: null });
const plainRecord = <Value>(slots: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }): fc.Arbitrary<Value> =>
  fc.record(slots, { noNullPrototype: true });
const methodResult = (text: fc.Arbitrary<string>): fc.Arbitrary<MethodResult> =>
  plainRecord({
    method: keyword,
    methodVersion: version,
    result: keyword,
    reason: fc.option(text, { nil: null }),
    properties: fc.array(plainRecord({ ptype: keyword, property: keyword, pvalue: text }), { maxLength: 3 }),
    comments: fc.array(text, { maxLength: 2 }),
  });
const resultsOf = (text: fc.Arbitrary<string>): fc.Arbitrary<AuthenticationResults> =>
  plainRecord({
    authservId: printable.filter((id) => id !== "" && encodeUtf8(id).length <= 255),
    version,
    comments: fc.array(text, { maxLength: 2 }),
    results: fc.array(methodResult(text), { maxLength: 3 }),
  });

describe("formatting under hostile strings in every slot", () => {
  it("is undone by parsing, up to what a header can carry", () => {
    fc.assert(
      fc.property(resultsOf(hostile), (value) => {
        expect(parseAuthenticationResults(formatAuthenticationResults(value))).toStrictEqual({
          kind: "parsed",
          authenticationResults: representableResults(value),
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("is undone exactly when all text is printable and short", () => {
    const short = resultsOf(printable.filter((text) => text.length <= 200));
    fc.assert(
      fc.property(short, (value) => {
        const fits = value.results.every((result) =>
          [result, ...result.properties].every((words) => Object.values(words).join("").length < 500),
        );
        fc.pre(fits);
        expect(parseAuthenticationResults(formatAuthenticationResults(value))).toStrictEqual({
          kind: "parsed",
          authenticationResults: value,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("gives one field of lines within 998 octets, no line blank, no control character", () => {
    fc.assert(
      fc.property(resultsOf(hostile), fc.boolean(), (value, internationalized) => {
        const ascii = internationalized || /^\p{ASCII}*$/u.test(value.authservId);
        fc.pre(ascii);
        const text = formatAuthenticationResults(value, { internationalized });
        expect(text.endsWith("\r\n")).toBe(true);
        const [first = "", ...others] = text.slice(0, -2).split("\r\n");
        expect(first.startsWith("Authentication-Results: ") || first === "Authentication-Results:").toBe(
          true,
        );
        for (const line of others) expect(line).toMatch(/^ +[^ ]/u);
        for (const line of [first, ...others]) {
          expect(encodeUtf8(line).length).toBeLessThanOrEqual(998);
          expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
          if (!internationalized) expect(line).toMatch(/^\p{ASCII}*$/u);
          // A longer line has no white space to fold at, but for what begins it.
          if (line.length > 78) expect(line.replace(/^(?:[^ ]+:)? */u, "")).not.toMatch(/[^ ] +[^ ]/u);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps what is representable as it is", () => {
    fc.assert(
      fc.property(resultsOf(hostile), (value) => {
        const representable = representableResults(value);
        expect(representableResults(representable)).toStrictEqual(representable);
      }),
    );
  });

  it("holds for the ARC field too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), resultsOf(hostile), (instance, value) => {
        expect(parseArcAuthenticationResults(formatArcAuthenticationResults(instance, value))).toStrictEqual({
          kind: "parsed",
          instance,
          authenticationResults: representableResults(value),
        });
      }),
    );
  });
});

const field: fc.Arbitrary<string> = fc.oneof(
  hostile,
  fc.string({ unit: fc.constantFrom(...SYNTAX, "spf", "pass", "dkim"), maxLength: 60 }),
  // A well-formed field with something cut out and something put in.
  fc
    .tuple(
      resultsOf(hostile).map((value) => formatAuthenticationResults(value)),
      fc.nat(),
      fc.nat(20),
      hostile,
    )
    .map(([text, at, length, insert]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + insert + text.slice(start + length);
    }),
);

describe("reading any text", () => {
  it("never throws, and takes liberties exactly where parsing finds an issue", () => {
    fc.assert(
      fc.property(field, (text) => {
        const outcome = parseAuthenticationResults(text);
        const reading = readAuthenticationResults(text);
        expect(reading.deviations.length === 0).toBe(outcome.kind === "parsed");
        if (outcome.kind === "issue") {
          expect(reading.deviations[0]).toMatchObject({ at: outcome.at, expected: outcome.expected });
        }
        for (const { at } of reading.deviations) {
          expect(at.start >= 0 && at.start <= at.end && at.end <= text.length).toBe(true);
        }
        expect(new Set(reading.deviations.map(({ code }) => code)).size).toBe(reading.deviations.length);
        for (const result of reading.results) registeredResult(result);
      }),
      { numRuns: 3000 },
    );
  });

  it("never throws for the ARC field, and parsing finds what reading finds", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          field,
          field.map((text) => `i=1; ${text}`),
        ),
        (text) => {
          const outcome = parseArcAuthenticationResults(text);
          const reading = readArcAuthenticationResults(text);
          if (outcome.kind === "parsed") expect(reading.instance).toBe(outcome.instance);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("formats whatever was read by the grammar with a printable authserv-id", () => {
    fc.assert(
      fc.property(field, (text) => {
        const outcome = parseAuthenticationResults(text);
        fc.pre(outcome.kind === "parsed");
        const value = { ...outcome.authenticationResults, authservId: "mx.example" };
        expect(parseAuthenticationResults(formatAuthenticationResults(value)).kind).toBe("parsed");
      }),
    );
  });

  it("trusts no field without the id, removes every forged one, and each field has one standing", () => {
    const line = fc.oneof(
      fc.constant("Received: from a by b"),
      field.map((text) => `Authentication-Results: ${text.replace(/[\r\n]+/g, " ")}`),
      fc
        .constantFrom("mx.example", "MX.EXAMPLE.", "mx.example x")
        .map((id) => `Authentication-Results: ${id}; none`),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.oneof(fc.nat(3), fc.constant("topmost" as const)),
        (lines, boundary) => {
          const { believed, forged, untrusted, removals } = assessTrust(headerOf(lines), {
            authservIds: ["mx.example"],
            boundary,
          });
          const indices = [...believed, ...forged, ...untrusted].map(({ index }) => index);
          const expected = lines.flatMap((text, index) => (text.startsWith("Auth") ? [index] : []));
          expect(indices.toSorted((a, b) => a - b)).toStrictEqual(expected);
          expect(removals.map(({ index }) => index)).toStrictEqual(
            forged.map(({ index }) => index).toReversed(),
          );
          for (const { reading } of believed)
            expect(reading.authservId?.toLowerCase()).toMatch(/^mx\.example\.?$/u);
          if (boundary === "topmost") expect(believed.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Characters looked at while the text is read. */
function charactersRead(text: string): number {
  const spy = vi.spyOn(String.prototype, "charCodeAt");
  readAuthenticationResults(text);
  const count = spy.mock.calls.length;
  spy.mockRestore();
  return count;
}

describe("the cost of reading", () => {
  const n = 4000;
  const texts = [
    { name: "nested comments", text: `mx.example; spf=pass ${"(".repeat(n)}${")".repeat(n)}` },
    { name: "comments that never close", text: `mx.example; spf=pass ${"(".repeat(n)}` },
    { name: "comments side by side", text: `mx.example; spf=pass smtp.helo=a ${"()".repeat(n)} @` },
    { name: "open strings", text: `mx.example; spf=pass ${'a.b="'.repeat(n)}` },
    { name: "backslashes", text: `mx.example; spf=pass reason="${"\\".repeat(n)}` },
    { name: "semicolons", text: ";".repeat(n) },
    { name: "quoted locals without a domain", text: `mx.example; spf=pass ${'a.b="x" (c) '.repeat(n / 10)}` },
    { name: "missing values", text: `mx.example; spf=pass ${"a.b= ".repeat(n)}` },
    { name: "at signs", text: `mx.example; spf=pass a.b=${"a@".repeat(n)}` },
    { name: "dots", text: `mx.example; spf=pass a.b=${".".repeat(n)}` },
    { name: "folds", text: `mx.example; spf=pass (${"\r\n ".repeat(n)})` },
  ];
  it.each(texts)("is a few looks at each character: $name", ({ text }) => {
    expect(charactersRead(text)).toBeLessThanOrEqual(16 * text.length + 100);
  });

  const many = 200_000;
  const crowded = [
    { name: "comments beside the authserv-id", text: `mx.example ${"(c)".repeat(many)}; none` },
    { name: "comments in a result", text: `mx.example; spf=pass ${"(c)".repeat(many)}` },
    { name: "properties", text: `mx.example; spf=pass${" a.b=c".repeat(many)}` },
    { name: "results", text: `mx.example${"; spf=pass".repeat(many)}` },
  ];
  it.each(crowded)("reads and writes two hundred thousand parts: $name", ({ text }) => {
    const outcome = parseAuthenticationResults(text);
    if (outcome.kind !== "parsed") throw new Error("expected a field by the grammar");
    const written = formatAuthenticationResults(outcome.authenticationResults);
    expect(parseAuthenticationResults(written)).toStrictEqual(outcome);
  });

  it("reads comments nested a hundred thousand deep", () => {
    const depth = 100_000;
    const outcome = parseAuthenticationResults(`mx.example; none ${"(".repeat(depth)}${")".repeat(depth)}`);
    expect(outcome.kind).toBe("parsed");
  });
});
