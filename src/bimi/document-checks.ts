import type { DomainName } from "../base/domain.ts";
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
