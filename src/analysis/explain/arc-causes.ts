import type { MessageSignatureIssue } from "../../arc/message-signature.ts";
import type { ArcNote } from "../../arc/notes.ts";
import type { ArcCause, SealPermerrorCause } from "../../arc/result.ts";
import type { SealIssue } from "../../arc/seal.ts";
import type { ArcFieldName } from "../../arc/sets.ts";
import { neutralWords, permerrorWords, policyWords, refused } from "./dkim-causes.ts";
import { counted, failureWords, listed } from "./statement.ts";

/** The fields by the names that a reader finds in the header. */
const FIELD_WORDS: Readonly<Record<ArcFieldName, string>> = {
  "arc-authentication-results": "ARC-Authentication-Results",
  "arc-message-signature": "ARC-Message-Signature",
  "arc-seal": "ARC-Seal",
};

/** Why a chain fails. */
export function arcCauseWords(cause: ArcCause): string {
  switch (cause.code) {
    case "set-limit":
      return `it has ${counted(cause.sets, "set")}, and ${cause.limit} are the most`;
    case "sealed-as-failed":
      return `set ${cause.instance}, the newest, says that the chain was broken before it`;
    case "invalid-instance": {
      const field = `${FIELD_WORDS[cause.field]} (header field ${cause.fieldIndex})`;
      return cause.value === null
        ? `${field} has no instance`
        : `the instance "${cause.value}" of ${field} is no number from 1 to 50`;
    }
    case "missing-field":
      return `set ${cause.instance} has no ${FIELD_WORDS[cause.field]}`;
    case "duplicate-field":
      return `set ${cause.instance} has ${cause.fieldIndices.length} ${FIELD_WORDS[cause.field]} fields`;
    case "missing-set":
      return `set ${cause.instance} is missing`;
    case "chain-validation":
      return `the seal of set ${cause.instance} says cv=${cause.found} where cv=${cause.expected} belongs`;
    case "header-limit":
      return `the header passes a limit (${cause.limit}, ${cause.value}), so not all of it was read`;
    case "message-signature-malformed":
      return `the message signature of set ${cause.instance} cannot be read: ${issueWords(cause.issue)}`;
    case "message-signature-invalid":
      return `after set ${cause.instance}, the newest, the message was changed: ${brokenWords(cause)}`;
    case "message-signature-unverifiable":
      return `the message signature of set ${cause.instance} cannot be verified: ${permerrorWords(cause.reason)}`;
    case "message-signature-refused":
      return `the message signature of set ${cause.instance} ${refused(cause.reason)}: ${policyWords(cause.reason)}`;
    case "message-signature-unavailable":
      return `the question for the key at ${cause.reason.name} ${failureWords(cause.reason.reason)}`;
    case "seal-malformed":
      return `the seal of set ${cause.instance} cannot be read: ${issueWords(cause.issue)}`;
    case "seal-invalid":
      return `the seal of set ${cause.instance} does not verify: a field of the sets up to it was changed`;
    case "seal-unverifiable":
      return `the seal of set ${cause.instance} cannot be verified: ${sealPermerrorWords(cause.reason)}`;
    case "seal-refused":
      return `the seal of set ${cause.instance} ${refused(cause.reason)}: ${policyWords(cause.reason)}`;
    case "seal-unavailable":
      return `the question for the key at ${cause.reason.name} ${failureWords(cause.reason.reason)}`;
  }
}

/** The section that states the rule behind a cause; null for a limit of our own. */
export const ARC_CAUSE_SECTIONS: Readonly<Record<ArcCause["code"], string | null>> = {
  "set-limit": "RFC 8617 §5.2",
  "sealed-as-failed": "RFC 8617 §5.2",
  "invalid-instance": "RFC 8617 §4.2.1",
  "missing-field": "RFC 8617 §4.2.1",
  "duplicate-field": "RFC 8617 §4.2.1",
  "missing-set": "RFC 8617 §5.2",
  "chain-validation": "RFC 8617 §5.2",
  "header-limit": null,
  "message-signature-malformed": "RFC 8617 §4.1.2",
  "message-signature-invalid": "RFC 8617 §5.2",
  "message-signature-unverifiable": "RFC 8617 §5.2",
  "message-signature-refused": "RFC 8617 §5.2",
  "message-signature-unavailable": "RFC 8617 §5.2.1",
  "seal-malformed": "RFC 8617 §4.1.3",
  "seal-invalid": "RFC 8617 §5.2",
  "seal-unverifiable": "RFC 8617 §5.2",
  "seal-refused": "RFC 8617 §5.2",
  "seal-unavailable": "RFC 8617 §5.2.1",
};

/** Why a field of a set cannot be read. */
export function issueWords(issue: MessageSignatureIssue | SealIssue): string {
  if (issue.code === "seal-signed") return "h= names ARC-Seal, which is made after it";
  if (issue.code === "signed-fields") return "it has h=, which a seal must not have";
  if (issue.code === "chain-validation") return `cv=${issue.value} is neither none, pass nor fail`;
  return neutralWords(issue);
}

/** Why a seal can never be verified. */
export function sealPermerrorWords(cause: SealPermerrorCause): string {
  return cause.code === "incomplete-set"
    ? `set ${cause.instance}, which it covers, is not complete`
    : permerrorWords(cause);
}

/** What no longer verifies of a message signature. */
export function brokenWords({
  headerSignature,
  bodyHash,
}: {
  readonly headerSignature: "valid" | "invalid";
  readonly bodyHash: "match" | "mismatch";
}): string {
  if (headerSignature === "valid") return "the header is as signed, the body is not";
  return bodyHash === "match"
    ? "the body is as signed, the header is not"
    : "neither header nor body are as signed";
}

/** A note on a chain as a sentence. */
export function arcNoteWords(note: ArcNote): string {
  switch (note.code) {
    case "arc.from-not-signed":
      return `The message signature of set ${note.instance} does not cover the From field.`;
    case "arc.volatile-field-signed":
      return `The message signature of set ${note.instance} covers ${listed(note.names)}, which later hosts may change.`;
    case "arc.empty-field-name":
      return `h= of the message signature of set ${note.instance} has an empty name; it was passed over.`;
    case "arc.version-ignored":
      return `v= of the message signature of set ${note.instance} is ignored.`;
    case "arc.seal-tags-ignored":
      return `The seal of set ${note.instance} has tags that no seal has (${listed(note.tags)}); they are ignored.`;
    case "arc.results-malformed":
      return `The report of set ${note.instance} does not keep to the grammar.`;
  }
}
