import type { DomainName } from "../base/domain.ts";
import type { IndicatorDocument, IndicatorResult } from "./indicator-result.ts";

/** What an Evidence Document must speak for. */
export interface EvidenceClaim {
  readonly authorDomain: DomainName;
  readonly organizationalDomain: DomainName;
  /** The selector under which the record was found. */
  readonly selector: DomainName;
  /** The moment of evaluation, seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

export type EvidenceResult =
  | { readonly result: "valid"; readonly indicator: IndicatorDocument }
  | { readonly result: "invalid"; readonly causes: readonly { readonly code: string }[] };

/** Judges fetched documents; made by whoever knows the cryptography and the trusted roots. */
export interface DocumentChecks {
  readonly indicator: (bytes: Uint8Array) => IndicatorResult;
  readonly evidence: (bytes: Uint8Array, claim: EvidenceClaim) => EvidenceResult;
}
