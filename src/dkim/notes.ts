import type { RsaKeyWrapping } from "../crypto/public-key.ts";

/** What is legal but unwise about a key record, or tolerated in it. */
export type DkimKeyNote =
  /** RFC 6376 §3.6.1 asks for the bare RSAPublicKey (`pkcs1`), its Appendix C shows a SubjectPublicKeyInfo (`spki`); both are read. */
  | { readonly code: "dkim.key-wrapping"; readonly wrapping: RsaKeyWrapping; readonly rfc: "RFC 6376 §3.6.1" }
  /** Signers SHOULD use at least 2048 bits. RFC 8301 §3.2 */
  | {
      readonly code: "dkim.key-below-recommended";
      readonly bits: number;
      readonly recommended: number;
      readonly rfc: "RFC 8301 §3.2";
    }
  /** `t=y`: the domain only tests. RFC 6376 §3.6.1 */
  | { readonly code: "dkim.testing"; readonly rfc: "RFC 6376 §3.6.1" }
  /** `g=` of older records is ignored. RFC 6376 Appendix C.2 */
  | {
      readonly code: "dkim.granularity-ignored";
      readonly value: string;
      readonly rfc: "RFC 6376 Appendix C.2";
    }
  /** An element of a colon-separated list is no word; ignored like an unknown one. RFC 6376 §3.6.1 */
  | { readonly code: "dkim.malformed-list"; readonly tag: "h" | "s" | "t"; readonly rfc: "RFC 6376 §3.6.1" }
  /** `h=` admits nothing but sha1. RFC 8301 §3.1 */
  | { readonly code: "dkim.sha1-only"; readonly rfc: "RFC 8301 §3.1" };

/** What is legal but unwise about a signature, or tolerated around it. Facts about the key stand in the key's own notes. */
export type DkimNote =
  /** A TXT record beside the key that is no key record. RFC 6376 §6.1.2 */
  | { readonly code: "dkim.foreign-record"; readonly record: number; readonly rfc: "RFC 6376 §6.1.2" }
  /** Several key records at one selector; `tried` of them were used. RFC 6376 §3.6.2.2 */
  | {
      readonly code: "dkim.several-key-records";
      readonly count: number;
      readonly tried: number;
      readonly rfc: "RFC 6376 §3.6.2.2";
    }
  /** Further instances of a signed field lie above the signed ones. RFC 6376 §8.15 */
  | {
      readonly code: "dkim.unsigned-duplicate";
      readonly name: string;
      readonly signed: readonly number[];
      readonly unsigned: readonly number[];
      readonly rfc: "RFC 6376 §8.15";
    }
  /** `l=` lets anyone append to the body. RFC 6376 §8.2 */
  | {
      readonly code: "dkim.body-length-count";
      readonly bodyLengthCount: number;
      readonly rfc: "RFC 6376 §8.2";
    }
  /** With `l=`, an unsigned Content-Type lets an attacker replace the whole visible body. RFC 6376 §8.2 */
  | { readonly code: "dkim.content-type-unsigned"; readonly rfc: "RFC 6376 §8.2" }
  /** Expires sooner than mail may wait in queues. RFC 5321 §4.5.4.1 */
  | { readonly code: "dkim.short-lived"; readonly seconds: number; readonly rfc: "RFC 5321 §4.5.4.1" };
