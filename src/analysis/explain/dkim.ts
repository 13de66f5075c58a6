import type { DkimKeyIssue } from "../../dkim/key-record.ts";
import type { DkimNote, DkimKeyNote } from "../../dkim/notes.ts";
import type {
  Coverage,
  DkimNeutralCause,
  DkimPermerrorCause,
  DkimPolicyCause,
  DkimResult,
  HeaderDiagnosis,
} from "../../dkim/result.ts";
import { formatDateTime } from "../../message/date-time.ts";
import { counted, Explainer, failureWords, listed, type Quote, type Statement } from "./statement.ts";

/** Explains every DKIM result, or the absence of signatures. */
export function explainDkim(results: readonly DkimResult[]): readonly Statement[] {
  if (results.length > 0) return results.flatMap(explainSignature);
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
        `DKIM of ${signer} verifies but is not accepted: ${policyWords(dkim.cause)}.`,
        POLICY_SECTIONS[dkim.cause.code],
      );
      explainCoverage(explainer, dkim.coverage);
      break;
    case "neutral":
      explainer.result(
        `DKIM of ${signer} is neutral: ${neutralWords(dkim.cause)}.`,
        NEUTRAL_SECTIONS[dkim.cause.code],
      );
      break;
    case "permerror":
      explainer.result(
        `DKIM of ${signer} is permerror: ${permerrorWords(dkim.cause)}.`,
        PERMERROR_SECTIONS[dkim.cause.code],
        dkim.key === null ? null : keyQuote(dkim),
      );
      break;
    case "temperror":
      explainer.result(
        `DKIM of ${signer} is temperror: the question for the key at ${dkim.cause.name} ${failureWords(dkim.cause.reason)}.`,
        "RFC 6376 §6.1.2",
      );
      break;
  }
  for (const note of dkim.notes) explainNote(explainer, note);
  if ("key" in dkim && dkim.key !== null) for (const note of dkim.key.notes) explainKeyNote(explainer, note);
  return explainer.statements;
}

function signerOf(dkim: DkimResult): string {
  if (dkim.result !== "neutral") return `${dkim.signature.sdid} (selector ${dkim.signature.selector})`;
  return dkim.claimed.sdid === null ? `an unnamed signer (field ${dkim.fieldIndex})` : dkim.claimed.sdid;
}

