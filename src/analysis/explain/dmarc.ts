import type {
  AlignedIdentifier,
  AlignmentReason,
  DmarcNoneCause,
  DmarcResult,
  DmarcTemperrorCause,
} from "../../dmarc/result.ts";
import type { DmarcReport } from "../report.ts";
import { noteQuote, noteWords, recordNoteWords } from "./dmarc-notes.ts";
import { Explainer, failureWords, listed, type Quote, type Statement } from "./statement.ts";

type Evaluated = Extract<DmarcResult, { result: "pass" | "fail" }>;

/** What of the DKIM results names a signature. */
type Signatures = readonly (
  | { readonly signature: { readonly selector: string } }
  | { readonly claimed: object }
)[];

/** Explains the DMARC result; the DKIM results tell signatures of one domain apart. */
export function explainDmarc(dmarc: DmarcReport, dkim: Signatures): readonly Statement[] {
  const explainer = new Explainer("dmarc");
  if (dmarc.result === "not-evaluated") {
    explainer.result(
      `DMARC is not decided: nothing else aligns, and SPF was not evaluated for want of the envelope (without SPF it would be ${dmarc.withoutSpf.result}).`,
      "RFC 9989 §5.3",
    );
    return [...explainer.statements, ...explainDmarc(dmarc.withoutSpf, dkim).slice(1)];
  }
  const nameOf = identifierNames("identifiers" in dmarc ? dmarc.identifiers : [], dkim);
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
        `DMARC is pass for ${dmarc.authorDomain}: ${listed(dmarc.alignedBy.map(nameOf))} ${dmarc.alignedBy.length === 1 ? "is" : "are"} aligned.`,
        "RFC 9989 §5.3",
      );
      explainEvaluated(explainer, dmarc, nameOf);
      break;
    case "fail":
      explainer.result(
        `DMARC is fail for ${dmarc.authorDomain}: ${dmarc.identifiers.length === 0 ? "neither SPF nor DKIM passes" : "no identifier that passes is aligned"}; the domain owner asks for ${dmarc.disposition}.`,
        "RFC 9989 §5.3",
      );
      explainEvaluated(explainer, dmarc, nameOf);
      break;
  }
  for (const note of dmarc.notes) explainer.note(noteWords(note), note.rfc, noteQuote(note));
  return explainer.statements;
}

function explainEvaluated(explainer: Explainer, dmarc: Evaluated, nameOf: NameOf): void {
  for (const identifier of dmarc.identifiers) {
    explainer.reason(
      `${nameOf(identifier)} ${identifier.aligned ? "is" : "is not"} aligned (${identifier.mode}): ${ALIGNMENT[identifier.reason]}.`,
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
  for (const note of dmarc.record.notes) {
    explainer.note(`Record of ${dmarc.recordDomain}: ${recordNoteWords(note)}.`, note.rfc);
  }
}

function policyQuote(dmarc: Evaluated): Quote {
  const tag = dmarc.record.tags.find((each) => each.name.toLowerCase() === dmarc.policy?.from);
  const at = tag === undefined ? null : { start: tag.nameSpan.start, end: tag.valueSpan.end };
  return { source: `_dmarc.${dmarc.recordDomain} TXT`, text: dmarc.record.text, at };
}

type NameOf = (identifier: AlignedIdentifier) => string;

/** Names identifiers by method and domain, and by the selector where that is not enough. */
function identifierNames(identifiers: readonly AlignedIdentifier[], dkim: Signatures): NameOf {
  return ({ method, domain, dkimIndex }) => {
    const name = `${method.toUpperCase()} of ${domain}`;
    const alike = identifiers.filter((each) => each.method === method && each.domain === domain);
    const result = dkimIndex === null || alike.length === 1 ? undefined : dkim[dkimIndex];
    return result !== undefined && "signature" in result
      ? `${name} (selector ${result.signature.selector})`
      : name;
  };
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
