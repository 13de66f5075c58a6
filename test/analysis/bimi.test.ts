import { describe, expect, it } from "vitest";
import {
  explain,
  formatAuthenticationResults,
  formatBimiFields,
  formatExplanation,
  makeBundle,
  type MessageReport,
  nodeCrypto,
  replayBundle,
  toAuthenticationResults,
} from "waxseal";
import { documentChecks } from "waxseal/bimi";
import {
  brandedMessage,
  brandedReport,
  CHAIN,
  EVIDENCE_URL,
  INDICATOR_URL,
  type BrandedMail,
} from "../support/branded-mail.ts";
import { sha256Of } from "../support/certificates.ts";
import { indicator, indicatorBytes } from "../support/indicators.ts";

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** The entry for BIMI in the Authentication-Results field. */
function stated(report: MessageReport): string | undefined {
  const field = formatAuthenticationResults(toAuthenticationResults(report, "mx.receiver.example"));
  return field
    .replaceAll(/\r\n[ \t]+/g, " ")
    .trimEnd()
    .split("; ")
    .find((entry) => entry.startsWith("bimi="));
}

function explained(report: MessageReport): string {
  return formatExplanation(explain(report).filter(({ topic }) => topic === "bimi"));
}

describe("mail of a brand with indicator and evidence", () => {
  it("passes with both, and keeps what was fetched", async () => {
    const { bimi, fetches } = await brandedReport();
    if (bimi.result !== "pass") throw new TypeError(`expected pass, got ${JSON.stringify(bimi)}`);
    expect({
      authority: bimi.authority,
      title: bimi.indicator.title,
      mark: bimi.evidence?.mark,
      chain: bimi.evidence?.chain.map(({ sha256 }) => sha256),
    }).toStrictEqual({
      authority: "pass",
      title: "Example",
      mark: { type: "registered", statement: "Registered Mark", certificate: "vmc" },
      chain: [CHAIN.leaf, CHAIN.intermediate, CHAIN.root].map(sha256Of),
    });
    expect(fetches).toStrictEqual([
      { url: EVIDENCE_URL, answer: { kind: "body", base64: base64(CHAIN.bundle) } },
      { url: INDICATOR_URL, answer: { kind: "body", base64: base64(indicatorBytes()) } },
    ]);
  });

  it("is stated with domain, selector and authority (BIMI draft §8.7)", async () => {
    expect(stated(await brandedReport())).toBe(
      "bimi=pass header.d=example.com header.selector=default policy.authority=pass",
    );
  });

  it("is handed to mail programs in the receiver's fields (BIMI draft §8.9, §8.10)", async () => {
    const { bimi } = await brandedReport();
    if (bimi.result === "not-evaluated") throw new TypeError("expected BIMI to be evaluated");
    const [location, image, ...others] = formatBimiFields(bimi).split(/\r\n(?! )/);
    expect(location).toBe(`BIMI-Location: v=BIMI1;\r\n l=${INDICATOR_URL};\r\n a=${EVIDENCE_URL};`);
    const text = image?.replace("BIMI-Indicator:", "").replaceAll("\r\n ", "") ?? "";
    expect(Buffer.from(text, "base64").toString()).toBe(indicator());
    expect(others).toStrictEqual([""]);
    expect(
      formatBimiFields(bimi)
        .split("\r\n")
        .every((line) => line.length <= 78),
    ).toBe(true);
  });

  it("is explained", async () => {
    expect(explained(await brandedReport())).toBe(
      `BIMI is pass: example.com asserts the Indicator "Example", and a Verified Mark Certificate (Registered Mark) proves it. [BIMI draft §8.7]
      default._bimi.example.com TXT: v=BIMI1; l=${INDICATOR_URL}; a=${EVIDENCE_URL}
  The Indicator keeps the SVG Tiny PS profile: 169 bytes, SHA-256 ${sha256Of(indicatorBytes())}. [BIMI draft §8.6]
  A chain of 3 certificates leads to a trusted root; the mark certificate speaks for the domain and carries promises of 1 transparency log. [BIMI draft §4.5]
`,
    );
  });
});

