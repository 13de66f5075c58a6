import packet from "dns-packet";
import { describe, expect, it } from "vitest";
import { wireResolver } from "../../src/node/wire-resolver.ts";
import { responseTo, startDnsServer, type Behaviour, type ReceivedQuery } from "../support/dns-server.ts";
import { address, alias, answered, failure, serve } from "./wire.ts";

describe("wireResolver asks", () => {
  it("for recursion, with EDNS, from ports and with identifiers that change", async () => {
    const { server, queries } = await serve((query) => [responseTo(query, [address])]);
    const resolver = wireResolver({ servers: [server] });
    await Promise.all(Array.from({ length: 12 }, async () => resolver.resolve("A", "A.Example.")));
    expect(new Set(queries.map(({ port }) => port)).size).toBe(12);
    expect(new Set(queries.map(({ message }) => message.id)).size).toBeGreaterThan(8);
    for (const { message } of queries) {
      expect(message.questions).toStrictEqual([{ type: "A", name: "a.example", class: "IN" }]);
      expect([message.flag_rd, message.flag_ad, message.flag_cd]).toStrictEqual([true, true, false]);
      expect(message.additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1232, ednsVersion: 0 }]);
    }
  });

  it("as often as it is told, and then says timeout", async () => {
    const { server, queries } = await serve(() => []);
    const resolver = wireResolver({ servers: [server], timeoutMs: 300, tries: 3 });
    expect(await resolver.resolve("A", "a.example")).toStrictEqual(failure("timeout"));
    expect(queries).toHaveLength(3);
  });

  it("the next server when one is silent, fails, or is not there", async () => {
    const silent = await serve(() => []);
    const failing = await serve((query) => [responseTo(query, [], { rcode: 2 })]);
    const gone = await startDnsServer(() => []);
    await gone.stop();
    const good = await serve((query) => [responseTo(query, [address])]);
    const servers = [silent, failing, gone, good].map(({ server }) => server);
    expect(await wireResolver({ servers, timeoutMs: 800 }).resolve("A", "a.example")).toStrictEqual(answered);
    expect([silent.queries.length, failing.queries.length, good.queries.length]).toStrictEqual([1, 1, 1]);
  });

  it("no server again that has said that it fails", async () => {
    const failing = await serve((query) => [responseTo(query, [], { rcode: 5 })]);
    const silent = await serve(() => []);
    const resolver = wireResolver({ servers: [failing.server, silent.server], timeoutMs: 500, tries: 2 });
    expect(await resolver.resolve("A", "a.example")).toStrictEqual(failure("refused"));
    expect([failing.queries.length, silent.queries.length]).toStrictEqual([1, 2]);
  });

  it("on at the target of an alias when the server knows no more (RFC 1034 §5.3.3)", async () => {
    const { server, queries } = await serve((query) => {
      const name = query.message.questions?.[0]?.name;
      if (name === "w.example") return [responseTo(query, [alias("w.example", "V.example", 30)])];
      return [responseTo(query, name === "v.example" ? [alias("v.example", "a.example")] : [address])];
    });
    expect(await wireResolver({ servers: [server] }).resolve("A", "w.example")).toStrictEqual({
      ...answered,
      ttl: 30,
    });
    expect(queries.map(({ message }) => message.questions?.[0]?.name)).toStrictEqual([
      "w.example",
      "v.example",
      "a.example",
    ]);
  });

  it("on no further than a chain may be long", async () => {
    const { server, queries } = await serve((query) => {
      const name = query.message.questions?.[0]?.name ?? "";
      return [responseTo(query, [alias(name, `x${name}`)])];
    });
    expect(await wireResolver({ servers: [server] }).resolve("A", "w.example")).toStrictEqual(
      failure("servfail"),
    );
    expect(queries).toHaveLength(17);
  });

  it("nothing for a name that the DNS cannot carry", async () => {
    const { server, queries } = await serve((query) => [responseTo(query, [address])]);
    const resolver = wireResolver({ servers: [server] });
    for (const name of ["", "a..example", `${"x".repeat(64)}.example`]) {
      expect(await resolver.resolve("A", name)).toStrictEqual(failure("malformed"));
    }
    expect(queries).toHaveLength(0);
  });
});

