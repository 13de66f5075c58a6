import { validateChain } from "../arc/validate.ts";
import type { DmarcResult } from "../dmarc/result.ts";
import type { DocumentChecks } from "../bimi/document-checks.ts";
import { evaluateBimi, type BimiInput } from "../bimi/evaluate.ts";
import { findAuthorPolicy } from "../dmarc/author-policy.ts";
import { applyAuthorPolicy } from "../dmarc/evaluate.ts";
import { verifySignatures } from "../dkim/verify.ts";
import { evaluateIprev } from "../iprev/evaluate.ts";
import { decideAuthor } from "../message/author.ts";
import type { Message } from "../message/message.ts";
import { readReceivedChain } from "../message/received-chain.ts";
import { checkHelo, checkMailFrom } from "../spf/identity.ts";
import { all, done, fetchTranscript, transcript, type Task } from "../task/task.ts";
import { arcOverride } from "./arc-override.ts";
import { replayIndicators } from "./replay-indicators.ts";
import type { AnalysisInputs } from "./inputs.ts";
import type { ReadMessage } from "./read.ts";
import {
  SCHEMA_VERSION,
  type BimiReport,
  type DmarcReport,
  type IprevReport,
  type MessageFacts,
  type MessageReport,
  type SpfReport,
} from "./report.ts";

/**
 * Analyses one message: every protocol, each with the proof of its result.
 *
 * SPF, iprev, DKIM, ARC and the search for the author's policy run side by side; only alignment waits for
 * the results that it compares. BIMI comes last; without `checks` no document is fetched.
 */
export function* analyze(
  read: ReadMessage,
  inputs: AnalysisInputs,
  checks: DocumentChecks | null = null,
): Task<MessageReport> {
  const { message, signatures, chain } = read;
  const { policy, limits, now, envelope } = inputs;
  const author = decideAuthor(message.fields, message.notes, limits);
  const [mailFrom, helo, iprev, dkim, arc, authorPolicy] = yield* all([
    reportMailFrom(inputs),
    reportHelo(inputs),
    reportIprev(inputs),
    verifySignatures({ message, signatures, policy: policy.dkim, now, limits }),
    validateChain({ message, chain, policy: policy.arc, signaturePolicy: policy.dkim, now, limits }),
    findAuthorPolicy(author, policy.dmarc, limits),
  ]);
  const spf = mailFrom.result === "not-evaluated" ? null : mailFrom;
  const dmarc = yield* applyAuthorPolicy(authorPolicy, { spf, dkim, limits });
  const dmarcReport = reportDmarc(dmarc, mailFrom);
  const bimi = yield* reportBimi(dmarcReport, { author, dkim, fields: message.fields, now, checks });
  return {
    schemaVersion: SCHEMA_VERSION,
    inputs,
    message: factsOf(message),
    author,
    spf: { mailFrom, helo },
    iprev,
    dkim,
    dmarc: dmarcReport,
    arc: { override: arcOverride(arc, dmarcReport), ...arc },
    bimi,
    received: readReceivedChain(message.fields, inputs.trustedHops),
    replayIndicators: replayIndicators(message.fields, dkim, envelope, inputs),
    dns: yield* transcript(),
    fetches: yield* fetchTranscript(),
  };
}

function factsOf(message: Message): MessageFacts {
  const { size, headerBytes, bodyBytes, lineEnding, digest, notes } = message;
  return { size, headerBytes, bodyBytes, headerFields: message.fields.length, lineEnding, digest, notes };
}

function reportMailFrom({ envelope, now, limits }: AnalysisInputs): Task<SpfReport> {
  const { clientIp, helo, mailFrom } = envelope;
  if (clientIp === undefined) return done({ result: "not-evaluated", reason: "no-client-ip" });
  if (mailFrom === undefined) return done({ result: "not-evaluated", reason: "no-mail-from" });
  // RFC 7208 §2.4: for the null sender the HELO name is the identity.
  if (mailFrom === null && helo === undefined) return done({ result: "not-evaluated", reason: "no-helo" });
  return checkMailFrom({ clientIp, helo: helo ?? "unknown", mailFrom }, { now, limits });
}

function reportHelo({ envelope, now, limits }: AnalysisInputs): Task<SpfReport> {
  const { clientIp, helo } = envelope;
  if (clientIp === undefined) return done({ result: "not-evaluated", reason: "no-client-ip" });
  if (helo === undefined) return done({ result: "not-evaluated", reason: "no-helo" });
  return checkHelo({ clientIp, helo }, { now, limits });
}

function reportIprev({ envelope, limits }: AnalysisInputs): Task<IprevReport> {
  const { clientIp } = envelope;
  if (clientIp === undefined) return done({ result: "not-evaluated", reason: "no-client-ip" });
  return evaluateIprev({ clientIp, limits });
}

/** Only what SPF could not change is a verdict when SPF was not evaluated. */
function reportDmarc(dmarc: DmarcResult, mailFrom: SpfReport): DmarcReport {
  const decided = mailFrom.result !== "not-evaluated" || dmarc.result === "pass" || dmarc.result === "none";
  return decided ? dmarc : { result: "not-evaluated", reason: "spf-not-evaluated", withoutSpf: dmarc };
}

function reportBimi(dmarc: DmarcReport, input: Omit<BimiInput, "dmarc">): Task<BimiReport> {
  return dmarc.result === "not-evaluated"
    ? done({ result: "not-evaluated", reason: "dmarc-not-evaluated" })
    : evaluateBimi({ dmarc, ...input });
}
