import type { DomainName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import type { EvidenceResult } from "./evidence-result.ts";
import type { IndicatorResult } from "./indicator-result.ts";

export type { EvidenceResult };

/** What an Evidence Document must speak for. */
export interface EvidenceClaim {
  readonly authorDomain: DomainName;
  readonly organizationalDomain: DomainName;
  /** The selector under which the record was found. */
  readonly selector: DomainName;
  /** The moment of evaluation, seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

/** Judges fetched documents; made by whoever knows the cryptography and the trusted roots. */
export interface DocumentChecks {
  readonly indicator: (bytes: Uint8Array) => IndicatorResult;
  readonly evidence: (bytes: Uint8Array, claim: EvidenceClaim) => EvidenceResult;
}

export interface DocumentCheckOptions {
  readonly limits?: Limits;
  /** Roots of mark certificates to trust beside the bundled ones, PEM. */
  readonly roots?: readonly string[];
}

/**
 * Makes the checks on a platform's cryptography: the type of `documentChecks`. It is handed over where
 * documents may come, so that the readers of XML and certificates are loaded there alone.
 */
export type DocumentChecking = (crypto: CryptoProvider, options?: DocumentCheckOptions) => DocumentChecks;
