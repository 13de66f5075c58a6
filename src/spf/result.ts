import type { Span } from "../base/span.ts";
import type { DnsFailureReason, RecordType } from "../dns/answer.ts";
import type { SpfNote } from "./notes.ts";
import type { Directive, SpfExpected, SpfRecord } from "./term.ts";
import type { SpfEvent } from "./trace.ts";

/** The identity checked: MAIL FROM or HELO. RFC 7208 §2.3, §2.4 */
export type SpfIdentity = "mailfrom" | "helo";

interface SpfCommon {
  readonly identity: SpfIdentity;
  readonly clientIp: string;
  /** The `<domain>` argument of check_host(), A-labels; the text as given where it is no domain. */
  readonly domain: string;
  /** The `<sender>` argument of check_host(); a missing local-part is filled in. RFC 7208 §4.3 */
  readonly sender: string;
  readonly helo: string;
  /** True when postmaster@HELO stands for the null sender. RFC 7208 §2.4 */
  readonly substituted: boolean;
  readonly notes: readonly SpfNote[];
  readonly trace: readonly SpfEvent[];
}

/** Result of one check_host() call. RFC 7208 §2.6 */
export type SpfResult = SpfCommon & (SpfVerdict | SpfFail);

/** What evaluating the record of a domain comes to, before an explanation is sought. RFC 7208 §2.6 */
export type SpfVerdict =
  | { readonly result: "none"; readonly cause: SpfNoneCause }
  | {
      readonly result: "neutral" | "pass" | "softfail";
      readonly record: SpfRecord;
      /** The domain whose record holds the matching directive (differs from `domain` after a redirect). */
      readonly recordDomain: string;
      readonly matched: Directive | "default";
    }
  | { readonly result: "temperror"; readonly cause: SpfTemperrorCause }
  | {
      readonly result: "permerror";
      readonly cause: SpfPermerrorCause;
      /** The record at fault, where it could be read. */
      readonly record: SpfRecord | null;
    };

export interface SpfFail {
  readonly result: "fail";
  readonly record: SpfRecord;
  readonly recordDomain: string;
  readonly matched: Directive;
  /** The sender's explanation, expanded; printable ASCII only. A third party's words. RFC 7208 §6.2 */
  readonly explanation: string | null;
}

export type SpfNoneCause =
  /** The domain exists or not, but publishes no SPF record. RFC 7208 §4.3, §4.5 */
  | { readonly code: "no-record" }
  /** The identity has no domain that DNS could hold. RFC 7208 §4.3 */
  | { readonly code: "no-domain" };

export interface SpfTemperrorCause {
  readonly code: "dns";
  readonly type: RecordType;
  readonly name: string;
  readonly reason: DnsFailureReason;
}

/** Each names the domain whose record is at fault; `term` is the text of the term that went too far. */
export type SpfPermerrorCause = { readonly domain: string } & (
  | {
      readonly code: "syntax";
      readonly record: string;
      readonly at: Span;
      readonly expected: SpfExpected;
    }
  | { readonly code: "multiple-records"; readonly count: number }
  | { readonly code: "term-limit"; readonly limit: number; readonly term: string }
  | { readonly code: "void-lookup-limit"; readonly limit: number; readonly term: string }
  | { readonly code: "mx-limit"; readonly limit: number; readonly count: number; readonly term: string }
  /** The answers for the domain and for those before it hold more text than is read in one check. */
  | { readonly code: "text-limit"; readonly limit: number }
  | { readonly code: "include-none"; readonly include: string }
  | { readonly code: "redirect-none"; readonly redirect: string }
);

export type SpfResultWord = SpfResult["result"];
