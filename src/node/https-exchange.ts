import type { LookupAddress } from "node:dns";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import type { LookupFunction } from "node:net";
import type { FetchAnswer, FetchFailureReason } from "../task/task.ts";

/** One request, and where its connection goes. */
export interface HttpsRequest {
  readonly url: URL;
  /** The addresses that were checked; the connection goes to one of them and nowhere else. */
  readonly addresses: readonly [LookupAddress, ...LookupAddress[]];
  /** Certificates to trust instead of the system's, PEM. */
  readonly authorities: string | undefined;
  readonly maximumBytes: number;
  readonly signal: AbortSignal;
}

export type HttpsOutcome = FetchAnswer | { readonly kind: "redirect"; readonly location: string };

/** Statuses that send the client elsewhere. RFC 9110 §15.4 */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Makes one GET request. Whatever the server does is an outcome; what the signal ends comes to nothing. */
export function exchangeHttps(exchange: HttpsRequest): Promise<HttpsOutcome> {
  const { url, addresses, authorities, maximumBytes, signal } = exchange;
  return new Promise((resolve) => {
    const outgoing = request({
      protocol: url.protocol,
      hostname: bareHost(url),
      port: url.port === "" ? 443 : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": "waxseal" },
      // A connection of its own: one that is kept open may lead to an address nobody checked.
      agent: false,
      lookup: pinnedTo(addresses),
      // Said explicitly, so that no setting of the process turns it off.
      rejectUnauthorized: true,
      ...(authorities === undefined ? {} : { ca: authorities }),
      signal,
    });
    outgoing.on("error", () => resolve(failure("unreachable")));
    outgoing.on("response", (response) => resolve(readResponse(response, maximumBytes)));
    outgoing.end();
  });
}

/** The host as a resolver takes it: an IPv6 address without its brackets. RFC 3986 §3.2.2 */
export function bareHost(url: URL): string {
  const { hostname } = url;
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

export function failure(reason: FetchFailureReason): FetchAnswer {
  return { kind: "failure", reason };
}

function pinnedTo(addresses: HttpsRequest["addresses"]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, addresses[0].address, addresses[0].family);
  };
}

function readResponse(response: IncomingMessage, maximumBytes: number): HttpsOutcome | Promise<HttpsOutcome> {
  const { statusCode = 0, headers } = response;
  if (statusCode === 200 && !(Number(headers["content-length"]) > maximumBytes)) {
    return readBody(response, maximumBytes);
  }
  response.on("error", () => undefined);
  response.destroy();
  if (statusCode === 200) return failure("too-large");
  const { location } = headers;
  const isRedirect = REDIRECTS.has(statusCode) && location !== undefined;
  return isRedirect ? { kind: "redirect", location } : failure("http-status");
}

function readBody(response: IncomingMessage, maximumBytes: number): Promise<FetchAnswer> {
  return new Promise((resolve) => {
    const whole = new Uint8Array(maximumBytes);
    let length = 0;
    response.on("data", (chunk: Uint8Array) => {
      if (length + chunk.length > maximumBytes) {
        resolve(failure("too-large"));
        response.destroy();
        return;
      }
      whole.set(chunk, length);
      length += chunk.length;
    });
    response.on("end", () => {
      resolve({ kind: "body", bytes: whole.slice(0, length) });
    });
    response.on("error", () => resolve(failure("unreachable")));
    // After the end this changes nothing; before it, the body is not whole.
    response.on("close", () => resolve(failure("unreachable")));
  });
}
