import { TraceRecorder } from "../base/trace.ts";
import type { DmarcResult } from "../dmarc/result.ts";
import type { AuthorDecision } from "../message/author-decision.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { Task } from "../task/task.ts";
import { discoverAssertion, type AssertionQuery, type AssertionSearch } from "./discovery.ts";
import type { DocumentChecks } from "./document-checks.ts";
import { judgeDocuments } from "./documents.ts";
import { eligibilityOf, type SignatureCoverage } from "./eligibility.ts";
import { discoveryNotes, type BimiNote } from "./notes.ts";
import { isDeclination } from "./record.ts";
import type { Assertion, BimiFailCause, BimiResult, Verdict } from "./result.ts";
import { chooseSelector } from "./selector.ts";
import type { BimiEvent } from "./trace.ts";

export interface BimiInput {
  readonly author: AuthorDecision;
  readonly dmarc: DmarcResult;
  /** The results of all signatures, as DMARC had them. */
  readonly dkim: readonly SignatureCoverage[];
  /** The header fields of the message. */
  readonly fields: readonly HeaderField[];
  /** The moment of evaluation, seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  /** Null where documents are not to be fetched. */
  readonly checks: DocumentChecks | null;
}

/** What a domain publishes for a selector, without a message. */
export interface AssertionInput extends AssertionSearch {
  readonly now: number;
  readonly checks: DocumentChecks | null;
}

/**
 * Evaluates BIMI for a message: whether it qualifies, which Indicator its domain asserts, and whether
 * Indicator and evidence hold.
 *
 * Without checks or without a fetcher no document is fetched; then the result is `skipped` with the
 * record found.
 *
 * BIMI draft §8
 */
export function* evaluateBimi(input: BimiInput): Task<BimiResult> {
  const notes: BimiNote[] = [];
  const trace = new TraceRecorder<BimiEvent>();
  const verdict = yield* judge(input, notes, trace);
  return { notes, trace: trace.events, ...verdict };
}

/**
 * Checks what a domain asserts, as for a message that qualifies: the record, and what it names.
 *
 * BIMI draft §8.2 to §8.6
 */
export function* checkAssertion(input: AssertionInput): Task<BimiResult> {
  const notes: BimiNote[] = [];
  const trace = new TraceRecorder<BimiEvent>();
  const verdict = yield* judgeAssertion(input, notes, trace);
  return { notes, trace: trace.events, ...verdict };
}

function* judge(input: BimiInput, notes: BimiNote[], trace: TraceRecorder<BimiEvent>): Task<Verdict> {
  const { author, dmarc, dkim, fields, now, checks } = input;
  const eligibility = eligibilityOf(author, dmarc, dkim);
  if (eligibility.result !== "eligible") return eligibility;
  const { authorDomain, organizationalDomain, localPart } = eligibility;
  trace.record({ code: "bimi.eligible", authorDomain, organizationalDomain, rfc: "BIMI draft §8.1" });

  const choice = chooseSelector(fields, signedFieldTest(dmarc, dkim));
  const { selector, fieldIndex } = choice;
  notes.push(...choice.notes);
  trace.record({ code: "bimi.selector", selector, fieldIndex, rfc: "BIMI draft §6.1" });

  const search = { authorDomain, organizationalDomain, selector, localPart };
  return yield* judgeAssertion({ now, checks, ...search }, notes, trace);
}

function* judgeAssertion(
  input: AssertionInput,
  notes: BimiNote[],
  trace: TraceRecorder<BimiEvent>,
): Task<Verdict> {
  const { authorDomain, organizationalDomain, now, checks } = input;
  const discovery = yield* discoverAssertion(input);
  notes.push(...discoveryNotes(discovery));
  for (const { name, outcome } of discovery.queries) {
    trace.record({ code: "bimi.assertion-query", name, outcome, rfc: "BIMI draft §8.2" });
  }
  const found = discovery.decisive;
  if (found.outcome !== "record") return withoutRecord(found);
  const assertion: Assertion = { domain: found.domain, selector: found.selector, record: found.record };
  if (isDeclination(found.record)) return { result: "declined", assertion };
  const claim = { authorDomain, organizationalDomain, selector: found.selector, now };
  return yield* judgeDocuments(assertion, claim, checks, trace);
}

/** Whether a field instance is covered by a signature that DMARC found aligned. BIMI draft §6.5 */
function signedFieldTest(
  dmarc: DmarcResult,
  dkim: readonly SignatureCoverage[],
): (fieldIndex: number) => boolean {
  const signed = new Set<number>();
  for (const { dkimIndex } of dmarc.result === "pass" ? dmarc.alignedBy : []) {
    const signature = dkimIndex === null ? undefined : dkim[dkimIndex];
    if (signature?.result !== "pass") continue;
    for (const { fieldIndex } of signature.coverage.signedFields) signed.add(fieldIndex);
  }
  return (fieldIndex) => signed.has(fieldIndex);
}

/** The verdict where no single, correct record was found. BIMI draft §8.2, §8.7 */
function withoutRecord(query: Exclude<AssertionQuery, { outcome: "record" }>): Verdict {
  const { domain, selector, name } = query;
  if (query.outcome === "failure") {
    return { result: "temperror", assertion: null, cause: { code: "dns", name, reason: query.reason } };
  }
  if (query.outcome === "several-records") {
    const cause: BimiFailCause = { code: "several-records", domain, selector, count: query.count };
    return { result: "fail", assertion: null, authority: "none", cause };
  }
  if (query.outcome === "invalid-record") {
    const { text, issue } = query;
    const cause: BimiFailCause = { code: "invalid-record", domain, selector, text, issue };
    return { result: "fail", assertion: null, authority: "none", cause };
  }
  return { result: "none", cause: { code: "no-record" } };
}
