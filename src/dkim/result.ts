import type { DnsFailureReason } from "../dns/answer.ts";
import type { Span } from "../base/span.ts";
import type { HashAlgorithm } from "../crypto/provider.ts";
import type { HeaderLimit } from "../message/message.ts";
import type { DkimKey, DkimKeyIssue } from "./key-record.ts";
import type { ClaimedSigner, DkimSignature } from "./signature.ts";
import type { DkimEvent } from "./trace.ts";
import type { DkimNote } from "./notes.ts";

interface DkimCommon {
  /** Index of the DKIM-Signature field among all header fields, 0 at the top. */
  readonly fieldIndex: number;
  readonly notes: readonly DkimNote[];
  readonly trace: readonly DkimEvent[];
}

interface DkimEvaluated<Signature> extends DkimCommon {
  readonly signature: Signature;
  readonly key: DkimKey;
  readonly coverage: Coverage;
}

/**
 * Result of one DKIM-Signature field. Precedence when several apply: neutral, permerror, temperror,
 * fail, policy, pass.
 *
 * RFC 6376 §6.1, RFC 8601 §2.7.1
 */
export type DkimResult =
  | SignatureResult<DkimSignature>
  | (DkimCommon & {
      readonly result: "neutral";
      readonly cause: DkimNeutralCause;
      /** The unfolded field value; the span of the cause is a position in it. */
      readonly text: string;
      /** What could be read of the field for reporting: nothing here was verified. */
      readonly claimed: ClaimedSigner;
    });

/** Result of a signature that could be read. */
export type SignatureResult<Signature> =
  | (DkimEvaluated<Signature> & { readonly result: "pass" })
  | (DkimEvaluated<Signature> & {
      readonly result: "fail";
      readonly headerSignature: "invalid";
      readonly bodyHash: "match" | "mismatch";
      readonly headerDiagnosis: HeaderDiagnosis;
    })
  | (DkimEvaluated<Signature> & {
      readonly result: "fail";
      readonly headerSignature: "valid";
      readonly bodyHash: "mismatch";
    })
  | (DkimEvaluated<Signature> & { readonly result: "policy"; readonly cause: DkimPolicyCause })
  | (DkimCommon & {
      readonly result: "permerror";
      readonly signature: Signature;
      readonly key: DkimKey | null;
      readonly cause: DkimPermerrorCause;
    })
  | (DkimCommon & {
      readonly result: "temperror";
      readonly signature: Signature;
      readonly cause: KeyUnavailable;
    });

/** The key could not be fetched now. RFC 6376 §6.1.2, step 2 */
export interface KeyUnavailable {
  readonly code: "dns";
  readonly name: string;
  readonly reason: DnsFailureReason;
}

/**
 * What the invalid header signature itself tells: with RSA the hash that the signer computed can be
 * recovered with the public key. Hashes are hexadecimal.
 *
 * `headers-changed`: b= and key belong together and hold another header hash than today's header
 * fields give. `other-hash-algorithm`: they belong together, but the signer hashed with another
 * algorithm than a= says. `wrong-key-or-damaged-signature`: no well-formed block came out. `unknown`:
 * Ed25519 gives nothing back.
 *
 * RFC 8017 §8.2.2
 */
export type HeaderDiagnosis = { readonly computedHash: string } & (
  | { readonly code: "headers-changed"; readonly signedHash: string }
  | { readonly code: "other-hash-algorithm"; readonly signedHash: string; readonly hash: HashAlgorithm }
  | { readonly code: "wrong-key-or-damaged-signature" }
  | { readonly code: "unknown" }
);

/** What of the message the signature speaks for. RFC 6376 §5.4, §8.15 */
export interface Coverage {
  /** Header field instances under the signature, in signing order (bottom-up per name). */
  readonly signedFields: readonly FieldInstance[];
  /** Names in h= that had no instance left: protection against fields added later. RFC 6376 §5.4.2 */
  readonly oversigned: readonly string[];
  /** Instances of a signed name that lie above the signed ones, unsigned. */
  readonly unsignedDuplicates: readonly FieldInstance[];
  /** Canonical body bytes under the body hash. */
  readonly signedBodyBytes: number;
  /** Canonical body bytes after them. */
  readonly unsignedBodyBytes: number;
}

export interface FieldInstance {
  readonly name: string;
  readonly fieldIndex: number;
}

/**
 * Header signature and body hash verify, but this receiver's policy does not accept; or, for `key-untried`, the
 * key is so long that no policy would have it tried.
 */
export type DkimPolicyCause =
  | { readonly code: "rsa-sha1" }
  | { readonly code: "key-too-short"; readonly bits: number; readonly minimum: number }
  | { readonly code: "key-too-long"; readonly bits: number; readonly maximum: number }
  | { readonly code: "key-untried"; readonly bits: number; readonly maximum: number }
  | { readonly code: "expired"; readonly expiresAt: number }
  | { readonly code: "signed-in-future"; readonly signedAt: number }
  | { readonly code: "unsigned-body"; readonly unsignedBodyBytes: number }
  | { readonly code: "public-suffix-signer"; readonly sdid: string };

/** The signature field cannot be processed. `at` points into its unfolded value, the `text` of the result. */
export type DkimNeutralCause =
  | { readonly code: "syntax"; readonly tag: string | null; readonly at: Span; readonly expected: string }
  | { readonly code: "missing-tag"; readonly tag: string }
  | { readonly code: "duplicate-tag"; readonly tag: string; readonly at: Span }
  | { readonly code: "version"; readonly value: string; readonly at: Span }
  | { readonly code: "algorithm"; readonly value: string; readonly at: Span }
  | { readonly code: "canonicalization"; readonly value: string; readonly at: Span }
  | { readonly code: "query-method"; readonly value: string; readonly at: Span }
  /** One of too many fields with names past ASCII: it was not read. */
  | { readonly code: "unread"; readonly limit: number };

export type DkimPermerrorCause =
  | { readonly code: "from-not-signed" }
  | { readonly code: "auid-outside-sdid"; readonly auid: string; readonly sdid: string }
  | { readonly code: "expires-before-signed"; readonly signedAt: number; readonly expiresAt: number }
  | {
      readonly code: "body-shorter-than-length";
      readonly bodyLengthCount: number;
      readonly bodyBytes: number;
    }
  | {
      readonly code: "no-key";
      readonly name: string;
      readonly answer: KeyAbsence;
    }
  | { readonly code: "key-revoked" }
  /** `text` is the record; the place in the issue is a position in it. */
  | { readonly code: "key-malformed"; readonly text: string; readonly issue: DkimKeyIssue }
  | { readonly code: "key-missing-data" }
  | { readonly code: "key-version"; readonly value: string }
  | { readonly code: "key-type"; readonly keyType: string; readonly algorithm: string }
  | { readonly code: "key-hash"; readonly accepted: readonly string[] }
  | { readonly code: "key-service"; readonly services: readonly string[] }
  | { readonly code: "auid-not-exact"; readonly auid: string; readonly sdid: string }
  | { readonly code: "signature-limit"; readonly limit: number }
  | { readonly code: "header-limit"; readonly limit: HeaderLimit; readonly value: number };

/** Why there is no key: the DNS said so, only foreign records stand there, or the name is too long for DNS. */
export type KeyAbsence = "nxdomain" | "nodata" | "no-key-record" | "impossible-name";

export type DkimResultWord = DkimResult["result"];
