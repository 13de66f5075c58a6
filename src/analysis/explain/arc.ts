import type { HopChange } from "../../arc/changes.ts";
import type {
  ArcAssessment,
  ArcCause,
  ArcSet,
  MessageSignatureResult,
  SealResult,
} from "../../arc/result.ts";
import type { ArcReport } from "../report.ts";
import {
  ARC_CAUSE_SECTIONS,
  arcCauseWords,
  arcNoteWords,
  brokenWords,
  issueWords,
  sealPermerrorWords,
} from "./arc-causes.ts";
import { permerrorWords, policyWords, refused } from "./dkim-causes.ts";
import { counted, Explainer, failureWords, listed, type Quote, type Statement } from "./statement.ts";

/** Explains the chain: its status, each set, where the message was changed, and who is trusted. Nothing without a chain. */
export function explainArc(arc: ArcReport): readonly Statement[] {
  const explainer = new Explainer("arc");
  if (arc.result === "none") return explainer.statements;
  if (arc.result === "pass") {
    const verified = arc.oldestPass === 0 ? "all message signatures verify" : signaturesWords(arc.oldestPass);
    explainer.result(`ARC is pass: ${counted(arc.sets.length, "set")}, and ${verified}.`, "RFC 8617 §5.2");
  } else {
    explainer.result(
      `ARC is fail: ${arcCauseWords(arc.cause)}.`,
      ARC_CAUSE_SECTIONS[arc.cause.code],
      causeQuote(arc.cause, arc.sets),
    );
  }
  for (const set of arc.sets) explainer.reason(setWords(set), "RFC 8617 §4.2");
  for (const change of arc.changes) {
    const words = changeWords(change, arc.sets);
    if (words !== null) explainer.reason(words, "RFC 8617 §4.1.2");
  }
  explainTrust(explainer, arc);
  for (const note of arc.notes) explainer.note(arcNoteWords(note), note.rfc);
  return explainer.statements;
}

function signaturesWords(oldestPass: number): string {
  return `the message signatures verify from set ${oldestPass} on`;
}

/** The field that could not be read, and the place in it. */
function causeQuote(cause: ArcCause, sets: readonly ArcSet[]): Quote | null {
  if (cause.code !== "seal-malformed" && cause.code !== "message-signature-malformed") return null;
  const set = sets.find(({ instance }) => instance === cause.instance);
  const field = cause.code === "seal-malformed" ? set?.seal : set?.messageSignature;
  if (field?.result !== "neutral") return null;
  const name = cause.code === "seal-malformed" ? "ARC-Seal" : "ARC-Message-Signature";
  const at = "at" in field.cause ? field.cause.at : null;
  return { source: `${name} (header field ${field.fieldIndex})`, text: field.text, at };
}

function setWords(set: ArcSet): string {
  const parts = [
    sealWords(set.seal),
    messageSignatureWords(set.messageSignature),
    reportWords(set.authenticationResults),
  ];
  return `Set ${set.instance}, sealed by ${sealerName(set)}: ${parts.join("; ")}.`;
}

function sealerName({ sealer }: ArcSet): string {
  return sealer?.sdid ?? "nobody";
}

function sealWords(seal: SealResult | null): string {
  if (seal === null) return "no single seal";
  switch (seal.result) {
    case "pass":
      return "the seal verifies";
    case "fail":
      return "the seal does not verify";
    case "policy":
      return `the seal ${refused(seal.cause)}, ${policyWords(seal.cause)}`;
    case "permerror":
      return `the seal cannot be verified, ${sealPermerrorWords(seal.cause)}`;
    case "temperror":
      return `the question for the key at ${seal.cause.name} ${failureWords(seal.cause.reason)}`;
    case "neutral":
      return `the seal cannot be read, ${issueWords(seal.cause)}`;
  }
}

function messageSignatureWords(signature: MessageSignatureResult | null): string {
  if (signature === null) return "no single message signature";
  switch (signature.result) {
    case "pass":
      return "the message signature still verifies";
    case "fail":
      return `the message signature no longer verifies, ${brokenWords(signature)}`;
    case "policy":
      return `the message signature ${refused(signature.cause)}, ${policyWords(signature.cause)}`;
    case "permerror":
      return `the message signature cannot be verified, ${permerrorWords(signature.cause)}`;
    case "temperror":
      return `the question for the key at ${signature.cause.name} ${failureWords(signature.cause.reason)}`;
    case "neutral":
      return `the message signature cannot be read, ${issueWords(signature.cause)}`;
  }
}

/** Results of one report that a sentence lists; the field may hold thousands. */
const SHOWN_RESULTS = 8;

/** What a sealer says it found, in its own words. */
function reportWords(report: ArcAssessment | null): string {
  if (report === null) return "no single report";
  const { authservId, results } = report;
  const found = results.slice(0, SHOWN_RESULTS).map(({ method, result }) => `${method}=${result}`);
  if (results.length > SHOWN_RESULTS) found.push(`${results.length - SHOWN_RESULTS} more`);
  const reported = found.length === 0 ? "nothing checked" : listed(found);
  return `${authservId ?? "an unnamed host"} reports ${reported}`;
}

const CHANGED = {
  changed: "was changed",
  "changed-since": "was changed there or later",
} as const;

/** One stretch of the way; null where nothing is known to have changed. */
function changeWords({ after, before, header, body }: HopChange, sets: readonly ArcSet[]): string | null {
  const parts = (
    [
      ["the header", header],
      ["the body", body],
    ] as const
  ).flatMap(([part, change]) =>
    change === "changed" || change === "changed-since" ? [`${part} ${CHANGED[change]}`] : [],
  );
  if (parts.length === 0) return null;
  const from = hopName(after, sets);
  const stretch = before === null ? `After ${from}` : `Between ${from} and ${hopName(before, sets)}`;
  return `${stretch}, ${listed(parts)}.`;
}

function hopName(instance: number, sets: readonly ArcSet[]): string {
  const set = sets.find((each) => each.instance === instance);
  return `${set === undefined ? "nobody" : sealerName(set)} (set ${instance})`;
}

function explainTrust(explainer: Explainer, arc: ArcReport): void {
  if (arc.result !== "pass") return;
  const words = arc.trusted
    ? "Every sealer is trusted here."
    : `Not every sealer is trusted here: ${listed(arc.untrustedSealers)}.`;
  explainer.reason(words, "RFC 8617 §9.4");
  if (arc.override === null) return;
  const { instance, sealer, authorDomain } = arc.override;
  explainer.reason(
    `${sealer} (set ${instance}), trusted here, reports a DMARC pass for ${authorDomain} on arrival there: a reason for local policy to accept the message. The DMARC result stays fail.`,
    "RFC 8617 §7.2.1",
  );
}
