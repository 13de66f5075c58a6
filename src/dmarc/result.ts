import type { DomainName } from "../base/domain.ts";
import type { DnsFailureReason, RecordType } from "../dns/answer.ts";
import type { DmarcNote } from "./notes.ts";
import type { AlignmentMode, DmarcRecord, PolicyTag, PolicyWord } from "./record.ts";
import type { DmarcEvent } from "./trace.ts";
import type { TreeWalk } from "./tree-walk.ts";

export type { PolicyWord } from "./record.ts";

interface DmarcCommon {
  readonly notes: readonly DmarcNote[];
  readonly trace: readonly DmarcEvent[];
}

/** The policy that applies, and which tag of which record gave it. RFC 9989 §4.10.1 */
export interface AppliedPolicy {
  readonly value: PolicyWord;
  readonly from: PolicyTag;
  /** `t=y`: the disposition is one level below `value`. RFC 9989 §4.7 */
  readonly testMode: boolean;
}

/** How Organizational Domains are found: RFC 9989 §4.10, or RFC 7489 §3.2. */
export type DiscoveryMethod = "tree-walk" | "public-suffix-list";

/** An authenticated identifier as alignment saw it. RFC 9989 §4.10.2 */
export interface AlignedIdentifier {
  readonly method: "spf" | "dkim";
  readonly domain: DomainName;
  /** Null when the comparison did not need it, or when it could not be found out. */
  readonly organizationalDomain: DomainName | null;
  readonly mode: AlignmentMode;
  readonly aligned: boolean;
  readonly reason: AlignmentReason;
  /** Index in the DKIM results; null for SPF. */
  readonly dkimIndex: number | null;
}

/** Why an identifier is aligned (the first two) or is not. RFC 9989 §4.10.2 */
export type AlignmentReason =
  | "identical"
  | "same-organizational-domain"
  /** Strict alignment asks for more. */
  | "not-identical"
  /** Not at or below the author's Organizational Domain, so the two cannot share it. */
  | "outside-organizational-domain"
  /** Below the author's Organizational Domain, but with one of its own. */
  | "other-organizational-domain"
  /** A DNS failure hides the author's or the identifier's Organizational Domain: not decided. */
  | "organizational-domain-unknown"
  /** Too many domains to walk: not decided. */
  | "domain-limit";

interface DmarcEvaluated extends DmarcCommon {
  readonly authorDomain: DomainName;
  /** Null when a DNS failure above the Author Domain's own record hides it. */
  readonly organizationalDomain: DomainName | null;
  /** Where the applied record was found: the DMARC Policy Domain. RFC 9989 §3.2.5 */
  readonly recordDomain: DomainName;
  readonly record: DmarcRecord;
  readonly discovery: Discovery;
  /** Every authenticated identifier that was compared. */
  readonly identifiers: readonly AlignedIdentifier[];
}

export interface Discovery {
  readonly method: DiscoveryMethod;
  /** The walk from the Author Domain, whichever the method. */
  readonly treeWalk: TreeWalk;
  /** The Organizational Domain of the author by the Public Suffix List; null for a public suffix. RFC 7489 §3.2 */
  readonly publicSuffixOrganizationalDomain: DomainName | null;
}

/**
 * Result of DMARC.
 *
 * Choice: there is no `permerror`. A record that cannot be used means that DMARC does not apply, and a
 * limit of this receiver proves nothing about the mail: it is `temperror`, never `fail`.
 *
 * RFC 9989 §5.3, §9.2
 */
export type DmarcResult =
  | (DmarcCommon & {
      readonly result: "none";
      readonly authorDomain: DomainName | null;
      readonly cause: DmarcNoneCause;
    })
  | (DmarcEvaluated & {
      readonly result: "pass";
      /** Null when it is not known whether the Author Domain exists; a pass does not need it. RFC 9989 §4.10.1 */
      readonly policy: AppliedPolicy | null;
      readonly alignedBy: readonly [AlignedIdentifier, ...AlignedIdentifier[]];
    })
  | (DmarcEvaluated & {
      readonly result: "fail";
      readonly policy: AppliedPolicy;
      /** What the Domain Owner asks for. RFC 9989 §5.3.6 */
      readonly disposition: PolicyWord;
    })
  | (DmarcCommon & {
      readonly result: "temperror";
      readonly authorDomain: DomainName;
      readonly cause: DmarcTemperrorCause;
    });

export type DmarcNoneCause =
  | { readonly code: "no-record" }
  | { readonly code: "no-author" }
  | { readonly code: "author-ambiguous" }
  | { readonly code: "multiple-author-domains"; readonly domains: readonly string[] }
  /** The author's domain is none that DNS could hold (address literal, invalid IDN, over-long). */
  | { readonly code: "author-domain-invalid"; readonly text: string }
  /** RFC 9989 §4.10.1: no valid `p=`, or an invalid `sp=` or `np=`, and no usable `rua=`. */
  | {
      readonly code: "invalid-policy";
      readonly recordDomain: DomainName;
      readonly record: DmarcRecord;
      readonly tag: PolicyTag;
    };

/** Nothing aligned, and this could have changed it; or the policy cannot be known. RFC 9989 §5.3.6 */
export type DmarcTemperrorCause =
  | {
      readonly code: "dns";
      readonly type: RecordType;
      readonly name: string;
      readonly reason: DnsFailureReason;
    }
  | { readonly code: "spf-temperror" }
  | { readonly code: "dkim-temperror"; readonly dkimIndex: number }
  | { readonly code: "domain-limit"; readonly limit: number };

export type DmarcResultWord = DmarcResult["result"];
