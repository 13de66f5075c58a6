import { gzipSync } from "node:zlib";
import {
  type Fetcher,
  type MessageReport,
  nodeFetcher,
  parseAuthenticationResults,
  parseBimiRecord,
  representableResults,
  toAuthenticationResults,
} from "waxseal";
import { expect } from "vitest";
import { encodeUtf8 } from "../../../src/base/utf8.ts";
import { type BrandedMail, brandedReport, INDICATOR_URL } from "../../support/branded-mail.ts";
import { indicator, indicatorBytes, ROOT } from "../../support/indicators.ts";
import {
  type ChainChanges,
  logotypeExtension,
  mintChain,
  timestampExtension,
} from "../../support/mark-certificates.ts";
import { pemOf } from "../../support/certificates.ts";
import type { InputAttack } from "../attack.ts";
import { AUTHSERV_ID, headerOf } from "../mail.ts";

/** The result in a line: word, cause, and what the check of a document found first. */
function bimiLine({ bimi }: MessageReport): string {
  if (!("cause" in bimi)) return bimi.result;
  const { cause } = bimi;
  const found =
    "check" in cause
      ? "violations" in cause.check
        ? cause.check.violations.map(({ code }) => code)
        : "causes" in cause.check
          ? cause.check.causes.map(({ code }) => code)
          : [cause.check.cause.code]
      : [];
  const reason = "reason" in cause ? [cause.reason] : [];
  return [bimi.result, cause.code, ...reason, ...new Set(found)].join(" ");
}

/** The result as the report has it; the header field has to state the same word and read back. */
async function brand(mail: BrandedMail): Promise<string> {
  const report = await brandedReport(mail);
  const header = headerOf(report);
  const value = header.slice(header.indexOf(":") + 1);
  const stated = representableResults(toAuthenticationResults(report, AUTHSERV_ID));
  expect(parseAuthenticationResults(value)).toStrictEqual({ kind: "parsed", authenticationResults: stated });
  const words = stated.results.filter(({ method }) => method === "bimi").map(({ result }) => result);
  expect(words).toStrictEqual([report.bimi.result]);
  return bimiLine(report);
}

/** A mail whose record names no evidence, with another indicator. */
const pictured = async (svg: string | Uint8Array): Promise<string> =>
  await brand({
    record: `v=BIMI1; l=${INDICATOR_URL};`,
    indicator: typeof svg === "string" ? encodeUtf8(svg) : svg,
  });

/** A mail with evidence that breaks a rule. */
async function evidenced(changes: ChainChanges): Promise<string> {
  const { bundle, root } = mintChain(changes);
  return await brand({ evidence: bundle, policy: { bimi: { roots: [pemOf([root])] } } });
}

const answering = (reason: "timeout" | "too-large" | "not-https" | "address-refused"): Fetcher => ({
  fetch: () => ({ kind: "failure", reason }),
});

const extensions = (plan: Parameters<typeof logotypeExtension>[0], stamped = true): ChainChanges => ({
  leaf: {
    extensions: [logotypeExtension(plan), ...(stamped ? [timestampExtension(1_767_225_600_123)] : [])],
  },
});

