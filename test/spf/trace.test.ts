import { expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { checkHost, type CheckHostInput } from "../../src/spf/check-host.ts";
import type { SpfEvent } from "../../src/spf/trace.ts";
import { runSync } from "../../src/task/run-sync.ts";

const input: CheckHostInput = {
  clientIp: "192.0.2.1",
  domain: "example.com",
  sender: "user@example.com",
  helo: "mx.example.net",
};

interface TraceCase {
  readonly name: string;
  readonly record: string;
  readonly zone?: Zone;
  readonly input?: Partial<CheckHostInput>;
  /** The events with one of these codes, in order, are `events`. */
  readonly codes: readonly SpfEvent["code"][];
  readonly events: readonly SpfEvent[];
}

const asked = (type: "A" | "AAAA" | "PTR" | "MX", name: string, answer: "records" | "timeout"): SpfEvent => ({
  code: "spf.asked",
  type,
  name,
  answer,
  rfc: null,
});

const REVERSE = "1.2.0.192.in-addr.arpa";

const cases: readonly TraceCase[] = [
  {
    name: "a question that fails is named with its reason (RFC 7208 §2.6.6)",
    record: "v=spf1 exists:slow.example -all",
    zone: { "slow.example": "servfail" },
    codes: ["spf.asked"],
    events: [
      { code: "spf.asked", type: "TXT", name: "example.com", answer: "records", rfc: null },
      { code: "spf.asked", type: "A", name: "slow.example", answer: "servfail", rfc: null },
    ],
  },
  {
    name: "a client without a reverse name is asked about once, with that answer (RFC 7208 §5.5)",
    record: "v=spf1 ptr:a.example -all",
    codes: ["spf.asked"],
    events: [
      { code: "spf.asked", type: "TXT", name: "example.com", answer: "records", rfc: null },
      { code: "spf.asked", type: "PTR", name: REVERSE, answer: "nxdomain", rfc: null },
    ],
  },
  {
    name: "an empty answer is a void lookup (RFC 7208 §4.6.4)",
    record: "v=spf1 a:n.example -all",
    codes: ["spf.void-lookup"],
    events: [
      { code: "spf.void-lookup", type: "A", name: "n.example", count: 1, limit: 2, rfc: "RFC 7208 §4.6.4" },
    ],
  },
  {
    name: "a client without reverse names is a void lookup of each ptr (RFC 7208 §5.5)",
    record: "v=spf1 ptr:a.example ptr:b.example -all",
    codes: ["spf.void-lookup"],
    events: [
      { code: "spf.void-lookup", type: "PTR", name: REVERSE, count: 1, limit: 2, rfc: "RFC 7208 §4.6.4" },
      { code: "spf.void-lookup", type: "PTR", name: REVERSE, count: 2, limit: 2, rfc: "RFC 7208 §4.6.4" },
    ],
  },
  {
    name: "a client whose reverse name has no PTR record is a void lookup (RFC 7208 §5.5)",
    record: "v=spf1 ptr:a.example -all",
    zone: { [REVERSE]: { TXT: ["x"] } },
    codes: ["spf.void-lookup"],
    events: [
      { code: "spf.void-lookup", type: "PTR", name: REVERSE, count: 1, limit: 2, rfc: "RFC 7208 §4.6.4" },
    ],
  },
  ...(
    [
      [["z.example", "a.example.com", "example.com"], "example.com"],
      [["z.example", "a.example.com", "b.example.com"], "a.example.com"],
      [["z.example", "y.example"], "z.example"],
      [[], "unknown"],
    ] as const
  ).map(([pointers, validated]): TraceCase => ({
    name: `%{p} of ${pointers.join(", ")} is ${validated} (RFC 7208 §7.3)`,
    record: "v=spf1 exists:%{p}.p.example -all",
    zone: {
      [REVERSE]: { PTR: pointers },
      ...Object.fromEntries(pointers.map((name) => [name, { A: ["192.0.2.1"] }])),
      "example.com": { A: ["192.0.2.1"], TXT: ["v=spf1 exists:%{p}.p.example -all"] },
    },
    codes: ["spf.macros-expanded"],
    events: [
      {
        code: "spf.macros-expanded",
        domainSpec: "%{p}.p.example",
        targetName: `${validated}.p.example`,
        rfc: "RFC 7208 §7",
      },
    ],
  })),
  {
    name: "reverse names are asked once, confirmed one by one, and ignored past the limit (RFC 7208 §5.5)",
    record: "v=spf1 ptr:a.example ptr:b.example -all",
    zone: {
      [REVERSE]: { PTR: ["mx.example.net", "other.example", "third.example"] },
      "mx.example.net": { A: ["192.0.2.1"] },
      "other.example": { A: ["198.51.100.1"] },
    },
    input: { limits: { spfPtrNames: 2 } },
    codes: ["spf.asked", "spf.name-validated", "spf.names-ignored"],
    events: [
      {
        code: "spf.asked",
        type: "TXT",
        name: "example.com",
        answer: "records",
        rfc: null,
      },
      asked("PTR", REVERSE, "records"),
      { code: "spf.name-validated", name: "mx.example.net", validated: true, rfc: "RFC 7208 §5.5" },
      { code: "spf.name-validated", name: "other.example", validated: false, rfc: "RFC 7208 §5.5" },
      { code: "spf.names-ignored", count: 1, limit: 2, rfc: "RFC 7208 §4.6.4" },
    ],
  },
  {
    name: "no reverse name is ignored where all fit the limit (RFC 7208 §5.5)",
    record: "v=spf1 ptr:a.example -all",
    zone: { [REVERSE]: { PTR: ["mx.example.net"] }, "mx.example.net": { A: ["192.0.2.1"] } },
    input: { limits: { spfPtrNames: 1 } },
    codes: ["spf.name-validated", "spf.names-ignored"],
    events: [{ code: "spf.name-validated", name: "mx.example.net", validated: true, rfc: "RFC 7208 §5.5" }],
  },
  {
    name: "a reverse lookup that fails is named with its reason and is no void lookup (RFC 7208 §5.5)",
    record: "v=spf1 ptr:a.example -all",
    zone: { [REVERSE]: "timeout" },
    codes: ["spf.asked", "spf.void-lookup", "spf.term-evaluated"],
    events: [
      { code: "spf.asked", type: "TXT", name: "example.com", answer: "records", rfc: null },
      asked("PTR", REVERSE, "timeout"),
      {
        code: "spf.term-evaluated",
        domain: "example.com",
        term: "ptr:a.example",
        matched: false,
        rfc: "RFC 7208 §4.6.2",
      },
      {
        code: "spf.term-evaluated",
        domain: "example.com",
        term: "-all",
        matched: true,
        rfc: "RFC 7208 §4.6.2",
      },
    ],
  },
  {
    name: "exchanges of one preference are compared by name, each once (RFC 7208 §5.4)",
    record: "v=spf1 mx/30 -all",
    zone: {
      "example.com": {
        TXT: ["v=spf1 mx/30 -all"],
        MX: [
          { priority: 20, exchange: "a.example" },
          { priority: 10, exchange: "c.example" },
          { priority: 10, exchange: "b.example" },
          { priority: 10, exchange: "d.example" },
          { priority: 30, exchange: "b.example" },
        ],
      },
      "a.example": { A: ["192.0.2.4", "192.0.2.3"] },
      "b.example": { A: ["198.51.100.1"] },
      "c.example": { A: ["not an address"] },
      "d.example": { A: ["198.51.100.2"] },
    },
    codes: ["spf.asked", "spf.addresses-compared"],
    events: [
      { code: "spf.asked", type: "TXT", name: "example.com", answer: "records", rfc: null },
      asked("MX", "example.com", "records"),
      asked("A", "b.example", "records"),
      compared("b.example", ["198.51.100.1"], 30, false),
      asked("A", "c.example", "records"),
      compared("c.example", ["not an address"], 30, false),
      asked("A", "d.example", "records"),
      compared("d.example", ["198.51.100.2"], 30, false),
      asked("A", "a.example", "records"),
      compared("a.example", ["192.0.2.4", "192.0.2.3"], 30, true),
    ],
  },
  {
    name: "an IPv6 client is compared with the AAAA records and their prefix length (RFC 7208 §5.3)",
    record: "v=spf1 a:h.example/8//64 -all",
    zone: { "h.example": { A: ["192.0.2.1"], AAAA: ["2001:db8:0:1::1"] } },
    input: { clientIp: "2001:db8::1" },
    codes: ["spf.addresses-compared"],
    events: [compared("h.example", ["2001:db8:0:1::1"], 64, false)],
  },
  {
    name: "a redirect is counted as a term and named (RFC 7208 §6.1)",
    record: "v=spf1 redirect=R.example",
    zone: { "r.example": { TXT: ["v=spf1 -all"] } },
    codes: ["spf.term-counted", "spf.redirected", "spf.macros-expanded"],
    events: [
      {
        code: "spf.term-counted",
        domain: "example.com",
        term: "redirect=R.example",
        count: 1,
        limit: 10,
        rfc: "RFC 7208 §4.6.4",
      },
      { code: "spf.redirected", domain: "example.com", redirect: "r.example", rfc: "RFC 7208 §6.1" },
    ],
  },
  {
    name: "expanded macros are named with what they came to (RFC 7208 §7)",
    record: "v=spf1 exists:%{l}.%{o}.a.example -all",
    codes: ["spf.macros-expanded"],
    events: [
      {
        code: "spf.macros-expanded",
        domainSpec: "%{l}.%{o}.a.example",
        targetName: "user.example.com.a.example",
        rfc: "RFC 7208 §7",
      },
    ],
  },
  {
    name: "a target-name that no question can carry is named (RFC 7208 §4.8)",
    record: "v=spf1 exists:%{l}.a.example -all",
    input: { sender: "a..b@example.com" },
    codes: ["spf.target-name-impossible", "spf.macros-expanded"],
    events: [
      {
        code: "spf.target-name-impossible",
        domainSpec: "%{l}.a.example",
        targetName: "a..b.a.example",
        rfc: "RFC 7208 §4.8",
      },
    ],
  },
  {
    name: "control characters make a target-name impossible (RFC 7208 §4.8)",
    record: "v=spf1 exists:%{l}.a.example -all",
    input: { sender: "a\tb@example.com" },
    codes: ["spf.target-name-impossible"],
    events: [
      {
        code: "spf.target-name-impossible",
        domainSpec: "%{l}.a.example",
        targetName: "a\tb.a.example",
        rfc: "RFC 7208 §4.8",
      },
    ],
  },
  ...["%{l}.a.example", "%{s}.a.example"].map((spec): TraceCase =>
    notExpandable(spec, { sender: "ü@example.com" }),
  ),
  notExpandable("%{o}.a.example", { sender: "user@ü..example" }),
  notExpandable("%{h}.a.example", { helo: "ü..example" }),
  {
    name: "a HELO in U-labels is expanded to its A-labels (RFC 8616 §4)",
    record: "v=spf1 exists:%{h} -all",
    input: { helo: "ü.example" },
    codes: ["spf.macros-expanded"],
    events: [
      {
        code: "spf.macros-expanded",
        domainSpec: "%{h}",
        targetName: "xn--tda.example",
        rfc: "RFC 7208 §7",
      },
    ],
  },
  {
    name: "a HELO in ASCII is expanded as it stands, domain or not (RFC 7208 §7.2)",
    record: "v=spf1 exists:%{h}.a.example -all",
    input: { helo: "[192.0.2.1]" },
    codes: ["spf.macros-expanded"],
    events: [
      {
        code: "spf.macros-expanded",
        domainSpec: "%{h}.a.example",
        targetName: "[192.0.2.1].a.example",
        rfc: "RFC 7208 §7",
      },
    ],
  },
];

function compared(
  name: string,
  addresses: readonly string[],
  prefixLength: number,
  matched: boolean,
): SpfEvent {
  return { code: "spf.addresses-compared", name, addresses, prefixLength, matched, rfc: "RFC 7208 §5" };
}

function notExpandable(domainSpec: string, change: Partial<CheckHostInput>): TraceCase {
  return {
    name: `what is not ASCII leaves ${domainSpec} unexpanded (RFC 8616 §4)`,
    record: `v=spf1 exists:${domainSpec} -all`,
    input: change,
    codes: ["spf.macro-not-expandable", "spf.macros-expanded", "spf.target-name-impossible"],
    events: [{ code: "spf.macro-not-expandable", domainSpec, rfc: "RFC 8616 §4" }],
  };
}

const explanations: readonly {
  readonly name: string;
  readonly zone: Zone;
  readonly exp?: string;
  readonly reason: string | null;
  readonly text: string | null;
}[] = [
  {
    name: "one record of printable text is taken",
    zone: { "e.example": { TXT: [["see ", "%{r} %{t}"]] } },
    reason: null,
    text: "see unknown 0",
  },
  {
    name: "a target-name that cannot be asked",
    exp: "%{l}..e.example",
    zone: {},
    reason: "target-name",
    text: null,
  },
  { name: "a failure", zone: { "e.example": "timeout" }, reason: "dns-failure", text: null },
  { name: "no record", zone: {}, reason: "no-record", text: null },
  { name: "two records", zone: { "e.example": { TXT: ["a", "b"] } }, reason: "several-records", text: null },
  { name: "a broken macro", zone: { "e.example": { TXT: ["%{x}"] } }, reason: "syntax", text: null },
  { name: "a record past ASCII", zone: { "e.example": { TXT: ["\u00e9"] } }, reason: "syntax", text: null },
  {
    name: "a HELO past ASCII",
    zone: { "e.example": { TXT: ["%{h}"] } },
    reason: "not-expandable",
    text: null,
  },
  {
    name: "a sender with a control character",
    zone: { "e.example": { TXT: ["%{l}"] } },
    reason: "not-printable-ascii",
    text: null,
  },
  {
    name: "more than the limit",
    zone: { "e.example": { TXT: ["x".repeat(21)] } },
    reason: "too-long",
    text: null,
  },
  {
    name: "as much as the limit",
    zone: { "e.example": { TXT: [`${"x".repeat(13)}%{v}`] } },
    reason: null,
    text: `${"x".repeat(13)}in-addr`,
  },
];

it.each(explanations)(
  "explanation: $name gives $text, $reason (RFC 7208 §6.2)",
  ({ zone, exp = "e.example", reason, text }) => {
    const { codes, result } = traceOf({
      record: `v=spf1 -all exp=${exp}`,
      zone,
      input: {
        sender: "a\tb@example.com",
        helo: "ü..example",
        now: 0.5,
        limits: { spfExplanationOctets: 20 },
      },
      codes: ["spf.explanation-discarded"],
    });
    expect({
      events: codes,
      explanation: result.result === "fail" ? result.explanation : undefined,
    }).toStrictEqual({
      events: reason === null ? [] : [{ code: "spf.explanation-discarded", reason, rfc: "RFC 7208 §6.2" }],
      explanation: text,
    });
  },
);

it.each(cases)("$name", ({ events, ...rest }) => {
  expect(traceOf(rest).codes).toStrictEqual(events);
});

function traceOf({
  record,
  zone,
  input: change,
  codes,
}: Pick<TraceCase, "record" | "zone" | "input" | "codes">) {
  const dns = snapshotResolver({ "example.com": { TXT: [record] }, ...zone });
  const result = runSync(checkHost({ ...input, ...change }), { dns });
  return { result, codes: result.trace.filter(({ code }) => codes.includes(code)) };
}
