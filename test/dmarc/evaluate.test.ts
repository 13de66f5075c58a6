import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { discoverPolicy } from "../../src/dmarc/discovery.ts";
import { parseDmarcRecord } from "../../src/dmarc/record.ts";
import { resolveDmarcPolicy } from "../../src/dmarc/policy.ts";
import type { AlignedIdentifier, DmarcResult } from "../../src/dmarc/result.ts";
import type { DmarcEvent } from "../../src/dmarc/trace.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { outline, runCase, type DmarcCase } from "./cases.ts";

const FOLDER = "fixtures/cases/dmarc";

for (const file of readdirSync(FOLDER).toSorted()) {
  describe(`${FOLDER}/${file}`, () => {
    const cases = JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as readonly DmarcCase[];
    test.each(cases)("$name", ({ expected, questions, ...input }) => {
      const outcome = runCase(input);
      expect({ outline: outline(outcome.result), questions: outcome.questions }).toStrictEqual({
        outline: expected,
        questions,
      });
    });
  });
}

function walked(start: string, name: string, found: boolean): DmarcEvent {
  const outcome = found ? "record" : "no-record";
  const psd = found ? "u" : null;
  return { code: "dmarc.tree-walk-step", start, name, outcome, psd, reason: null, rfc: "RFC 9989 §4.10" };
}

test("a result carries its record, its walk and every step as an event", () => {
  const { result } = runCase({
    zone: { "_dmarc.example.com": { TXT: [["v=DMARC1; p=rej", "ect; np=none"]] } },
    author: ["news.example.com"],
    dkim: ["pass a.example.com", "pass example.net"],
  });
  const reading = parseDmarcRecord("v=DMARC1; p=reject; np=none");
  if (reading.kind !== "record") throw new Error("expected a record");
  const { record } = reading;
  const aligned: AlignedIdentifier = {
    method: "dkim",
    domain: "a.example.com",
    dkimIndex: 0,
    organizationalDomain: "example.com",
    mode: "relaxed",
    aligned: true,
    reason: "same-organizational-domain",
  };
  const expected: DmarcResult = {
    result: "pass",
    authorDomain: "news.example.com",
    organizationalDomain: "example.com",
    recordDomain: "example.com",
    record,
    policy: { value: "none", from: "np", testMode: false },
    discovery: {
      method: "tree-walk",
      treeWalk: {
        start: "news.example.com",
        steps: [
          { domain: "news.example.com", name: "_dmarc.news.example.com", outcome: "no-record", ignored: [] },
          { domain: "example.com", name: "_dmarc.example.com", outcome: "record", record, ignored: [] },
          { domain: "com", name: "_dmarc.com", outcome: "no-record", ignored: [] },
        ],
        end: "root",
      },
      publicSuffixOrganizationalDomain: "example.com",
    },
    identifiers: [
      aligned,
      {
        ...aligned,
        domain: "example.net",
        dkimIndex: 1,
        organizationalDomain: null,
        aligned: false,
        reason: "outside-organizational-domain",
      },
    ],
    alignedBy: [aligned],
    notes: [],
    trace: [
      walked("news.example.com", "_dmarc.news.example.com", false),
      walked("news.example.com", "_dmarc.example.com", true),
      walked("news.example.com", "_dmarc.com", false),
      {
        code: "dmarc.organizational-domain",
        domain: "news.example.com",
        organizationalDomain: "example.com",
        rule: "fewest-labels",
        rfc: "RFC 9989 §4.10.2",
      },
      {
        code: "dmarc.policy-record",
        recordDomain: "example.com",
        at: "organizational-domain",
        rfc: "RFC 9989 §4.10.1",
      },
      {
        code: "dmarc.domain-existence",
        domain: "news.example.com",
        outcome: "non-existent",
        rfc: "RFC 9989 §3.2.13",
      },
      walked("a.example.com", "_dmarc.a.example.com", false),
      walked("a.example.com", "_dmarc.example.com", true),
      walked("a.example.com", "_dmarc.com", false),
      {
        code: "dmarc.organizational-domain",
        domain: "a.example.com",
        organizationalDomain: "example.com",
        rule: "fewest-labels",
        rfc: "RFC 9989 §4.10.2",
      },
      {
        code: "dmarc.aligned",
        method: "dkim",
        domain: "a.example.com",
        mode: "relaxed",
        reason: "same-organizational-domain",
        rfc: "RFC 9989 §4.10.2",
      },
      {
        code: "dmarc.not-aligned",
        method: "dkim",
        domain: "example.net",
        mode: "relaxed",
        reason: "outside-organizational-domain",
        rfc: "RFC 9989 §4.10.2",
      },
    ],
  };
  expect(result).toStrictEqual(expected);
});

test("discoverPolicy takes only a domain in comparable form", () => {
  const dns = snapshotResolver({});
  for (const domain of ["Example.com", "example.com.", "", "a..b", "ü.example"]) {
    expect(() => runSync(discoverPolicy(domain), { dns })).toThrow(
      new TypeError(`authorDomain: expected a domain name in lower-case A-labels, got ${domain}`),
    );
  }
});

describe("resolveDmarcPolicy", () => {
  test("fills in the Tree Walk (RFC 9989 §4.10)", () => {
    expect([
      resolveDmarcPolicy(),
      resolveDmarcPolicy({}),
      resolveDmarcPolicy({ organizationalDomain: "tree-walk" }),
      resolveDmarcPolicy({ organizationalDomain: "public-suffix-list" }),
    ]).toStrictEqual([
      { organizationalDomain: "tree-walk" },
      { organizationalDomain: "tree-walk" },
      { organizationalDomain: "tree-walk" },
      { organizationalDomain: "public-suffix-list" },
    ]);
  });

  test.each([
    {
      given: { organizationalDomain: "list" },
      message:
        'options.policy.dmarc.organizationalDomain: expected "tree-walk" or "public-suffix-list", got "list"',
    },
    {
      given: { organisationalDomain: 1 },
      message: "options.policy.dmarc.organisationalDomain: no such option",
    },
  ])("$message", ({ given, message }) => {
    expect((): unknown => Reflect.apply(resolveDmarcPolicy, null, [given])).toThrow(new TypeError(message));
  });
});
