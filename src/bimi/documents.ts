import type { TraceRecorder } from "../base/trace.ts";
import { all, fetchResource, type FetchAnswer, type FetchFailureReason, type Task } from "../task/task.ts";
import type { DocumentChecks, EvidenceClaim, EvidenceResult } from "./document-checks.ts";
import type { Assertion, Authority, BimiFailCause, Verdict } from "./result.ts";
import type { BimiEvent } from "./trace.ts";

type ValidEvidence = Extract<EvidenceResult, { result: "valid" }>;

/**
 * Fetches what the record names and judges it: the evidence first, if there is any, then the Indicator,
 * which must be the one in the evidence.
 *
 * BIMI draft §8.3, §8.9
 */
export function* judgeDocuments(
  assertion: Assertion,
  claim: EvidenceClaim,
  checks: DocumentChecks | null,
  trace: TraceRecorder<BimiEvent>,
): Task<Verdict> {
  const { location, evidence: evidenceUri } = assertion.record;
  // BIMI draft §8.3 step 1
  if (location === null) return failed(assertion, "none", { code: "no-location" });
  if (checks === null) {
    return { result: "skipped", assertion, cause: { code: "not-fetched", uri: evidenceUri ?? location } };
  }
  const [located, presented] = yield* all([fetchResource(location), fetchOptional(evidenceUri)]);
  let evidence: ValidEvidence | null = null;
  if (evidenceUri !== null && presented !== null) {
    trace.record(fetchedEvent(evidenceUri, presented));
    if (presented.kind === "failure") return unfetched(assertion, "none", evidenceUri, presented.reason);
    const check = checks.evidence(presented.bytes, claim);
    trace.record({ code: "bimi.evidence-checked", result: check.result, rfc: "BIMI draft §8.4" });
    if (check.result !== "valid") return failed(assertion, "fail", { code: "evidence", check });
    evidence = check;
  }
  const authority = evidence === null ? "none" : "pass";
  trace.record(fetchedEvent(location, located));
  if (located.kind === "failure") return unfetched(assertion, authority, location, located.reason);
  const indicator = checks.indicator(located.bytes);
  trace.record({ code: "bimi.indicator-checked", result: indicator.result, rfc: "BIMI draft §8.6" });
  if (indicator.result !== "valid")
    return failed(assertion, authority, { code: "indicator", check: indicator });
  if (evidence !== null && evidence.indicator.sha256 !== indicator.document.sha256) {
    const { sha256: evidenced } = evidence.indicator;
    const cause: BimiFailCause = { code: "indicator-differs", located: indicator.document.sha256, evidenced };
    return failed(assertion, authority, cause);
  }
  return { result: "pass", assertion, indicator, authority, evidence };
}

function* fetchOptional(uri: string | null): Task<FetchAnswer | null> {
  return uri === null ? null : yield* fetchResource(uri);
}

function fetchedEvent(uri: string, answer: FetchAnswer): BimiEvent {
  const bytes = answer.kind === "body" ? answer.bytes.length : null;
  const reason = answer.kind === "failure" ? answer.reason : null;
  return { code: "bimi.fetched", uri, bytes, reason, rfc: "BIMI draft §8.5" };
}

/** What a later attempt may fetch. */
const TEMPORARY: ReadonlySet<FetchFailureReason> = new Set(["timeout", "unreachable", "not-in-snapshot"]);

/**
 * The verdict without a document.
 *
 * Choice: what may come with a later attempt is `temperror`, as for the DNS; the draft names the DNS alone
 * and would have an outage of a web server called a failure of the domain.
 */
function unfetched(
  assertion: Assertion,
  authority: Authority,
  uri: string,
  reason: FetchFailureReason,
): Verdict {
  if (reason === "not-fetched") return { result: "skipped", assertion, cause: { code: "not-fetched", uri } };
  if (TEMPORARY.has(reason)) return { result: "temperror", assertion, cause: { code: "fetch", uri, reason } };
  return failed(assertion, authority, { code: "fetch", uri, reason });
}

function failed(assertion: Assertion, authority: Authority, cause: BimiFailCause): Verdict {
  return { result: "fail", assertion, authority, cause };
}
