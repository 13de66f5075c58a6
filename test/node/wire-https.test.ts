import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import packet from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { wireResolver } from "../../src/node/wire-resolver.ts";
import { responseTo, type ReceivedQuery } from "../support/dns-server.ts";
import { address, answered, failure } from "./wire.ts";

const MEDIA_TYPE = "application/dns-message";

type Reply = (query: ReceivedQuery, response: ServerResponse, request: IncomingMessage) => void;

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A DNS over HTTPS service on loopback, without the S. */
async function serve(reply: Reply): Promise<{ readonly url: string; readonly requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const message = packet.decode(Buffer.concat(chunks));
      reply({ transport: "tcp", port: 0, message }, response, request);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return { url: `http://127.0.0.1:${port}/dns-query`, requests };
}

const cases: readonly { name: string; reply: Reply; expected: unknown; timeoutMs?: number }[] = [
  {
    name: "an answer",
    reply: (query, response) => {
      response
        .writeHead(200, { "content-type": `${MEDIA_TYPE}; charset=binary` })
        .end(responseTo(query, [address]));
    },
    expected: answered,
  },
  {
    name: "an answer that HTTP caches have kept, for the time it has left (RFC 8484 §5.1)",
    reply: (query, response) => {
      response.writeHead(200, { "content-type": MEDIA_TYPE, age: "50" }).end(responseTo(query, [address]));
    },
    expected: { ...answered, ttl: 10 },
  },
  {
    name: "an age that is none as no age",
    reply: (query, response) => {
      response.writeHead(200, { "content-type": MEDIA_TYPE, age: "old" }).end(responseTo(query, [address]));
    },
    expected: answered,
  },
  {
    name: "a failure",
    reply: (query, response) => {
      response.writeHead(200, { "content-type": MEDIA_TYPE }).end(responseTo(query, [], { rcode: 2 }));
    },
    expected: failure("servfail"),
  },
  {
    name: "another media type as malformed",
    reply: (query, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(responseTo(query, [address]));
    },
    expected: failure("malformed"),
  },
  {
    name: "an HTTP error as malformed",
    reply: (query, response) => {
      response.writeHead(503, { "content-type": MEDIA_TYPE }).end(responseTo(query, [address]));
    },
    expected: failure("malformed"),
  },
  {
    name: "a response to another question as malformed",
    reply: (query, response) => {
      const questions = [{ type: "A", name: "b.example", class: "IN" }] as const;
      const other = { ...query, message: { ...query.message, questions: [...questions] } };
      response.writeHead(200, { "content-type": MEDIA_TYPE }).end(responseTo(other, [address]));
    },
    expected: failure("malformed"),
  },
  {
    name: "a body longer than a message as malformed, unread",
    reply: (query, response) => {
      const body = Buffer.concat([responseTo(query, [address]), Buffer.alloc(4_000_000)]);
      response.writeHead(200, { "content-type": MEDIA_TYPE }).end(body);
    },
    expected: failure("malformed"),
  },
  {
    name: "a redirection as no answer, not followed",
    reply: (_query, response) => {
      response.writeHead(307, { location: "/elsewhere" }).end();
    },
    expected: failure("timeout"),
  },
  { name: "silence as a timeout", reply: () => undefined, expected: failure("timeout"), timeoutMs: 100 },
  {
    name: "a connection cut off as no answer",
    reply: (_query, _response, request) => {
      request.socket.destroy();
    },
    expected: failure("timeout"),
  },
];

describe("wireResolver over HTTPS takes", () => {
  for (const { name, reply, expected, timeoutMs = 8000 } of cases) {
    it(name, async () => {
      const { url, requests } = await serve(reply);
      const resolver = wireResolver({ servers: [url], timeoutMs, tries: 1 });
      expect(await resolver.resolve("A", "a.example")).toStrictEqual(expected);
      expect(requests).toHaveLength(1);
    });
  }

  it("a POST of a DNS message with identifier zero to ask with (RFC 8484 §4.1)", async () => {
    const ids: (number | undefined)[] = [];
    const { url, requests } = await serve((query, response) => {
      ids.push(query.message.id);
      response.writeHead(200, { "content-type": MEDIA_TYPE }).end(responseTo(query, [address]));
    });
    await wireResolver({ servers: [url] }).resolve("A", "a.example");
    expect(ids).toStrictEqual([0]);
    const [request] = requests;
    expect([
      request?.method,
      request?.url,
      request?.headers["content-type"],
      request?.headers.accept,
    ]).toStrictEqual(["POST", "/dns-query", MEDIA_TYPE, MEDIA_TYPE]);
  });

  it("a cancellation, and closes the connection", async () => {
    const { url, requests } = await serve(() => undefined);
    const controller = new AbortController();
    const answer = wireResolver({ servers: [url], timeoutMs: 60_000 }).resolve(
      "A",
      "a.example",
      controller.signal,
    );
    await expect.poll(() => requests.length).toBe(1);
    const closed = once(requests[0]?.socket ?? new EventEmitter(), "close");
    controller.abort("enough");
    await expect(answer).rejects.toBe("enough");
    await closed;
  });
});

describe("servers as the caller writes them", () => {
  const good = [
    "192.0.2.53",
    "192.0.2.53:5353",
    "2001:db8::53",
    "[2001:db8::53]:5353",
    "https://dns.example/dns-query",
    "http://127.0.0.1:8053/",
    "http://[::1]:8053/",
  ];
  const bad = [
    "",
    "dns.example",
    "192.0.2.53:0",
    "192.0.2.53:65536",
    "192.0.2.53:x",
    "192.0.2.53:",
    "[2001:db8::53]",
    "[192.0.2.53]:53",
    "http://dns.example/dns-query",
    "http://127.example/",
    "ftp://127.0.0.1/",
    "https://",
  ];
  for (const server of good) {
    it(`takes ${server}`, () => {
      expect(() => wireResolver({ servers: [server] })).not.toThrow();
    });
  }
  for (const server of bad) {
    it(`refuses ${JSON.stringify(server)}`, () => {
      expect(() => wireResolver({ servers: [server] })).toThrow(
        new TypeError(`servers[0]: expected an address or an https URL, got ${server}`),
      );
    });
  }

  it("are those of the system by default", () => {
    expect(() => wireResolver()).not.toThrow();
  });
});
