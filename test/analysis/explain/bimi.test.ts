import { describe, expect, test } from "vitest";
import { explainBimi, explainEnforcement } from "../../../src/analysis/explain/bimi.ts";
import { explainEvidence } from "../../../src/analysis/explain/bimi-evidence.ts";
import { explainIndicator } from "../../../src/analysis/explain/bimi-indicator.ts";
import { formatExplanation } from "../../../src/analysis/explain/quote.ts";
import type { Statement } from "../../../src/analysis/explain/statement.ts";
import type { IndicatorDocument } from "../../../src/bimi/indicator-result.ts";
import type { BimiNote } from "../../../src/bimi/notes.ts";
import { parseBimiRecord } from "../../../src/bimi/record.ts";
import type { Assertion, BimiFailCause, BimiResult } from "../../../src/bimi/result.ts";
import type { FetchFailureReason } from "../../../src/task/task.ts";
import * as samples from "./bimi-samples.ts";
import { forbiddenIn, HOSTILE } from "./hostile.ts";

/** Sentences: they begin with a capital or a field's name, end with a full stop, and repeat nothing that a terminal obeys. */
function expectSentences(statements: readonly Statement[]): void {
  expect(statements.length).toBeGreaterThan(0);
  for (const { text, topic, rfc } of statements) {
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text).not.toMatch(/undefined|\[object|NaN|\bnull\b/);
    expect(forbiddenIn(text)).toStrictEqual([]);
    expect([topic, typeof rfc]).toStrictEqual(["bimi", "string"]);
  }
  for (const line of formatExplanation(statements).split("\n")) expect(forbiddenIn(line)).toStrictEqual([]);
}

const COMMON = { notes: [], trace: [] } as const;
const DOCUMENT: IndicatorDocument = { svg: "", bytes: 40_000, sha256: "00", compressed: true };
const LARGE = { code: "bimi.large-indicator", bytes: 40_000, recommended: 32_768 } as const;
const INDICATOR = { result: "valid", document: DOCUMENT, title: HOSTILE, notes: [LARGE] } as const;

function assertionOf(text: string): Assertion {
  const reading = parseBimiRecord(text);
  if (reading.kind !== "record") throw new TypeError("expected a record");
  return { domain: HOSTILE, selector: HOSTILE, record: reading.record };
}
const ASSERTION = assertionOf("v=BIMI1; l=https://a.example/i.svg; x=1; avp=y");

const failed = (cause: BimiFailCause): BimiResult => {
  return { ...COMMON, result: "fail", assertion: ASSERTION, authority: "none", cause };
};

describe("a BIMI result is explained", () => {
  test.each(samples.SKIP_CAUSES)("skipped %s", (_code, cause) => {
    expectSentences(explainBimi({ ...COMMON, result: "skipped", assertion: null, cause }));
    expectSentences(explainEnforcement({ result: "skipped", assertion: null, cause }));
  });
  test.each(samples.TEMPERROR_CAUSES)("temperror %s", (_code, cause) => {
    expectSentences(explainBimi({ ...COMMON, result: "temperror", assertion: null, cause }));
    expectSentences(explainEnforcement({ result: "temperror", assertion: null, cause }));
  });
  test.each(samples.FAIL_CAUSES)("fail %s", (_code, cause) => {
    expectSentences(explainBimi(failed(cause)));
  });
  test.each(samples.RECORD_ISSUES)("an invalid record %s", (_code, issue) => {
    const cause = { domain: HOSTILE, selector: HOSTILE, text: HOSTILE, issue };
    const [result] = explainBimi(failed({ code: "invalid-record", ...cause }));
    expectSentences(result === undefined ? [] : [result]);
    expect(result?.quote?.at).toStrictEqual("at" in issue ? issue.at : null);
  });
  test("pass, with and without evidence, declined, and none", () => {
    const pass = { ...COMMON, result: "pass", assertion: ASSERTION, indicator: INDICATOR } as const;
    const mark = { type: null, statement: HOSTILE, certificate: null };
    const evidence = {
      result: "valid",
      indicator: DOCUMENT,
      title: HOSTILE,
      mark,
      domains: [HOSTILE],
      timestamps: [],
      chain: [],
    } as const;
    expectSentences(explainBimi({ ...pass, authority: "none", evidence: null }));
    expectSentences(explainBimi({ ...pass, authority: "pass", evidence }));
    expectSentences(explainEvidence(evidence));
    expectSentences(
      explainBimi({ ...COMMON, result: "declined", assertion: assertionOf("v=BIMI1; l=; a=") }),
    );
    expectSentences(explainBimi({ ...COMMON, result: "none", cause: { code: "no-record" } }));
    expectSentences(explainEnforcement({ result: "enforced", organizationalDomain: "example.com" }));
  });
});

