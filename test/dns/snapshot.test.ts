import { describe, expect, it } from "vitest";
import type { RecordType } from "../../src/dns/answer.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";

const chain: Record<string, { CNAME: string[] }> = {};
for (let link = 0; link < 18; link++) chain[`link${link}.example`] = { CNAME: [`link${link + 1}.example`] };

const zone: Zone = {
  ...chain,
  "link18.example": { CNAME: ["host.example.net"] },
  "Example.COM.": {
    TXT: ["v=spf1 -all", ["v=DKIM1; ", "p="], ""],
    MX: [
      { exchange: "mx.example.com", priority: 10 },
      { exchange: ".", priority: 0 },
    ],
    AAAA: [],
    A: "refused",
  },
  "host.example.net": { A: ["192.0.2.1", "192.0.2.2"], AAAA: ["2001:db8::1"] },
  "deep.below.example.org": { A: ["192.0.2.3"] },
  "slow.example": "timeout",
  "alias.example": { CNAME: ["HOST.example.net."] },
  "alias-of-alias.example": { CNAME: ["alias.example"] },
  "dangling.example": { CNAME: ["gone.example.net"] },
  "to-slow.example": { CNAME: ["slow.example"] },
  "to-empty.example": { CNAME: ["example.com"] },
  "loop.example": { CNAME: ["pool.example"] },
  "pool.example": { CNAME: ["loop.example"] },
  "self.example": { CNAME: ["SELF.example"] },
  "broken.example": { CNAME: "servfail" },
  "*.wild.example": { TXT: ["wild"] },
  "host.wild.example": { A: ["192.0.2.4"] },
  "a.ent.wild.example": { A: ["192.0.2.5"] },
  "*.aliases.example": { CNAME: ["host.example.net"] },
  "*.failing.example": "servfail",
  "4.2.0.192.in-addr.arpa": { PTR: ["mx.example.com"] },
};

const records = (first: unknown, ...others: readonly unknown[]): unknown => ({
  kind: "records",
  records: [first, ...others],
});
const failure = (reason: string): unknown => ({ kind: "failure", reason });
const nodata = { kind: "nodata" };
const nxdomain = { kind: "nxdomain" };

const cases: readonly { name: string; ask: readonly [RecordType, string]; expected: unknown }[] = [
  {
    name: "a TXT record is one text or the list of its character-strings",
    ask: ["TXT", "example.com"],
    expected: records(["v=spf1 -all"], ["v=DKIM1; ", "p="], [""]),
  },
  {
    name: "letter case and a trailing dot of the question do not matter",
    ask: ["MX", "eXample.com."],
    expected: records({ exchange: "mx.example.com", priority: 10 }, { exchange: ".", priority: 0 }),
  },
  { name: "an empty list is nodata", ask: ["AAAA", "example.com"], expected: nodata },
  { name: "a type that is not there is nodata", ask: ["PTR", "example.com"], expected: nodata },
  { name: "one type can fail alone", ask: ["A", "example.com"], expected: failure("refused") },
  { name: "a name can fail for every type", ask: ["MX", "slow.example"], expected: failure("timeout") },
  { name: "a failing name says nothing of names below", ask: ["A", "x.slow.example"], expected: nxdomain },
  { name: "a name that is not there is nxdomain", ask: ["A", "gone.example.net"], expected: nxdomain },
  {
    name: "an empty non-terminal is nodata (RFC 4592 §2.2.2)",
    ask: ["A", "below.example.org"],
    expected: nodata,
  },
  { name: "a top-level name above others is nodata", ask: ["A", "org"], expected: nodata },
  {
    name: "a reverse name answers",
    ask: ["PTR", "4.2.0.192.in-addr.arpa"],
    expected: records("mx.example.com"),
  },
  { name: "an alias is followed", ask: ["AAAA", "alias.example"], expected: records("2001:db8::1") },
  {
    name: "aliases of aliases are followed",
    ask: ["A", "alias-of-alias.example"],
    expected: records("192.0.2.1", "192.0.2.2"),
  },
  { name: "an alias without the type at its end is nodata", ask: ["TXT", "alias.example"], expected: nodata },
  { name: "a dangling alias is nxdomain", ask: ["A", "dangling.example"], expected: nxdomain },
  {
    name: "the alias itself can be asked for",
    ask: ["CNAME", "dangling.example"],
    expected: records("gone.example.net"),
  },
  {
    name: "asking a plain name for its alias is nodata",
    ask: ["CNAME", "host.example.net"],
    expected: nodata,
  },
  {
    name: "a failure at the end of an alias is the answer",
    ask: ["A", "to-slow.example"],
    expected: failure("timeout"),
  },
  {
    name: "a failing type at the end of an alias is too",
    ask: ["A", "to-empty.example"],
    expected: failure("refused"),
  },
  { name: "a loop of aliases is servfail", ask: ["A", "loop.example"], expected: failure("servfail") },
  { name: "an alias of itself is servfail", ask: ["A", "self.example"], expected: failure("servfail") },
  { name: "an alias that fails has no other types", ask: ["A", "broken.example"], expected: nodata },
  {
    name: "16 aliases are followed",
    ask: ["A", "link3.example"],
    expected: records("192.0.2.1", "192.0.2.2"),
  },
  { name: "17 aliases are servfail", ask: ["A", "link2.example"], expected: failure("servfail") },
  {
    name: "a wildcard answers for a name below (RFC 4592 §2.1.1)",
    ask: ["TXT", "any.wild.example"],
    expected: records(["wild"]),
  },
  {
    name: "a wildcard answers for names deeper down",
    ask: ["TXT", "x.y.wild.example"],
    expected: records(["wild"]),
  },
  { name: "a wildcard without the type is nodata", ask: ["A", "any.wild.example"], expected: nodata },
  {
    name: "a wildcard does not cover a name that exists",
    ask: ["TXT", "host.wild.example"],
    expected: nodata,
  },
  { name: "nor an empty non-terminal", ask: ["TXT", "ent.wild.example"], expected: nodata },
  { name: "nor names below one that exists", ask: ["TXT", "x.host.wild.example"], expected: nxdomain },
  { name: "nor names below an empty non-terminal", ask: ["TXT", "b.ent.wild.example"], expected: nxdomain },
  { name: "nor the name above it", ask: ["TXT", "wild.example"], expected: nodata },
  { name: "the wildcard name itself answers", ask: ["TXT", "*.wild.example"], expected: records(["wild"]) },
  {
    name: "a wildcard can be an alias",
    ask: ["A", "www.aliases.example"],
    expected: records("192.0.2.1", "192.0.2.2"),
  },
  { name: "a wildcard can fail", ask: ["A", "x.failing.example"], expected: failure("servfail") },
  { name: "names of object prototypes are plain names", ask: ["TXT", "constructor"], expected: nxdomain },
];

