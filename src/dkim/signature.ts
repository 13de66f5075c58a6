import type { DomainName } from "../base/domain.ts";
import { isSubdomainOf } from "../base/domain.ts";
import type { HashAlgorithm, SignatureAlgorithm } from "../crypto/provider.ts";
import type { Canonicalization } from "../message/message.ts";
import { parseTagList, type Tag, type TagList } from "../message/tag-list.ts";
import type { DkimNeutralCause, DkimPermerrorCause } from "./result.ts";
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
  type Reading,
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
  const step = readSignature(text, list).next();
  return step.done === true
    ? { signature: step.value }
    : { issue: step.value, text, claimed: claimedSigner(list) };
}

function* readSignature(text: string, list: TagList): Reading<DkimSignature> {
  yield* refuseIssues(list);
  yield* readVersion(yield* required(list, "v"));
  const { algorithm, hash } = yield* readAlgorithm(yield* required(list, "a"));
  const signatureData = yield* readSignatureData(yield* required(list, "b"));
  const bodyHash = yield* readBodyHash(yield* required(list, "bh"), hash);
  const sdid = yield* readSdid(yield* required(list, "d"));
  const signedFields = yield* readSignedFields(yield* required(list, "h"));
  const selector = yield* readSelector(yield* required(list, "s"));
  return {
    text,
    algorithm,
    hash,
    signatureData,
    bodyHash,
    canonicalization: yield* optional(list, "c", readCanonicalization, { header: "simple", body: "simple" }),
    sdid,
    signedFields,
    // RFC 6376 §6.1.1: without i= its value is "@" and the SDID.
    ...(yield* optional(list, "i", readAuid, { auid: `@${sdid}`, auidDomain: sdid })),
    bodyLengthCount: yield* optional(list, "l", readBodyLengthCount, null),
    queryMethods: yield* optional(list, "q", readQueryMethods, ["dns/txt"]),
    selector,
    signedAt: yield* optional(list, "t", readTimestamp, null),
    expiresAt: yield* optional(list, "x", readTimestamp, null),
    copiedFields: yield* optional(list, "z", readCopiedFields, []),
    tags: tagPlaces(list),
  };
}

/** A list with a malformed or repeated tag is invalid as a whole. RFC 6376 §3.2 */
function* refuseIssues(list: TagList): Reading<void> {
  const issue = list.issues[0];
  if (issue === undefined) return;
  if (issue.code === "duplicate-tag") {
    yield { code: "duplicate-tag", tag: issue.name, at: issue.at };
  } else {
    yield { code: "syntax", tag: "tag" in issue ? issue.tag : null, at: issue.at, expected: issue.expected };
  }
}

/** RFC 6376 §3.5: the value is "1", compared as a string. */
function* readVersion(tag: Tag): Reading<void> {
  if (tag.value !== "1") yield { code: "version", value: tag.value, at: tag.valueSpan };
}

/** RFC 6376 §6.1.1 */
function* required(list: TagList, name: string): Reading<Tag> {
  return list.tags.get(name) ?? (yield { code: "missing-tag", tag: name });
}

function* optional<Value, Default>(
  list: TagList,
  name: string,
  read: (tag: Tag) => Reading<Value>,
  otherwise: Default,
): Reading<Value | Default> {
  const tag = list.tags.get(name);
  return tag === undefined ? otherwise : yield* read(tag);
}

function claimedSigner(list: TagList): ClaimedSigner {
  return { sdid: legible(list, "d", readSdid), selector: legible(list, "s", readSelector) };
}

function legible(list: TagList, name: string, read: (tag: Tag) => Reading<DomainName>): DomainName | null {
  const tag = list.tags.get(name);
  const step = tag === undefined ? null : read(tag).next();
  return step !== null && step.done === true ? step.value : null;
}

/**
 * The first reason why a well-formed signature cannot be valid whatever the key and the message, or null.
 *
 * RFC 6376 §6.1.1
 */
export function lastingFault(signature: DkimSignature): DkimPermerrorCause | null {
  const { auid, auidDomain, sdid, signedAt, expiresAt } = signature;
  if (!isSubdomainOf(auidDomain, sdid)) return { code: "auid-outside-sdid", auid, sdid };
  if (!signature.signedFields.some((name) => name.toLowerCase() === "from"))
    return { code: "from-not-signed" };
  // RFC 6376 §3.5: x= must be greater than t=.
  if (signedAt !== null && expiresAt !== null && expiresAt <= signedAt) {
    return { code: "expires-before-signed", signedAt, expiresAt };
  }
  return null;
}
