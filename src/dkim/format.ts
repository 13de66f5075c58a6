import type { TagText } from "../message/tag-list-layout.ts";
import type { DkimKey } from "./key-record.ts";
import { encodeDkimQuotedPrintable } from "./quoted-printable.ts";
import type { DkimSignature } from "./signature.ts";

/** A tag, or with null the tag that is left out. */
type TagValue = readonly [name: string, value: string | null];

/**
 * Writes the value of a DKIM-Signature field on one line: what differs from its default, `b=` last.
 * Parsing it gives the same signature again; folding is the business of who sends it.
 *
 * RFC 6376 §3.5
 */
export function formatDkimSignature(signature: Omit<DkimSignature, "text" | "tags">): string {
  return formatTags([...signatureTags(signature), ["b", signature.signatureData]]);
}

/** The tags of a signature that are stated, all but `b=`. RFC 6376 §3.5 */
export function signatureTags(
  signature: Omit<DkimSignature, "text" | "tags" | "signatureData" | "hash" | "auidDomain">,
): readonly TagText[] {
  const { canonicalization, sdid, auid, queryMethods, copiedFields } = signature;
  const { header, body } = canonicalization;
  const copies = copiedFields.map(({ name, value }) => `${name}:${encodeDkimQuotedPrintable(value)}`);
  return stated([
    ["v", "1"],
    ["a", signature.algorithm],
    ["c", header === "simple" && body === "simple" ? null : `${header}/${body}`],
    ["d", sdid],
    ["s", signature.selector],
    ["t", formatNumber(signature.signedAt)],
    ["x", formatNumber(signature.expiresAt)],
    ["i", auid === `@${sdid}` ? null : encodeDkimQuotedPrintable(auid)],
    ["q", queryMethods.length === 1 && queryMethods[0] === "dns/txt" ? null : queryMethods.join(":")],
    ["l", formatNumber(signature.bodyLengthCount)],
    ["h", signature.signedFields.join(":")],
    ["z", copies.length === 0 ? null : copies.join("|")],
    ["bh", signature.bodyHash],
  ]);
}

/**
 * Writes a key record: the version, what differs from its default, `p=` last. Parsing it gives the same
 * key again.
 *
 * RFC 6376 §3.6.1
 */
export function formatDkimKey(key: Omit<DkimKey, "text" | "tags" | "notes">): string {
  const { publicKey, keyType, services } = key;
  return formatTags(
    stated([
      ["v", "DKIM1"],
      ["k", keyType === "rsa" ? null : keyType],
      ["h", key.hashAlgorithms?.join(":") ?? null],
      ["s", services.length === 1 && services[0] === "*" ? null : services.join(":")],
      ["t", key.flags.length === 0 ? null : key.flags.join(":")],
      ["n", key.remark],
      ["p", "data" in publicKey ? publicKey.data : ""],
    ]),
  );
}

function formatNumber(value: number | null): string | null {
  return value === null ? null : String(value);
}

function stated(tags: readonly TagValue[]): readonly TagText[] {
  return tags.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function formatTags(tags: readonly TagText[]): string {
  return tags.map(([name, value]) => `${name}=${value}`).join("; ");
}