describe("what is wrong with a document is explained", () => {
  test.each(samples.VIOLATIONS)("violation %s", (_code, violation) => {
    const check = { result: "invalid", document: DOCUMENT, violations: [violation], notes: [LARGE] } as const;
    expectSentences(explainIndicator(check));
    expectSentences(explainBimi(failed({ code: "indicator", check })));
    expect(explainIndicator(check)[1]?.text).toMatch(/^Line 2, column 7: /);
  });
  test("an attribute that makes the image interactive", () => {
    const violation = {
      code: "interaction",
      line: 1,
      column: 1,
      element: "g",
      attribute: "focusable",
    } as const;
    const check = { result: "invalid", document: DOCUMENT, violations: [violation], notes: [] } as const;
    expect(explainIndicator(check)[1]?.text).toBe(
      'Line 1, column 1: focusable= of "g" makes the image interactive.',
    );
  });
  test.each(samples.UNREADABLE_CAUSES)("unreadable %s", (_code, cause) => {
    expectSentences(explainIndicator({ result: "unreadable", cause }));
  });
  test.each(samples.EVIDENCE_CAUSES)("evidence %s", (_code, cause) => {
    const check = { result: "invalid", causes: [cause], mark: null, chain: [] } as const;
    expectSentences(explainEvidence(check));
    expectSentences(explainBimi(failed({ code: "evidence", check })));
  });
});

describe("what became of a fetch is explained", () => {
  const reasons: Readonly<Record<FetchFailureReason, string>> = {
    "not-fetched": "was not fetched",
    "not-https": "leads to something else than https",
    "address-refused": "leads to an address that is not public",
    "too-many-redirects": "leads on and on to other places",
    "http-status": "was answered without success",
    "too-large": "is larger than accepted",
    timeout: "did not come in time",
    unreachable: "could not be reached",
    "not-in-snapshot": "is not among the recorded documents",
  };
  test.each(Object.entries(reasons))("%s", (reason, words) => {
    const cause = { code: "fetch", uri: "https://a.example/", reason: reason as FetchFailureReason } as const;
    expect(explainBimi(failed(cause))[0]?.text).toBe(`BIMI is fail: https://a.example/ ${words}.`);
  });
  test("a URI of thousands of characters is cut", () => {
    const cause = { code: "fetch", uri: "x".repeat(60_000), reason: "timeout" } as const;
    expect(explainBimi(failed(cause))[0]?.text).toBe(
      `BIMI is fail: ${"x".repeat(200)}… did not come in time.`,
    );
  });
});

const noted = (note: BimiNote): BimiResult => {
  return { result: "none", cause: { code: "no-record" }, notes: [note], trace: [] };
};

describe("notes are explained", () => {
  test.each(samples.BIMI_NOTES)("%s", (_code, note) => {
    const statements = explainBimi(noted(note));
    expectSentences(statements);
    expect(statements.at(-1)).toMatchObject({ kind: "note", rfc: note.rfc });
  });
  test.each(samples.SELECTOR_ISSUES)("an ignored selector %s", (_code, cause) => {
    expectSentences(
      explainBimi(noted({ code: "bimi.selector-ignored", fieldIndex: 1, cause, rfc: "BIMI draft §6.1" })),
    );
  });
  test.each(samples.RECORD_NOTES)("a record with %s", (_code, note) => {
    const assertion = { ...ASSERTION, record: { ...ASSERTION.record, notes: [note] } };
    const statements = explainBimi({ ...COMMON, result: "declined", assertion });
    expectSentences(statements);
    expect(statements.at(-1)).toMatchObject({ kind: "note", rfc: note.rfc });
  });
});
