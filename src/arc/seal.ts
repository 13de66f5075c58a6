import type { DomainName } from "../base/domain.ts";
import type { Span } from "../base/span.ts";
import type { HashAlgorithm, SignatureAlgorithm } from "../crypto/provider.ts";
import type { DkimNeutralCause } from "../dkim/result.ts";
import { FirstIssue } from "../dkim/first-issue.ts";
import { claimedSigner, optional, refuseListIssues, required } from "../dkim/signature-reading.ts";
import {
  readAlgorithm,
  readSdid,
  readSelector,
  readSignatureData,
  readTimestamp,
} from "../dkim/signature-tags.ts";
import type { ClaimedSigner } from "../dkim/signature.ts";
import { tagPlaces, type TagPlace } from "../dkim/tag-value.ts";
import type { Tag, TagList } from "../message/tag-list.ts";
import { readArcTags, readInstanceTag } from "./instance.ts";

/** What a sealer found of the chain before its own set. RFC 8617 §4.4 */
export type ChainValidation = "none" | "pass" | "fail";

/** An ARC-Seal field whose every tag is well-formed. RFC 8617 §4.1.3 */
export interface Seal {
  /** The field value that was parsed; all spans are positions in it. */
  readonly text: string;
  /** `i=` */
  readonly instance: number;
  /** `a=` */
  readonly algorithm: SignatureAlgorithm;
  readonly hash: HashAlgorithm;
  /** `b=`: base64 without white space. */
  readonly signatureData: string;
  /** `cv=` */
  readonly chainValidation: ChainValidation;
  /** `d=`: who sealed. */
  readonly sdid: DomainName;
  /** `s=` */
  readonly selector: DomainName;
  /** `t=`: seconds since 1970. */
  readonly signedAt: number | null;
  /** Where each tag stands, in the order written, unknown tags included. */
  readonly tags: readonly TagPlace[];
}

/** Why a field is no seal. `at` points into its text. */
export type SealIssue =
  | DkimNeutralCause
  /** `h=`: the fields under a seal are fixed, a list of others would lead a careless validator. RFC 8617 §4.1.3 */
  | { readonly code: "signed-fields"; readonly at: Span }
  | { readonly code: "chain-validation"; readonly value: string; readonly at: Span };

export type SealReading =
  | { readonly seal: Seal }
  | { readonly issue: SealIssue; readonly text: string; readonly claimed: ClaimedSigner };

/**
 * Parses the value of an ARC-Seal field, folded or unfolded. Never throws.
 *
 * RFC 8617 §4.1.3
 */
export function parseArcSeal(text: string): SealReading {
  const list = readArcTags(text);
  const issues = new FirstIssue<SealIssue>();
  const seal = readSeal(text, list, issues);
  return issues.first === null ? { seal } : { issue: issues.first, text, claimed: claimedSigner(list) };
}

function readSeal(text: string, list: TagList, issues: FirstIssue<SealIssue>): Seal {
  refuseListIssues(list, issues);
  // RFC 8617 §4.1.3: h= is not allowed and makes the chain fail.
  const signedFields = list.tags.get("h");
  if (signedFields !== undefined) {
    issues.refuse({ code: "signed-fields", at: signedFields.valueSpan }, null);
  }
  const instance = readInstanceTag(required(list, "i", issues), issues);
  const { algorithm, hash } = readAlgorithm(required(list, "a", issues), issues);
  return {
    text,
    instance,
    algorithm,
    hash,
    signatureData: readSignatureData(required(list, "b", issues), issues),
    chainValidation: readChainValidation(required(list, "cv", issues), issues),
    sdid: readSdid(required(list, "d", issues), issues),
    selector: readSelector(required(list, "s", issues), issues),
    signedAt: optional(list, "t", readTimestamp, null, issues),
    tags: tagPlaces(list),
  };
}

/** `cv=`. Its words are quoted literals of the grammar, so their case does not count. RFC 8617 §3.9 */
function readChainValidation(tag: Tag, issues: FirstIssue<SealIssue>): ChainValidation {
  const word = tag.value.toLowerCase();
  if (word === "none" || word === "pass" || word === "fail") return word;
  return issues.refuse({ code: "chain-validation", value: tag.value, at: tag.valueSpan }, "fail");
}
