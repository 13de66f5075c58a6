import type { Coverage, DkimResult, HeaderDiagnosis } from "../../dkim/result.ts";
import {
  NEUTRAL_SECTIONS,
  neutralWords,
  PERMERROR_SECTIONS,
  permerrorWords,
  POLICY_SECTIONS,
  policyWords,
  refused,
} from "./dkim-causes.ts";
import { keyNoteWords, noteWords } from "./dkim-notes.ts";
import { counted, Explainer, failureWords, type Quote, type Statement } from "./statement.ts";

/** Explains every DKIM result, or the absence of signatures where it is known. */
export function explainDkim(
  results: readonly DkimResult[],
  unsigned: boolean = results.length === 0,
): readonly Statement[] {
  if (!unsigned) return results.flatMap(explainSignature);
  const explainer = new Explainer("dkim");
  explainer.result("The message carries no DKIM signature.", "RFC 8601 §2.7.1");
  return explainer.statements;
}

function explainSignature(dkim: DkimResult): readonly Statement[] {
  const explainer = new Explainer("dkim");
  const signer = signerOf(dkim);
  switch (dkim.result) {
    case "pass":
      explainer.result(
        `DKIM of ${signer} is pass: header signature and body hash verify.`,
        "RFC 6376 §6.1.3",
      );
      explainCoverage(explainer, dkim.coverage);
      break;
    case "fail":
      explainFailure(explainer, signer, dkim);
      break;
    case "policy":
      explainer.result(
        `DKIM of ${signer} ${refused(dkim.cause)}: ${policyWords(dkim.cause)}.`,
        POLICY_SECTIONS[dkim.cause.code],
      );
      // That cause has told it already.
      if (dkim.cause.code !== "unsigned-body") explainCoverage(explainer, dkim.coverage);
      break;
    case "neutral":
      explainer.result(
        `DKIM of ${signer} is neutral: ${neutralWords(dkim.cause)}.`,
        NEUTRAL_SECTIONS[dkim.cause.code],
        neutralQuote(dkim),
      );
      break;
    case "permerror":
      explainer.result(
        `DKIM of ${signer} is permerror: ${permerrorWords(dkim.cause)}.`,
        PERMERROR_SECTIONS[dkim.cause.code],
        keyQuote(dkim),
      );
      break;
    case "temperror":
      explainer.result(
        `DKIM of ${signer} is temperror: the question for the key at ${dkim.cause.name} ${failureWords(dkim.cause.reason)}.`,
        "RFC 6376 §6.1.2",
      );
      break;
  }
  for (const note of dkim.notes) explainer.note(noteWords(note), note.rfc);
  if ("key" in dkim && dkim.key !== null) {
    for (const note of dkim.key.notes) {
      // Nearly every RSA key is wrapped so; it is not worth a sentence each time.
      if (note.code === "dkim.key-wrapping" && note.wrapping === "spki") continue;
      explainer.note(keyNoteWords(note), note.rfc);
    }
  }
  return explainer.statements;
}

function signerOf(dkim: DkimResult): string {
  if (dkim.result !== "neutral") return `${dkim.signature.sdid} (selector ${dkim.signature.selector})`;
  return dkim.claimed.sdid === null ? `an unnamed signer (field ${dkim.fieldIndex})` : dkim.claimed.sdid;
}

/** The field, and the place in it that cannot be read. */
function neutralQuote({ fieldIndex, text, cause }: Extract<DkimResult, { result: "neutral" }>): Quote {
  return {
    source: `DKIM-Signature (header field ${fieldIndex})`,
    text,
    at: "at" in cause ? cause.at : null,
  };
}

/** The key record, and the place in it that is at fault, where a key was found at all. */
function keyQuote({ key, cause, signature }: Extract<DkimResult, { result: "permerror" }>): Quote | null {
  const source = `${signature.selector}._domainkey.${signature.sdid} TXT`;
  if (cause.code === "key-malformed") {
    return { source, text: cause.text, at: "at" in cause.issue ? cause.issue.at : null };
  }
  return key === null ? null : { source, text: key.text, at: null };
}

function explainFailure(
  explainer: Explainer,
  signer: string,
  dkim: Extract<DkimResult, { result: "fail" }>,
): void {
  if (dkim.headerSignature === "valid") {
    explainer.result(
      `DKIM of ${signer} is fail: the header fields are as signed, the body was changed after signing.`,
      "RFC 6376 §6.1.3",
    );
  } else {
    const body = dkim.bodyHash === "match" ? "the body is as signed" : "the body was changed as well";
    explainer.result(
      `DKIM of ${signer} is fail: the header signature does not verify; ${body}.`,
      "RFC 6376 §6.1.3",
    );
    explainer.reason(diagnosisWords(dkim.headerDiagnosis), "RFC 8017 §8.2.2");
  }
  if (dkim.key.testing) explainer.note("The key says that the domain only tests DKIM.", "RFC 6376 §3.6.1");
}

function diagnosisWords(diagnosis: HeaderDiagnosis): string {
  switch (diagnosis.code) {
    case "headers-changed":
      return "Signature and key belong together, so the signed header fields were changed on the way.";
    case "other-hash-algorithm":
      return `Signature and key belong together, but the signer hashed with ${diagnosis.hash}.`;
    case "wrong-key-or-damaged-signature":
      return "The signature was made with another key, or b= is damaged; the header fields may be intact.";
    case "unknown":
      return "This algorithm does not tell whether the header fields or the signature changed.";
  }
}

function explainCoverage(explainer: Explainer, coverage: Coverage): void {
  if (coverage.unsignedBodyBytes > 0) {
    explainer.reason(
      `${counted(coverage.signedBodyBytes, "byte")} of the body are signed, ${counted(coverage.unsignedBodyBytes, "byte")} after them are not.`,
      "RFC 6376 §8.2",
    );
  }
}
