import type { DomainName } from "../base/domain.ts";
import type { DnsFailureReason } from "../dns/answer.ts";
import type { AlignmentFindings } from "./alignment.ts";
import type { PolicyDiscovery } from "./discovery.ts";
import type { DomainExistence } from "./existence.ts";
import { organizationalDomainOf, type OrganizationalDomainRule } from "./organizational-domain.ts";
import type { AlignmentMode, PolicyTag, PolicyWord, PublicSuffixFlag } from "./record.ts";
import type { AlignmentReason } from "./result.ts";
import type { TreeWalk, TreeWalkStep } from "./tree-walk.ts";

/** What an evaluation did, in order. */
export type DmarcEvent =
  /** `psd` stands for a record found, `reason` for a failure; else null. */
  | {
      readonly code: "dmarc.tree-walk-step";
      readonly start: DomainName;
      readonly name: string;
      readonly outcome: TreeWalkStep["outcome"];
      readonly psd: PublicSuffixFlag | null;
      readonly reason: DnsFailureReason | null;
      readonly rfc: "RFC 9989 §4.10";
    }
  | {
      readonly code: "dmarc.organizational-domain";
      readonly domain: DomainName;
      readonly organizationalDomain: DomainName;
      readonly rule: OrganizationalDomainRule;
      readonly rfc: "RFC 9989 §4.10.2" | "RFC 7489 §3.2";
    }
  | {
      readonly code: "dmarc.policy-record";
      readonly recordDomain: DomainName;
      readonly at: "author-domain" | "organizational-domain" | "public-suffix-domain";
      readonly rfc: "RFC 9989 §4.10.1";
    }
  | {
      readonly code: "dmarc.domain-existence";
      readonly domain: DomainName;
      readonly outcome: "exists" | "non-existent" | "failure";
      readonly rfc: "RFC 9989 §3.2.13";
    }
  | {
      readonly code: "dmarc.aligned" | "dmarc.not-aligned";
      readonly method: "spf" | "dkim";
      readonly domain: DomainName;
      readonly mode: AlignmentMode;
      readonly reason: AlignmentReason;
      readonly rfc: "RFC 9989 §4.10.2";
    }
  | {
      readonly code: "dmarc.policy-applied";
      readonly value: PolicyWord;
      readonly from: PolicyTag;
      readonly disposition: PolicyWord;
      readonly rfc: "RFC 9989 §5.3.6";
    };

/** The events of finding the policy. */
export function discoveryEvents(discovered: PolicyDiscovery): DmarcEvent[] {
  const events = discovered.discovery.treeWalk.steps.map((step) =>
    walkEvent(discovered.discovery.treeWalk, step),
  );
  const { authorDomain: domain, organizationalDomain } = discovered;
  if (organizationalDomain !== null) {
    const { domain: organizational, rule } = organizationalDomain;
    events.push(organizationalDomainEvent(domain, organizational, rule));
  }
  if (discovered.outcome === "record") {
    const { recordDomain, at } = discovered;
    events.push({ code: "dmarc.policy-record", recordDomain, at, rfc: "RFC 9989 §4.10.1" });
  }
  return events;
}

/** The events of comparing identifiers: the walks first, in the order of the identifiers. */
export function alignmentEvents({ walks, identifiers }: AlignmentFindings): readonly DmarcEvent[] {
  const events: DmarcEvent[] = [];
  for (const walk of walks) {
    for (const step of walk.steps) events.push(walkEvent(walk, step));
    const found = organizationalDomainOf(walk);
    if (found !== null) events.push(organizationalDomainEvent(walk.start, found.domain, found.rule));
  }
  for (const { aligned, method, domain, mode, reason } of identifiers) {
    const code = aligned ? "dmarc.aligned" : "dmarc.not-aligned";
    events.push({ code, method, domain, mode, reason, rfc: "RFC 9989 §4.10.2" });
  }
  return events;
}

function walkEvent({ start }: TreeWalk, step: TreeWalkStep): DmarcEvent {
  const psd = step.outcome === "record" ? step.record.psd : null;
  const reason = step.outcome === "failure" ? step.reason : null;
  const { name, outcome } = step;
  return { code: "dmarc.tree-walk-step", start, name, outcome, psd, reason, rfc: "RFC 9989 §4.10" };
}

function organizationalDomainEvent(
  domain: DomainName,
  organizationalDomain: DomainName,
  rule: OrganizationalDomainRule,
): DmarcEvent {
  const rfc = rule === "public-suffix-list" ? "RFC 7489 §3.2" : "RFC 9989 §4.10.2";
  return { code: "dmarc.organizational-domain", domain, organizationalDomain, rule, rfc };
}

/** The event of asking whether the Author Domain exists. */
export function existenceEvent(domain: DomainName, { outcome }: DomainExistence): DmarcEvent {
  return { code: "dmarc.domain-existence", domain, outcome, rfc: "RFC 9989 §3.2.13" };
}
