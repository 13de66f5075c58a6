import type { PolicyDiscovery } from "../../dmarc/discovery.ts";
import type { TreeWalkStep } from "../../dmarc/tree-walk.ts";
import { recordNoteWords } from "./dmarc-notes.ts";
import { capitalized, Explainer, failureWords, type Quote, type Statement } from "./statement.ts";

/** Explains how the policy of a domain was found. */
export function explainDiscovery(found: PolicyDiscovery): readonly Statement[] {
  const explainer = new Explainer("dmarc");
  explainer.result(outcomeWords(found), "RFC 9989 §4.10.1");
  for (const step of found.discovery.treeWalk.steps) {
    explainer.reason(`${step.name}: ${stepWords(step)}.`, "RFC 9989 §4.10", stepQuote(step));
  }
  const { organizationalDomain, discovery } = found;
  if (organizationalDomain !== null) {
    explainer.reason(`The Organizational Domain is ${organizationalDomain.domain}.`, "RFC 9989 §4.10.2");
  }
  const listed = discovery.publicSuffixOrganizationalDomain;
  if (listed !== null && organizationalDomain !== null && listed !== organizationalDomain.domain) {
    explainer.note(`By the Public Suffix List it would be ${listed}.`, "RFC 7489 §3.2");
  }
  if (found.outcome === "record") {
    for (const note of found.record.notes) explainer.note(`${capitalized(recordNoteWords(note))}.`, note.rfc);
  }
  return explainer.statements;
}

function outcomeWords(found: PolicyDiscovery): string {
  switch (found.outcome) {
    case "record": {
      const own = found.recordDomain === found.authorDomain;
      const { policy, subdomainPolicy, nonExistentPolicy } = found.record;
      const value = own ? (policy ?? "none") : (subdomainPolicy ?? policy ?? "none");
      const absent =
        own || nonExistentPolicy === null || nonExistentPolicy === value
          ? ""
          : ` (${nonExistentPolicy} if ${found.authorDomain} does not exist)`;
      return `The policy of ${found.authorDomain} is ${value}${absent}, from the record of ${own ? "the domain itself" : found.recordDomain}.`;
    }
    case "no-record":
      return `No DMARC policy applies to ${found.authorDomain}.`;
    case "failure":
      return `The policy of ${found.authorDomain} cannot be told now: the question for ${found.step.name} ${failureWords(found.step.reason)}.`;
  }
}

function stepWords(step: TreeWalkStep): string {
  switch (step.outcome) {
    case "record":
      return step.record.psd === "u"
        ? "a record"
        : `a record with psd=${step.record.psd}, which ends the walk`;
    case "no-record":
      return step.ignored.length === 0 ? "no record" : "no record, but other text";
    case "several-records":
      return `${step.count} records, which count as none`;
    case "impossible-name":
      return "the name is too long for DNS";
    case "failure":
      return `the question ${failureWords(step.reason)}`;
  }
}

function stepQuote(step: TreeWalkStep): Quote | null {
  return step.outcome === "record" ? { source: "TXT", text: step.record.text, at: null } : null;
}
