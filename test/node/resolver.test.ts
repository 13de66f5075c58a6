import packet, { type Answer } from "dns-packet";
import { describe, expect, it } from "vitest";
import type { RecordType } from "../../src/dns/answer.ts";
import { nodeResolver } from "../../src/node/resolver.ts";
import { responseTo, type Behaviour } from "../support/dns-server.ts";
import { address, failure, serve } from "./wire.ts";

const records = (first: unknown, ...others: readonly unknown[]): unknown => ({
  kind: "records",
  records: [first, ...others],
});

const exchange = (preference: number, name: string): Answer => ({
  type: "MX",
  name: "m.example",
  ttl: 5,
  data: { preference, exchange: name },
});

const cases: readonly {
  name: string;
  ask: readonly [RecordType, string];
  respond: Behaviour;
  expected: unknown;
}[] = [
  {
    name: "A",
    ask: ["A", "A.Example."],
    respond: (query) => [responseTo(query, [address])],
    expected: records("192.0.2.1"),
  },
  {
    name: "AAAA",
    ask: ["AAAA", "a.example"],
    respond: (query) => [
      responseTo(query, [{ type: "AAAA", name: "a.example", ttl: 5, data: "2001:db8::1" }]),
    ],
    expected: records("2001:db8::1"),
  },
  {
    name: "TXT in its character-strings, one character per byte",
    ask: ["TXT", "t.example"],
    respond: (query) => [
      responseTo(query, [
        {
          type: "TXT",
          name: "t.example",
          ttl: 5,
          data: ["v=x ", Buffer.from([0x00, 0x80, 0xc3, 0xbc, 0xff]), ""],
        },
      ]),
    ],
    expected: records(["v=x ", "\0\u0080\u00c3\u00bc\u00ff", ""]),
  },
  {
    name: "MX, a null MX with the root as a dot (RFC 7505 §3)",
    ask: ["MX", "m.example"],
    respond: (query) => [responseTo(query, [exchange(10, "mx.example"), exchange(0, ".")])],
    expected: records({ exchange: "mx.example", priority: 10 }, { exchange: ".", priority: 0 }),
  },
  {
    name: "PTR",
    ask: ["PTR", "1.2.0.192.in-addr.arpa"],
    respond: (query) => [
      responseTo(query, [{ type: "PTR", name: "1.2.0.192.in-addr.arpa", ttl: 5, data: "mx.example" }]),
    ],
    expected: records("mx.example"),
  },
  {
    name: "CNAME",
    ask: ["CNAME", "w.example"],
    respond: (query) => [
      responseTo(query, [{ type: "CNAME", name: "w.example", ttl: 5, data: "a.example" }]),
    ],
    expected: records("a.example"),
  },
  {
    name: "the end of an alias",
    ask: ["A", "w.example"],
    respond: (query) => [
      responseTo(query, [{ type: "CNAME", name: "w.example", ttl: 5, data: "a.example" }, address]),
    ],
    expected: records("192.0.2.1"),
  },
  {
    name: "nxdomain",
    ask: ["A", "a.example"],
    respond: (query) => [responseTo(query, [], { rcode: 3 })],
    expected: { kind: "nxdomain" },
  },
  {
    name: "nodata",
    ask: ["A", "a.example"],
    respond: (query) => [responseTo(query, [])],
    expected: { kind: "nodata" },
  },
  {
    name: "SERVFAIL",
    ask: ["A", "a.example"],
    respond: (query) => [responseTo(query, [], { rcode: 2 })],
    expected: failure("servfail"),
  },
  {
    name: "REFUSED",
    ask: ["A", "a.example"],
    respond: (query) => [responseTo(query, [], { rcode: 5 })],
    expected: failure("refused"),
  },
  {
    name: "NOTIMP as malformed",
    ask: ["A", "a.example"],
    respond: (query) => [responseTo(query, [], { rcode: 4 })],
    expected: failure("malformed"),
  },
  { name: "silence as a timeout", ask: ["A", "a.example"], respond: () => [], expected: failure("timeout") },
  {
    name: "the whole of a truncated answer over TCP",
    ask: ["TXT", "l.example"],
    respond: (query) =>
      query.transport === "udp"
        ? [responseTo(query, [], { flags: packet.TRUNCATED_RESPONSE })]
        : [
            responseTo(query, [
              { type: "TXT", name: "l.example", ttl: 5, data: ["x".repeat(255), "y".repeat(255), "z"] },
            ]),
          ],
    expected: records(["x".repeat(255), "y".repeat(255), "z"]),
  },
];

describe("nodeResolver gives", () => {
  for (const { name, ask, respond, expected } of cases) {
    it(name, async () => {
      const { server } = await serve(respond);
      const resolver = nodeResolver({ servers: [server], timeoutMs: 2000, tries: 1 });
      expect(await resolver.resolve(...ask)).toStrictEqual(expected);
    });
  }

  it("answers for names that node:dns does not take, as macros make them", async () => {
    const { server, queries } = await serve((query) => {
      const name = query.message.questions?.[0]?.name ?? "";
      return [responseTo(query, [{ ...address, name }])];
    });
    const resolver = nodeResolver({ servers: [server] });
    for (const name of [
      "bounce+user=example.net._spf.example",
      "a b.example",
      "x\\.y.example",
      "a%.example",
    ]) {
      expect(await resolver.resolve("A", name)).toMatchObject({ kind: "records", records: ["192.0.2.1"] });
    }
    expect(queries.map(({ message }) => message.questions?.[0]?.name)).toStrictEqual([
      "bounce+user=example.net._spf.example",
      "a b.example",
      "x\\.y.example",
      "a%.example",
    ]);
  });

  it("malformed for names that the DNS cannot carry", async () => {
    const { server, queries } = await serve((query) => [responseTo(query, [address])]);
    const resolver = nodeResolver({ servers: [server] });
    for (const name of ["", "a..example", ".example", `${"x".repeat(64)}.example`]) {
      expect(await resolver.resolve("A", name)).toStrictEqual(failure("malformed"));
    }
    expect(queries).toHaveLength(0);
  });
});

describe("nodeResolver, cancelled,", () => {
  it("rejects with the reason", async () => {
    const { server, queries } = await serve(() => []);
    const controller = new AbortController();
    const answer = nodeResolver({ servers: [server] }).resolve("A", "a.example", controller.signal);
    await expect.poll(() => queries.length).toBe(1);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it("asks nothing when it was cancelled before", async () => {
    const { server, queries } = await serve((query) => [responseTo(query, [address])]);
    const answer = nodeResolver({ servers: [server] }).resolve("A", "a.example", AbortSignal.abort("before"));
    await expect(answer).rejects.toBe("before");
    expect(queries).toHaveLength(0);
  });
});

describe("nodeResolver refuses", () => {
  const mistakes = [
    { options: { servers: ["https://dns.example/"] }, message: "servers[0]: expected an address" },
    {
      options: { servers: ["dns.example"] },
      message: "servers[0]: expected an address or an https URL, got dns.example",
    },
    { options: { tries: 0 }, message: "tries: expected a whole number above zero, got 0" },
  ];
  for (const { options, message } of mistakes) {
    it(message, () => {
      expect(() => nodeResolver(options)).toThrow(new TypeError(message));
    });
  }
});
