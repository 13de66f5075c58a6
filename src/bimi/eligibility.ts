import type { DomainName } from "../base/domain.ts";
import type { Coverage, DkimResultWord } from "../dkim/result.ts";
import type { DmarcResult } from "../dmarc/result.ts";
import type { AuthorDecision } from "../message/author-decision.ts";
import type { BimiSkipCause, BimiTemperrorCause } from "./result.ts";

/** What BIMI reads of a DKIM result. */
export type SignatureCoverage =
  | { readonly result: "pass"; readonly coverage: Pick<Coverage, "signedFields" | "unsignedBodyBytes"> }
  | { readonly result: Exclude<DkimResultWord, "pass"> };

/** Whether a message may carry an Indicator, and for whom; or the result that says why not. */
export type Eligibility =
  | {
      readonly result: "eligible";
      readonly authorDomain: DomainName;
      readonly organizationalDomain: DomainName;
      readonly localPart: string;
    }
  | { readonly result: "skipped"; readonly assertion: null; readonly cause: BimiSkipCause }
  | { readonly result: "temperror"; readonly assertion: null; readonly cause: BimiTemperrorCause };

type DmarcPass = Extract<DmarcResult, { result: "pass" }>;
type AppliedRecord = DmarcPass["record"];

/**
 * Whether the message meets the requirements: one author, a DMARC pass that rests on more than part of the
 * body, and enforcement for the Author Domain and its Organizational Domain.
 *
 * BIMI draft §8.1
 */
export function eligibilityOf(
  author: AuthorDecision,
  dmarc: DmarcResult,
  dkim: readonly SignatureCoverage[],
): Eligibility {
  // BIMI draft §8.1 step 1
  if (author.kind === "multiple") {
    return skipped({ code: "multiple-authors", count: author.mailboxes.length });
  }
  if (author.kind !== "single") return skipped({ code: "no-author" });
  // BIMI draft §8.1 step 6
  if (dmarc.result !== "pass") return skipped({ code: "dmarc", result: dmarc.result });
  const partlySigned = unsignedBody(dmarc, dkim);
  if (partlySigned !== null) return skipped({ code: "unsigned-body", unsignedBodyBytes: partlySigned });
  const enforcement = enforcementOf(dmarc);
  if (enforcement.result !== "enforced") return enforcement;
  const { authorDomain } = dmarc;
  const { organizationalDomain } = enforcement;
  return { result: "eligible", authorDomain, organizationalDomain, localPart: author.mailbox.localPart };
}

/** What a DMARC policy is judged by. */
export type PublishedPolicy = Pick<
  DmarcPass,
  "authorDomain" | "organizationalDomain" | "record" | "recordDomain" | "discovery"
>;

/** Whether a domain and its Organizational Domain enforce their DMARC policy; or the result that says why not. */
export type Enforcement =
  | { readonly result: "enforced"; readonly organizationalDomain: DomainName }
  | Exclude<Eligibility, { result: "eligible" }>;

/**
 * Whether the DMARC policy is strict enough for an Indicator, at the Author Domain and at its
 * Organizational Domain.
 *
 * BIMI draft §8.1 steps 7 to 9
 */
export function enforcementOf(policy: PublishedPolicy): Enforcement {
  const { authorDomain, organizationalDomain, record, recordDomain, discovery } = policy;
  const ownLack = lackOfEnforcement(record, recordDomain, authorDomain);
  if (ownLack !== null) return skipped(ownLack);
  const { steps } = discovery.treeWalk;
  const last = steps.at(-1);
  if (organizationalDomain === null) {
    if (last?.outcome !== "failure") return skipped({ code: "no-organizational-domain" });
    const cause: BimiTemperrorCause = { code: "dns", name: last.name, reason: last.reason };
    return { result: "temperror", assertion: null, cause };
  }
  const holder =
    steps.find((step) => step.domain === organizationalDomain && step.outcome === "record") ?? last;
  if (holder?.outcome === "record") {
    const lack = lackOfEnforcement(holder.record, holder.domain, organizationalDomain);
    if (lack !== null) return skipped(lack);
  }
  return { result: "enforced", organizationalDomain };
}

function skipped(cause: BimiSkipCause): Extract<Eligibility, { result: "skipped" }> {
  return { result: "skipped", assertion: null, cause };
}

/**
 * The unsigned body bytes when nothing but such signatures is aligned; else null.
 *
 * Choice: an Indicator vouches for what the reader sees, so bytes that anybody could append exclude it,
 * also where policy accepts the signature.
 *
 * RFC 6376 §8.2
 */
function unsignedBody({ alignedBy }: DmarcPass, dkim: readonly SignatureCoverage[]): number | null {
  let fewest = Infinity;
  for (const { dkimIndex } of alignedBy) {
    const signature = dkimIndex === null ? undefined : dkim[dkimIndex];
    fewest = Math.min(fewest, signature?.result === "pass" ? signature.coverage.unsignedBodyBytes : 0);
  }
  return fewest > 0 ? fewest : null;
}

/**
 * Why a record does not enforce for a domain, if it does not.
 *
 * Choice: `np=none` counts like `sp=none` and `t=y` like `p=none`: both tags are younger than the draft,
 * and RFC 9989 §3.2.9 counts every subdomain. `pct=` is read although DMARC ignores it now.
 *
 * BIMI draft §8.1 steps 7 to 9
 */
function lackOfEnforcement(
  record: AppliedRecord,
  recordDomain: DomainName,
  domain: DomainName,
): BimiSkipCause | null {
  const own = recordDomain === domain;
  const valid = record.policy !== null && record.invalidPolicies.length === 0;
  const policy = own ? record.policy : (record.subdomainPolicy ?? record.policy);
  if (!valid || policy === "none") return { code: "policy-none", domain, recordDomain };
  if (own && record.subdomainPolicy === "none")
    return { code: "subdomain-policy-none", recordDomain, tag: "sp" };
  if (own && record.nonExistentPolicy === "none")
    return { code: "subdomain-policy-none", recordDomain, tag: "np" };
  if (record.testMode) return { code: "test-mode", recordDomain };
  const percentage = record.tags.find(({ name }) => name.toLowerCase() === "pct")?.value;
  if (policy === "quarantine" && percentage !== undefined && percentage !== "100") {
    return { code: "percentage", recordDomain, value: percentage };
  }
  return null;
}
