import packet, { type Answer } from "dns-packet";
import { describe, expect, it } from "vitest";
import type { RecordType } from "../../src/dns/answer.ts";
import { wireResolver } from "../../src/node/wire-resolver.ts";
import { responseTo, type Behaviour } from "../support/dns-server.ts";
import { address, alias, answered, failure, serve } from "./wire.ts";

/** The record by which a server says how long the want of records holds. */
const soa = (ttl: number, minimum: number): Answer => ({
  type: "SOA",
  name: "example",
  ttl,
  data: { mname: "ns.example", rname: "root.example", minimum },
});

interface ResponseCase {
  readonly name: string;
  readonly ask?: readonly [RecordType, string];
  readonly respond: Behaviour;
  readonly expected: unknown;
}

const firstAddress = ["A", "a.example"] as const;

const responses: readonly ResponseCase[] = [
  {
    name: "records with their time to live",
    respond: (query) => [responseTo(query, [address])],
    expected: answered,
  },
  {
    name: "the AD bit as authentic (RFC 4035 §3.2.3)",
    respond: (query) => [responseTo(query, [address], { flags: packet.AUTHENTIC_DATA })],
    expected: { ...answered, authentic: true },
  },
  {
    name: "TXT in its character-strings, byte for byte",
    ask: ["TXT", "t.example"],
    respond: (query) => [
      responseTo(query, [
        {
          type: "TXT",
          name: "t.example",
          ttl: 5,
          data: ["v=x ", Buffer.from([0x00, 0x7f, 0x80, 0xc3, 0xbc, 0xff]), ""],
        },
        { type: "TXT", name: "t.example", ttl: 5, data: "second" },
      ]),
    ],
    expected: {
      kind: "records",
      records: [["v=x ", "\0\u007f\u0080\u00c3\u00bc\u00ff", ""], ["second"]],
      ttl: 5,
      authentic: false,
    },
  },
  {
    name: "a null MX with the root as a dot (RFC 7505 §3)",
    ask: ["MX", "m.example"],
    respond: (query) => [
      responseTo(query, [{ type: "MX", name: "m.example", ttl: 5, data: { preference: 0, exchange: "." } }]),
    ],
    expected: { kind: "records", records: [{ exchange: ".", priority: 0 }], ttl: 5, authentic: false },
  },
  {
    name: "the end of a chain of aliases, for as long as its shortest-lived link lives",
    ask: ["A", "W.example"],
    respond: (query) => [
      responseTo(query, [alias("w.EXAMPLE", "v.example", 70), address, alias("v.example", "A.example", 20)]),
    ],
    expected: { ...answered, ttl: 20 },
  },
  {
    name: "the alias itself when asked for it",
    ask: ["CNAME", "w.example"],
    respond: (query) => [responseTo(query, [alias("w.example", "a.example", 7), address])],
    expected: { kind: "records", records: ["a.example"], ttl: 7, authentic: false },
  },
  {
    name: "no records of other names, types and classes",
    respond: (query) => [
      responseTo(query, [
        address,
        { type: "A", name: "b.example", ttl: 1, data: "192.0.2.66" },
        { type: "A", name: "a.example", ttl: 1, class: "CH", data: "192.0.2.67" },
        { type: "AAAA", name: "a.example", ttl: 1, data: "2001:db8::1" },
      ]),
    ],
    expected: answered,
  },
  {
    name: "a time to live with the upper bit set as zero (RFC 2181 §8)",
    respond: (query) => [responseTo(query, [{ ...address, ttl: 0x8000_0001 }])],
    expected: { ...answered, ttl: 0 },
  },
  {
    name: "nodata for the lesser of the SOA's times (RFC 2308 §5)",
    respond: (query) => [responseTo(query, [], { authorities: [soa(900, 40)] })],
    expected: { kind: "nodata", ttl: 40 },
  },
  {
    name: "nodata without an SOA, for how long unknown",
    respond: (query) => [responseTo(query, [])],
    expected: { kind: "nodata" },
  },
  {
    name: "nxdomain",
    respond: (query) => [responseTo(query, [], { rcode: 3, authorities: [soa(30, 600)] })],
    expected: { kind: "nxdomain", ttl: 30 },
  },
  {
    name: "nxdomain at the end of an alias",
    respond: (query) => [
      responseTo(query, [alias("a.example", "gone.example", 20)], { rcode: 3, authorities: [soa(30, 600)] }),
    ],
    expected: { kind: "nxdomain", ttl: 20 },
  },
  {
    name: "SERVFAIL",
    respond: (query) => [responseTo(query, [], { rcode: 2 })],
    expected: failure("servfail"),
  },
  {
    name: "REFUSED",
    respond: (query) => [responseTo(query, [], { rcode: 5 })],
    expected: failure("refused"),
  },
  {
    name: "FORMERR as malformed",
    respond: (query) => [responseTo(query, [], { rcode: 1 })],
    expected: failure("malformed"),
  },
  {
    name: "an extended response code as malformed (RFC 6891 §6.1.3)",
    respond: (query) => [
      responseTo(query, [address], {
        additionals: [
          {
            type: "OPT",
            name: ".",
            udpPayloadSize: 1232,
            extendedRcode: 1,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ],
      }),
    ],
    expected: failure("malformed"),
  },
  {
    name: "a loop of aliases as servfail",
    respond: (query) => [
      responseTo(query, [alias("a.example", "b.example"), alias("b.example", "a.example")]),
    ],
    expected: failure("servfail"),
  },
  {
    name: "an alias that the DNS cannot carry as malformed",
    respond: (query) => [responseTo(query, [alias("a.example", ".")])],
    expected: failure("malformed"),
  },
];

describe("wireResolver reads", () => {
  for (const { name, ask = firstAddress, respond, expected } of responses) {
    it(name, async () => {
      const { server } = await serve(respond);
      const answer = await wireResolver({ servers: [server], timeoutMs: 2000 }).resolve(...ask);
      expect(answer).toStrictEqual(expected);
    });
  }
});
