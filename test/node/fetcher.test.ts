import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type FetcherNetwork,
  type FetcherOptions,
  HttpsFetcher,
  isGlobalAddress,
  nodeFetcher,
} from "../../src/node/fetcher.ts";
import { CancellationSource } from "../../src/task/cancellation.ts";
import type { FetchAnswer } from "../../src/task/task.ts";
import {
  type HttpsServer,
  SERVER_AUTHORITY,
  SERVER_NAME,
  startHttpsServer,
} from "../support/https-server.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const BOUNDS = { deadlineMs: 20_000, maximumBytes: 1000, maximumRedirects: 3 };

let server: HttpsServer;
const handlers = new Map<string, Handler>();
let requests: string[] = [];

beforeAll(async () => {
  server = await startHttpsServer((request, response) => {
    requests.push(`${request.headers.host?.split(":")[0]} ${request.url}`);
    const handler = handlers.get(request.url ?? "");
    if (handler === undefined) response.writeHead(404).end("nothing here");
    else handler(request, response);
  });
});

afterEach(() => {
  requests = [];
});

afterAll(() => server.close());

/** A network in which every name leads to the test server, and the test server may be reached. */
function network(changes: Partial<FetcherNetwork> = {}): FetcherNetwork {
  return {
    lookup: leadingTo("127.0.0.1"),
    isAllowed: (address) => address === "127.0.0.1",
    authorities: SERVER_AUTHORITY,
    ...changes,
  };
}

function fetcher(changes: Partial<FetcherNetwork> = {}, bounds: FetcherOptions = {}): HttpsFetcher {
  return new HttpsFetcher({ ...BOUNDS, ...bounds }, network(changes));
}

/** A lookup that gives every name the addresses. */
function leadingTo(...addresses: readonly string[]): FetcherNetwork["lookup"] {
  return () => Promise.resolve(addresses.map((address) => ({ address, family: 4 })));
}

/** A lookup in which the test server has its name and every other host the address. */
function besidesServer(address: string): FetcherNetwork["lookup"] {
  return (hostname) => leadingTo(hostname === SERVER_NAME ? "127.0.0.1" : address)(hostname);
}

/** Serves a redirect. */
function redirect(path: string, location: string, status = 302): string {
  return serve(path, (_request, response) => response.writeHead(status, { location }).end("elsewhere"));
}

function at(path: string, host: string = SERVER_NAME): string {
  return `https://${host}:${server.port}${path}`;
}

function serve(path: string, handler: Handler): string {
  handlers.set(path, handler);
  return at(path);
}

const failed = (reason: string): unknown => ({ kind: "failure", reason });

async function text(answer: Promise<FetchAnswer>): Promise<string> {
  const given = await answer;
  return given.kind === "body" ? Buffer.from(given.bytes).toString() : given.reason;
}

describe("what is fetched", () => {
  it("is the body, with its media type", async () => {
    const url = serve("/logo.svg", (_request, response) => {
      response.writeHead(200, { "content-type": "image/svg+xml" }).end("<svg/>");
    });
    expect(await fetcher().fetch(url)).toStrictEqual({
      kind: "body",
      bytes: new Uint8Array(Buffer.from("<svg/>")),
    });
  });

  it("is asked for with path and query, without user information, fragment, cookies or encodings", async () => {
    let headers: IncomingMessage["headers"] = {};
    serve("/a%20b?c=d", (request, response) => {
      headers = request.headers;
      response.end("x");
    });
    expect(await text(fetcher().fetch(`https://user:secret@${SERVER_NAME}:${server.port}/a b?c=d#e`))).toBe(
      "x",
    );
    expect(headers).toStrictEqual({
      accept: "*/*",
      "accept-encoding": "identity",
      connection: "close",
      host: `${SERVER_NAME}:${server.port}`,
      "user-agent": "waxseal",
    });
  });

  it("may be as long as the limit", async () => {
    const url = serve("/full", (_request, response) => response.end("x".repeat(BOUNDS.maximumBytes)));
    expect((await text(fetcher().fetch(url))).length).toBe(BOUNDS.maximumBytes);
  });

  it("may be empty and without media type", async () => {
    const url = serve("/empty", (_request, response) => response.end());
    expect(await fetcher().fetch(url)).toStrictEqual({
      kind: "body",
      bytes: new Uint8Array(),
    });
  });
});

