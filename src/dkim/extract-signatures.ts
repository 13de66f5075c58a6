import { isSubdomainOf, type DomainName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import { publicSuffixOrganizationalDomain } from "../base/public-suffix.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { DigestRequest } from "../message/message.ts";
import type { DkimPermerrorCause } from "./result.ts";
import { digestRequest, signatureText } from "./signed-data.ts";
import { lastingFault, parseDkimSignature, type DkimSignatureReading } from "./signature.ts";

/** A DKIM-Signature field, read, and what is to be done with it. */
export interface ExtractedSignature {
  readonly field: HeaderField;
  readonly reading: DkimSignatureReading;
  /** Why a readable signature is not verified; null when it is. */
  readonly fault: DkimPermerrorCause | null;
}

export interface ExtractionOptions {
  readonly limits: Limits;
  /** Signatures aligned with this domain are verified first; asked for only when there are more than the limit. */
  readonly authorDomain: () => DomainName | null;
}

/**
 * Reads every DKIM-Signature field, in the order of the header, and chooses which are verified.
 *
 * Choice: when there are more than the limit, those that can align with the author go first, exact
 * domains before related ones, from the top; a flood of foreign signatures then cannot displace the
 * one that counts.
 *
 * RFC 6376 §6.1
 */
export function extractSignatures(
  fields: readonly HeaderField[],
  { limits, authorDomain }: ExtractionOptions,
): readonly ExtractedSignature[] {
  const extracted = fields.filter(({ lowerName }) => lowerName === "dkim-signature").map(extractSignature);
  const verifiable = extracted.filter(({ reading, fault }) => "signature" in reading && fault === null);
  const limit = limits.dkimSignatures;
  if (verifiable.length <= limit) return extracted;
  const author = authorDomain();
  const distances = new Map(verifiable.map((each) => [each, distanceToAuthor(each.reading, author)]));
  const ranked = verifiable.toSorted(
    (left, right) => (distances.get(left) ?? 0) - (distances.get(right) ?? 0),
  );
  const surplus = new Set(ranked.slice(limit));
  return extracted.map((each) =>
    surplus.has(each) ? { ...each, fault: { code: "signature-limit", limit } } : each,
  );
}

function extractSignature(field: HeaderField): ExtractedSignature {
  const reading = parseDkimSignature(signatureText(field));
  return { field, reading, fault: "signature" in reading ? lastingFault(reading.signature) : null };
}

/** 0: the author's domain; 1: may align in relaxed mode; 2: cannot. RFC 9989 §3.2.10.1 */
function distanceToAuthor(reading: DkimSignatureReading, authorDomain: DomainName | null): number {
  if (authorDomain === null || !("signature" in reading)) return 2;
  const { sdid } = reading.signature;
  if (sdid === authorDomain) return 0;
  if (isSubdomainOf(sdid, authorDomain) || isSubdomainOf(authorDomain, sdid)) return 1;
  const organizationalDomain = publicSuffixOrganizationalDomain(authorDomain);
  return organizationalDomain !== null && isSubdomainOf(sdid, organizationalDomain) ? 1 : 2;
}

/** The body digests that verification will ask the message for: for a message reader to compute on the way. */
export function planDkimDigests(signatures: readonly ExtractedSignature[]): readonly DigestRequest[] {
  const requests: DigestRequest[] = [];
  for (const { reading, fault } of signatures) {
    if ("signature" in reading && fault === null) requests.push(digestRequest(reading.signature));
  }
  return requests;
}
