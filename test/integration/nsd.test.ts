import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RecordType } from "../../src/dns/answer.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { nodeResolver } from "../../src/node/resolver.ts";
import { wireResolver } from "../../src/node/wire-resolver.ts";
import { run } from "../../src/task/run.ts";
import { all, lookup } from "../../src/task/task.ts";
import { nsdInstalled, startNsd, type NameServer } from "../support/nsd.ts";

const longStrings = Array.from({ length: 12 }, (_, index) => String.fromCharCode(0x61 + index).repeat(250));

const zones = {
  "waxseal.test": `$ORIGIN waxseal.test.
$TTL 600
@ 900 IN SOA ns root 1 3600 600 86400 120
@ IN NS ns
ns IN A 127.0.0.1
@ IN TXT "v=spf1 include:" "_spf.waxseal.test -all"
@ IN TXT "another record"
@ IN MX 10 mx
@ IN MX 20 Backup.waxseal.test.
mx 60 IN A 192.0.2.1
mx 60 IN A 192.0.2.2
mx IN AAAA 2001:db8::1
long IN TXT ${longStrings.map((text) => `"${text}"`).join(" ")}
bytes IN TXT "\\000\\127\\128\\195\\188\\255"
nomail IN MX 0 .
alias 30 IN CNAME second
second IN CNAME mx
dangling IN CNAME gone
away IN CNAME host.elsewhere.test.
loop IN CNAME pool
pool IN CNAME loop
host.deep IN A 192.0.2.3
*.wild IN TXT "wild"
user+tag IN TXT "odd name"
`,
  "elsewhere.test": `$ORIGIN elsewhere.test.
@ 900 IN SOA ns root 1 3600 600 86400 120
@ 900 IN NS ns
ns 900 IN A 127.0.0.1
host 45 IN A 192.0.2.9
`,
  "2.0.192.in-addr.arpa": `$ORIGIN 2.0.192.in-addr.arpa.
@ 900 IN SOA ns.waxseal.test. root.waxseal.test. 1 3600 600 86400 120
@ 900 IN NS ns.waxseal.test.
1 300 IN PTR MX.waxseal.test.
`,
};

interface Case {
  readonly name: string;
  readonly ask: readonly [RecordType, string];
  /** As both resolvers see it, but for the time to live, which only the wire tells. */
  readonly expected: {
    readonly kind: string;
    readonly records?: readonly unknown[];
    readonly reason?: string;
  };
  readonly ttl?: number;
  /** What node:dns makes of it where it differs: it does not ask on for a server that does not recurse. */
  readonly throughNode?: unknown;
}

