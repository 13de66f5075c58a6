import { decodeBase64 } from "../base/base64.ts";
import type { Span } from "../base/span.ts";
import {
  parseEd25519PublicKey,
  parseRsaPublicKey,
  type PublicKey,
  type PublicKeyIssue,
  type RsaKeyWrapping,
} from "../crypto/public-key.ts";
import { parseTagList, type Tag, type TagList } from "../message/tag-list.ts";
import type { DkimKeyNote } from "./notes.ts";
import { isHyphenatedWord, splitList, tagPlaces, withoutFws, type TagPlace } from "./tag-value.ts";

/** A DKIM key record. RFC 6376 §3.6.1 */
export interface DkimKey {
  /** The record's strings joined; all spans are positions in it. */
  readonly text: string;
  /** `k=` */
  readonly keyType: string;
  /** `p=` */
  readonly publicKey: PublishedKey;
  /** `h=`: the hashes that may be used; null for all. */
  readonly hashAlgorithms: readonly string[] | null;
  /** `s=`: the services that the key is for; `*` is every one. */
  readonly services: readonly string[];
  /** `t=` */
  readonly flags: readonly string[];
  /** `t=y` */
  readonly testing: boolean;
  /** `t=s`: the domain of the AUID must be the SDID itself. */
  readonly exactAuid: boolean;
  /** `n=`: a remark for people, as written. */
  readonly remark: string | null;
  readonly tags: readonly TagPlace[];
  readonly notes: readonly DkimKeyNote[];
}

/** The content of `p=`; `data` is its base64 without white space. */
export type PublishedKey =
  | {
      readonly type: "rsa";
      readonly modulusBits: number;
      readonly exponent: number;
      readonly wrapping: RsaKeyWrapping;
      readonly data: string;
    }
  | { readonly type: "ed25519"; readonly data: string }
  /** An empty `p=`. */
  | { readonly type: "revoked" }
  /** A `k=` that is not known here. */
  | { readonly type: "unknown"; readonly data: string };

/** Why a TXT record is no usable key record. `at` points into its joined strings. */
export type DkimKeyIssue =
  /** Neither a `p=` nor a version of DKIM: something else that lives at the name. */
  | { readonly code: "foreign" }
  | { readonly code: "version"; readonly value: string; readonly at: Span }
  | { readonly code: "version-not-first"; readonly at: Span }
  | { readonly code: "syntax"; readonly tag: string | null; readonly at: Span; readonly expected: string }
  | { readonly code: "duplicate-tag"; readonly tag: string; readonly at: Span }
  | { readonly code: "missing-key-data" }
  | { readonly code: "key-data"; readonly reason: "base64" | PublicKeyIssue; readonly at: Span };

export type DkimKeyReading = { readonly key: DkimKey } | { readonly issue: DkimKeyIssue };

/** The record together with the key itself, which is null when revoked or of unknown type. */
export type KeyRecord =
  | { readonly key: DkimKey; readonly publicKey: PublicKey | null }
  | { readonly issue: DkimKeyIssue };

/** Shortest modulus that signers should use. RFC 8301 §3.2 */
export const RECOMMENDED_RSA_BITS: number = 2048;

/**
 * Parses a key record, its character-strings joined without anything between them.
 *
 * RFC 6376 §3.6.1, §3.6.2.2
 */
export function parseDkimKey(text: string): DkimKeyReading {
  const record = readKeyRecord(text);
  return "issue" in record ? record : { key: record.key };
}

/** As {@link parseDkimKey}, with the key in the form that cryptography takes. */
export function readKeyRecord(text: string): KeyRecord {
  const list = parseTagList(text);
  const issue = recordIssue(list);
  if (issue !== null) return { issue };
  const keyType = list.tags.get("k")?.value ?? "rsa";
  const published = readPublishedKey(list, keyType);
  return "issue" in published ? published : describeKey(text, list, keyType, published);
}

/** What is wrong with the record as a whole, the mildest explanation first. */
function recordIssue(list: TagList): DkimKeyIssue | null {
  const version = list.tags.get("v");
  if (!isKeyRecord(list, version)) return { code: "foreign" };
  if (version !== undefined) {
    // RFC 6376 §3.6.1: compared as a string; a record with any other value is discarded.
    if (version.value !== "DKIM1") return { code: "version", value: version.value, at: version.valueSpan };
    const [first] = list.tags.keys();
    if (first !== "v") return { code: "version-not-first", at: version.nameSpan };
  }
  const issue = list.issues[0];
  if (issue === undefined) return null;
  return issue.code === "duplicate-tag"
    ? { code: "duplicate-tag", tag: issue.name, at: issue.at }
    : { code: "syntax", tag: "tag" in issue ? issue.tag : null, at: issue.at, expected: issue.expected };
}

