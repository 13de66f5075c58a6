import type { Span } from "../base/span.ts";
import { headerLimitCause, verifySignature, type SignatureContext } from "../dkim/verify.ts";
import type { DkimNeutralCause } from "../dkim/result.ts";
import { FirstIssue, type Issues } from "../dkim/first-issue.ts";
import { claimedSigner, refuseListIssues, required } from "../dkim/signature-reading.ts";
import { readSignedFields } from "../dkim/signature-tags.ts";
import {
  defaultAuid,
  lifetimeFault,
  readSharedTags,
  type ClaimedSigner,
  type DkimSignature,
} from "../dkim/signature.ts";
import { splitList } from "../dkim/tag-value.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { Tag } from "../message/tag-list.ts";
import { done, type Task } from "../task/task.ts";
import { readArcTags, readInstanceTag } from "./instance.ts";
import type { MessageSignatureResult } from "./result.ts";

/**
 * An ARC-Message-Signature field whose every tag is well-formed: a DKIM signature whose `i=` is the
 * instance. It has no AUID of its own, so `auid` is the one that stands for a missing `i=`.
 *
 * RFC 8617 §4.1.2
 */
export interface MessageSignature extends DkimSignature {
  /** `i=` */
  readonly instance: number;
}

/** Why a field is no message signature. `at` points into its text. */
export type MessageSignatureIssue =
  | DkimNeutralCause
  /** `h=` names ARC-Seal: the seals are made after this signature, and over it. RFC 8617 §4.1.2 */
  | { readonly code: "seal-signed"; readonly at: Span };

export type MessageSignatureReading =
  | { readonly signature: MessageSignature }
  | { readonly issue: MessageSignatureIssue; readonly text: string; readonly claimed: ClaimedSigner };

/** A message signature and the field that holds it. */
export interface CollectedSignature {
  readonly field: HeaderField;
  readonly reading: MessageSignatureReading;
}

/**
 * Parses the value of an ARC-Message-Signature field, folded or unfolded. Never throws.
 *
 * A version is ignored, and `From` need not be among the signed fields.
 *
 * RFC 8617 §4.1.2
 */
export function parseArcMessageSignature(text: string): MessageSignatureReading {
  const list = readArcTags(text);
  const issues = new FirstIssue();
  refuseListIssues(list, issues);
  const instance = readInstanceTag(required(list, "i", issues), issues);
  const shared = readSharedTags(text, list, readFieldNames, issues);
  if (issues.first !== null) return { issue: issues.first, text, claimed: claimedSigner(list) };
  const signature = { instance, ...defaultAuid(shared.sdid), ...shared };
  const at = list.tags.get("h")?.valueSpan ?? { start: 0, end: 0 };
  return signsField(signature, "arc-seal")
    ? { issue: { code: "seal-signed", at }, text, claimed: claimedSigner(list) }
    : { signature };
}

/**
 * `h=`, in which names may be missing.
 *
 * Choice: an empty name selects no field and changes nothing that is signed, so it is passed over and
 * noted; refusing it would fail chains whose every byte is proven.
 *
 * RFC 8617 §4.1.2
 */
function readFieldNames(tag: Tag, issues: Issues): readonly string[] {
  const names = splitList(tag.value, ":").filter((name) => name !== "");
  return names.length === 0 ? [] : readSignedFields({ ...tag, value: names.join(":") }, issues);
}

/** Whether `h=` names the field, given in lower case. */
export function signsField({ signedFields }: MessageSignature, lowerName: string): boolean {
  return signedFields.some((name) => name.toLowerCase() === lowerName);
}

/**
 * Verifies one message signature as it stands today: header signature and body hash, whatever the other
 * says.
 *
 * ARC never had rsa-sha1, so no policy can admit it.
 *
 * RFC 8617 §5.2, RFC 8301 §3.1
 */
export function verifyMessageSignature(
  { field, reading }: CollectedSignature,
  context: SignatureContext,
): Task<MessageSignatureResult> {
  const fieldIndex = field.index;
  if ("issue" in reading) {
    const { issue: cause, text, claimed } = reading;
    return done({ result: "neutral", fieldIndex, cause, text, claimed, notes: [], trace: [] });
  }
  const { signature } = reading;
  const cause = lifetimeFault(signature) ?? headerLimitCause(context.message);
  if (cause !== null) {
    return done({ result: "permerror", fieldIndex, signature, key: null, cause, notes: [], trace: [] });
  }
  return verifySignature(field, signature, {
    ...context,
    policy: { ...context.policy, rsaSha1: "refuse" },
  });
}
