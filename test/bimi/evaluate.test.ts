import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BimiEvent } from "../../src/bimi/trace.ts";
import { outline, runCase, type BimiCase } from "./cases.ts";

const FOLDER = "fixtures/cases/bimi";

for (const file of readdirSync(FOLDER).toSorted()) {
  describe(`${FOLDER}/${file}`, () => {
    const cases = JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as readonly BimiCase[];
    test.each(cases)("$name", ({ expected, asked, ...input }) => {
      const outcome = runCase(input);
      expect({ outline: outline(outcome.result), asked: outcome.asked }).toStrictEqual({
        outline: expected,
        asked,
      });
    });
  });
}

describe("evaluateBimi", () => {
  test("a result tells every step as an event", () => {
    const { result } = runCase({
      zone: {
        "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] },
        "default._bimi.example.com": {
          TXT: ["v=BIMI1; l=https://example.com/i.svg; a=https://example.com/e.pem"],
        },
      },
      author: ["a@news.example.com"],
      dkim: [{ sdid: "example.com" }],
      documents: {
        "https://example.com/i.svg": { text: "svg" },
        "https://example.com/e.pem": { text: "proof of svg" },
      },
    });
    const expected: readonly BimiEvent[] = [
      {
        code: "bimi.eligible",
        authorDomain: "news.example.com",
        organizationalDomain: "example.com",
        rfc: "BIMI draft §8.1",
      },
      { code: "bimi.selector", selector: "default", fieldIndex: null, rfc: "BIMI draft §6.1" },
      {
        code: "bimi.assertion-query",
        name: "default._bimi.news.example.com",
        outcome: "no-record",
        rfc: "BIMI draft §8.2",
      },
      {
        code: "bimi.assertion-query",
        name: "default._bimi.example.com",
        outcome: "record",
        rfc: "BIMI draft §8.2",
      },
      {
        code: "bimi.fetched",
        uri: "https://example.com/e.pem",
        bytes: 12,
        reason: null,
        rfc: "BIMI draft §8.5",
      },
      { code: "bimi.evidence-checked", result: "valid", rfc: "BIMI draft §8.4" },
      {
        code: "bimi.fetched",
        uri: "https://example.com/i.svg",
        bytes: 3,
        reason: null,
        rfc: "BIMI draft §8.5",
      },
      { code: "bimi.indicator-checked", result: "valid", rfc: "BIMI draft §8.6" },
    ];
    expect(result.trace).toStrictEqual(expected);
  });

  test("nothing that DNS, header or documents say makes it throw, and no more than four questions are asked", () => {
    const tag = fc.constantFrom(
      "v=BIMI1",
      "l=",
      "l=https://a.example/i.svg",
      "a=https://a.example/e",
      "lps=",
      "lps=a,b",
    );
    const recordText = fc.oneof(
      fc
        .array(fc.oneof(tag, fc.string({ maxLength: 6 })), { maxLength: 5 })
        .map((tags) => `v=BIMI1;${tags.join(";")}`),
      fc.string({ maxLength: 40 }),
    );
    const records = fc.array(recordText, { minLength: 1, maxLength: 2 }).map((TXT) => ({ TXT }));
    const localPart = fc.oneof(
      fc.constantFrom("a", "a_b+c", "..", "a.-.b"),
      fc.string({ minLength: 1, maxLength: 70 }),
    );
    fc.assert(
      fc.property(records, records, localPart, fc.string({ maxLength: 30 }), (own, above, local, value) => {
        const { result, asked } = runCase({
          zone: {
            "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] },
            "*._bimi.news.example.com": own,
            "*._bimi.example.com": above,
          },
          author: [`${local}@news.example.com`],
          dkim: [{ sdid: "example.com", signedFieldIndices: [0] }],
          fields: [`BIMI-Selector: v=BIMI1; s=${value}`],
          documents: {},
        });
        expect(asked.filter((question) => question.startsWith("TXT ")).length).toBeLessThanOrEqual(4);
        expect(["none", "fail", "temperror", "declined"]).toContain(result.result);
      }),
    );
  });
});