const BOMB = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${indicator("<text>&b;</text>")}`;

/** What is wrong with a picture, the picture, and what the analysis says. */
export const HOSTILE_INDICATORS: readonly (readonly [
  what: string,
  svg: string | Uint8Array,
  expected: string,
])[] = [
  ["a script", indicator("<script>1</script>"), "fail indicator script"],
  ["an event", indicator('<g onload="x()"/>'), "fail indicator event-attribute"],
  ["foreignObject", indicator("<foreignObject/>"), "fail indicator foreign-object"],
  [
    "an external reference",
    indicator('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://e.example/a.svg#b"/>'),
    "fail indicator external-reference",
  ],
  ["entities", BOMB, "fail indicator doctype not-well-formed"],
  ["no title", `${ROOT}<circle r="1"/></svg>`, "fail indicator title-missing"],
  ["no base profile", indicator().replace(' baseProfile="tiny-ps"', ""), "fail indicator base-profile"],
  [
    "a shape that is not square",
    indicator().replace("0 0 64 64", "0 0 64 32"),
    "fail indicator view-box-not-square",
  ],
  ["depth without end", indicator(`${"<g>".repeat(5000)}${"</g>".repeat(5000)}`), "fail indicator too-deep"],
  ["a compressed bomb", gzipSync(new Uint8Array(10_000_000)), "fail indicator too-large"],
];

/** What is wrong with a certificate, how it is made so, and what the analysis says. */
export const HOSTILE_EVIDENCE: readonly (readonly [what: string, changes: ChainChanges, expected: string])[] =
  [
    ["for another name", { leaf: { dnsNames: ["other.example"] } }, "fail evidence domain"],
    ["that has expired", { leaf: { notAfter: new Date("2026-02-01T00:00:00Z") } }, "fail evidence expired"],
    [
      "whose image has another digest",
      extensions({ digests: [["sha256", "00".repeat(32)]] }),
      "fail evidence logotype-digest-mismatch",
    ],
    ["without promises of a log", extensions({}, false), "fail evidence timestamps-missing"],
    [
      "whose image lies elsewhere",
      extensions({ uris: ["https://e.example/a.svg"] }),
      "fail evidence logotype-not-embedded",
    ],
    [
      "with another image than the record",
      extensions({ image: indicatorBytes('<g id="x"/>') }),
      "fail indicator-differs",
    ],
  ];

export const BIMI_ATTACKS: readonly InputAttack[] = [
  {
    row: "G1",
    name: "CWE-918: an analysis that was given no fetcher fetches nothing",
    seen: () => brand({ fetcher: null }),
    expected: "skipped not-fetched",
  },
  ...(
    [
      ["http://brand.example.com/a.svg", "not-https"],
      ["file:///etc/passwd", "not-https"],
      ["https://127.0.0.1/a.svg", "address-refused"],
      ["https://[::1]/a.svg", "address-refused"],
      ["https://[::ffff:10.0.0.1]/a.svg", "address-refused"],
      ["https://169.254.169.254/latest", "address-refused"],
      ["https://0x7f.1/a.svg", "address-refused"],
      ["https://2130706433/a.svg", "address-refused"],
    ] as const
  ).map(([url, reason]): InputAttack => ({
    row: "G1",
    name: `CWE-918: the fetcher refuses ${url}`,
    seen: () => nodeFetcher().fetch(url),
    expected: { kind: "failure", reason },
  })),
  ...(
    [
      ["timeout", "temperror fetch timeout"],
      ["too-large", "fail fetch too-large"],
      ["not-https", "fail fetch not-https"],
      ["address-refused", "fail fetch address-refused"],
    ] as const
  ).map(([reason, expected]): InputAttack => ({
    row: "G1",
    name: `CWE-400: what a fetcher refuses as ${reason} has that cause`,
    seen: () => brand({ fetcher: answering(reason) }),
    expected,
  })),
  {
    row: "G1",
    name: "CWE-400: a body over the limit is none, whatever the fetcher let through",
    seen: () => pictured(indicator(" ".repeat(70_000))),
    expected: "fail fetch too-large",
  },
  ...HOSTILE_INDICATORS.map(([what, svg, expected]): InputAttack => ({
    row: "G2",
    name: `BIMI draft §8.6, CWE-776: an indicator with ${what}`,
    seen: () => pictured(svg),
    expected,
  })),
  ...HOSTILE_EVIDENCE.map(([what, changes, expected]): InputAttack => ({
    row: "G3",
    name: `BIMI draft §8.4: evidence ${what}`,
    seen: () => evidenced(changes),
    expected,
  })),
  ...(
    [
      ["p=none", { dmarc: "v=DMARC1; p=none" }, "skipped policy-none"],
      ["sp=none", { dmarc: "v=DMARC1; p=reject; sp=none" }, "skipped subdomain-policy-none"],
      ["t=y", { dmarc: "v=DMARC1; p=reject; t=y" }, "skipped test-mode"],
      ["pct below 100", { dmarc: "v=DMARC1; p=quarantine; pct=50" }, "skipped percentage"],
      [
        "a signature with l=",
        {
          signing: { tags: { l: "12" } },
          appended: "more\r\n",
          policy: { dkim: { unsignedBody: "accept" } },
        },
        "skipped unsigned-body",
      ],
      ["two From fields", { from: "From: a@example.com\r\nFrom: b@example.com\r\n" }, "skipped no-author"],
    ] as const
  ).map(([what, mail, expected]): InputAttack => ({
    row: "G4",
    name: `BIMI draft §8.1: no indicator with ${what}`,
    seen: () => brand(mail),
    expected,
  })),
  {
    row: "G5",
    name: "BIMI draft §5.3.1: empty l= and a= decline",
    seen: () => brand({ record: "v=BIMI1; l=; a=;" }),
    expected: "declined",
  },
  {
    row: "G5",
    name: "BIMI draft §4.3: no l= at all is no declination",
    seen: () =>
      [parseBimiRecord("v=BIMI1;"), parseBimiRecord("v=BIMI1; l=; a=;")].map((read) => "record" in read),
    expected: [false, true],
  },
];