function keyQuote(dkim: Extract<DkimResult, { result: "permerror" }>): Quote | null {
  if (dkim.key === null) return null;
  return {
    source: `${dkim.signature.selector}._domainkey.${dkim.signature.sdid} TXT`,
    text: dkim.key.text,
    at: null,
  };
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

function policyWords(cause: DkimPolicyCause): string {
  switch (cause.code) {
    case "rsa-sha1":
      return "rsa-sha1 must not be used";
    case "key-too-short":
      return `its RSA key has ${cause.bits} bits, at least ${cause.minimum} are asked for`;
    case "key-too-long":
      return `its RSA key has ${cause.bits} bits, at most ${cause.maximum} are accepted`;
    case "expired":
      return `it expired at ${time(cause.expiresAt)}`;
    case "signed-in-future":
      return `it says it was made in the future, at ${time(cause.signedAt)}`;
    case "unsigned-body":
      return `${counted(cause.unsignedBodyBytes, "byte")} at the end of the body are not signed`;
    case "public-suffix-signer":
      return `${cause.sdid} is a public suffix`;
  }
}

const POLICY_SECTIONS: Readonly<Record<DkimPolicyCause["code"], string>> = {
  "rsa-sha1": "RFC 8301 §3.1",
  "key-too-short": "RFC 8301 §3.2",
  "key-too-long": "RFC 8301 §3.2",
  expired: "RFC 6376 §3.5",
  "signed-in-future": "RFC 6376 §3.5",
  "unsigned-body": "RFC 6376 §8.2",
  "public-suffix-signer": "RFC 6376 §6.1.1",
};

function neutralWords(cause: DkimNeutralCause): string {
  switch (cause.code) {
    case "syntax":
      return cause.tag === null
        ? `the field is no tag-list; expected ${cause.expected}`
        : `the value of ${cause.tag}= is malformed; expected ${cause.expected}`;
    case "missing-tag":
      return `the tag ${cause.tag}= is missing`;
    case "duplicate-tag":
      return `the tag ${cause.tag}= stands twice`;
    case "version":
      return `version "${cause.value}" is unknown`;
    case "algorithm":
      return `algorithm "${cause.value}" is unknown`;
    case "canonicalization":
      return `canonicalization "${cause.value}" is unknown`;
    case "query-method":
      return `no query method of "${cause.value}" is known`;
  }
}

const NEUTRAL_SECTIONS: Readonly<Record<DkimNeutralCause["code"], string>> = {
  syntax: "RFC 6376 §3.5",
  "missing-tag": "RFC 6376 §6.1.1",
  "duplicate-tag": "RFC 6376 §3.2",
  version: "RFC 6376 §6.1.1",
  algorithm: "RFC 6376 §3.3",
  canonicalization: "RFC 6376 §3.4",
  "query-method": "RFC 6376 §3.5",
};

const NO_KEY = {
  nxdomain: "the name does not exist",
  nodata: "the name has no TXT record",
  "no-key-record": "no TXT record there is a key record",
  "impossible-name": "the name is too long for DNS",
} as const;

function permerrorWords(cause: DkimPermerrorCause): string {
  switch (cause.code) {
    case "from-not-signed":
      return "the From field is not signed";
    case "auid-outside-sdid":
      return `i=${cause.auid} is not within ${cause.sdid}`;
    case "expires-before-signed":
      return `it expires (${time(cause.expiresAt)}) before it was made (${time(cause.signedAt)})`;
    case "body-shorter-than-length":
      return `l=${cause.bodyLengthCount} claims more than the ${counted(cause.bodyBytes, "byte")} of the body`;
    case "no-key":
      return `there is no key at ${cause.name}: ${NO_KEY[cause.answer]}`;
    case "key-revoked":
      return "the key is revoked (its p= is empty)";
    case "key-malformed":
      return `the key record is malformed (${keyIssueWords(cause.issue)})`;
    case "key-missing-data":
      return "the key record has no p=";
    case "key-version":
      return `the key record has the unknown version "${cause.value}"`;
    case "key-type":
      return `a key of type "${cause.keyType}" does not serve ${cause.algorithm}`;
    case "key-hash":
      return `the key accepts only ${listed(cause.accepted)}`;
    case "key-service":
      return `the key is for ${listed(cause.services)}, not for mail`;
    case "auid-not-exact":
      return `the key asks for i= at ${cause.sdid} itself, not at ${cause.auid}`;
    case "signature-limit":
      return `only ${counted(cause.limit, "signature")} of a message are verified`;
    case "header-limit":
      return `the header passes a limit (${cause.limit}, ${cause.value}), so not all of it was read`;
  }
}

function keyIssueWords(issue: DkimKeyIssue): string {
  switch (issue.code) {
    case "foreign":
      return "it is something else";
    case "version":
      return `version "${issue.value}"`;
    case "version-not-first":
      return "v= does not stand first";
    case "syntax":
      return `expected ${issue.expected}${issue.tag === null ? "" : ` in ${issue.tag}=`}`;
    case "duplicate-tag":
      return `${issue.tag}= stands twice`;
    case "missing-key-data":
      return "p= is missing";
    case "key-data":
      return `p= is no usable key: ${issue.reason}`;
  }
}

const PERMERROR_SECTIONS: Readonly<Record<DkimPermerrorCause["code"], string | null>> = {
  "from-not-signed": "RFC 6376 §5.4",
  "auid-outside-sdid": "RFC 6376 §6.1.1",
  "expires-before-signed": "RFC 6376 §3.5",
  "body-shorter-than-length": "RFC 6376 §3.5",
  "no-key": "RFC 6376 §6.1.2",
  "key-revoked": "RFC 6376 §6.1.2",
  "key-malformed": "RFC 6376 §6.1.2",
  "key-missing-data": "RFC 6376 §3.6.1",
  "key-version": "RFC 6376 §3.6.1",
  "key-type": "RFC 6376 §6.1.2",
  "key-hash": "RFC 6376 §6.1.2",
  "key-service": "RFC 6376 §3.6.1",
  "auid-not-exact": "RFC 6376 §3.6.1",
  "signature-limit": "RFC 6376 §6.1",
  "header-limit": null,
};

function explainNote(explainer: Explainer, note: DkimNote): void {
  switch (note.code) {
    case "foreign-record":
      explainer.note("A TXT record beside the key is no key record; it was ignored.", "RFC 6376 §6.1.2");
      break;
    case "several-key-records":
      explainer.note(
        `The selector has ${note.count} key records; ${note.tried} were tried.`,
        "RFC 6376 §3.6.2.2",
      );
      break;
    case "unsigned-duplicate":
      explainer.note(
        `${counted(note.unsigned.length, `more ${note.name} field`)} above the signed one: what a reader sees may not be what was signed.`,
        "RFC 6376 §8.15",
      );
      break;
    case "body-length-count":
      explainer.note(`l=${note.bodyLengthCount} lets anyone append to the body.`, "RFC 6376 §8.2");
      break;
    case "content-type-unsigned":
      explainer.note(
        "With l= and an unsigned Content-Type the visible body can be replaced.",
        "RFC 6376 §8.2",
      );
      break;
    case "short-lived":
      explainer.note(
        `The signature is valid for only ${counted(note.seconds, "second")}.`,
        "RFC 5321 §4.5.4.1",
      );
      break;
  }
}

function explainKeyNote(explainer: Explainer, note: DkimKeyNote): void {
  switch (note.code) {
    case "key-wrapping":
      // Both wrappings are in use everywhere; only the rarer one is worth a sentence.
      if (note.wrapping === "pkcs1") explainer.note("The key is a bare RSAPublicKey.", "RFC 6376 §3.6.1");
      break;
    case "key-below-recommended":
      explainer.note(
        `The RSA key has ${note.bits} bits; ${note.recommended} are recommended.`,
        "RFC 8301 §3.2",
      );
      break;
    case "testing":
      explainer.note("The key says that the domain only tests DKIM.", "RFC 6376 §3.6.1");
      break;
    case "granularity-ignored":
      explainer.note(`g=${note.value} of the key is historic and ignored.`, "RFC 6376 Appendix C.2");
      break;
    case "malformed-list":
      explainer.note(`An element of ${note.tag}= of the key is no word and was ignored.`, "RFC 6376 §3.6.1");
      break;
    case "sha1-only":
      explainer.note("The key admits nothing but sha1.", "RFC 8301 §3.1");
      break;
  }
}

/** The last second that has a date with a four-digit year. */
const LAST_DATED_SECOND = 253_402_300_799;

/** Seconds since 1970 as a date; what lies beyond the calendar stays a number. */
function time(epochSeconds: number): string {
  return epochSeconds > LAST_DATED_SECOND
    ? `${epochSeconds} seconds after 1970`
    : formatDateTime({ epochSeconds, offsetMinutes: 0 });
}
