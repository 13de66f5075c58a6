import { toDomainName, type DomainName } from "../base/domain.ts";
import { DEFAULT_LIMITS, type Limits } from "../base/limits.ts";
import { publicSuffixOrganizationalDomain } from "../base/public-suffix.ts";
import type { Task } from "../task/task.ts";
import {
  listedOrganizationalDomain,
  organizationalDomainOf,
  type OrganizationalDomain,
} from "./organizational-domain.ts";
import { DEFAULT_DMARC_POLICY, type DmarcPolicy } from "./policy.ts";
import type { DmarcRecord } from "./record.ts";
import type { Discovery, DiscoveryMethod } from "./result.ts";
import { queryPolicyRecord, walkTree, type TreeWalk, type TreeWalkStep } from "./tree-walk.ts";

/** What was found out about the policy of an Author Domain. */
export type PolicyDiscovery = {
  readonly authorDomain: DomainName;
  readonly discovery: Discovery;
  /** By the chosen method; null when a DNS failure hides it. */
  readonly organizationalDomain: OrganizationalDomain | null;
} & (
  | {
      readonly outcome: "record";
      readonly record: DmarcRecord;
      readonly recordDomain: DomainName;
      readonly at: "author-domain" | "organizational-domain" | "public-suffix-domain";
    }
  | { readonly outcome: "no-record" }
  | { readonly outcome: "failure"; readonly step: FailedStep }
);

/** A discovery that found a record. */
export type DiscoveredPolicy = Extract<PolicyDiscovery, { outcome: "record" }>;

type RecordStep = Extract<TreeWalkStep, { outcome: "record" }>;
type FailedStep = Extract<TreeWalkStep, { outcome: "failure" }>;

/**
 * Finds the DMARC Policy Record that applies to an Author Domain: its own, else that of its
 * Organizational Domain, else that of its Public Suffix Domain.
 *
 * The domain is in comparable form (`toDomainName`); any other text is a `TypeError`.
 *
 * Choice: the walk goes on above a record at the Author Domain itself. The answer is needed for
 * alignment in all but the simplest mail, and a report can always name the Organizational Domain; a
 * failure up there leaves the found record in force.
 *
 * RFC 9989 §4.10.1
 */
export function* discoverPolicy(
  authorDomain: DomainName,
  policy: DmarcPolicy = DEFAULT_DMARC_POLICY,
  limits: Limits = DEFAULT_LIMITS,
): Task<PolicyDiscovery> {
  if (typeof authorDomain !== "string" || toDomainName(authorDomain) !== authorDomain) {
    throw new TypeError(`authorDomain: expected a domain name in lower-case A-labels, got ${authorDomain}`);
  }
  const treeWalk = yield* walkTree(authorDomain, limits);
  const method = policy.organizationalDomain;
  const organizationalDomain =
    method === "tree-walk" ? organizationalDomainOf(treeWalk) : listedOrganizationalDomain(authorDomain);
  const selection = yield* selectRecord(treeWalk, method, organizationalDomain?.domain ?? null);
  return {
    authorDomain,
    organizationalDomain,
    discovery: {
      method,
      treeWalk,
      publicSuffixOrganizationalDomain: publicSuffixOrganizationalDomain(authorDomain),
    },
    ...selection,
  };
}

type Selection =
  | Pick<DiscoveredPolicy, "outcome" | "record" | "recordDomain" | "at">
  | { readonly outcome: "no-record" }
  | { readonly outcome: "failure"; readonly step: FailedStep };

/** Takes the record of highest preference from the steps of the author's walk. RFC 9989 §4.10.1 */
function* selectRecord(
  walk: TreeWalk,
  method: DiscoveryMethod,
  organizationalDomain: DomainName | null,
): Task<Selection> {
  const [own] = walk.steps;
  if (own?.outcome === "record") return found(own, "author-domain");
  if (own?.outcome === "failure") return { outcome: "failure", step: own };
  if (method === "public-suffix-list") return yield* selectListed(organizationalDomain ?? walk.start);
  const last = walk.steps.at(-1);
  if (last?.outcome === "failure") return { outcome: "failure", step: last };
  const records = walk.steps.filter((step) => step.outcome === "record");
  const organizational = records.find((step) => step.domain === organizationalDomain);
  if (organizational !== undefined) return found(organizational, "organizational-domain");
  // What the walk found last is then the record of the Public Suffix Domain: psd=y ended it there.
  const publicSuffix = records.at(-1);
  return publicSuffix === undefined ? { outcome: "no-record" } : found(publicSuffix, "public-suffix-domain");
}

/** The record of the Organizational Domain and nothing above it. RFC 7489 §6.6.3 */
function* selectListed(organizationalDomain: DomainName): Task<Selection> {
  const step = yield* queryPolicyRecord(organizationalDomain);
  if (step.outcome === "failure") return { outcome: "failure", step };
  return step.outcome === "record" ? found(step, "organizational-domain") : { outcome: "no-record" };
}

function found(step: RecordStep, at: DiscoveredPolicy["at"]): Selection {
  return { outcome: "record", record: step.record, recordDomain: step.domain, at };
}
