import type { DomainName } from "../base/domain.ts";
import type { DnsFailureReason, RecordType } from "../dns/answer.ts";
import type { DmarcRecord } from "./record.ts";
import type { TreeWalk } from "./tree-walk.ts";
import type { DmarcEvent } from "./trace.ts";
import type { DmarcNote } from "./notes.ts";

interface DmarcCommon {
  readonly notes: readonly DmarcNote[];
  readonly trace: readonly DmarcEvent[];
}

/** The policy that applies, and which tag of which record gave it. RFC 9989 §4.10.1 */
export interface AppliedPolicy {
  readonly value: PolicyWord;
  readonly from: "p" | "sp" | "np";
  /** `t=y`: the disposition is one level below `value`. RFC 9989 §4.7 */
  readonly testMode: boolean;
}

export type PolicyWord = "none" | "quarantine" | "reject";

/** How Organizational Domains were found. */
export type DiscoveryMethod = "tree-walk" | "public-suffix-list";

/** An authenticated identifier as alignment saw it. RFC 9989 §4.10.2 */
export interface AlignedIdentifier {
  readonly method: "spf" | "dkim";
  readonly domain: DomainName;
  readonly organizationalDomain: DomainName | null;
  readonly mode: "relaxed" | "strict";
  readonly aligned: boolean;
  /** Index in the DKIM results; null for SPF. */
  readonly dkimIndex: number | null;
}

interface DmarcEvaluated extends DmarcCommon {
  readonly authorDomain: DomainName;
  readonly organizationalDomain: DomainName;
  /** Where the applied record was found. */
  readonly recordDomain: DomainName;
  readonly record: DmarcRecord;
  readonly policy: AppliedPolicy;
  readonly discovery: Discovery;
  /** Every authenticated identifier that was compared. */
  readonly identifiers: readonly AlignedIdentifier[];
}

export interface Discovery {
  readonly method: DiscoveryMethod;
  readonly treeWalk: TreeWalk;
  /** The Organizational Domain of the author by the Public Suffix List. RFC 7489 §3.2 */
  readonly publicSuffixOrganizationalDomain: DomainName | null;
}

/** RFC 9989 §5.3, RFC 8601 §2.7 (dmarc as registered) */
export type DmarcResult =
  | (DmarcCommon & { readonly result: "none"; readonly authorDomain: DomainName | null; readonly cause: DmarcNoneCause })
  | (DmarcEvaluated & {
      readonly result: "pass";
      readonly alignedBy: readonly [AlignedIdentifier, ...AlignedIdentifier[]];
    })
  | (DmarcEvaluated & { readonly result: "fail"; readonly disposition: PolicyWord })
  | (DmarcCommon & {
      readonly result: "temperror";
      readonly authorDomain: DomainName;
      readonly cause: DmarcTemperrorCause;
    })
  | (DmarcCommon & {
      readonly result: "permerror";
      readonly authorDomain: DomainName;
      readonly cause: DmarcPermerrorCause;
    });

export type DmarcNoneCause =
  | { readonly code: "no-record" }
  | { readonly code: "no-author" }
  | { readonly code: "author-ambiguous" }
  | { readonly code: "multiple-author-domains"; readonly domains: readonly string[] }
  /** The author's domain is none that DNS could hold (address literal, invalid IDN, over-long). */
  | { readonly code: "author-domain-invalid"; readonly text: string }
  /** RFC 9989 §4.10.1: no valid p=, sp= or np= and no usable rua=. */
  | { readonly code: "invalid-policy"; readonly recordDomain: DomainName; readonly tag: "p" | "sp" | "np" };

export type DmarcTemperrorCause =
  | { readonly code: "dns"; readonly type: RecordType; readonly name: string; readonly reason: DnsFailureReason }
  /** Nothing aligned, and a method that could have aligned gave temperror. */
  | { readonly code: "spf-temperror" }
  | { readonly code: "dkim-temperror"; readonly dkimIndex: number };

export interface DmarcPermerrorCause {
  readonly code: "domain-limit";
  readonly limit: number;
}

export type DmarcResultWord = DmarcResult["result"];
