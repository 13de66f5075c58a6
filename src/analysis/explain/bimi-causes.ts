import type { BimiRecordIssue } from "../../bimi/record.ts";
import type { BimiFailCause, BimiSkipCause, BimiTemperrorCause } from "../../bimi/result.ts";
import type { FetchFailureReason } from "../../task/task.ts";
import { unreadableWords } from "./bimi-indicator.ts";
import { counted, failureWords } from "./statement.ts";

/** Why BIMI was not done. */
export function skipWords(cause: BimiSkipCause): string {
  switch (cause.code) {
    case "no-author":
      return "the message has no author that could be determined";
    case "multiple-authors":
      return `the message has ${cause.count} authors`;
    case "dmarc":
      return `DMARC is ${cause.result}`;
    case "unsigned-body":
      return `every aligned signature leaves ${counted(cause.unsignedBodyBytes, "byte")} of the body unsigned`;
    case "no-organizational-domain":
      return "the author's domain has no Organizational Domain";
    case "policy-none":
      return `the DMARC policy for ${cause.domain}, in the record of ${cause.recordDomain}, asks for nothing`;
    case "subdomain-policy-none":
      return `${cause.tag}=none in the DMARC record of ${cause.recordDomain} leaves subdomains unprotected`;
    case "test-mode":
      return `t=y: ${cause.recordDomain} only tests its DMARC policy`;
    case "percentage":
      return `pct=${excerpt(cause.value)} in the DMARC record of ${cause.recordDomain} exempts part of the mail`;
    case "not-fetched":
      return `there is a record, and nobody was asked to fetch ${excerpt(cause.uri)}`;
  }
}

export const SKIP_SECTIONS: Readonly<Record<BimiSkipCause["code"], string>> = {
  "no-author": "BIMI draft §8.1",
  "multiple-authors": "BIMI draft §8.1",
  dmarc: "BIMI draft §8.1",
  "unsigned-body": "RFC 6376 §8.2",
  "no-organizational-domain": "BIMI draft §8.1",
  "policy-none": "BIMI draft §8.1",
  "subdomain-policy-none": "BIMI draft §8.1",
  "test-mode": "BIMI draft §8.1",
  percentage: "BIMI draft §8.1",
  "not-fetched": "BIMI draft §8.3",
};

/** Why it cannot be told now. */
export function temperrorWords(cause: BimiTemperrorCause): string {
  return cause.code === "dns"
    ? `the question for TXT of ${cause.name} ${failureWords(cause.reason)}`
    : `${excerpt(cause.uri)} ${fetchWords(cause.reason)}`;
}

/** Why no Indicator may be shown. */
export function failWords(cause: BimiFailCause): string {
  switch (cause.code) {
    case "invalid-record":
      return `the record is wrong: ${issueWords(cause.issue)}`;
    case "several-records":
      return `${cause.selector}._bimi.${cause.domain} has ${cause.count} records`;
    case "no-location":
      return "the record names evidence, but no Indicator to compare with it";
    case "fetch":
      return `${excerpt(cause.uri)} ${fetchWords(cause.reason)}`;
    case "indicator":
      return cause.check.result === "unreadable"
        ? `the Indicator cannot be read: ${unreadableWords(cause.check.cause)}`
        : `the Indicator breaks ${counted(cause.check.violations.length, "rule")} of the SVG Tiny PS profile`;
    case "evidence":
      return "the evidence does not hold";
    case "indicator-differs":
      return `the Indicator (SHA-256 ${cause.located}) is not the one in the evidence (${cause.evidenced})`;
  }
}

/** The section that makes the cause a failure. */
export function failSection(cause: BimiFailCause): string {
  return cause.code === "invalid-record" && cause.issue.code === "image-format"
    ? "BIMI draft §5.3.2"
    : FAIL_SECTIONS[cause.code];
}

const FAIL_SECTIONS: Readonly<Record<BimiFailCause["code"], string>> = {
  "invalid-record": "BIMI draft §5.3",
  "several-records": "BIMI draft §8.2",
  "no-location": "BIMI draft §8.3",
  fetch: "BIMI draft §8.5",
  indicator: "BIMI draft §8.6",
  evidence: "BIMI draft §8.4",
  "indicator-differs": "BIMI draft §8.9",
};

/** What is wrong with a record. */
function issueWords(issue: BimiRecordIssue): string {
  switch (issue.code) {
    case "syntax":
      return `${issue.tag === null ? "a part" : `${issue.tag}=`} is malformed; expected ${issue.expected}`;
    case "duplicate-tag":
      return `${issue.tag}= stands twice`;
    case "missing-location":
      return "l= is missing; empty, it would decline";
    case "uri":
      return `${issue.tag}= is no ${issue.expected}`;
    case "image-format":
      return `l= names a .${excerpt(issue.suffix)} file, and an Indicator is SVG`;
    case "local-part-prefix":
      return `"${excerpt(issue.value)}" in lps= is no prefix of letters, digits and hyphens`;
  }
}

/** What became of a fetch, as words after its URI. */
function fetchWords(reason: FetchFailureReason): string {
  switch (reason) {
    case "not-fetched":
      return "was not fetched";
    case "not-https":
      return "leads to something else than https";
    case "address-refused":
      return "leads to an address that is not public";
    case "too-many-redirects":
      return "leads on and on to other places";
    case "http-status":
      return "was answered without success";
    case "too-large":
      return "is larger than accepted";
    case "timeout":
      return "did not come in time";
    case "unreachable":
      return "could not be reached";
    case "not-in-snapshot":
      return "is not among the recorded documents";
  }
}

/** Characters of a stranger's text that a sentence repeats. */
const EXCERPT = 200;

function excerpt(text: string): string {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}
