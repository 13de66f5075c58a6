import type { DomainName } from "../base/domain.ts";
import { isSubdomainOf } from "../base/domain.ts";
import type { HashAlgorithm, SignatureAlgorithm } from "../crypto/provider.ts";
import type { Canonicalization } from "../message/message.ts";
import { parseTagList, type Tag, type TagList } from "../message/tag-list.ts";
import type { DkimNeutralCause, DkimPermerrorCause } from "./result.ts";
import { FirstIssue, type Issues } from "./first-issue.ts";
import { claimedSigner, optional, refuseListIssues, required } from "./signature-reading.ts";
import {
  readAlgorithm,
  readAuid,
  readBodyHash,
  readBodyLengthCount,
  readCanonicalization,
  readCopiedFields,
  readQueryMethods,
  readSdid,
  readSelector,
  readSignatureData,
  readSignedFields,
  readTimestamp,
  type CopiedField,
} from "./signature-tags.ts";
import { tagPlaces, type TagPlace } from "./tag-value.ts";

/** A DKIM-Signature field whose every tag is well-formed. RFC 6376 §3.5 */
export interface DkimSignature {
  /** The field value that was parsed; all spans are positions in it. */
  readonly text: string;
  /** `a=` */
  readonly algorithm: SignatureAlgorithm;
  /** The hash that `a=` names, for the body as for the header. */
  readonly hash: HashAlgorithm;
  /** `b=`: base64 without white space. */
  readonly signatureData: string;
  /** `bh=`: base64 without white space. */
  readonly bodyHash: string;
  /** `c=` */
  readonly canonicalization: { readonly header: Canonicalization; readonly body: Canonicalization };
  /** `d=`: the Signing Domain Identifier. RFC 6376 §2.5 */
  readonly sdid: DomainName;
  /** `h=`: the names as written, in signing order. */
  readonly signedFields: readonly string[];
  /** `i=`: the Agent or User Identifier, decoded, its domain as A-labels; `@` and the SDID when not stated. RFC 6376 §2.6 */
  readonly auid: string;
  /** The domain of the AUID. */
  readonly auidDomain: DomainName;
  /** `l=`: how many octets of the canonical body are signed; null for all. */
  readonly bodyLengthCount: number | null;
  /** `q=`: the query methods as written. */
  readonly queryMethods: readonly string[];
  /** `s=` as A-labels. RFC 6376 §3.1 */
  readonly selector: DomainName;
  /** `t=`: seconds since 1970. */
  readonly signedAt: number | null;
  /** `x=`: seconds since 1970. */
  readonly expiresAt: number | null;
  /** `z=`: header fields as they were when signed; for diagnosis only. */
  readonly copiedFields: readonly CopiedField[];
  /** Where each tag stands, in the order written, unknown tags included. */
  readonly tags: readonly TagPlace[];
}

/** What a field that cannot be processed says of its signer: nothing here was verified. */
export interface ClaimedSigner {
  readonly sdid: string | null;
  readonly selector: string | null;
}

export type DkimSignatureReading =
  | { readonly signature: DkimSignature }
  | { readonly issue: DkimNeutralCause; readonly text: string; readonly claimed: ClaimedSigner };

/** Without `c=`. RFC 6376 §3.5 */
const SIMPLE: DkimSignature["canonicalization"] = { header: "simple", body: "simple" };

/**
 * Parses the value of a DKIM-Signature field, folded or unfolded.
 *
 * Choice: tag values are compared with case, also where their ABNF has quoted literals: RFC 6376 §3.2
 * demands it unless the description of a tag says otherwise, and only `h=` does.
 *
 * RFC 6376 §3.5, §6.1.1
 */
export function parseDkimSignature(text: string): DkimSignatureReading {
  const list = parseTagList(text);
  const issues = new FirstIssue();
  refuseListIssues(list, issues);
  readVersion(required(list, "v", issues), issues);
  const shared = readSharedTags(text, list, readSignedFields, issues);
  const { auid, auidDomain } = optional(list, "i", readAuid, defaultAuid(shared.sdid), issues);
  return issues.first === null
    ? { signature: { auid, auidDomain, ...shared } }
    : { issue: issues.first, text, claimed: claimedSigner(list) };
}

/**
 * The tags that a DKIM-Signature has in common with an ARC-Message-Signature: all but `v=` and `i=`.
 *
 * RFC 6376 §3.5, RFC 8617 §4.1.2
 */
export function readSharedTags(
  text: string,
  list: TagList,
  readFieldNames: (tag: Tag, issues: Issues) => readonly string[],
  issues: Issues,
): Omit<DkimSignature, "auid" | "auidDomain"> {
  const { algorithm, hash } = readAlgorithm(required(list, "a", issues), issues);
  const signatureData = readSignatureData(required(list, "b", issues), issues);
  const bodyHash = readBodyHash(required(list, "bh", issues), hash, issues);
  const sdid = readSdid(required(list, "d", issues), issues);
  const signedFields = readFieldNames(required(list, "h", issues), issues);
  const selector = readSelector(required(list, "s", issues), issues);
  return {
    text,
    algorithm,
    hash,
    signatureData,
    bodyHash,
    canonicalization: optional(list, "c", readCanonicalization, SIMPLE, issues),
    sdid,
    signedFields,
    bodyLengthCount: optional(list, "l", readBodyLengthCount, null, issues),
    queryMethods: optional(list, "q", readQueryMethods, ["dns/txt"], issues),
    selector,
    signedAt: optional(list, "t", readTimestamp, null, issues),
    expiresAt: optional(list, "x", readTimestamp, null, issues),
    copiedFields: optional(list, "z", readCopiedFields, [], issues),
    tags: tagPlaces(list),
  };
}

/** RFC 6376 §3.5: the value is "1", compared as a string. */
function readVersion(tag: Tag, issues: Issues): void {
  if (tag.value !== "1") issues.refuse({ code: "version", value: tag.value, at: tag.valueSpan }, null);
}

/** Without `i=` its value is "@" and the SDID. RFC 6376 §6.1.1 */
export function defaultAuid(sdid: DomainName): Pick<DkimSignature, "auid" | "auidDomain"> {
  return { auid: `@${sdid}`, auidDomain: sdid };
}

/**
 * The first reason why a well-formed signature cannot be valid whatever the key and the message, or null.
 *
 * RFC 6376 §6.1.1
 */
export function lastingFault(signature: DkimSignature): DkimPermerrorCause | null {
  const { auid, auidDomain, sdid } = signature;
  if (!isSubdomainOf(auidDomain, sdid)) return { code: "auid-outside-sdid", auid, sdid };
  if (!signature.signedFields.some((name) => name.toLowerCase() === "from"))
    return { code: "from-not-signed" };
  return lifetimeFault(signature);
}

/** `x=` must be greater than `t=`. RFC 6376 §3.5 */
export function lifetimeFault({ signedAt, expiresAt }: DkimSignature): DkimPermerrorCause | null {
  if (signedAt !== null && expiresAt !== null && expiresAt <= signedAt) {
    return { code: "expires-before-signed", signedAt, expiresAt };
  }
  return null;
}