describe("what is not https is not asked for", () => {
  for (const url of [
    "http://logo.example/",
    "ftp://logo.example/",
    "file:///etc/passwd",
    "data:image/svg+xml,x",
    "//x/y",
    "x",
    "",
  ]) {
    it(JSON.stringify(url), async () => {
      const lookups: string[] = [];
      const lookup: FetcherNetwork["lookup"] = (hostname) => {
        lookups.push(hostname);
        return Promise.resolve([]);
      };
      expect(await fetcher({ lookup }).fetch(url)).toStrictEqual(failed("not-https"));
      expect(lookups).toStrictEqual([]);
    });
  }
});

describe("addresses", () => {
  const refused = [
    "127.0.0.1",
    "127.8.9.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "2001:db8::1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "nonsense",
  ];
  for (const address of refused) {
    it(`${address} is refused (RFC 6890 §2.2)`, () => expect(isGlobalAddress(address)).toBe(false));
  }

  for (const address of ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"]) {
    it(`${address} is allowed`, () => expect(isGlobalAddress(address)).toBe(true));
  }

  for (const host of ["127.0.0.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost"]) {
    it(`the open fetcher does not reach the host ${host}`, async () => {
      expect(await nodeFetcher().fetch(at("/logo.svg", host))).toStrictEqual(failed("address-refused"));
      expect(requests).toStrictEqual([]);
    });
  }

  it("a name all of whose addresses are private is refused", async () => {
    const answer = await fetcher({ lookup: leadingTo("10.0.0.1"), isAllowed: isGlobalAddress }).fetch(
      at("/logo.svg"),
    );
    expect(answer).toStrictEqual(failed("address-refused"));
  });

  it("of a name with allowed and refused addresses the allowed ones alone are connected to", async () => {
    const lookup = leadingTo("127.9.9.9", "127.0.0.1");
    expect(await text(fetcher({ lookup }).fetch(at("/logo.svg")))).toBe("<svg/>");
  });

  it("the name is resolved once, and the connection goes to the address that was judged", async () => {
    const answers = ["127.0.0.1", "127.9.9.9"];
    const lookups: string[] = [];
    const lookup: FetcherNetwork["lookup"] = (hostname) => {
      lookups.push(hostname);
      return Promise.resolve([{ address: answers[lookups.length - 1] ?? "", family: 4 }]);
    };
    expect(await text(fetcher({ lookup }).fetch(at("/logo.svg")))).toBe("<svg/>");
    expect(lookups).toStrictEqual([SERVER_NAME]);
  });

  it("a name without addresses cannot be reached", async () => {
    expect(await fetcher({ lookup: leadingTo() }).fetch(at("/"))).toStrictEqual(failed("unreachable"));
    const unknown = fetcher({ lookup: () => Promise.reject(new Error("ENOTFOUND")) });
    expect(await unknown.fetch(at("/"))).toStrictEqual(failed("unreachable"));
  });
});

describe("the server's certificate", () => {
  it("must be trusted", async () => {
    const { authorities: _own, ...untrusting } = network();
    const answer = await new HttpsFetcher(BOUNDS, untrusting).fetch(at("/logo.svg"));
    expect(answer).toStrictEqual(failed("unreachable"));
  });

  it("must be made out to the name in the URL", async () => {
    expect(await fetcher().fetch(at("/logo.svg", "other.example"))).toStrictEqual(failed("unreachable"));
    expect(requests).toStrictEqual([]);
  });
});

describe("redirects (RFC 9110 §15.4)", () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`a ${status} is followed`, async () => {
      expect(await text(fetcher().fetch(redirect("/moved", "/logo.svg", status)))).toBe("<svg/>");
      expect(requests).toStrictEqual([`${SERVER_NAME} /moved`, `${SERVER_NAME} /logo.svg`]);
    });
  }

  it("are held to https", async () => {
    for (const location of [`http://${SERVER_NAME}/logo.svg`, "file:///etc/passwd", "https://["]) {
      expect(await fetcher().fetch(redirect("/moved", location))).toStrictEqual(failed("not-https"));
    }
  });

  it("are held to allowed addresses", async () => {
    const inside = redirect("/inside", "https://metadata.example/latest");
    const literal = redirect("/literal", "https://10.0.0.1/");
    expect(await fetcher({ lookup: besidesServer("169.254.169.254") }).fetch(inside)).toStrictEqual(
      failed("address-refused"),
    );
    expect(await fetcher({ lookup: besidesServer("10.0.0.1") }).fetch(literal)).toStrictEqual(
      failed("address-refused"),
    );
    expect(requests).toStrictEqual([`${SERVER_NAME} /inside`, `${SERVER_NAME} /literal`]);
  });

  it("are counted", async () => {
    expect(await fetcher().fetch(redirect("/circle", "/circle"))).toStrictEqual(failed("too-many-redirects"));
    expect(requests.length).toBe(BOUNDS.maximumRedirects + 1);
    requests = [];
    const answer = await fetcher({}, { maximumRedirects: 0 }).fetch(at("/circle"));
    expect(answer).toStrictEqual(failed("too-many-redirects"));
    expect(requests.length).toBe(1);
  });

  it("need a place to go to", async () => {
    const url = serve("/nowhere", (_request, response) => response.writeHead(302).end());
    expect(await fetcher().fetch(url)).toStrictEqual(failed("http-status"));
  });
});