/**
 * Choice: a record that states a version is a key record when the version begins with DKIM in any
 * case, and one without a version when it has `p=`. Wildcards put SPF and other records at selectors;
 * those must not read as broken keys.
 *
 * RFC 6376 §6.1.2
 */
function isKeyRecord(list: TagList, version: Tag | undefined): boolean {
  if (version === undefined) return hasKeyData(list);
  return version.value.toUpperCase().startsWith("DKIM");
}

function hasKeyData(list: TagList): boolean {
  return list.tags.has("p") || list.issues.some((issue) => issue.code === "syntax" && issue.tag === "p");
}

interface ReadKey {
  readonly published: PublishedKey;
  readonly publicKey: PublicKey | null;
}

function readPublishedKey(list: TagList, keyType: string): ReadKey | { readonly issue: DkimKeyIssue } {
  const tag = list.tags.get("p");
  if (tag === undefined) return { issue: { code: "missing-key-data" } };
  if (tag.value === "") return { published: { type: "revoked" }, publicKey: null };
  const data = withoutFws(tag.value);
  const bytes = decodeBase64(data);
  if (bytes === null) return { issue: { code: "key-data", reason: "base64", at: tag.valueSpan } };
  if (keyType === "rsa") {
    const reading = parseRsaPublicKey(bytes);
    if ("issue" in reading) return { issue: { code: "key-data", reason: reading.issue, at: tag.valueSpan } };
    const { key, wrapping } = reading;
    const { modulusBits, exponent } = key;
    return { published: { type: "rsa", modulusBits, exponent, wrapping, data }, publicKey: key };
  }
  if (keyType === "ed25519") {
    const publicKey = parseEd25519PublicKey(bytes);
    if ("issue" in publicKey)
      return { issue: { code: "key-data", reason: publicKey.issue, at: tag.valueSpan } };
    return { published: { type: "ed25519", data }, publicKey };
  }
  return { published: { type: "unknown", data }, publicKey: null };
}

function describeKey(text: string, list: TagList, keyType: string, read: ReadKey): KeyRecord {
  const hashes = list.tags.get("h");
  const services = list.tags.get("s");
  const flags = splitList(list.tags.get("t")?.value ?? "", ":").filter((flag) => flag !== "");
  const key: DkimKey = {
    text,
    keyType,
    publicKey: read.published,
    hashAlgorithms: hashes === undefined ? null : splitList(hashes.value, ":"),
    services: services === undefined ? ["*"] : splitList(services.value, ":"),
    flags,
    testing: flags.includes("y"),
    exactAuid: flags.includes("s"),
    remark: list.tags.get("n")?.value ?? null,
    tags: tagPlaces(list),
    notes: keyNotes(list, read.published, flags),
  };
  return { key, publicKey: read.publicKey };
}

function keyNotes(list: TagList, published: PublishedKey, flags: readonly string[]): readonly DkimKeyNote[] {
  const notes: DkimKeyNote[] = [];
  if (published.type === "rsa") {
    notes.push({ code: "dkim.key-wrapping", wrapping: published.wrapping, rfc: "RFC 6376 §3.6.1" });
    const bits = published.modulusBits;
    if (bits < RECOMMENDED_RSA_BITS) {
      notes.push({
        code: "dkim.key-below-recommended",
        bits,
        recommended: RECOMMENDED_RSA_BITS,
        rfc: "RFC 8301 §3.2",
      });
    }
  }
  if (flags.includes("y")) notes.push({ code: "dkim.testing", rfc: "RFC 6376 §3.6.1" });
  const granularity = list.tags.get("g");
  if (granularity !== undefined)
    notes.push({ code: "dkim.granularity-ignored", value: granularity.value, rfc: "RFC 6376 Appendix C.2" });
  for (const tag of ["h", "s", "t"] as const) {
    const value = list.tags.get(tag)?.value;
    if (
      value !== undefined &&
      !splitList(value, ":").every((word) => word === "*" || isHyphenatedWord(word))
    ) {
      notes.push({ code: "dkim.malformed-list", tag, rfc: "RFC 6376 §3.6.1" });
    }
  }
  if (list.tags.get("h")?.value === "sha1") notes.push({ code: "dkim.sha1-only", rfc: "RFC 8301 §3.1" });
  return notes;
}
