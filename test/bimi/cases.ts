import { bytesOf, byteText, hex } from "../../src/base/bytes.ts";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import { toDomainName } from "../../src/base/domain.ts";
import type { DocumentChecks } from "../../src/bimi/document-checks.ts";
import type { SignatureCoverage } from "../../src/bimi/eligibility.ts";
import { evaluateBimi } from "../../src/bimi/evaluate.ts";
import type { IndicatorDocument } from "../../src/bimi/indicator-result.ts";
import type { Mark } from "../../src/bimi/mark.ts";
import type { BimiResult } from "../../src/bimi/result.ts";
import { evaluateDmarc } from "../../src/dmarc/evaluate.ts";
import type { DkimEvidence } from "../../src/dmarc/identifiers.ts";
import { DEFAULT_DMARC_POLICY } from "../../src/dmarc/policy.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import type { AuthorDecision, AuthorMailbox } from "../../src/message/author-decision.ts";
import type { HeaderField } from "../../src/message/header-field.ts";
import { runSync } from "../../src/task/run-sync.ts";
import type { FetchAnswer, FetchFailureReason } from "../../src/task/task.ts";

/** One case of fixtures/cases/bimi: the zone serves DMARC and BIMI, `sdid` of each passing signature aligns or not. */
export interface BimiCase {
  readonly name: string;
  readonly zone: Zone;
  /** Addresses in From. */
  readonly author: readonly string[];
  /** Domain of the MAIL FROM identity that passed SPF. */
  readonly spf?: string;
  readonly dkim?: readonly CaseSignature[];
  /** Header fields, from the top. */
  readonly fields?: readonly string[];
  /** By URL: the text of the document, or why it does not come. Left out: there is no fetcher. */
  readonly documents?: Readonly<
    Record<string, { readonly text: string } | { readonly failure: FetchFailureReason }>
  >;
  readonly expected: unknown;
  /** Questions for `_bimi` names and fetched URLs, in the order of asking. */
  readonly asked: readonly string[];
}

interface CaseSignature {
  readonly sdid: string;
  readonly signedFieldIndices?: readonly number[];
  readonly unsignedBodyBytes?: number;
}

export interface Outcome {
  readonly result: BimiResult;
  readonly asked: readonly string[];
}

export function runCase(each: Omit<BimiCase, "name" | "expected" | "asked">): Outcome {
  const asked: string[] = [];
  const answers = snapshotResolver(each.zone);
  const dns: Resolver = {
    resolve: (type, name) => {
      if (name.includes("_bimi")) asked.push(`${type} ${name}`);
      return answers.resolve(type, name);
    },
  };
  const { documents } = each;
  const fetch = (url: string): FetchAnswer => {
    asked.push(url);
    const document = documents?.[url] ?? { failure: "not-in-snapshot" };
    if ("failure" in document) return { kind: "failure", reason: document.failure };
    return { kind: "body", bytes: bytesOf(document.text) };
  };
  const platform = documents === undefined ? { dns } : { dns, fetch: { fetch } };
  const author = authorOf(each.author);
  const signatures = each.dkim ?? [];
  const task = evaluateDmarc({
    author,
    spf: each.spf === undefined ? null : { identity: "mailfrom", result: "pass", domain: each.spf },
    dkim: signatures.map(({ sdid }): DkimEvidence => ({ result: "pass", signature: { sdid } })),
    policy: DEFAULT_DMARC_POLICY,
    limits: DEFAULT_LIMITS,
  });
  const dmarc = runSync(task, { dns });
  const input = {
    author,
    dmarc,
    dkim: signatures.map(coverageOf),
    fields: (each.fields ?? []).map(fieldOf),
    now: 0,
    checks,
  };
  return { result: runSync(evaluateBimi(input), platform), asked };
}

function authorOf(addresses: readonly string[]): AuthorDecision {
  const mailboxes = addresses.map((address): AuthorMailbox => {
    const at = address.lastIndexOf("@");
    const domainText = address.slice(at + 1);
    const domain = toDomainName(domainText);
    return { localPart: address.slice(0, at), domainText, domain, displayName: null, fieldIndex: 0 };
  });
  const [mailbox, ...others] = mailboxes;
  if (mailbox === undefined) return { kind: "none", cause: "no-mailbox", notes: [] };
  return others.length > 0
    ? { kind: "multiple", mailboxes, notes: [] }
    : { kind: "single", mailbox, notes: [] };
}

function coverageOf({ signedFieldIndices = [], unsignedBodyBytes = 0 }: CaseSignature): SignatureCoverage {
  const signedFields = signedFieldIndices.map((fieldIndex) => ({ name: "BIMI-Selector", fieldIndex }));
  return { result: "pass", coverage: { signedFields, unsignedBodyBytes } };
}

function fieldOf(text: string, index: number): HeaderField {
  const colon = text.indexOf(":");
  const name = text.slice(0, colon);
  return {
    index,
    offset: 0,
    name,
    lowerName: name.toLowerCase(),
    bytes: bytesOf(`${text}\r\n`),
    valueStart: colon + 1,
    rawValue: text.slice(colon + 1),
  };
}

/** Documents that say of themselves what they are: an Indicator begins with `svg`, evidence is `proof of` one. */
const checks: DocumentChecks = {
  indicator: (bytes) => {
    const document = documentOf(byteText(bytes));
    if (document.svg.startsWith("svg")) return { result: "valid", document, title: document.svg, notes: [] };
    return { result: "unreadable", cause: { code: "empty" } };
  },
  evidence: (bytes) => {
    const [, svg] = /^proof of (.*)$/.exec(byteText(bytes)) ?? [];
    if (svg === undefined)
      return { result: "invalid", causes: [{ code: "timestamps-missing" }], mark: null, chain: [] };
    const mark: Mark = { type: null, statement: null, certificate: "vmc" };
    return {
      result: "valid",
      indicator: documentOf(svg),
      title: svg,
      mark,
      domains: [],
      timestamps: [],
      chain: [],
    };
  },
};

function documentOf(svg: string): IndicatorDocument {
  return { svg, bytes: svg.length, sha256: hex(bytesOf(svg)), compressed: false };
}

/** What of a result the cases state: everything but the trace and the parsed record. */
export function outline({ notes, trace: _trace, ...result }: BimiResult): unknown {
  const shown = {
    ...result,
    ...("assertion" in result && result.assertion !== null
      ? { assertion: `${result.assertion.selector}._bimi.${result.assertion.domain}` }
      : {}),
    ...("indicator" in result ? { indicator: result.indicator.title } : {}),
    ...("evidence" in result && result.evidence !== null ? { evidence: result.evidence.indicator.svg } : {}),
  };
  return notes.length === 0 ? shown : { ...shown, notes: notes.map(({ code }) => code) };
}
