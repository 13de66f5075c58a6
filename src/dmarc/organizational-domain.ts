import { labelsOf, type DomainName } from "../base/domain.ts";
import { publicSuffixOrganizationalDomain } from "../base/public-suffix.ts";
import type { TreeWalk } from "./tree-walk.ts";

/** Why a domain is an Organizational Domain. */
export type OrganizationalDomainRule =
  | "psd-n"
  | "below-psd-y"
  | "fewest-labels"
  | "no-record"
  | "public-suffix-list";

export interface OrganizationalDomain {
  readonly domain: DomainName;
  readonly rule: OrganizationalDomainRule;
}

/**
 * Selects the Organizational Domain of the domain where the walk started; null when the walk failed
 * before its end, because a record further up could change the selection.
 *
 * A walk ends at the first `psd=y` or `psd=n`, so only the last record can carry one.
 *
 * RFC 9989 §4.10.2
 */
export function organizationalDomainOf(walk: TreeWalk): OrganizationalDomain | null {
  if (walk.end === "failure") return null;
  const top = walk.steps.findLast((step) => step.outcome === "record");
  if (top === undefined) return { domain: walk.start, rule: "no-record" };
  // RFC 9989 §4.10.2 rule 1
  if (top.record.psd === "n") return { domain: top.domain, rule: "psd-n" };
  // RFC 9989 §4.10.2 rule 2: the start itself cannot lie below its own record
  if (top.record.psd === "y" && top.domain !== walk.start) {
    const labels = labelsOf(walk.start);
    return { domain: labels.slice(-labelsOf(top.domain).length - 1).join("."), rule: "below-psd-y" };
  }
  // RFC 9989 §4.10.2 rule 3
  return { domain: top.domain, rule: "fewest-labels" };
}

/**
 * The Organizational Domain by the Public Suffix List. A public suffix has none and stands for itself.
 *
 * RFC 7489 §3.2
 */
export function listedOrganizationalDomain(domain: DomainName): OrganizationalDomain {
  return { domain: publicSuffixOrganizationalDomain(domain) ?? domain, rule: "public-suffix-list" };
}
