import type { Limits } from "../base/limits.ts";
import type { AuthorDecision } from "../message/author-decision.ts";
import type { Task } from "../task/task.ts";
import { alignIdentifiers, Alignment, type AlignmentFindings } from "./alignment.ts";
import { dispositionOf } from "./applied-policy.ts";
import { findAuthorPolicy, type AuthorPolicy } from "./author-policy.ts";
import type { DiscoveredPolicy } from "./discovery.ts";
import { identifiersOf, type DkimEvidence, type Identifier, type SpfEvidence } from "./identifiers.ts";
import type { DmarcPolicy } from "./policy.ts";
import type { DmarcResult, DmarcTemperrorCause } from "./result.ts";
import { alignmentEvents } from "./trace.ts";

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
  const { author, policy, limits } = input;
  const found = yield* findAuthorPolicy(author, policy, limits);
  return yield* applyAuthorPolicy(found, input);
}

/**
 * The second half of an evaluation: alignment and verdict under the policy found, once SPF and DKIM
 * are known.
 *
 * RFC 9989 §5.3.4 to §5.3.6
 */
export function* applyAuthorPolicy(
  found: AuthorPolicy,
  { spf, dkim, limits }: Pick<DmarcInput, "spf" | "dkim" | "limits">,
): Task<DmarcResult> {
  if (found.kind === "settled") return found.result;
  const { discovered, applied, notes } = found;
  const { authorDomain, organizationalDomain, record, recordDomain, discovery } = discovered;
  const { authenticated, undecided } = identifiersOf(spf, dkim);
  const alignment = new Alignment(discovered);
  const findings = yield* alignIdentifiers(alignment, authenticated, limits);
  const trace = [...found.trace, ...alignmentEvents(findings)];
  const evaluated = {
    authorDomain,
    organizationalDomain: organizationalDomain?.domain ?? null,
    recordDomain,
    record,
    discovery,
    identifiers: findings.identifiers,
    notes,
  };
  const [first, ...others] = findings.identifiers.filter(({ aligned }) => aligned);
  // RFC 9989 §5.3.5
  if (first !== undefined) {
    return { result: "pass", policy: applied.policy, alignedBy: [first, ...others], trace, ...evaluated };
  }
  const hidden = hiddenAlignment(discovered, findings, limits);
  const doubtful = undecided.find((identifier) => alignment.mayAlign(identifier));
  const cause = hidden ?? (doubtful === undefined ? null : temporaryError(doubtful));
  // RFC 9989 §5.3.6
  if (cause !== null) return { result: "temperror", authorDomain, cause, notes, trace };
  if (applied.policy === null) {
    const { type, name, reason } = applied.existence;
    return { result: "temperror", authorDomain, cause: { code: "dns", type, name, reason }, notes, trace };
  }
  const disposition = dispositionOf(applied.policy);
  const { value, from } = applied.policy;
  trace.push({ code: "dmarc.policy-applied", value, from, disposition, rfc: "RFC 9989 §5.3.6" });
  return { result: "fail", ...evaluated, policy: applied.policy, disposition, trace };
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
