import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { explain, type Fetcher, formatExplanation, type MessageReport, nodeFetcher } from "waxseal";
import {
  brandedReport,
  CHAIN,
  EVIDENCE_URL,
  INDICATOR_URL,
  type BrandedMail,
} from "../support/branded-mail.ts";
import { pemOf } from "../support/certificates.ts";
import { indicator, indicatorBytes, ROOT } from "../support/indicators.ts";
import {
  COMMON_NAME,
  logotypeExtension,
  MARK_TYPE,
  type ChainChanges,
  mintChain,
  timestampExtension,
} from "../support/mark-certificates.ts";

/** Hostile mail of a brand, or hostile documents behind it, and what BIMI says of it in one line. */
interface BrandAttack {
  readonly row: string;
  readonly name: string;
  readonly mail: BrandedMail;
  readonly outcome: string;
}

/** Result, cause, and the codes of what is wrong with a document. */
function outcomeOf({ bimi }: MessageReport): string {
  if (bimi.result === "not-evaluated") return bimi.result;
  const cause = "cause" in bimi ? bimi.cause : null;
  return [bimi.result, ...(cause === null ? [] : [cause.code, ...detailsOf(cause)])].join(" ");
}

function detailsOf(cause: Extract<MessageReport["bimi"], { readonly cause: unknown }>["cause"]): string[] {
  if (cause.code === "fetch") return [cause.reason];
  if (cause.code === "evidence") return cause.check.causes.map(({ code }) => code);
  if (cause.code === "invalid-record") return [cause.issue.code];
  if (cause.code !== "indicator") return [];
  return cause.check.result === "unreadable"
    ? [cause.check.cause.code]
    : cause.check.violations.map(({ code }) => code);
}

const located = (url: string): string => `v=BIMI1; l=${url}`;
const withoutEvidence = located(INDICATOR_URL);
const svg = (text: string): BrandedMail => ({ record: withoutEvidence, indicator: Buffer.from(text) });
const inside = (content: string): BrandedMail => svg(indicator(content));

/** The brand's documents with another chain, its root trusted. */
function chained(changes: ChainChanges): BrandedMail {
  const chain = mintChain(changes);
  return { evidence: chain.bundle, policy: { bimi: { roots: [pemOf([chain.root])] } } };
}

const neverAnswers: Fetcher = { fetch: () => new Promise(() => undefined) };
const endless: Fetcher = { fetch: () => ({ kind: "body", bytes: new Uint8Array(8 * 1024 * 1024) }) };
const TIMESTAMP = timestampExtension(1_767_225_600_123);

const FETCHES: readonly BrandAttack[] = [
  {
    row: "G1",
    name: "the indicator on a loopback address",
    mail: { record: located("https://127.0.0.1/i.svg"), fetcher: nodeFetcher() },
    outcome: "fail fetch address-refused",
  },
  {
    row: "G1",
    name: "the indicator on a private IPv6 address",
    mail: { record: located("https://[fd00::1]/i.svg"), fetcher: nodeFetcher() },
    outcome: "fail fetch address-refused",
  },
  {
    row: "G1",
    name: "the metadata service of a cloud",
    mail: { record: located("https://169.254.169.254/latest/i.svg"), fetcher: nodeFetcher() },
    outcome: "fail fetch address-refused",
  },
  {
    row: "G1",
    name: "evidence on an address instead of a name",
    mail: { record: `${withoutEvidence}; a=https://10.0.0.1/e.pem` },
    outcome: "fail invalid-record uri",
  },
  {
    row: "G1",
    name: "plain http",
    mail: { record: located("http://brand.example.com/indicator.svg") },
    outcome: "fail invalid-record uri",
  },
  {
    row: "G1",
    name: "another scheme",
    mail: { record: located("file:///etc/passwd") },
    outcome: "fail invalid-record uri",
  },
  {
    row: "G1",
    name: "a fetcher that hands over megabytes",
    mail: { fetcher: endless },
    outcome: "fail fetch too-large",
  },
  {
    row: "G1",
    name: "a server that never ends its answer, until the deadline",
    mail: { fetcher: neverAnswers, deadlineMs: 50 },
    outcome: "temperror fetch timeout",
  },
];

