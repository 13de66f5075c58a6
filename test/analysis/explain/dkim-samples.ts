import type { DkimKeyIssue } from "../../../src/dkim/key-record.ts";
import type { DkimKeyNote, DkimNote } from "../../../src/dkim/notes.ts";
import type {
  DkimNeutralCause,
  DkimPermerrorCause,
  DkimPolicyCause,
  HeaderDiagnosis,
} from "../../../src/dkim/result.ts";
import { HOSTILE } from "./hostile.ts";
import { samplesOf, type Sample } from "./samples.ts";

const at = { start: 0, end: 3 };

export const DKIM_NOTES: readonly Sample<DkimNote>[] = samplesOf<DkimNote>({
  "dkim.foreign-record": { record: 0, rfc: "RFC 6376 §6.1.2" },
  "dkim.several-key-records": { count: 4, tried: 3, rfc: "RFC 6376 §3.6.2.2" },
  "dkim.unsigned-duplicate": { name: HOSTILE, signed: [1], unsigned: [0], rfc: "RFC 6376 §8.15" },
  "dkim.body-length-count": { bodyLengthCount: 10, rfc: "RFC 6376 §8.2" },
  "dkim.content-type-unsigned": { rfc: "RFC 6376 §8.2" },
  "dkim.short-lived": { seconds: 60, rfc: "RFC 5321 §4.5.4.1" },
});

export const KEY_NOTES: readonly Sample<DkimKeyNote>[] = samplesOf<DkimKeyNote>({
  "dkim.key-wrapping": { wrapping: "pkcs1", rfc: "RFC 6376 §3.6.1" },
  "dkim.key-below-recommended": { bits: 1024, recommended: 2048, rfc: "RFC 8301 §3.2" },
  "dkim.testing": { rfc: "RFC 6376 §3.6.1" },
  "dkim.granularity-ignored": { value: HOSTILE, rfc: "RFC 6376 Appendix C.2" },
  "dkim.malformed-list": { tag: "h", rfc: "RFC 6376 §3.6.1" },
  "dkim.sha1-only": { rfc: "RFC 8301 §3.1" },
});

export const NEUTRAL_CAUSES: readonly Sample<DkimNeutralCause>[] = samplesOf<DkimNeutralCause>({
  syntax: { tag: HOSTILE, at, expected: "base64" },
  "missing-tag": { tag: HOSTILE },
  "duplicate-tag": { tag: HOSTILE, at },
  version: { value: HOSTILE, at },
  algorithm: { value: HOSTILE, at },
  canonicalization: { value: HOSTILE, at },
  "query-method": { value: HOSTILE, at },
  unread: { limit: 100 },
});

export const POLICY_CAUSES: readonly Sample<DkimPolicyCause>[] = samplesOf<DkimPolicyCause>({
  "rsa-sha1": {},
  "key-too-short": { bits: 512, minimum: 1024 },
  "key-too-long": { bits: 8192, maximum: 4096 },
  "key-untried": { bits: 16_392, maximum: 8192 },
  expired: { expiresAt: 1_700_000_000 },
  "signed-in-future": { signedAt: Number.MAX_SAFE_INTEGER },
  "unsigned-body": { unsignedBodyBytes: 1 },
  "public-suffix-signer": { sdid: HOSTILE },
});

export const KEY_ISSUES: readonly Sample<DkimKeyIssue>[] = samplesOf<DkimKeyIssue>({
  foreign: {},
  version: { value: HOSTILE, at },
  "version-not-first": { at },
  syntax: { tag: HOSTILE, at, expected: "=" },
  "duplicate-tag": { tag: HOSTILE, at },
  "missing-key-data": {},
  "key-data": { reason: "base64", at },
});

export const PERMERRORS: readonly Sample<DkimPermerrorCause>[] = samplesOf<DkimPermerrorCause>({
  "from-not-signed": {},
  "auid-outside-sdid": { auid: HOSTILE, sdid: HOSTILE },
  "expires-before-signed": { signedAt: 2, expiresAt: 1 },
  "body-shorter-than-length": { bodyLengthCount: 9, bodyBytes: 1 },
  "no-key": { name: HOSTILE, answer: "nxdomain" },
  "key-revoked": {},
  "key-malformed": { text: HOSTILE, issue: { code: "foreign" } },
  "key-missing-data": {},
  "key-version": { value: HOSTILE },
  "key-type": { keyType: HOSTILE, algorithm: HOSTILE },
  "key-hash": { accepted: [HOSTILE] },
  "key-service": { services: [HOSTILE, "a", "b"] },
  "auid-not-exact": { auid: HOSTILE, sdid: HOSTILE },
  "signature-limit": { limit: 10 },
  "header-limit": { limit: "headerFields", value: 10_000 },
});

export const DIAGNOSES: readonly Sample<HeaderDiagnosis>[] = samplesOf<HeaderDiagnosis>({
  "headers-changed": { computedHash: "00", signedHash: "11" },
  "other-hash-algorithm": { computedHash: "00", signedHash: "11", hash: "sha1" },
  "wrong-key-or-damaged-signature": { computedHash: "00" },
  unknown: { computedHash: "00" },
});
