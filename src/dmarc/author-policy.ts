import type { Limits } from "../base/limits.ts";
import type { AuthorDecision } from "../message/author-decision.ts";
import type { Task } from "../task/task.ts";
import { policiesOf, policyFor, type RecordPolicies } from "./applied-policy.ts";
import { authorDomainOf } from "./author-domain.ts";
import { discoverPolicy, type DiscoveredPolicy } from "./discovery.ts";
import { domainExists, type DomainExistence } from "./existence.ts";
import { discoveryNotes, type DmarcNote } from "./notes.ts";
import type { DmarcPolicy } from "./policy.ts";
import type { AppliedPolicy, DmarcNoneCause, DmarcResult } from "./result.ts";
import { discoveryEvents, existenceEvent, type DmarcEvent } from "./trace.ts";

/**
 * What DMARC knows from the author alone: either the result is settled, or a record applies and the
 * identifiers decide.
 */
export type AuthorPolicy =
  | {
      readonly kind: "settled";
      readonly result: Extract<DmarcResult, { readonly result: "none" | "temperror" }>;
    }
  | {
      readonly kind: "applies";
      readonly discovered: DiscoveredPolicy;
      readonly applied: PolicyFinding;
      readonly notes: readonly DmarcNote[];
      readonly trace: readonly DmarcEvent[];
    };

/** The policy that applies, and what was asked to know it. */
export type PolicyFinding =
  | { readonly policy: AppliedPolicy; readonly existence: DomainExistence | null }
  | { readonly policy: null; readonly existence: Extract<DomainExistence, { outcome: "failure" }> };

/**
 * Finds the policy for the author of a message. It needs nothing of SPF and DKIM, so it can run beside them.
 *
 * RFC 9989 §5.3.1, §5.3.2, §4.10.1
 */
export function* findAuthorPolicy(
  decision: AuthorDecision,
  policy: DmarcPolicy,
  limits: Limits,
): Task<AuthorPolicy> {
  const author = authorDomainOf(decision);
  if (author.kind === "none") {
    const { cause } = author;
    return { kind: "settled", result: { result: "none", authorDomain: null, cause, notes: [], trace: [] } };
  }
  const authorDomain = author.domain;
  const discovered = yield* discoverPolicy(authorDomain, policy, limits);
  const trace = discoveryEvents(discovered);
  const notes = [...authorNotes(author.mailboxes), ...discoveryNotes(discovered)];
  const none = (cause: DmarcNoneCause): AuthorPolicy => {
    return { kind: "settled", result: { result: "none", authorDomain, cause, notes, trace } };
  };
  if (discovered.outcome === "no-record") return none({ code: "no-record" });
  if (discovered.outcome === "failure") {
    const { name, reason } = discovered.step;
    const cause = { code: "dns", type: "TXT", name, reason } as const;
    return { kind: "settled", result: { result: "temperror", authorDomain, cause, notes, trace } };
  }
  const { record, recordDomain } = discovered;
  const reading = policiesOf(record);
  if (reading.kind === "invalid") {
    return none({ code: "invalid-policy", recordDomain, record, tag: reading.tag });
  }
  const { takenAsNone: tag } = reading.policies;
  if (tag !== null) notes.push({ code: "dmarc.taken-as-none", recordDomain, tag, rfc: "RFC 9989 §4.10.1" });
  const applied = yield* findPolicy(discovered, reading.policies);
  if (applied.existence !== null) trace.push(existenceEvent(authorDomain, applied.existence));
  return { kind: "applies", discovered, applied, notes, trace };
}

function authorNotes(count: number): readonly DmarcNote[] {
  return count > 1 ? [{ code: "dmarc.several-authors", count, rfc: "RFC 9989 §5.3.1" }] : [];
}

/**
 * Finds the policy for the Author Domain.
 *
 * Choice: whether the domain exists is asked only where the answer changes the policy: below the record's
 * domain, and when `np=` says something else than what holds for existing subdomains. An outage then
 * cannot hide a policy that is known.
 *
 * RFC 9989 §4.10.1
 */
function* findPolicy(
  { authorDomain, recordDomain }: DiscoveredPolicy,
  policies: RecordPolicies,
): Task<PolicyFinding> {
  if (authorDomain === recordDomain) return { policy: policyFor(policies, "record-domain"), existence: null };
  const existing = policyFor(policies, "subdomain");
  const nonExistent = policyFor(policies, "non-existent-subdomain");
  if (existing.value === nonExistent.value) return { policy: existing, existence: null };
  const existence = yield* domainExists(authorDomain);
  if (existence.outcome === "failure") return { policy: null, existence };
  return { policy: existence.outcome === "exists" ? existing : nonExistent, existence };
}