describe("snapshotResolver", () => {
  const resolver = snapshotResolver(zone);
  for (const { name, ask, expected } of cases) {
    it(name, () => {
      expect(resolver.resolve(...ask)).toStrictEqual(expected);
    });
  }

  it("answers for the whole tree from a wildcard at its root", () => {
    const everywhere = snapshotResolver({ "*": { TXT: ["all"] }, "host.example": { A: ["192.0.2.1"] } });
    expect(everywhere.resolve("TXT", "x.other")).toStrictEqual(records(["all"]));
    expect(everywhere.resolve("TXT", "x.example")).toStrictEqual(nxdomain);
  });

  it("cuts text into character-strings of 255 bytes (RFC 1035 §3.3.14)", () => {
    const long = snapshotResolver({
      "example.com": { TXT: ["x".repeat(600), ["y".repeat(255), "z".repeat(256)]] },
    });
    expect(long.resolve("TXT", "example.com")).toStrictEqual(
      records(["x".repeat(255), "x".repeat(255), "x".repeat(90)], ["y".repeat(255), "z".repeat(255), "z"]),
    );
  });

  it("takes a name of the prototype from a file as a name", () => {
    const parsed: unknown = JSON.parse('{ "__proto__": { "A": ["192.0.2.1"] } }');
    expect(resolverOf(parsed).resolve("A", "__proto__")).toStrictEqual(records("192.0.2.1"));
  });
});

/** As a caller without types would. */
function resolverOf(zoneFromFile: unknown): ReturnType<typeof snapshotResolver> {
  // @ts-expect-error: what comes from a file has no type
  return snapshotResolver(zoneFromFile);
}

const mistakes: readonly { zone: unknown; message: string }[] = [
  { zone: null, message: "zone: expected an object of names" },
  { zone: [], message: "zone: expected an object of names" },
  { zone: { "a..b": {} }, message: 'zone["a..b"]: expected a domain name' },
  { zone: { "": {} }, message: 'zone[""]: expected a domain name' },
  { zone: { "a.b": {}, "A.b.": {} }, message: 'zone["A.b."]: the name stands there twice' },
  {
    zone: { "a.b": "slow" },
    message: 'zone["a.b"]: expected records by type or one of timeout, servfail, refused, malformed',
  },
  {
    zone: { "a.b": ["v=spf1"] },
    message: 'zone["a.b"]: expected records by type or one of timeout, servfail, refused, malformed',
  },
  { zone: { "a.b": { SPF: [] } }, message: 'zone["a.b"].SPF: no such record type here' },
  { zone: { "a.b": { txt: [] } }, message: 'zone["a.b"].txt: no such record type here' },
  { zone: { "a.b": { TXT: "v=spf1 -all" } }, message: 'zone["a.b"].TXT: expected a list of TXT records' },
  { zone: { "a.b": { TXT: [7] } }, message: 'zone["a.b"].TXT[0]: expected text' },
  { zone: { "a.b": { TXT: ["x", ["y", 7]] } }, message: 'zone["a.b"].TXT[1][1]: expected text' },
  {
    zone: { "a.b": { TXT: ["na\u00efve \u20ac"] } },
    message: 'zone["a.b"].TXT[0]: expected one character per byte, got one above U+00FF at 6',
  },
  { zone: { "a.b": { A: [""] } }, message: 'zone["a.b"].A[0]: expected an address' },
  { zone: { "a.b": { PTR: [7] } }, message: 'zone["a.b"].PTR[0]: expected a domain name' },
  { zone: { "a.b": { MX: ["mx.a.b"] } }, message: 'zone["a.b"].MX[0]: expected { exchange, priority }' },
  { zone: { "a.b": { MX: [{ priority: 1 }] } }, message: 'zone["a.b"].MX[0].exchange: expected text' },
  {
    zone: { "a.b": { MX: [{ exchange: "c", priority: 70_000 }] } },
    message: 'zone["a.b"].MX[0].priority: expected a whole number from 0 to 65535',
  },
  { zone: { "a.b": { CNAME: ["c", "d"] } }, message: 'zone["a.b"].CNAME: expected one record' },
  { zone: { "a.b": { CNAME: ["c"], TXT: [] } }, message: 'zone["a.b"]: expected no other type beside CNAME' },
];

describe("a zone that cannot be meant", () => {
  for (const { zone: mistaken, message } of mistakes) {
    it(`is refused: ${message}`, () => {
      expect(() => resolverOf(mistaken)).toThrow(new TypeError(message));
    });
  }
});
