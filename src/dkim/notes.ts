import type { RsaKeyWrapping } from "../crypto/public-key.ts";

/** What is legal but unwise about a key record, or tolerated in it. */
export type DkimKeyNote =
  /** RFC 6376 §3.6.1 asks for the bare RSAPublicKey (`pkcs1`), its Appendix C shows a SubjectPublicKeyInfo (`spki`); both are read. */
  | { readonly code: "key-wrapping"; readonly wrapping: RsaKeyWrapping }
  /** Signers SHOULD use at least 2048 bits. RFC 8301 §3.2 */
  | { readonly code: "key-below-recommended"; readonly bits: number; readonly recommended: number }
  /** `t=y`: the domain only tests. RFC 6376 §3.6.1 */
  | { readonly code: "testing" }
  /** `g=` of older records is ignored. RFC 6376 Appendix C.2 */
  | { readonly code: "granularity-ignored"; readonly value: string }
  /** An element of a colon-separated list is no word; ignored like an unknown one. RFC 6376 §3.6.1 */
  | { readonly code: "malformed-list"; readonly tag: "h" | "s" | "t" }
  /** `h=` admits nothing but sha1. RFC 8301 §3.1 */
  | { readonly code: "sha1-only" };

/** What is legal but unwise about a signature, or tolerated around it. Facts about the key stand in the key's own notes. */
export type DkimNote =
  /** A TXT record beside the key that is no key record. RFC 6376 §6.1.2 */
  | { readonly code: "foreign-record"; readonly record: number }
  /** Several key records at one selector; `tried` of them were used. RFC 6376 §3.6.2.2 */
  | { readonly code: "several-key-records"; readonly count: number; readonly tried: number }
  /** Further instances of a signed field lie above the signed ones. RFC 6376 §8.15 */
  | {
      readonly code: "unsigned-duplicate";
      readonly name: string;
      readonly signed: readonly number[];
      readonly unsigned: readonly number[];
    }
  /** `l=` lets anyone append to the body. RFC 6376 §8.2 */
  | { readonly code: "body-length-count"; readonly bodyLengthCount: number }
  /** With `l=`, an unsigned Content-Type lets an attacker replace the whole visible body. RFC 6376 §8.2 */
  | { readonly code: "content-type-unsigned" }
  /** Expires sooner than mail may wait in queues. RFC 5321 §4.5.4.1 */
  | { readonly code: "short-lived"; readonly seconds: number };
