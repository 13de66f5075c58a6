import { describe, expect, test } from "vitest";
import { explain } from "../../../src/analysis/explain/explain.ts";
import { explainAuthor } from "../../../src/analysis/explain/author.ts";
import { explainDkim } from "../../../src/analysis/explain/dkim.ts";
import { explainDmarc } from "../../../src/analysis/explain/dmarc.ts";
import { recordNoteWords } from "../../../src/analysis/explain/dmarc-notes.ts";
import { explainMessage } from "../../../src/analysis/explain/message.ts";
import { formatExplanation } from "../../../src/analysis/explain/quote.ts";
import { explainReceived } from "../../../src/analysis/explain/received.ts";
import { explainSpf } from "../../../src/analysis/explain/spf.ts";
import type { Statement } from "../../../src/analysis/explain/statement.ts";
import type { DkimResult } from "../../../src/dkim/result.ts";
import type { AlignedIdentifier, AlignmentReason, DmarcResult } from "../../../src/dmarc/result.ts";
import { parseReceived } from "../../../src/message/received.ts";
import type { SpfResult } from "../../../src/spf/result.ts";
import { fixtureNames, fixtureReport } from "../../support/analyzing.ts";
import * as dkim from "./dkim-samples.ts";
import * as dmarc from "./dmarc-samples.ts";
import { forbiddenIn, HOSTILE } from "./hostile.ts";
import * as message from "./message-samples.ts";
import * as spf from "./spf-samples.ts";

