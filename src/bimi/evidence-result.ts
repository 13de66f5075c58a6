import type { NameAttribute } from "./certificate.ts";
import type { PathCause } from "./certificate-path.ts";
import type { IndicatorDocument, IndicatorResult, UnreadableCause } from "./indicator-result.ts";
import type { LogotypeIssue } from "./logotype.ts";
import type { Mark } from "./mark.ts";
import type { PemIssue } from "./pem.ts";
import type { SignedCertificateTimestamp } from "./sct-list.ts";

/** What a report keeps of a certificate. Names are the issuer's words. */
export interface CertificateSummary {
  readonly subject: readonly NameAttribute[];
  /** SHA-256 of the certificate, hexadecimal. */
  readonly sha256: string;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** The outcome of checking a BIMI Evidence Document. BIMI draft §4.4 */
export type EvidenceResult =
  | {
      readonly result: "valid";
      /** The Indicator in the certificate. */
      readonly indicator: IndicatorDocument;
      readonly title: string;
      readonly mark: Mark;
      /** The dNSName entries of the certificate. */
      readonly domains: readonly string[];
      /** The embedded promises of transparency logs; their signatures are not verified. */
      readonly timestamps: readonly SignedCertificateTimestamp[];
      /** From the mark certificate to the trusted root. */
      readonly chain: readonly CertificateSummary[];
    }
  | {
      readonly result: "invalid";
      /** Everything that is wrong with it, at least one. */
      readonly causes: readonly EvidenceCause[];
      /** What the certificate claims; null when no certificate could be read. */
      readonly mark: Mark | null;
      /** From the mark certificate as far up as issuers were found. */
      readonly chain: readonly CertificateSummary[];
    };

export type EvidenceCause =
  | { readonly code: "unreadable"; readonly cause: UnreadableCause }
  | PemIssue
  /** Not a certificate, or one with malformed extensions; `index` counts the certificates of the file from 0. */
  | { readonly code: "certificate-malformed"; readonly index: number }
  | PathCause
  /** No dNSName of the certificate is one of those that would speak for the message. */
  | {
      readonly code: "domain";
      readonly domains: readonly string[];
      readonly expected: readonly string[];
    }
  /** Nothing shows that the certificate was recorded by a transparency log. RFC 6962 §3.3 */
  | { readonly code: "timestamps-missing" }
  | { readonly code: "timestamps-malformed" }
  | { readonly code: "logotype-missing" }
  | LogotypeIssue
  /** The certificate states no digest of its image by SHA-1 or SHA-256. */
  | { readonly code: "logotype-digest-missing" }
  | {
      readonly code: "logotype-digest-mismatch";
      readonly algorithm: "sha1" | "sha256";
      readonly expected: string;
      readonly computed: string;
    }
  /** The image in the certificate is no valid Indicator. */
  | { readonly code: "indicator"; readonly check: Exclude<IndicatorResult, { result: "valid" }> };