describe("a server that does not serve", () => {
  for (const status of [204, 206, 304, 404, 500]) {
    it(`answers ${status}`, async () => {
      const url = serve(`/${status}`, (_request, response) => response.writeHead(status).end());
      expect(await fetcher().fetch(url)).toStrictEqual(failed("http-status"));
    });
  }

  it("says that the body is too long", async () => {
    const url = serve("/claim", (_request, response) => {
      response.writeHead(200, { "content-length": 2_147_483_648 }).flushHeaders();
    });
    expect(await fetcher().fetch(url)).toStrictEqual(failed("too-large"));
  });

  it("sends a body that is too long without saying so", async () => {
    const url = serve("/long", (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(100)));
      };
      response.on("drain", more);
      more();
    });
    expect(await fetcher().fetch(url)).toStrictEqual(failed("too-large"));
  });

  it("cuts the body off", async () => {
    const url = serve("/cut", (_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("x", () => response.destroy());
    });
    expect(await fetcher().fetch(url)).toStrictEqual(failed("unreachable"));
  });

  it("hangs up", async () => {
    const url = serve("/hangup", (request) => request.socket.destroy());
    expect(await fetcher().fetch(url)).toStrictEqual(failed("unreachable"));
  });
});

describe("the deadline is one for everything", () => {
  const HURRY = { deadlineMs: 300 };

  it("a server that never answers", async () => {
    const url = serve("/silent", () => undefined);
    expect(await fetcher({}, HURRY).fetch(url)).toStrictEqual(failed("timeout"));
  });

  it("a server that answers byte by byte", async () => {
    const hungUp = new Promise<void>((resolve) => {
      serve("/drip", (_request, response) => {
        const timer = setInterval(() => response.write("x"), 20);
        response.on("close", () => {
          clearInterval(timer);
          resolve();
        });
      });
    });
    expect(await fetcher({}, HURRY).fetch(at("/drip"))).toStrictEqual(failed("timeout"));
    await hungUp;
  });

  it("redirects, each within the deadline but not together", async () => {
    serve("/slow", (_request, response) => {
      setTimeout(() => response.writeHead(302, { location: "/slow" }).end(), 120);
    });
    const answer = await fetcher({}, { ...HURRY, maximumRedirects: 100 }).fetch(at("/slow"));
    expect(answer).toStrictEqual(failed("timeout"));
  });

  it("a name that is never resolved", async () => {
    const unanswered = fetcher({ lookup: () => new Promise(() => undefined) }, HURRY);
    expect(await unanswered.fetch(at("/"))).toStrictEqual(failed("timeout"));
  });
});

describe("a cancellation", () => {
  it("ends the fetch and its connection", async () => {
    const source = new CancellationSource();
    const hungUp = new Promise<void>((resolve) => {
      serve("/cancelled", (_request, response) => {
        response.on("close", resolve);
        source.cancel(new Error("enough"));
      });
    });
    expect(await fetcher().fetch(at("/cancelled"), source)).toStrictEqual(failed("timeout"));
    await hungUp;
  });

  it("that came before asks nobody", async () => {
    const source = new CancellationSource();
    source.cancel(new Error("enough"));
    expect(await fetcher().fetch(at("/logo.svg"), source)).toStrictEqual(failed("timeout"));
    expect(requests).toStrictEqual([]);
  });
});

describe("options", () => {
  it("must be whole numbers", () => {
    expect(() => nodeFetcher({ deadlineMs: -1 })).toThrow(
      new TypeError("deadlineMs: expected a whole number, not negative, got -1"),
    );
    expect(() => nodeFetcher({ maximumBytes: 0.5 })).toThrow(TypeError);
  });
});