/** Sentences: they begin with a capital, a quote or a tag of a record, end with a full stop, and repeat nothing that a terminal obeys. */
function expectSentences(statements: readonly Statement[]): void {
  expect(statements.length).toBeGreaterThan(0);
  for (const { text } of statements) {
    expect(text).toMatch(/^[A-Z"<{]|^(?:iprev|l|g|t|rua|ruf|p|sp|np)\b|^\S+ (?:publishes|includes|has)|^\d/);
    expect(text).toMatch(/[.”"]$/);
    expect(text).not.toMatch(/undefined|\[object|NaN|\bnull\b/);
    expect(forbiddenIn(text)).toStrictEqual([]);
  }
  for (const line of formatExplanation(statements).split("\n")) expect(forbiddenIn(line)).toStrictEqual([]);
}

const SPF_COMMON = {
  identity: "mailfrom",
  clientIp: "192.0.2.1",
  domain: HOSTILE,
  sender: HOSTILE,
  helo: HOSTILE,
  substituted: false,
  notes: [],
  trace: [],
} as const;

describe("SPF is explained", () => {
  test.each(spf.SPF_PERMERRORS)("permerror %s", (_code, cause) => {
    const result: SpfResult = { ...SPF_COMMON, result: "permerror", cause, record: null };
    expectSentences(explainSpf("MAIL FROM", result));
  });
  test.each(spf.SPF_NOTES)("note %s", (_code, note) => {
    const none: SpfResult = { ...SPF_COMMON, result: "none", cause: { code: "no-domain" }, notes: [note] };
    const statements = explainSpf("HELO", none);
    expectSentences(statements);
    expect(statements.at(-1)).toMatchObject({ kind: "note", rfc: note.rfc });
  });
  test("a failed question and what was not evaluated", () => {
    const cause = { code: "dns", type: "TXT", name: HOSTILE, reason: "servfail" } as const;
    expectSentences(explainSpf("MAIL FROM", { ...SPF_COMMON, result: "temperror", cause }));
    for (const reason of ["no-client-ip", "no-mail-from", "no-helo"] as const) {
      expectSentences(explainSpf("MAIL FROM", { result: "not-evaluated", reason }));
    }
  });
});

const SIGNED = fixtureReport("newsletter").dkim[0];
if (SIGNED?.result !== "pass") throw new TypeError("expected a passing signature");
const PASS: Extract<DkimResult, { result: "pass" }> = SIGNED;

function expectOne(result: DkimResult): readonly Statement[] {
  const statements = explainDkim([result]);
  expectSentences(statements);
  return statements;
}

describe("DKIM is explained", () => {
  const { fieldIndex, signature, trace, key, coverage } = PASS;
  const common = { fieldIndex, notes: [], trace };
  test.each(dkim.NEUTRAL_CAUSES)("neutral %s", (_code, cause) => {
    const claimed = { sdid: HOSTILE, selector: HOSTILE };
    const [statement] = expectOne({ ...common, result: "neutral", cause, text: HOSTILE, claimed });
    expect(statement?.quote?.at).toStrictEqual("at" in cause ? cause.at : null);
  });
  test.each(dkim.POLICY_CAUSES)("policy %s", (_code, cause) => {
    expectOne({ ...common, result: "policy", signature, key, coverage, cause });
  });
  test.each(dkim.PERMERRORS)("permerror %s", (_code, cause) => {
    expectOne({ ...common, result: "permerror", signature, key: null, cause });
  });
  test.each(dkim.KEY_ISSUES)("malformed key %s", (_code, issue) => {
    const cause = { code: "key-malformed", text: HOSTILE, issue } as const;
    const [statement] = expectOne({ ...common, result: "permerror", signature, key: null, cause });
    expect(statement?.quote).toMatchObject({ text: HOSTILE, at: "at" in issue ? issue.at : null });
  });
  test.each(dkim.DIAGNOSES)("an invalid header signature, %s", (_code, headerDiagnosis) => {
    const failed = { ...common, result: "fail", headerSignature: "invalid", headerDiagnosis } as const;
    for (const bodyHash of ["match", "mismatch"] as const) {
      expectOne({ ...failed, signature, key: { ...key, testing: true }, coverage, bodyHash });
    }
  });
  test.each(dkim.DKIM_NOTES)("note %s", (_code, note) => {
    const statements = expectOne({ ...PASS, notes: [note] });
    expect(statements.at(-1)).toMatchObject({ kind: "note", rfc: note.rfc });
  });
  test.each(dkim.KEY_NOTES)("note on a key %s", (_code, note) => {
    const statements = expectOne({ ...PASS, notes: [], key: { ...key, notes: [note] } });
    expect(statements.at(-1)).toMatchObject({ kind: "note", rfc: note.rfc });
  });
});

describe("DMARC is explained", () => {
  const evaluated = fixtureReport("forged-president").dmarc;
  if (evaluated.result !== "fail") throw new TypeError("expected a fail");
  const failed: Extract<DmarcResult, { result: "fail" }> = { ...evaluated, record: dmarc.RECORD };
  test.each(dmarc.NONE_CAUSES)("none %s", (_code, cause) => {
    expectSentences(explainDmarc({ result: "none", authorDomain: null, cause, notes: [], trace: [] }, []));
  });
  test.each(dmarc.TEMPERRORS)("temperror %s", (_code, cause) => {
    const result: DmarcResult = { result: "temperror", authorDomain: HOSTILE, cause, notes: [], trace: [] };
    expectSentences(explainDmarc(result, []));
    expectSentences(
      explainDmarc({ result: "not-evaluated", reason: "spf-not-evaluated", withoutSpf: result }, []),
    );
  });
  test.each(dmarc.DMARC_NOTES)("note %s", (_code, note) => {
    const statements = explainDmarc({ ...failed, notes: [note] }, []);
    expectSentences(statements);
    expect(statements.at(-1)).toMatchObject({ kind: "note", rfc: note.rfc });
  });
  test.each(dmarc.RECORD_NOTES)("note on a record %s", (_code, note) => {
    const statements = explainDmarc({ ...failed, record: { ...dmarc.RECORD, notes: [note] } }, []);
    expectSentences(statements);
    expect(statements.at(-1)).toMatchObject({ kind: "note", rfc: note.rfc });
    expect(recordNoteWords(note)).not.toMatch(/\.$/);
  });
  test.each(Object.keys(dmarc.ALIGNMENT_REASONS))("alignment %s", (reason) => {
    const identifier: AlignedIdentifier = {
      method: "dkim",
      domain: HOSTILE,
      organizationalDomain: null,
      mode: "relaxed",
      aligned: false,
      reason: reason as AlignmentReason,
      dkimIndex: 0,
    };
    const statements = explainDmarc({ ...failed, identifiers: [identifier, identifier] }, [PASS]);
    expectSentences(statements);
    expect(statements[1]?.text).toContain(`(selector ${PASS.signature.selector})`);
  });
});

describe("the author is explained", () => {
  test.each(message.AMBIGUITIES)("ambiguous by %s", (_code, cause) => {
    expectSentences(explainAuthor({ kind: "ambiguous", causes: [cause], notes: [] }));
  });
  test.each(message.AUTHOR_NOTES)("note %s", (_code, note) => {
    const statements = explainAuthor({ kind: "none", cause: "no-mailbox", notes: [note] });
    expectSentences(statements);
    expect(statements).toHaveLength(2);
  });
});

describe("the message and its way are explained", () => {
  test.each(message.MESSAGE_NOTES)("note %s", (_code, note) => {
    const facts = { ...fixtureReport("newsletter").message, lineEnding: "crlf", notes: [note] } as const;
    expectSentences(explainMessage(facts));
  });
  test.each(message.RECEIVED_NOTES)("hop %s", (_code, note) => {
    const received = parseReceived(`from a by ${HOSTILE}`);
    const hop = { fieldIndex: 0, trusted: true, received, notes: [note] };
    expectSentences(explainReceived({ received: [hop], replayIndicators: [] }));
  });
  test.each(message.REPLAY_INDICATORS)("replay %s", (_code, indicator) => {
    expectSentences(explainReceived({ received: [], replayIndicators: [indicator] }));
  });
});

describe("a whole report is explained, the verdict first", () => {
  test.each(fixtureNames())("%s", (name) => {
    const statements = explain(fixtureReport(name));
    expectSentences(statements);
    expect(statements.filter(({ topic }) => topic === "verdict")).toStrictEqual(statements.slice(0, 1));
  });
  test("no two sentences on the results are the same", () => {
    for (const name of fixtureNames()) {
      const texts = explain(fixtureReport(name))
        .filter(({ topic, kind }) => topic !== "received" && kind !== "note")
        .map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });
});
