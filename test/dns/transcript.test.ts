import { describe, expect, it } from "vitest";
import type { DnsExchange } from "../../src/dns/answer.ts";
import { transcriptResolver } from "../../src/dns/transcript.ts";

const exchanges: readonly DnsExchange[] = [
  {
    type: "TXT",
    name: "Example.com.",
    answer: { kind: "records", records: [["v=spf1", " -all"], []], ttl: 30, authentic: true },
  },
  { type: "MX", name: "example.com", answer: { kind: "records", records: [{ exchange: ".", priority: 0 }] } },
  {
    type: "PTR",
    name: "1.2.0.192.in-addr.arpa",
    answer: { kind: "records", records: ["."], authentic: false },
  },
  { type: "A", name: "example.com", answer: { kind: "nodata", ttl: 0 } },
  { type: "A", name: "gone.example", answer: { kind: "nxdomain" } },
  { type: "A", name: "slow.example", answer: { kind: "failure", reason: "timeout" } },
  { type: "A", name: "much.example", answer: { kind: "failure", reason: "limit" } },
];

describe("transcriptResolver", () => {
  const resolver = transcriptResolver(exchanges);

  for (const { type, name, answer } of exchanges) {
    it(`repeats the answer for ${type} ${name} as it was`, () => {
      expect(resolver.resolve(type, name.toUpperCase())).toStrictEqual(answer);
    });
  }

  it("answers not-in-snapshot for a question that was not recorded, another type included", () => {
    const missing = { kind: "failure", reason: "not-in-snapshot" };
    expect(resolver.resolve("TXT", "other.example")).toStrictEqual(missing);
    expect(resolver.resolve("AAAA", "example.com")).toStrictEqual(missing);
    expect(resolver.resolve("A", "__proto__")).toStrictEqual(missing);
  });
});

const question = { type: "A", name: "a.example" };
const mistakes: readonly { transcript: unknown; message: string }[] = [
  { transcript: {}, message: "exchanges: expected a list" },
  { transcript: ["A a.example"], message: "exchanges[0]: expected { type, name, answer }" },
  {
    transcript: [{ ...question, type: "SPF" }],
    message: "exchanges[0].type: expected one of TXT, A, AAAA, PTR, CNAME, MX",
  },
  { transcript: [{ ...question, name: 7 }], message: "exchanges[0].name: expected text" },
  { transcript: [question], message: "exchanges[0].answer: expected an answer" },
  {
    transcript: [{ ...question, answer: { kind: "error" } }],
    message: "exchanges[0].answer.kind: expected records, nodata, nxdomain or failure",
  },
  {
    transcript: [{ ...question, answer: { kind: "failure", reason: "bored" } }],
    message:
      "exchanges[0].answer.reason: expected one of timeout, servfail, refused, malformed, not-in-snapshot, limit",
  },
  {
    transcript: [{ ...question, answer: { kind: "records", records: [] } }],
    message: "exchanges[0].answer.records: expected at least one record",
  },
  {
    transcript: [{ ...question, answer: { kind: "records", records: [7] } }],
    message: "exchanges[0].answer.records[0]: expected an address",
  },
  {
    transcript: [{ type: "TXT", name: "a.example", answer: { kind: "records", records: ["text"] } }],
    message: "exchanges[0].answer.records[0]: expected a list of texts",
  },
  {
    transcript: [{ ...question, answer: { kind: "nodata", ttl: -1 } }],
    message: "exchanges[0].answer.ttl: expected seconds, not negative",
  },
  {
    transcript: [{ ...question, answer: { kind: "records", records: ["192.0.2.1"], authentic: "yes" } }],
    message: "exchanges[0].answer.authentic: expected true or false",
  },
  {
    transcript: [
      { ...question, answer: { kind: "nodata" } },
      { type: "A", name: "A.Example.", answer: { kind: "nxdomain" } },
    ],
    message: "exchanges[1]: the question stands there twice",
  },
];

describe("a transcript of another shape", () => {
  for (const { transcript, message } of mistakes) {
    it(`is refused: ${message}`, () => {
      // @ts-expect-error: what comes from a file has no type
      expect(() => transcriptResolver(transcript)).toThrow(new TypeError(message));
    });
  }
});