describe("the evidence bundle", () => {
  const cases: readonly (readonly [name: string, mail: BrandedMail, fetched: number])[] = [
    ["of a pass", {}, 2],
    [
      "of mail whose documents are refused",
      { fetcher: { fetch: () => ({ kind: "failure", reason: "timeout" }) } },
      2,
    ],
    ["of mail without a record", { zone: { "default._bimi.example.com": { TXT: ["v=spf1 -all"] } } }, 0],
    ["of an analysis that fetches nothing", { fetcher: null }, 0],
  ];

  it.each(cases)("%s survives JSON and replays to the same report", async (_, mail, fetched) => {
    const report = await brandedReport(mail);
    expect(report.fetches?.length).toBe(fetched);
    const bundle = throughJson(makeBundle(report, brandedMessage(mail), nodeCrypto));
    expect(replayBundle(bundle, nodeCrypto, { documentChecks })).toStrictEqual(report);
    expect(throughJson(report)).toStrictEqual(report);
  });

  it("with documents is not replayed without their checks", async () => {
    const bundle = makeBundle(await brandedReport(), brandedMessage({}), nodeCrypto);
    expect(() => replayBundle(bundle, nodeCrypto)).toThrow(
      new TypeError("options.documentChecks: expected it, the bundle holds documents of BIMI"),
    );
  });
});

describe("what Authentication-Results says where no Indicator is shown (BIMI draft §8.7)", () => {
  const cases: readonly (readonly [name: string, mail: BrandedMail, entry: string])[] = [
    [
      "nobody fetches",
      { fetcher: null },
      "bimi=skipped reason=not-fetched header.d=example.com header.selector=default",
    ],
    ["no record", { record: "no record at all" }, "bimi=none reason=no-record"],
    [
      "the domain declines",
      { record: "v=BIMI1; l=; a=" },
      "bimi=declined header.d=example.com header.selector=default",
    ],
    ["DMARC fails", { signing: { tags: { d: "other.example" } } }, "bimi=skipped reason=dmarc"],
    [
      "a record with an error",
      { record: "v=BIMI1; l=http://example.com/i.svg" },
      "bimi=fail reason=invalid-record header.d=example.com header.selector=default policy.authority=none",
    ],
    [
      "evidence that does not hold",
      { evidence: CHAIN.leaf },
      "bimi=fail reason=evidence header.d=example.com header.selector=default policy.authority=fail",
    ],
    ["a DNS failure", { zone: { "default._bimi.example.com": "timeout" } }, "bimi=temperror reason=dns"],
  ];
  it.each(cases)("%s", async (_, mail, entry) => {
    expect(stated(await brandedReport(mail))).toBe(entry);
  });
});

it("BIMI is not decided where DMARC is not, and then not stated", async () => {
  const { authenticate, snapshotResolver } = await import("waxseal");
  const report = await authenticate(
    "From: a@example.com\r\n\r\n",
    {},
    { now: 0, resolver: snapshotResolver({ "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] } }) },
  );
  expect(report.bimi).toStrictEqual({ result: "not-evaluated", reason: "dmarc-not-evaluated" });
  expect(stated(report)).toBeUndefined();
  expect(explained(report)).toBe("BIMI is not decided, because DMARC is not. [BIMI draft §8.1]\n");
});

it("roots that are no list of texts are refused at once", async () => {
  const policy = { bimi: { roots: "-----BEGIN CERTIFICATE-----" as never } };
  await expect(brandedReport({ policy })).rejects.toThrow(
    new TypeError(
      'options.policy.bimi.roots: expected an array of strings, got "-----BEGIN CERTIFICATE-----"',
    ),
  );
});
