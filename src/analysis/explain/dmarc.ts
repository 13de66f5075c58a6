import type {
  AlignedIdentifier,
  AlignmentReason,
  DmarcNoneCause,
  DmarcResult,
  DmarcTemperrorCause,
} from "../../dmarc/result.ts";
import type { DmarcNote, DmarcRecordNote } from "../../dmarc/notes.ts";
import type { DmarcReport } from "../report.ts";
import { Explainer, failureWords, listed, type Quote, type Statement } from "./statement.ts";

type Evaluated = Extract<DmarcResult, { result: "pass" | "fail" }>;

/** Explains the DMARC result. */
export function explainDmarc(dmarc: DmarcReport): readonly Statement[] {
  const explainer = new Explainer("dmarc");
  if (dmarc.result === "not-evaluated") {
    explainer.result(
      `DMARC is not decided: nothing else aligns, and SPF was not evaluated for want of the envelope (without SPF it would be ${dmarc.withoutSpf.result}).`,
      "RFC 9989 §5.3",
    );
    return [...explainer.statements, ...explainDmarc(dmarc.withoutSpf).slice(1)];
  }
  switch (dmarc.result) {
    case "none":
      explainer.result(
        `DMARC is none: ${noneWords(dmarc.cause, dmarc.authorDomain)}.`,
        NONE_SECTIONS[dmarc.cause.code],
        noneQuote(dmarc.cause),
      );
      break;
    case "temperror":
      explainer.result(`DMARC is temperror: ${temperrorWords(dmarc.cause)}.`, "RFC 9989 §5.3.6");
      break;
    case "pass":
      explainer.result(
        `DMARC is pass for ${dmarc.authorDomain}: ${listed(dmarc.alignedBy.map(identifierName))} ${dmarc.alignedBy.length === 1 ? "is" : "are"} aligned.`,
        "RFC 9989 §5.3",
      );
      explainEvaluated(explainer, dmarc);
      break;
    case "fail":
      explainer.result(
        `DMARC is fail for ${dmarc.authorDomain}: ${dmarc.identifiers.length === 0 ? "neither SPF nor DKIM passes" : "no identifier that passes is aligned"}; the domain owner asks for ${dmarc.disposition}.`,
        "RFC 9989 §5.3",
      );
      explainEvaluated(explainer, dmarc);
      break;
  }
  for (const note of dmarc.notes) explainNote(explainer, note);
  return explainer.statements;
}

function explainEvaluated(explainer: Explainer, dmarc: Evaluated): void {
  for (const identifier of dmarc.identifiers) {
    explainer.reason(
      `${identifierName(identifier)} ${identifier.aligned ? "is" : "is not"} aligned (${identifier.mode}): ${ALIGNMENT[identifier.reason]}.`,
      "RFC 9989 §4.10.2",
    );
  }
  if (dmarc.policy !== null) {
    const place =
      dmarc.recordDomain === dmarc.authorDomain ? "its own record" : `the record of ${dmarc.recordDomain}`;
    explainer.reason(
      `The policy is ${dmarc.policy.value}, from ${dmarc.policy.from}= of ${place}.`,
      "RFC 9989 §4.10.1",
      policyQuote(dmarc),
    );
    if (dmarc.policy.testMode) {
      explainer.note("t=y: the domain tests its policy and asks for one level less.", "RFC 9989 §4.7");
    }
  }
  if (dmarc.organizationalDomain !== null && dmarc.organizationalDomain !== dmarc.authorDomain) {
    explainer.reason(`The Organizational Domain is ${dmarc.organizationalDomain}.`, "RFC 9989 §4.10.2");
  }
  for (const note of dmarc.record.notes) explainRecordNote(explainer, note, dmarc.recordDomain);
}

function policyQuote(dmarc: Evaluated): Quote {
  const tag = dmarc.record.tags.find((each) => each.name.toLowerCase() === dmarc.policy?.from);
  const at = tag === undefined ? null : { start: tag.nameSpan.start, end: tag.valueSpan.end };
  return { source: `_dmarc.${dmarc.recordDomain} TXT`, text: dmarc.record.text, at };
}

function identifierName(identifier: AlignedIdentifier): string {
  return `${identifier.method.toUpperCase()} of ${identifier.domain}`;
}

const ALIGNMENT: Readonly<Record<AlignmentReason, string>> = {
  identical: "the domains are identical",
  "same-organizational-domain": "both have the same Organizational Domain",
  "not-identical": "the record asks for identical domains",
  "outside-organizational-domain": "it lies outside the author's Organizational Domain",
  "other-organizational-domain": "it has another Organizational Domain",
  "organizational-domain-unknown": "a DNS failure hides its Organizational Domain",
  "domain-limit": "too many domains would have to be looked up",
};

