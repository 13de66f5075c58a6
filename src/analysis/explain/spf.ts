import type { SpfPermerrorCause, SpfResult } from "../../spf/result.ts";
import type { SpfReport } from "../report.ts";
import { noteWords } from "./spf-notes.ts";
import { counted, Explainer, failureWords, type Quote, type Statement } from "./statement.ts";

const NOT_EVALUATED = {
  "no-client-ip": "the address of the client is not known",
  "no-mail-from": "the MAIL FROM address is not known",
  "no-helo": "the HELO name is not known",
} as const;

const MEANING = {
  pass: "may send for it",
  fail: "may not send for it",
  softfail: "probably may not send for it",
  neutral: "is neither allowed nor forbidden to send for it",
} as const;

/** Explains the SPF result of one identity. */
export function explainSpf(identity: "MAIL FROM" | "HELO", spf: SpfReport): readonly Statement[] {
  const explainer = new Explainer("spf");
  if (spf.result === "not-evaluated") {
    explainer.result(`SPF for ${identity} was not evaluated: ${NOT_EVALUATED[spf.reason]}.`, null);
    return explainer.statements;
  }
  explainer.result(`SPF for ${identity} is ${spf.result}: ${summary(spf)}`, sectionOf(spf), quoteOf(spf));
  if (spf.substituted) {
    explainer.reason(
      `The reverse-path is empty, so postmaster@${spf.domain} stands for it.`,
      "RFC 7208 §2.4",
    );
  }
  if (spf.result === "fail" && spf.explanation !== null) {
    explainer.reason(`The domain explains: "${spf.explanation}"`, "RFC 7208 §6.2");
  }
  for (const note of spf.notes) explainer.note(noteWords(note), note.rfc);
  return explainer.statements;
}

function summary(spf: SpfResult): string {
  switch (spf.result) {
    case "none":
      if (spf.cause.code === "no-record") return `${spf.domain} publishes no SPF record.`;
      return spf.domain === ""
        ? "there is no domain to be read in it."
        : `"${spf.domain}" is no domain that can hold a record.`;
    case "temperror":
      return `the question for ${spf.cause.type} of ${spf.cause.name} ${failureWords(spf.cause.reason)}.`;
    case "permerror":
      return permerror(spf.cause);
    case "pass":
    case "fail":
    case "softfail":
    case "neutral": {
      const by =
        spf.matched === "default"
          ? `no directive of ${spf.recordDomain} matches`
          : `"${spf.matched.text}" in the record of ${spf.recordDomain} matches`;
      return `${spf.clientIp} ${MEANING[spf.result]}: ${by}.`;
    }
  }
}

function permerror(cause: SpfPermerrorCause): string {
  switch (cause.code) {
    case "syntax":
      return `the record of ${cause.domain} has a syntax error; expected ${cause.expected}.`;
    case "multiple-records":
      return `${cause.domain} publishes ${cause.count} SPF records; only one is allowed.`;
    case "term-limit":
      return `the records need more than ${cause.limit} terms that ask the DNS; the one too many stands in the record of ${cause.domain}.`;
    case "void-lookup-limit":
      return `more than ${counted(cause.limit, "question")} of the records found nothing; the one too many stands in the record of ${cause.domain}.`;
    case "mx-limit":
      return `an mx term of ${cause.domain} names more than ${cause.limit} mail exchangers.`;
    case "text-limit":
      return `the TXT records up to those of ${cause.domain} hold more than ${cause.limit} bytes.`;
    case "include-none":
      return `${cause.domain} includes ${cause.include}, which publishes no SPF record.`;
    case "redirect-none":
      return `${cause.domain} redirects to ${cause.redirect}, which publishes no SPF record.`;
  }
}

function sectionOf(spf: SpfResult): string {
  switch (spf.result) {
    case "none":
      return spf.cause.code === "no-record" ? "RFC 7208 §4.5" : "RFC 7208 §4.3";
    case "temperror":
      return "RFC 7208 §2.6.6";
    case "permerror":
      return PERMERROR_SECTIONS[spf.cause.code];
    case "pass":
    case "fail":
    case "softfail":
    case "neutral":
      return spf.matched === "default" ? "RFC 7208 §4.7" : "RFC 7208 §4.6.2";
  }
}

const PERMERROR_SECTIONS: Readonly<Record<SpfPermerrorCause["code"], string>> = {
  syntax: "RFC 7208 §4.6",
  "multiple-records": "RFC 7208 §4.5",
  "term-limit": "RFC 7208 §4.6.4",
  "void-lookup-limit": "RFC 7208 §4.6.4",
  "mx-limit": "RFC 7208 §4.6.4",
  "text-limit": "RFC 7208 §3.4",
  "include-none": "RFC 7208 §5.2",
  "redirect-none": "RFC 7208 §6.1",
};

function quoteOf(spf: SpfResult): Quote | null {
  if ("matched" in spf) {
    const at = spf.matched === "default" ? null : spf.matched.span;
    return { source: `${spf.recordDomain} TXT`, text: spf.record.text, at };
  }
  if (spf.result === "permerror" && spf.cause.code === "syntax") {
    return { source: `${spf.cause.domain} TXT`, text: spf.cause.record, at: spf.cause.at };
  }
  return null;
}
