import type { ArcFieldName } from "./sets.ts";

/** What is legal but unwise about a chain, or tolerated in it. */
export type ArcNote =
  /** The message signature leaves the From field unprotected. RFC 6376 §5.4 */
  | { readonly code: "arc.from-not-signed"; readonly instance: number; readonly rfc: "RFC 6376 §5.4" }
  /** The message signature covers ARC fields or Authentication-Results, which others may remove or add. RFC 8617 §4.1.2 */
  | {
      readonly code: "arc.volatile-field-signed";
      readonly instance: number;
      readonly names: readonly VolatileField[];
      readonly rfc: "RFC 8617 §4.1.2";
    }
  /** `h=` of the message signature has an empty name. RFC 6376 §3.5 */
  | { readonly code: "arc.empty-field-name"; readonly instance: number; readonly rfc: "RFC 6376 §3.5" }
  /** `v=` of the message signature is ignored. RFC 8617 §4.1.2 */
  | { readonly code: "arc.version-ignored"; readonly instance: number; readonly rfc: "RFC 8617 §4.1.2" }
  /** A seal has tags beside the seven it may have; they are ignored. RFC 8617 §4.1.3 */
  | {
      readonly code: "arc.seal-tags-ignored";
      readonly instance: number;
      readonly tags: readonly string[];
      readonly rfc: "RFC 8617 §4.1.3";
    }
  /** ARC-Authentication-Results leaves its grammar after the instance. RFC 8617 §4.1.1 */
  | { readonly code: "arc.results-malformed"; readonly instance: number; readonly rfc: "RFC 8617 §4.1.1" };

/** Fields that a message signature must not cover. RFC 8617 §4.1.2 */
export type VolatileField = Exclude<ArcFieldName, "arc-seal"> | "authentication-results";
