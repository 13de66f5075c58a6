import type { HashAlgorithm } from "../crypto/provider.ts";
import type { HeaderField } from "./header-field.ts";

/** A canonicalization algorithm. RFC 6376 §3.4 */
export type Canonicalization = "simple" | "relaxed";

/** One digest wanted of the body; equal requests share one computation. */
export interface DigestRequest {
  readonly canonicalization: Canonicalization;
  readonly hash: HashAlgorithm;
  /** `l=`: canonical bytes to hash, or null for the whole body. RFC 6376 §3.4.5 */
  readonly lengthLimit: number | null;
}

export interface BodyDigest {
  readonly digest: Uint8Array;
  /** Canonical bytes of the whole body, also those past the length limit. */
  readonly canonicalBytes: number;
  /** Canonical bytes that went into the digest. */
  readonly hashedBytes: number;
}

/** A fact about the bytes of a message. Offsets count bytes from its start; `count` counts occurrences, `offset` is the first. */
export type MessageNote =
  | {
      readonly code: "bare-cr" | "bare-lf" | "nul";
      readonly part: "header" | "body";
      readonly count: number;
      readonly offset: number;
    }
  | {
      readonly code: "long-line";
      readonly part: "header" | "body";
      readonly count: number;
      readonly offset: number;
      readonly longest: number;
    }
  | { readonly code: "eight-bit-header"; readonly count: number; readonly offset: number }
  | { readonly code: "space-before-colon"; readonly fieldIndex: number; readonly offset: number }
  | { readonly code: "leading-folded-line"; readonly offset: number }
  /** The message begins with a mark of UTF-8 that is part of no field. */
  | { readonly code: "byte-order-mark"; readonly offset: number }
  | { readonly code: "malformed-header-line"; readonly count: number; readonly offset: number }
  /** Malformed lines that read `From:` once characters that no field name holds are left out. */
  | { readonly code: "disguised-from"; readonly count: number; readonly offset: number }
  | { readonly code: "folded-line-like-field"; readonly fieldIndex: number; readonly offset: number }
  | { readonly code: "no-header-end"; readonly offset: number }
  | {
      readonly code: "header-limit";
      readonly limit: HeaderLimit;
      readonly value: number;
      readonly offset: number;
    };

export type HeaderLimit = "headerBytes" | "headerFields" | "headerFieldBytes";

/** How lines end: `lf` when the first line ends with a bare LF, a storage form; then LF is read as CRLF throughout. */
export type LineEnding = "crlf" | "lf";

/** What is known of a message once its last byte was read. The body itself is not kept. */
export interface Message {
  readonly fields: readonly HeaderField[];
  /** Bytes of the message: `headerBytes` and `bodyBytes`. */
  readonly size: number;
  /** Bytes of the header block with the empty line that ends it. */
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly lineEnding: LineEnding;
  readonly notes: readonly MessageNote[];
  /** SHA-256 of all bytes as received, lower-case hexadecimal, or null when it was not asked for. */
  readonly digest: string | null;
  /** The digest for a request made at the end of the header block. */
  readonly bodyDigest: (request: DigestRequest) => BodyDigest | null;
}
