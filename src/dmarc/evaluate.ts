import type { DomainName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import { TraceRecorder } from "../base/trace.ts";
import type { AuthorDecision } from "../message/author-decision.ts";
import { all, type Task } from "../task/task.ts";
import { alignIdentifiers, Alignment, type AlignmentFindings } from "./alignment.ts";
import { dispositionOf, policiesOf, policyFor, type RecordPolicies } from "./applied-policy.ts";
import { authorDomainOf } from "./author-domain.ts";
import { discoverPolicy, type DiscoveredPolicy } from "./discovery.ts";
import { domainExists, type DomainExistence } from "./existence.ts";
import { identifiersOf, type DkimEvidence, type Identifier, type SpfEvidence } from "./identifiers.ts";
import { discoveryNotes, type DmarcNote } from "./notes.ts";
import type { DmarcPolicy } from "./policy.ts";
import type { AppliedPolicy, DmarcNoneCause, DmarcResult, DmarcTemperrorCause } from "./result.ts";
import { alignmentEvents, discoveryEvents, existenceEvents, type DmarcEvent } from "./trace.ts";

export interface DmarcInput {
  readonly author: AuthorDecision;
  /** The result for the MAIL FROM identity; null when it was not evaluated. */
  readonly spf: SpfEvidence | null;
  /** The results of all signatures, in the order of the fields. */
  readonly dkim: readonly DkimEvidence[];
  readonly policy: DmarcPolicy;
  readonly limits: Limits;
}

/**
 * Evaluates DMARC for the author of a message.
 *
 * One aligned identifier is a pass, whatever else failed. Without one, a temporary error that hides whether
 * there is one, or which policy applies, is `temperror`: an outage is never a `fail`.
 *
 * RFC 9989 §5.3
 */
export function* evaluateDmarc(input: DmarcInput): Task<DmarcResult> {
  const author = authorDomainOf(input.author);
  const notes: DmarcNote[] = [];
  const trace = new TraceRecorder<DmarcEvent>();
  const none = (authorDomain: DomainName | null, cause: DmarcNoneCause): DmarcResult => {
    return { result: "none", authorDomain, cause, notes, trace: trace.events };
  };
  if (author.kind === "none") return none(null, author.cause);
  const authorDomain = author.domain;
  if (author.mailboxes > 1)
    notes.push({ code: "dmarc.several-authors", count: author.mailboxes, rfc: "RFC 9989 §5.3.1" });

  const discovered = yield* discoverPolicy(authorDomain, input.policy, input.limits);
  for (const event of discoveryEvents(discovered)) trace.record(event);
  notes.push(...discoveryNotes(discovered));
  if (discovered.outcome === "no-record") return none(authorDomain, { code: "no-record" });
  if (discovered.outcome === "failure") {
    const { name, reason } = discovered.step;
    const cause: DmarcTemperrorCause = { code: "dns", type: "TXT", name, reason };
    return { result: "temperror", authorDomain, cause, notes, trace: trace.events };
  }
  const { record, recordDomain } = discovered;
  const reading = policiesOf(record);
  if (reading.kind === "invalid") {
    return none(authorDomain, { code: "invalid-policy", recordDomain, record, tag: reading.tag });
  }
  const { takenAsNone } = reading.policies;
  if (takenAsNone !== null)
    notes.push({ code: "dmarc.taken-as-none", recordDomain, tag: takenAsNone, rfc: "RFC 9989 §4.10.1" });
  return yield* applyRecord(input, discovered, reading.policies, notes, trace);
}

/** Alignment, policy and verdict under a record that applies. RFC 9989 §5.3.4 to §5.3.6 */
function* applyRecord(
  input: DmarcInput,
  discovered: DiscoveredPolicy,
  policies: RecordPolicies,
  notes: readonly DmarcNote[],
  trace: TraceRecorder<DmarcEvent>,
): Task<DmarcResult> {
  const { authorDomain, organizationalDomain, record, recordDomain, discovery } = discovered;
  const { authenticated, undecided } = identifiersOf(input.spf, input.dkim);
  const alignment = new Alignment(discovered);
  const [findings, applied] = yield* all([
    alignIdentifiers(alignment, authenticated, input.limits),
    findPolicy(discovered, policies),
  ]);
  for (const event of alignmentEvents(findings)) trace.record(event);
  for (const event of existenceEvents(authorDomain, applied.existence)) trace.record(event);
  const evaluated = {
    authorDomain,
    organizationalDomain: organizationalDomain?.domain ?? null,
    recordDomain,
    record,
    discovery,
    identifiers: findings.identifiers,
    notes,
    trace: trace.events,
  };
  const [first, ...others] = findings.identifiers.filter(({ aligned }) => aligned);
  // RFC 9989 §5.3.5
  if (first !== undefined) {
    return { result: "pass", ...evaluated, policy: applied.policy, alignedBy: [first, ...others] };
  }
  const hidden = hiddenAlignment(discovered, findings, input.limits);
  const doubtful = undecided.find((identifier) => alignment.mayAlign(identifier));
  const cause = hidden ?? (doubtful === undefined ? null : temporaryError(doubtful));
  // RFC 9989 §5.3.6
  if (cause !== null) return { result: "temperror", authorDomain, cause, notes, trace: trace.events };
  if (applied.policy === null) {
    const { type, name, reason } = applied.existence;
    const unknown: DmarcTemperrorCause = { code: "dns", type, name, reason };
    return { result: "temperror", authorDomain, cause: unknown, notes, trace: trace.events };
  }
  const disposition = dispositionOf(applied.policy);
  const { value, from } = applied.policy;
  trace.record({ code: "dmarc.policy-applied", value, from, disposition, rfc: "RFC 9989 §5.3.6" });
  return { result: "fail", ...evaluated, policy: applied.policy, disposition };
}

/** The policy that applies, and what was asked to know it. */
type PolicyFinding =
  | { readonly policy: AppliedPolicy; readonly existence: DomainExistence | null }
  | { readonly policy: null; readonly existence: Extract<DomainExistence, { outcome: "failure" }> };

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

/** What keeps an authenticated identifier from being known to align or not, if one is in that state. RFC 9989 §5.3.6 */
function hiddenAlignment(
  { discovery }: DiscoveredPolicy,
  { identifiers, walks }: AlignmentFindings,
  limits: Limits,
): DmarcTemperrorCause | null {
  for (const { reason } of identifiers) {
    if (reason === "domain-limit") return { code: "domain-limit", limit: limits.dmarcDomains };
    if (reason !== "organizational-domain-unknown") continue;
    for (const { steps } of [discovery.treeWalk, ...walks]) {
      const last = steps.at(-1);
      if (last?.outcome === "failure")
        return { code: "dns", type: "TXT", name: last.name, reason: last.reason };
    }
  }
  return null;
}

function temporaryError({ method, dkimIndex }: Identifier): DmarcTemperrorCause {
  return method === "dkim" && dkimIndex !== null
    ? { code: "dkim-temperror", dkimIndex }
    : { code: "spf-temperror" };
}