const IMAGES: readonly BrandAttack[] = [
  {
    row: "G2",
    name: "a script",
    mail: inside("<script>alert(1)</script>"),
    outcome: "fail indicator script",
  },
  {
    row: "G2",
    name: "an event attribute",
    mail: inside('<rect width="1" height="1" onload="alert(1)"/>'),
    outcome: "fail indicator event-attribute",
  },
  {
    row: "G2",
    name: "foreign markup",
    mail: inside('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
    outcome: "fail indicator foreign-object namespace",
  },
  {
    row: "G2",
    name: "a reference out of the document",
    mail: inside('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://tracker.example/#x"/>'),
    outcome: "fail indicator external-reference",
  },
  {
    row: "G2",
    name: "entities that grow",
    mail: svg(
      `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>${indicator("<text>&b;</text>")}`,
    ),
    outcome: "fail indicator doctype not-well-formed",
  },
  {
    row: "G2",
    name: "gzip that unpacks to megabytes",
    mail: { record: withoutEvidence, indicator: gzipSync(Buffer.alloc(8 * 1024 * 1024, " ")) },
    outcome: "fail indicator too-large",
  },
  {
    row: "G2",
    name: "no title",
    mail: svg(`${ROOT}<rect width="1" height="1"/></svg>`),
    outcome: "fail indicator title-missing",
  },
  {
    row: "G2",
    name: "no baseProfile",
    mail: svg(indicator().replace(' baseProfile="tiny-ps"', "")),
    outcome: "fail indicator base-profile",
  },
  {
    row: "G2",
    name: "not square",
    mail: svg(indicator().replace("0 0 64 64", "0 0 64 32")),
    outcome: "fail indicator view-box-not-square",
  },
  {
    row: "G2",
    name: "elements inside each other beyond the limit",
    mail: inside(`${"<g>".repeat(2000)}${"</g>".repeat(2000)}`),
    outcome: "fail indicator too-deep",
  },
  { row: "G2", name: "no XML at all", mail: svg("\u0000\u0001<"), outcome: "fail indicator not-well-formed" },
];

const EVIDENCE: readonly BrandAttack[] = [
  {
    row: "G3",
    name: "a certificate for another domain",
    mail: chained({ leaf: { dnsNames: ["other.example"] } }),
    outcome: "fail evidence domain",
  },
  {
    row: "G3",
    name: "a wildcard",
    mail: chained({ leaf: { dnsNames: ["*.example.com"] } }),
    outcome: "fail evidence domain",
  },
  {
    row: "G3",
    name: "an expired certificate",
    mail: chained({ leaf: { notAfter: new Date("2026-05-31T00:00:00Z") } }),
    outcome: "fail evidence expired",
  },
  {
    row: "G3",
    name: "a digest of another image",
    mail: chained({
      leaf: { extensions: [logotypeExtension({ digests: [["sha256", "00".repeat(32)]] }), TIMESTAMP] },
    }),
    outcome: "fail evidence logotype-digest-mismatch",
  },
  {
    row: "G3",
    name: "an indicator that is not the one in the evidence",
    mail: { indicator: indicatorBytes('<rect width="64" height="64" fill="#a00"/>') },
    outcome: "fail indicator-differs",
  },
  {
    row: "G3",
    name: "no transparency timestamp",
    mail: chained({ leaf: { extensions: [logotypeExtension()] } }),
    outcome: "fail evidence timestamps-missing",
  },
  {
    row: "G3",
    name: "an image elsewhere",
    mail: chained({
      leaf: { extensions: [logotypeExtension({ uris: ["https://evil.example/i.svg"] }), TIMESTAMP] },
    }),
    outcome: "fail evidence logotype-not-embedded",
  },
  {
    row: "G3",
    name: "a chain to a root of the sender's own",
    mail: { evidence: mintChain().bundle, policy: { bimi: { roots: [] } } },
    outcome: "fail evidence issuer-missing",
  },
  {
    row: "G3",
    name: "a chain that brings its own root",
    mail: {
      evidence: Buffer.from(pemOf([CHAIN.leaf, CHAIN.intermediate, CHAIN.root])),
      policy: { bimi: { roots: [] } },
    },
    outcome: "fail evidence root-not-trusted",
  },
  {
    row: "G3",
    name: "no certificate at all",
    mail: { evidence: Buffer.from("-----BEGIN CERTIFICATE-----\n") },
    outcome: "fail evidence encapsulation",
  },
  {
    row: "G3",
    name: "a Common Mark Certificate is evidence too",
    mail: chained({
      leaf: {
        subject: [
          [COMMON_NAME, "Example, Inc."],
          [MARK_TYPE, "Prior Use Mark"],
        ],
      },
    }),
    outcome: "pass",
  },
];

const MAIL: readonly BrandAttack[] = [
  { row: "G4", name: "p=none", mail: { dmarc: "v=DMARC1; p=none" }, outcome: "skipped policy-none" },
  {
    row: "G4",
    name: "sp=none",
    mail: { dmarc: "v=DMARC1; p=reject; sp=none" },
    outcome: "skipped subdomain-policy-none",
  },
  { row: "G4", name: "t=y", mail: { dmarc: "v=DMARC1; p=reject; t=y" }, outcome: "skipped test-mode" },
  {
    row: "G4",
    name: "pct=50",
    mail: { dmarc: "v=DMARC1; p=quarantine; pct=50" },
    outcome: "skipped percentage",
  },
  {
    row: "G4",
    name: "text behind the signed part of the body, which policy accepts",
    mail: {
      signing: { tags: { l: "12" } },
      appended: "Buy now.\r\n",
      policy: { dkim: { unsignedBody: "accept" } },
    },
    outcome: "skipped unsigned-body",
  },
  {
    row: "G4",
    name: "two authors",
    mail: { from: "From: a@example.com, b@example.com\r\n" },
    outcome: "skipped multiple-authors",
  },
  {
    row: "G4",
    name: "two From fields",
    mail: { from: "From: a@example.com\r\nFrom: b@example.com\r\n" },
    outcome: "skipped no-author",
  },
  { row: "G5", name: "a declination", mail: { record: "v=BIMI1; l=; a=;" }, outcome: "declined" },
  {
    row: "G5",
    name: "a record without l= declines nothing",
    mail: { record: "v=BIMI1; a=;" },
    outcome: "fail invalid-record missing-location",
  },
  {
    row: "G5",
    name: "evidence alone",
    mail: { record: `v=BIMI1; l=; a=${EVIDENCE_URL}` },
    outcome: "fail no-location",
  },
  {
    row: "G5",
    name: "an unsigned BIMI-Selector chooses nothing",
    mail: { fields: "BIMI-Selector: v=BIMI1; s=evil\r\n" },
    outcome: "pass",
  },
];

/** What a terminal would act upon, and what changes the order of characters. */
const DECEPTIVE = /[\p{Cc}\p{Bidi_Control}]/u;

describe.for([...FETCHES, ...IMAGES, ...EVIDENCE, ...MAIL])("$row", ({ name, mail, outcome }) => {
  it(name, async () => {
    const report = await brandedReport(mail);
    expect(outcomeOf(report)).toBe(outcome);
    const text = formatExplanation(explain(report));
    expect(text.replaceAll("\n", "")).not.toMatch(DECEPTIVE);
  });
});

it("a title that turns the text around is printed harmlessly", async () => {
  const title = "\u202Emoc.knab\u0085";
  const document = indicator().replace("Example", title);
  const report = await brandedReport({ record: withoutEvidence, indicator: Buffer.from(document) });
  const text = formatExplanation(explain(report).filter(({ topic }) => topic === "bimi"));
  expect(text.replaceAll("\n", "")).not.toMatch(DECEPTIVE);
  expect(text).toContain(String.raw`asserts the Indicator "\u{202e}moc.knab\u{85}"`);
});
