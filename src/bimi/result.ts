import type { DomainName } from "../base/domain.ts";
import type { DnsFailureReason } from "../dns/answer.ts";
import type { DmarcResultWord } from "../dmarc/result.ts";
import type { FetchFailureReason } from "../task/task.ts";
import type { EvidenceResult } from "./document-checks.ts";
import type { IndicatorResult } from "./indicator-result.ts";
import type { BimiNote } from "./notes.ts";
import type { BimiRecord, BimiRecordIssue } from "./record.ts";
import type { BimiEvent } from "./trace.ts";

interface BimiCommon {
  readonly notes: readonly BimiNote[];
  readonly trace: readonly BimiEvent[];
}

/** An Assertion Record with the place where it was found. BIMI draft §8.7 */
export interface Assertion {
  readonly domain: DomainName;
  readonly selector: DomainName;
  readonly record: BimiRecord;
}

/** Whether evidence was presented and holds. BIMI draft §8.7 */
export type Authority = "pass" | "fail" | "none";

/** Result of BIMI. BIMI draft §8.7 */
export type BimiResult =
  | (BimiCommon & {
      readonly result: "pass";
      readonly assertion: Assertion;
      readonly indicator: Extract<IndicatorResult, { result: "valid" }>;
      /** `none`: the record names no evidence, so the Indicator is asserted by the domain alone. */
      readonly authority: "pass" | "none";
      readonly evidence: Extract<EvidenceResult, { result: "valid" }> | null;
    })
  | (BimiCommon & { readonly result: "none"; readonly cause: { readonly code: "no-record" } })
  | (BimiCommon & {
      readonly result: "fail";
      readonly assertion: Assertion | null;
      readonly authority: Authority;
      readonly cause: BimiFailCause;
    })
  | (BimiCommon & {
      readonly result: "temperror";
      readonly assertion: Assertion | null;
      readonly cause: BimiTemperrorCause;
    })
  /** The domain does not want an Indicator shown. BIMI draft §5.3.1 */
  | (BimiCommon & { readonly result: "declined"; readonly assertion: Assertion })
  | (BimiCommon & {
      readonly result: "skipped";
      readonly assertion: Assertion | null;
      readonly cause: BimiSkipCause;
    });

export type BimiFailCause =
  | {
      readonly code: "invalid-record";
      readonly domain: DomainName;
      readonly selector: DomainName;
      readonly text: string;
      readonly issue: BimiRecordIssue;
    }
  | {
      readonly code: "several-records";
      readonly domain: DomainName;
      readonly selector: DomainName;
      readonly count: number;
    }
  /** Evidence, but no Indicator to compare with it. BIMI draft §8.3 step 1 */
  | { readonly code: "no-location" }
  | { readonly code: "fetch"; readonly uri: string; readonly reason: FetchFailureReason }
  | { readonly code: "indicator"; readonly check: Exclude<IndicatorResult, { result: "valid" }> }
  | { readonly code: "evidence"; readonly check: Exclude<EvidenceResult, { result: "valid" }> }
  /** The Indicator at `l=` is not the one in the evidence. BIMI draft §8.9 */
  | { readonly code: "indicator-differs"; readonly located: string; readonly evidenced: string };

export type BimiTemperrorCause =
  | { readonly code: "dns"; readonly name: string; readonly reason: DnsFailureReason }
  | { readonly code: "fetch"; readonly uri: string; readonly reason: FetchFailureReason };

/** Why BIMI was not done. BIMI draft §8.1 */
export type BimiSkipCause =
  /** None, or one that cannot be determined. */
  | { readonly code: "no-author" }
  | { readonly code: "multiple-authors"; readonly count: number }
  | { readonly code: "dmarc"; readonly result: Exclude<DmarcResultWord, "pass"> }
  /** Every aligned signature leaves bytes of the body unsigned. */
  | { readonly code: "unsigned-body"; readonly unsignedBodyBytes: number }
  | { readonly code: "no-organizational-domain" }
  | { readonly code: "policy-none"; readonly domain: DomainName; readonly recordDomain: DomainName }
  | { readonly code: "subdomain-policy-none"; readonly recordDomain: DomainName; readonly tag: "sp" | "np" }
  | { readonly code: "test-mode"; readonly recordDomain: DomainName }
  | { readonly code: "percentage"; readonly recordDomain: DomainName; readonly value: string }
  /** The record is in order; nobody was asked to fetch what it names. */
  | { readonly code: "not-fetched"; readonly uri: string };

/** A result without what every result has. */
export type Verdict = DistributiveOmit<BimiResult, keyof BimiCommon>;

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