function noneWords(cause: DmarcNoneCause, authorDomain: string | null): string {
  switch (cause.code) {
    case "no-record":
      return `${authorDomain ?? "the author's domain"} publishes no DMARC record, nor do the domains above it`;
    case "no-author":
      return "the message names no author";
    case "author-ambiguous":
      return "the author cannot be determined uniquely, so readers may be shown different ones";
    case "multiple-author-domains":
      return `the From field names authors of several domains (${listed(cause.domains)})`;
    case "author-domain-invalid":
      return `"${cause.text}" is no domain that can publish a policy`;
    case "invalid-policy":
      return `${cause.tag}= in the record of ${cause.recordDomain} holds no policy, and nobody asked for reports`;
  }
}

const NONE_SECTIONS: Readonly<Record<DmarcNoneCause["code"], string>> = {
  "no-record": "RFC 9989 §4.10.1",
  "no-author": "RFC 9989 §5.3.1",
  "author-ambiguous": "RFC 9989 §5.3.1",
  "multiple-author-domains": "RFC 9989 §5.3.1",
  "author-domain-invalid": "RFC 9989 §5.3.1",
  "invalid-policy": "RFC 9989 §4.10.1",
};

function noneQuote(cause: DmarcNoneCause): Quote | null {
  if (cause.code !== "invalid-policy") return null;
  const invalid = cause.record.invalidPolicies.find((each) => each.tag === cause.tag);
  return { source: `_dmarc.${cause.recordDomain} TXT`, text: cause.record.text, at: invalid?.at ?? null };
}

function temperrorWords(cause: DmarcTemperrorCause): string {
  switch (cause.code) {
    case "dns":
      return `the question for ${cause.type} of ${cause.name} ${failureWords(cause.reason)}`;
    case "spf-temperror":
      return "nothing else aligns, and SPF, which might, is temperror";
    case "dkim-temperror":
      return "nothing else aligns, and a DKIM signature that might is temperror";
    case "domain-limit":
      return `more than ${cause.limit} domains would have to be compared`;
  }
}

function explainNote(explainer: Explainer, note: DmarcNote): void {
  switch (note.code) {
    case "several-records":
      explainer.note(
        `${note.domain} publishes ${note.count} DMARC records; they count as none.`,
        "RFC 9989 §4.10",
      );
      break;
    case "not-a-record":
      explainer.note(
        `A TXT record at _dmarc.${note.domain} is no DMARC record; it was ignored.`,
        "RFC 9989 §4.10",
        {
          source: `_dmarc.${note.domain} TXT`,
          text: note.text,
          at: "at" in note.cause ? note.cause.at : null,
        },
      );
      break;
    case "organizational-domains-differ":
      explainer.note(
        `The Tree Walk finds the Organizational Domain ${note.treeWalk}, the Public Suffix List ${note.publicSuffixList}.`,
        "RFC 9989 §4.10.2",
      );
      break;
    case "several-authors":
      explainer.note(`The From field names ${note.count} authors of the same domain.`, "RFC 9989 §5.3.1");
      break;
    case "taken-as-none":
      explainer.note(
        `${note.tag}= of ${note.recordDomain} holds no policy; it is taken as p=none.`,
        "RFC 9989 §4.10.1",
      );
      break;
    case "external-report-destination":
      explainer.note(
        `${note.tag}= names ${note.domain}, which must first agree to receive reports.`,
        "RFC 9989 §11.6",
      );
      break;
  }
}

function explainRecordNote(explainer: Explainer, note: DmarcRecordNote, domain: string): void {
  explainer.note(`Record of ${domain}: ${recordNoteWords(note)}.`, "RFC 9989 §4.7");
}

/** A note on a record as words without a subject. */
export function recordNoteWords(note: DmarcRecordNote): string {
  switch (note.code) {
    case "leading-white-space":
      return "white space stands before v=";
    case "syntax":
      return `${note.tag === null ? "a part" : `${note.tag}=`} is malformed and ignored; expected ${note.expected}`;
    case "duplicate-tag":
      return `${note.tag}= stands twice`;
    case "tag-name-case":
      return `${note.tag}= is written in capitals`;
    case "unknown-tag":
      return `${note.tag}= is unknown and ignored`;
    case "historic-tag":
      return `${note.tag}=${note.value} is historic and ignored`;
    case "invalid-value":
      return `"${note.value}" is no value for ${note.tag}=`;
    case "failure-options-without-ruf":
      return "fo= has no effect without ruf=";
    case "report-uri-invalid":
      return `"${note.text}" in ${note.tag}= is no URI`;
    case "report-address-without-scheme":
      return `"${note.text}" in ${note.tag}= lacks mailto:`;
    case "report-uri-without-address":
      return `"${note.text}" in ${note.tag}= names no address`;
    case "report-uri-scheme":
      return `${note.tag}= asks for ${note.scheme}:, which few senders of reports support`;
    case "report-size-limit":
      return `the size limit in "${note.text}" is obsolete and ignored`;
    case "many-report-uris":
      return `${note.tag}= names ${note.count} destinations`;
    case "monitoring-without-reports":
      return "p=none without rua= changes nothing and tells nobody";
    case "weaker-subdomain-policy":
      return `${note.tag}=${note.value} protects subdomains less than p=${note.policy} the domain itself`;
  }
}
