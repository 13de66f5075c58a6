import { displayDomain, isCostlyName, isSubdomainOf, type DomainName } from "../base/domain.ts";
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

/** A DKIM-Signature field and its unfolded value. */
interface HeldSignature {
  readonly field: HeaderField;
  readonly text: string;
}

/** Fields with names past ASCII that are read for each signature that is verified. */
const READ_FOR_ONE = 10;

export interface ExtractionOptions {
  readonly limits: Limits;
  /** Signatures aligned with this domain are verified first; asked for only when there are more than a limit. */
  readonly authorDomain: () => DomainName | null;
}

/**
 * Reads every DKIM-Signature field, in the order of the header, and chooses which are verified.
 *
 * Choice: when there are more than the limit, those that can align with the author go first, exact
 * domains before related ones, from the top; a flood of foreign signatures then cannot displace the
 * one that counts.
 *
 * Choice: of fields with names past ASCII ten times as many are read as signatures are verified, those that name
 * the author's domain first; the others are listed unread. The tables of UTS #46 are slow, and no honest message has
 * so many.
 *
 * RFC 6376 §6.1
 */
export function extractSignatures(
  fields: readonly HeaderField[],
  options: ExtractionOptions,
): readonly ExtractedSignature[] {
  const { limits, authorDomain } = options;
  const held = fields
    .filter(({ lowerName }) => lowerName === "dkim-signature")
    .map((field): HeldSignature => ({ field, text: signatureText(field) }));
  const unread = beyondReading(held, options);
  const extracted = held.map((each) =>
    unread.has(each) ? unreadSignature(each, READ_FOR_ONE * limits.dkimSignatures) : extractSignature(each),
  );
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

/** The fields with names past ASCII that are too many. */
function beyondReading(
  held: readonly HeldSignature[],
  { limits, authorDomain }: ExtractionOptions,
): ReadonlySet<HeldSignature> {
  const most = READ_FOR_ONE * limits.dkimSignatures;
  if (held.length <= most) return new Set();
  const costly = held.filter(({ text }) => isCostlyName(text));
  if (costly.length <= most) return new Set();
  const author = authorDomain();
  const names = author === null ? [] : [author, displayDomain(author)];
  const naming = costly.filter(({ text }) => names.some((name) => text.toLowerCase().includes(name)));
  const ranked = new Set([...naming, ...costly]);
  return new Set([...ranked].slice(most));
}

function unreadSignature({ field, text }: HeldSignature, limit: number): ExtractedSignature {
  const claimed = { sdid: null, selector: null };
  return { field, reading: { issue: { code: "unread", limit }, text, claimed }, fault: null };
}

function extractSignature({ field, text }: HeldSignature): ExtractedSignature {
  const reading = parseDkimSignature(text);
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
