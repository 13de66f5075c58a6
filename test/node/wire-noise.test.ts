import { createSocket } from "node:dgram";
import packet from "dns-packet";
import { describe, expect, it } from "vitest";
import { wireResolver } from "../../src/node/wire-resolver.ts";
import { responseTo, type Behaviour, type ReceivedQuery } from "../support/dns-server.ts";
import { address, answered, failure, serve } from "./wire.ts";

/** Answers the question right, but for what the change makes of the message. */
const forged =
  (change: (query: ReceivedQuery) => ReceivedQuery["message"]): Behaviour =>
  (query) => [responseTo({ ...query, message: change(query) }, [{ ...address, data: "192.0.2.66" }])];

const forgeries: readonly { name: string; forge: Behaviour }[] = [
  {
    name: "bytes that are no message",
    forge: () => [Buffer.from("no DNS at all"), Buffer.alloc(0), Buffer.alloc(12, 0xff)],
  },
  {
    name: "another identifier",
    forge: forged(({ message }) => ({ ...message, id: ((message.id ?? 0) + 1) & 0xffff })),
  },
  {
    name: "another name",
    forge: forged(({ message }) => ({
      ...message,
      questions: [{ type: "A", name: "b.example", class: "IN" }],
    })),
  },
  {
    name: "another type",
    forge: forged(({ message }) => ({
      ...message,
      questions: [{ type: "AAAA", name: "a.example", class: "IN" }],
    })),
  },
  {
    name: "another class",
    forge: forged(({ message }) => ({
      ...message,
      questions: [{ type: "A", name: "a.example", class: "CH" }],
    })),
  },
  { name: "no question", forge: forged(({ message }) => ({ ...message, questions: [] })) },
  {
    name: "two questions",
    forge: forged(({ message }) => ({
      ...message,
      questions: [...(message.questions ?? []), { type: "A", name: "b.example", class: "IN" }],
    })),
  },
  {
    name: "the query sent back",
    forge: (query) => [
      packet.encode({
        type: "query",
        id: query.message.id ?? 0,
        questions: query.message.questions,
        answers: [address],
      }),
    ],
  },
  { name: "another operation", forge: (query) => [responseTo(query, [address], { flags: 4 << 11 })] },
];

describe("wireResolver passes over (RFC 5452 §9.1)", () => {
  for (const { name, forge } of forgeries) {
    it(`${name}, and takes the response that comes after`, async () => {
      const { server } = await serve((query) => [...forge(query), responseTo(query, [address])]);
      expect(
        await wireResolver({ servers: [server], timeoutMs: 8000 }).resolve("A", "a.example"),
      ).toStrictEqual(answered);
    });

    it(`${name}, and tells of it when nothing else comes`, async () => {
      const { server, queries } = await serve(forge);
      const resolver = wireResolver({ servers: [server], timeoutMs: 500, tries: 2 });
      expect(await resolver.resolve("A", "a.example")).toStrictEqual(failure("malformed"));
      expect(queries).toHaveLength(2);
    });
  }

  it("datagrams of another sender", async () => {
    const stranger = createSocket("udp4");
    const { server } = await serve((query) => {
      stranger.send(responseTo(query, [{ ...address, data: "192.0.2.66" }]), query.port, "127.0.0.1");
      return [];
    });
    const resolver = wireResolver({ servers: [server], timeoutMs: 300, tries: 1 });
    expect(await resolver.resolve("A", "a.example")).toStrictEqual(failure("timeout"));
    stranger.close();
  });
});
