import type { PublicKey } from "./public-key.ts";

export type HashAlgorithm = "sha1" | "sha256";

/** Octets of a digest. RFC 8017 Appendix B.1 */
export const DIGEST_OCTETS: Readonly<Record<HashAlgorithm, number>> = { sha1: 20, sha256: 32 };

/** An incremental hash; `copy` continues from the state reached. */
export interface IncrementalHash {
  update(bytes: Uint8Array): void;
  copy(): IncrementalHash;
  digest(): Uint8Array;
}

/** Signature algorithms that can be verified. `rsa-sha1` verifies but is never acceptable. RFC 8301 §3.1, RFC 8463 §3 */
export type SignatureAlgorithm = "rsa-sha1" | "rsa-sha256" | "ed25519-sha256";

/** The hash inside each signature algorithm. RFC 6376 §3.3, RFC 8463 §3 */
export const SIGNATURE_HASH: Readonly<Record<SignatureAlgorithm, HashAlgorithm>> = {
  "rsa-sha1": "sha1",
  "rsa-sha256": "sha256",
  "ed25519-sha256": "sha256",
};

export interface VerifyRequest {
  readonly algorithm: SignatureAlgorithm;
  readonly key: PublicKey;
  /** The signed bytes themselves: the provider hashes them (for Ed25519 the hash is what is signed, RFC 8463 §3). */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * `computed` is the hash of the signed bytes. `recovered` is the block that the RSA public operation
 * gives for the signature, its full modulus length, or null where there is none (Ed25519, a
 * signature of another length than the modulus or not below it).
 */
export type VerifyAnswer =
  | { readonly valid: true }
  | { readonly valid: false; readonly computed: Uint8Array; readonly recovered: Uint8Array | null };

export type InflateAnswer =
  | { readonly kind: "inflated"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large" }
  | { readonly kind: "malformed" };

/** What the core needs of a cryptographic library. Data that it cannot make sense of is an answer, never an exception. */
export interface CryptoProvider {
  createHash(algorithm: HashAlgorithm): IncrementalHash;
  verify(request: VerifyRequest): VerifyAnswer | Promise<VerifyAnswer>;
  /** Takes data out of gzip, giving up as soon as there are more than `maximumBytes` of it. RFC 1952 §2.2 */
  inflate(gzip: Uint8Array, maximumBytes: number): InflateAnswer;
  /**
   * Whether the issuer's key made the signature of the certificate and the two belong together by their
   * names and key identifiers. Both are DER. RFC 5280 §6.1.3
   */
  isIssuedBy(certificate: Uint8Array, issuer: Uint8Array): boolean;
}