const cases: readonly Case[] = [
  {
    name: "TXT in several strings and several records",
    ask: ["TXT", "WaxSeal.test."],
    expected: {
      kind: "records",
      records: [["v=spf1 include:", "_spf.waxseal.test -all"], ["another record"]],
    },
    ttl: 600,
  },
  {
    name: "TXT of 3,000 bytes, over TCP",
    ask: ["TXT", "long.waxseal.test"],
    expected: { kind: "records", records: [longStrings] },
    ttl: 600,
  },
  {
    name: "TXT with any bytes",
    ask: ["TXT", "bytes.waxseal.test"],
    expected: { kind: "records", records: [["\0\u007f\u0080\u00c3\u00bc\u00ff"]] },
    ttl: 600,
  },
  {
    name: "MX",
    ask: ["MX", "waxseal.test"],
    expected: {
      kind: "records",
      records: [
        { exchange: "mx.waxseal.test", priority: 10 },
        { exchange: "backup.waxseal.test", priority: 20 },
      ],
    },
    ttl: 600,
  },
  {
    name: "a null MX",
    ask: ["MX", "nomail.waxseal.test"],
    expected: { kind: "records", records: [{ exchange: ".", priority: 0 }] },
    ttl: 600,
  },
  {
    name: "A",
    ask: ["A", "mx.waxseal.test"],
    expected: { kind: "records", records: ["192.0.2.1", "192.0.2.2"] },
    ttl: 60,
  },
  {
    name: "AAAA",
    ask: ["AAAA", "mx.waxseal.test"],
    expected: { kind: "records", records: ["2001:db8::1"] },
    ttl: 600,
  },
  {
    name: "PTR",
    ask: ["PTR", "1.2.0.192.in-addr.arpa"],
    expected: { kind: "records", records: ["mx.waxseal.test"] },
    ttl: 300,
  },
  {
    name: "CNAME",
    ask: ["CNAME", "alias.waxseal.test"],
    expected: { kind: "records", records: ["second.waxseal.test"] },
    ttl: 30,
  },
  {
    name: "a chain of aliases",
    ask: ["A", "alias.waxseal.test"],
    expected: { kind: "records", records: ["192.0.2.1", "192.0.2.2"] },
    ttl: 30,
  },
  {
    name: "a wildcard",
    ask: ["TXT", "x.y.wild.waxseal.test"],
    expected: { kind: "records", records: [["wild"]] },
    ttl: 600,
  },
  {
    name: "a name beyond those of hosts",
    ask: ["TXT", "user+tag.waxseal.test"],
    expected: { kind: "records", records: [["odd name"]] },
    ttl: 600,
  },
  { name: "NXDOMAIN", ask: ["A", "gone.waxseal.test"], expected: { kind: "nxdomain" }, ttl: 120 },
  { name: "NODATA", ask: ["MX", "mx.waxseal.test"], expected: { kind: "nodata" }, ttl: 120 },
  {
    name: "NODATA at an empty non-terminal",
    ask: ["A", "deep.waxseal.test"],
    expected: { kind: "nodata" },
    ttl: 120,
  },
  { name: "a dangling alias", ask: ["A", "dangling.waxseal.test"], expected: { kind: "nxdomain" }, ttl: 120 },
  {
    name: "REFUSED for a zone it does not serve",
    ask: ["A", "example.com"],
    expected: { kind: "failure", reason: "refused" },
  },
  {
    name: "a loop of aliases",
    ask: ["A", "loop.waxseal.test"],
    expected: { kind: "failure", reason: "servfail" },
    throughNode: { kind: "nodata" },
  },
  {
    name: "an alias into another zone",
    ask: ["A", "away.waxseal.test"],
    expected: { kind: "records", records: ["192.0.2.9"] },
    ttl: 45,
  },
];

const installed = nsdInstalled();
if (!installed && process.env["CI"] !== undefined)
  throw new Error("nsd is not installed, and here it must be");

describe.skipIf(!installed)(
  installed ? "a real name server" : "a real name server (skipped: nsd is not installed)",
  () => {
    let nsd: NameServer | undefined;
    const server = (): string => {
      if (nsd === undefined) throw new Error("nsd is not running");
      return nsd.server;
    };

    beforeAll(async () => {
      nsd = await startNsd(zones);
    });

    afterAll(async () => {
      await nsd?.stop();
    });

    for (const { name, ask, expected, ttl, throughNode } of cases) {
      it(`gives wireResolver ${name}`, async () => {
        const answer = await wireResolver({ servers: [server()] }).resolve(...ask);
        const authentic = expected.kind === "records" ? { authentic: false } : {};
        expect(answer).toStrictEqual({ ...expected, ...authentic, ...(ttl === undefined ? {} : { ttl }) });
      });

      it(`gives nodeResolver ${name}`, async () => {
        const answer = await nodeResolver({ servers: [server()] }).resolve(...ask);
        expect(untimed(answer)).toStrictEqual(throughNode ?? expected);
      });
    }

    it("answers a run over either resolver alike", async () => {
      const resolvers: readonly Resolver[] = [
        wireResolver({ servers: [server()] }),
        nodeResolver({ servers: [server()] }),
      ];
      const results: unknown[] = [];
      for (const dns of resolvers) {
        const [text, exchanges, none] = await run(
          all([
            lookup("TXT", "waxseal.test"),
            lookup("MX", "waxseal.test"),
            lookup("A", "gone.waxseal.test"),
          ]),
          { dns },
        );
        results.push([untimed(text), untimed(exchanges), untimed(none)]);
      }
      expect(results[1]).toStrictEqual(results[0]);
    });
  },
);

/** The answer without what node:dns does not tell. */
function untimed(answer: object): unknown {
  const { ttl: _ttl, authentic: _authentic, ...rest } = { ttl: 0, authentic: false, ...answer };
  return rest;
}
