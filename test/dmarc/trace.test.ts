import { expect, test } from "vitest";
import { domainExists } from "../../src/dmarc/existence.ts";
import type { DmarcEvent } from "../../src/dmarc/trace.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { runCase, type DmarcCase } from "./cases.ts";

interface TraceCase extends Pick<DmarcCase, "zone" | "author" | "spf" | "dkim" | "policy"> {
  readonly name: string;
  /** What is no event of a Tree Walk, in order. */
  readonly events: readonly DmarcEvent[];
}

const BY_LIST = { organizationalDomain: "public-suffix-list" } as const;

const organizational = (
  domain: string,
  organizationalDomain: string,
  rule: "fewest-labels" | "no-record" | "psd-n" | "below-psd-y",
): DmarcEvent => ({
  code: "dmarc.organizational-domain",
  domain,
  organizationalDomain,
  rule,
  rfc: "RFC 9989 §4.10.2",
});

const record = (
  recordDomain: string,
  at: "author-domain" | "organizational-domain" | "public-suffix-domain",
): DmarcEvent => ({ code: "dmarc.policy-record", recordDomain, at, rfc: "RFC 9989 §4.10.1" });

const applied = (
  value: "none" | "quarantine" | "reject",
  from: "p" | "sp" | "np",
  disposition: "none" | "quarantine" | "reject",
): DmarcEvent => ({ code: "dmarc.policy-applied", value, from, disposition, rfc: "RFC 9989 §5.3.6" });

const cases: readonly TraceCase[] = [
  {
    name: "no record anywhere makes the author its own Organizational Domain (RFC 9989 §4.10.2)",
    zone: {},
    author: ["a.example.com"],
    events: [organizational("a.example.com", "a.example.com", "no-record")],
  },
  {
    name: "a record at the author's own name is named so, and the policy that applies (RFC 9989 §5.3.6)",
    zone: { "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject; t=y"] } },
    author: ["example.com"],
    events: [
      organizational("example.com", "example.com", "fewest-labels"),
      record("example.com", "author-domain"),
      applied("reject", "p", "quarantine"),
    ],
  },
  {
    name: "psd=n on the way ends at the Organizational Domain (RFC 9989 §4.10.2)",
    zone: { "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject; sp=quarantine; psd=n"] } },
    author: ["a.example.com"],
    events: [
      organizational("a.example.com", "example.com", "psd-n"),
      record("example.com", "organizational-domain"),
      applied("quarantine", "sp", "quarantine"),
    ],
  },
  {
    name: "psd=n beats a record further up (RFC 9989 §4.10.2)",
    zone: {
      "_dmarc.example.com": { TXT: ["v=DMARC1; p=none; rua=mailto:r@example.com; psd=n"] },
      "_dmarc.com": { TXT: ["v=DMARC1; p=reject"] },
    },
    author: ["example.com"],
    dkim: ["pass b.example.com"],
    events: [
      organizational("example.com", "example.com", "psd-n"),
      record("example.com", "author-domain"),
      organizational("b.example.com", "example.com", "psd-n"),
      {
        code: "dmarc.aligned",
        method: "dkim",
        domain: "b.example.com",
        mode: "relaxed",
        reason: "same-organizational-domain",
        rfc: "RFC 9989 §4.10.2",
      },
    ],
  },
  {
    name: "one label below psd=y is the Organizational Domain, and np= of the suffix applies (RFC 9989 §4.10.1)",
    zone: { "_dmarc.com": { TXT: ["v=DMARC1; p=none; np=reject; psd=y; rua=mailto:r@com.example"] } },
    author: ["a.b.com"],
    events: [
      organizational("a.b.com", "b.com", "below-psd-y"),
      record("com", "public-suffix-domain"),
      {
        code: "dmarc.domain-existence",
        domain: "a.b.com",
        outcome: "non-existent",
        rfc: "RFC 9989 §3.2.13",
      },
      applied("reject", "np", "reject"),
    ],
  },
  {
    name: "by the list the rule is the list (RFC 7489 §3.2)",
    zone: { "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] } },
    author: ["a.b.example.com"],
    policy: BY_LIST,
    events: [
      {
        code: "dmarc.organizational-domain",
        domain: "a.b.example.com",
        organizationalDomain: "example.com",
        rule: "public-suffix-list",
        rfc: "RFC 7489 §3.2",
      },
      record("example.com", "organizational-domain"),
      applied("reject", "p", "reject"),
    ],
  },
  {
    name: "an identifier equal to the author needs no walk in relaxed alignment (RFC 9989 §4.10.2)",
    zone: { "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] } },
    author: ["a.example.com"],
    spf: "pass a.example.com",
    dkim: ["pass example.com"],
    events: [
      organizational("a.example.com", "example.com", "fewest-labels"),
      record("example.com", "organizational-domain"),
      ...(["spf a.example.com identical", "dkim example.com same-organizational-domain"] as const).map(
        aligned,
      ),
    ],
  },
];

function aligned(
  text: "spf a.example.com identical" | "dkim example.com same-organizational-domain",
): DmarcEvent {
  const common = { code: "dmarc.aligned", mode: "relaxed", rfc: "RFC 9989 §4.10.2" } as const;
  return text === "spf a.example.com identical"
    ? { ...common, method: "spf", domain: "a.example.com", reason: "identical" }
    : { ...common, method: "dkim", domain: "example.com", reason: "same-organizational-domain" };
}

test.each(cases)("$name", ({ name: _name, events, ...input }) => {
  const { trace } = runCase(input).result;
  expect(trace.filter(({ code }) => code !== "dmarc.tree-walk-step")).toStrictEqual(events);
});

test("a step that fails carries the reason and ends the walk (RFC 9989 §4.10)", () => {
  const { trace } = runCase({
    zone: {
      "_dmarc.a.example.com": { TXT: ["v=DMARC1; p=reject; psd=u"] },
      "_dmarc.example.com": "servfail",
    },
    author: ["a.example.com"],
  }).result;
  const step = { code: "dmarc.tree-walk-step", start: "a.example.com", rfc: "RFC 9989 §4.10" };
  expect(trace).toStrictEqual([
    { ...step, name: "_dmarc.a.example.com", outcome: "record", psd: "u", reason: null },
    { ...step, name: "_dmarc.example.com", outcome: "failure", psd: null, reason: "servfail" },
    record("a.example.com", "author-domain"),
    applied("reject", "p", "reject"),
  ]);
});

test("an alias that cannot be asked about hides whether the name exists (RFC 9989 §3.2.13)", () => {
  const dns: Resolver = {
    resolve: (type) => (type === "A" ? { kind: "nxdomain" } : { kind: "failure", reason: "timeout" }),
  };
  expect(runSync(domainExists("a.example.com"), { dns })).toStrictEqual({
    outcome: "failure",
    type: "CNAME",
    name: "a.example.com",
    reason: "timeout",
  });
});

test("destinations outside are noted by tag, each domain once (RFC 9989 §11.6)", () => {
  const uris = "mailto:a@r.example,mailto:b@r.example!10m,mailto:c@x.example.com,https://s.example/";
  const { result } = runCase({
    zone: { "_dmarc.example.com": { TXT: [`v=DMARC1; p=reject; rua=${uris}; ruf=mailto:f@R.example`] } },
    author: ["a.example.com"],
  });
  const note = { code: "dmarc.external-report-destination", domain: "r.example", rfc: "RFC 9989 §11.6" };
  expect(result.notes).toStrictEqual([
    { ...note, tag: "rua" },
    { ...note, tag: "ruf" },
  ]);
});