const strings = Array.from({ length: 12 }, (_, index) => String(index % 10).repeat(250));
const long = { type: "TXT", name: "l.example", ttl: 60 } as const;
const truncated = (query: ReceivedQuery): Buffer =>
  responseTo(query, [{ ...long, data: ["cut off"] }], { flags: packet.TRUNCATED_RESPONSE });

describe("wireResolver asks over TCP what was truncated", () => {
  const cases: readonly { name: string; overTcp: Behaviour; expected: unknown }[] = [
    {
      name: "and takes the whole",
      overTcp: (query) => [responseTo(query, [{ ...long, data: [...strings] }])],
      expected: { kind: "records", records: [strings], ttl: 60, authentic: false },
    },
    { name: "and never the part when nothing comes", overTcp: () => [], expected: failure("timeout") },
    { name: "and tells of noise", overTcp: () => [Buffer.from("noise")], expected: failure("malformed") },
    {
      name: "and tells of an empty message",
      overTcp: () => [Buffer.alloc(0)],
      expected: failure("malformed"),
    },
    {
      name: "and takes a failure",
      overTcp: (query) => [responseTo(query, [], { rcode: 2 })],
      expected: failure("servfail"),
    },
  ];
  for (const { name, overTcp, expected } of cases) {
    it(name, async () => {
      const { server, queries } = await serve((query) =>
        query.transport === "udp" ? [truncated(query)] : overTcp(query),
      );
      const resolver = wireResolver({ servers: [server], timeoutMs: 1500, tries: 1 });
      expect(await resolver.resolve("TXT", "l.example")).toStrictEqual(expected);
      expect(queries.map(({ transport }) => transport)).toStrictEqual(["udp", "tcp"]);
    });
  }
});

const nothing = (): void => undefined;

describe("wireResolver, cancelled,", () => {
  const behaviours: readonly { name: string; behave: Behaviour }[] = [
    { name: "while it waits for a datagram", behave: () => [] },
    {
      name: "while it waits on a connection",
      behave: (query) => (query.transport === "udp" ? [truncated(query)] : []),
    },
  ];
  for (const { name, behave } of behaviours) {
    it(`rejects with the reason and leaves nothing open: ${name}`, async () => {
      let reached = nothing;
      const waiting = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const { server } = await serve((query) => {
        const messages = behave(query);
        if (messages.length === 0) reached();
        return messages;
      });
      // The socket of the server.
      await expect.poll(openSockets).toStrictEqual(["UDPWrap"]);
      const controller = new AbortController();
      const answer = wireResolver({ servers: [server], timeoutMs: 60_000 }).resolve(
        "TXT",
        "l.example",
        controller.signal,
      );
      await waiting;
      expect(openSockets()).not.toStrictEqual(["UDPWrap"]);
      const reason = new Error("enough");
      controller.abort(reason);
      await expect(answer).rejects.toBe(reason);
      await expect.poll(openSockets).toStrictEqual(["UDPWrap"]);
    });
  }

  it("asks nothing when it was cancelled before", async () => {
    const { server, queries } = await serve((query) => [responseTo(query, [address])]);
    const answer = wireResolver({ servers: [server] }).resolve("A", "a.example", AbortSignal.abort("before"));
    await expect(answer).rejects.toBe("before");
    expect(queries).toHaveLength(0);
  });
});

/** The sockets of this thread. */
function openSockets(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => kind === "UDPWrap" || kind === "TCPSocketWrap" || kind === "TCPConnectWrap")
    .toSorted();
}

describe("wireResolver refuses", () => {
  const mistakes = [
    { options: { servers: [] }, message: "servers: expected a list, not empty" },
    {
      options: { servers: ["dns.example"] },
      message: "servers[0]: expected an address or an https URL, got dns.example",
    },
    { options: { timeoutMs: 0 }, message: "timeoutMs: expected 1 to 2147483647 milliseconds, got 0" },
    { options: { tries: 1.5 }, message: "tries: expected a whole number above zero, got 1.5" },
  ];
  for (const { options, message } of mistakes) {
    it(message, () => {
      expect(() => wireResolver({ servers: ["127.0.0.1"], ...options })).toThrow(new TypeError(message));
    });
  }
});
