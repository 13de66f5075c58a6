import type { MessageReport, SpfReport } from "../../src/analysis/report.ts";
import type { DkimResult, HeaderDiagnosis, KeyAbsence } from "../../src/dkim/result.ts";
import type { DmarcResult } from "../../src/dmarc/result.ts";
import type { DnsFailureReason } from "../../src/dns/answer.ts";
import type { IprevResult } from "../../src/iprev/result.ts";
import type { AuthorAmbiguity, AuthorDecision } from "../../src/message/author-decision.ts";
import type { SpfResult } from "../../src/spf/result.ts";

/** The words and causes of the result types, each a key: the compiler refuses one that is missing or not in the type. */
type Every<Word extends string> = Readonly<Record<Word, true>>;
type CodeOf<Result> = Result extends { readonly cause: { readonly code: infer Code extends string } }
  ? Code
  : never;

const SPF_WORDS: Every<SpfResult["result"]> = {
  none: true,
  neutral: true,
  pass: true,
  fail: true,
  softfail: true,
  temperror: true,
  permerror: true,
};
/** All but what floods reach, which compared mail does not hold. */
const SPF_CAUSES: Every<Exclude<CodeOf<SpfResult>, "text-limit">> = {
  "no-record": true,
  "no-domain": true,
  dns: true,
  syntax: true,
  "multiple-records": true,
  "term-limit": true,
  "void-lookup-limit": true,
  "mx-limit": true,
  "include-none": true,
  "redirect-none": true,
};
const DKIM_WORDS: Every<DkimResult["result"]> = {
  pass: true,
  fail: true,
  policy: true,
  neutral: true,
  permerror: true,
  temperror: true,
};
const DKIM_CAUSES: Every<Exclude<CodeOf<DkimResult>, "unread" | "key-untried">> = {
  "rsa-sha1": true,
  "key-too-short": true,
  "key-too-long": true,
  expired: true,
  "signed-in-future": true,
  "unsigned-body": true,
  "public-suffix-signer": true,
  syntax: true,
  "missing-tag": true,
  "duplicate-tag": true,
  version: true,
  algorithm: true,
  canonicalization: true,
  "query-method": true,
  "from-not-signed": true,
  "auid-outside-sdid": true,
  "expires-before-signed": true,
  "body-shorter-than-length": true,
  "no-key": true,
  "key-revoked": true,
  "key-malformed": true,
  "key-missing-data": true,
  "key-version": true,
  "key-type": true,
  "key-hash": true,
  "key-service": true,
  "auid-not-exact": true,
  "signature-limit": true,
  "header-limit": true,
  dns: true,
};
const DKIM_DIAGNOSES: Every<HeaderDiagnosis["code"]> = {
  "headers-changed": true,
  "other-hash-algorithm": true,
  "wrong-key-or-damaged-signature": true,
  unknown: true,
};
const KEY_ABSENCES: Every<KeyAbsence> = {
  nxdomain: true,
  nodata: true,
  "no-key-record": true,
  "impossible-name": true,
};
const DMARC_WORDS: Every<DmarcResult["result"]> = { none: true, pass: true, fail: true, temperror: true };
const DMARC_CAUSES: Every<CodeOf<DmarcResult>> = {
  "no-record": true,
  "no-author": true,
  "author-ambiguous": true,
  "multiple-author-domains": true,
  "author-domain-invalid": true,
  "invalid-policy": true,
  dns: true,
  "spf-temperror": true,
  "dkim-temperror": true,
  "domain-limit": true,
};
const IPREV_WORDS: Every<IprevResult["result"]> = {
  pass: true,
  fail: true,
  temperror: true,
  permerror: true,
};
const AUTHOR_KINDS: Every<AuthorDecision["kind"]> = {
  single: true,
  none: true,
  multiple: true,
  ambiguous: true,
};
const AMBIGUITIES: Every<AuthorAmbiguity["code"]> = {
  "multiple-from": true,
  syntax: true,
  "element-without-address": true,
  "text-after-address": true,
  nul: true,
  "bare-cr": true,
  "hidden-from": true,
  "leading-folded-line": true,
  "disguised-from": true,
  "header-limit": true,
};
/** The failures a zone can show; `not-in-snapshot` and `limit` come from drivers and have tests there. */
const DNS_FAILURES: Every<Exclude<DnsFailureReason, "not-in-snapshot" | "limit">> = {
  timeout: true,
  servfail: true,
  refused: true,
  malformed: true,
};

/** Everything that a run must have reached. */
export const REACHABLE: readonly string[] = [
  ...named("spf", SPF_WORDS),
  ...named("spf cause", SPF_CAUSES),
  ...named("dkim", DKIM_WORDS),
  ...named("dkim cause", DKIM_CAUSES),
  ...named("dkim diagnosis", DKIM_DIAGNOSES),
  ...named("dkim absence", KEY_ABSENCES),
  ...named("dmarc", DMARC_WORDS),
  ...named("dmarc cause", DMARC_CAUSES),
  ...named("iprev", IPREV_WORDS),
  ...named("author", AUTHOR_KINDS),
  ...named("author ambiguity", AMBIGUITIES),
  ...named("dns failure", DNS_FAILURES),
];

function named(kind: string, words: Readonly<Record<string, true>>): readonly string[] {
  return Object.keys(words).map((word) => `${kind} ${word}`);
}

/** What one report reached. */
export function reached(report: MessageReport): readonly string[] {
  const { spf, dkim, dmarc, iprev, author, dns } = report;
  return [
    ...reachedBySpf(spf.mailFrom),
    ...reachedBySpf(spf.helo),
    ...dkim.flatMap(reachedByDkim),
    ...(dmarc.result === "not-evaluated" ? [] : [`dmarc ${dmarc.result}`]),
    ...("cause" in dmarc ? [`dmarc cause ${dmarc.cause.code}`] : []),
    `iprev ${iprev.result}`,
    `author ${author.kind}`,
    ...(author.kind === "ambiguous" ? author.causes.map(({ code }) => `author ambiguity ${code}`) : []),
    ...(dns ?? []).flatMap(({ answer }) =>
      answer.kind === "failure" ? [`dns failure ${answer.reason}`] : [],
    ),
  ];
}

function reachedBySpf(spf: SpfReport): readonly string[] {
  return [`spf ${spf.result}`, ...("cause" in spf ? [`spf cause ${spf.cause.code}`] : [])];
}

function reachedByDkim(dkim: DkimResult): readonly string[] {
  const words = [`dkim ${dkim.result}`];
  if ("cause" in dkim) words.push(`dkim cause ${dkim.cause.code}`);
  if ("headerDiagnosis" in dkim) words.push(`dkim diagnosis ${dkim.headerDiagnosis.code}`);
  if (dkim.result === "permerror" && dkim.cause.code === "no-key")
    words.push(`dkim absence ${dkim.cause.answer}`);
  return words;
}
