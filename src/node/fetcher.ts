import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { classifyIp } from "../base/ip-class.ts";
import { parseIp } from "../base/ip.ts";
import { DEFAULT_LIMITS } from "../base/limits.ts";
import type { Cancellation } from "../task/cancellation.ts";
import type { Fetcher } from "../task/platform.ts";
import type { FetchAnswer } from "../task/task.ts";
import { bareHost, exchangeHttps, failure, type HttpsOutcome } from "./https-exchange.ts";

export interface FetcherOptions {
  /** Milliseconds for one fetch with everything that belongs to it: names, connections, redirects, body. Default 10 000. */
  readonly deadlineMs?: number;
  /** Bytes of a body. Default 64 KiB. */
  readonly maximumBytes?: number;
  /** Redirects that are followed. Default 3. */
  readonly maximumRedirects?: number;
}

/** What a fetcher knows of the network it stands in. */
export interface FetcherNetwork {
  readonly lookup: (hostname: string) => Promise<readonly LookupAddress[]>;
  /** Whether an address may be connected to. */
  readonly isAllowed: (address: string) => boolean;
  /** Certificates to trust instead of the system's, PEM. */
  readonly authorities?: string;
}

const DEFAULT_BOUNDS: Required<FetcherOptions> = {
  deadlineMs: 10_000,
  maximumBytes: DEFAULT_LIMITS.bimiDocumentBytes,
  maximumRedirects: 3,
};

const PUBLIC_NETWORK: FetcherNetwork = {
  lookup: (hostname) => lookup(hostname, { all: true }),
  isAllowed: isGlobalAddress,
};

/**
 * A fetcher for what records name, which strangers write: https alone, to public addresses alone (the name
 * is resolved, its addresses are judged, and the connection goes to those), each redirect held to
 * the same; few bytes, one deadline over everything.
 */
export function nodeFetcher(options: FetcherOptions = {}): Fetcher {
  for (const [name, value] of Object.entries(options)) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new TypeError(`${name}: expected a whole number, not negative, got ${String(value)}`);
    }
  }
  return new HttpsFetcher({ ...DEFAULT_BOUNDS, ...options }, PUBLIC_NETWORK);
}

/** Whether the address is one of the open internet: not loopback, private, link-local or set aside otherwise. */
export function isGlobalAddress(address: string): boolean {
  const ip = parseIp(address);
  return ip !== null && classifyIp(ip) === "global";
}

/** The fetcher over a given network. */
export class HttpsFetcher implements Fetcher {
  readonly #bounds: Required<FetcherOptions>;
  readonly #network: FetcherNetwork;

  constructor(bounds: Required<FetcherOptions>, network: FetcherNetwork) {
    this.#bounds = bounds;
    this.#network = network;
  }

  fetch(url: string, cancellation?: Cancellation): Promise<FetchAnswer> {
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        cancellation?.removeEventListener("abort", expire);
      };
      const expire = (): void => {
        end();
        resolve(failure("timeout"));
        controller.abort();
      };
      const timer = setTimeout(expire, this.#bounds.deadlineMs);
      cancellation?.addEventListener("abort", expire);
      if (cancellation?.aborted === true) return expire();
      this.#follow(url, controller.signal).then(resolve, reject).finally(end);
    });
  }

  async #follow(url: string, signal: AbortSignal): Promise<FetchAnswer> {
    let target = parseUrl(url);
    for (let redirects = 0; redirects <= this.#bounds.maximumRedirects; redirects++) {
      if (target === null) return failure("not-https");
      const outcome = await this.#get(target, signal);
      if (outcome.kind !== "redirect") return outcome;
      target = parseUrl(outcome.location, target);
    }
    return failure("too-many-redirects");
  }

  async #get(url: URL, signal: AbortSignal): Promise<HttpsOutcome> {
    const resolved = await this.#network.lookup(bareHost(url)).catch(() => []);
    if (resolved.length === 0) return failure("unreachable");
    const [first, ...others] = resolved.filter(({ address }) => this.#network.isAllowed(address));
    if (first === undefined) return failure("address-refused");
    return exchangeHttps({
      url,
      addresses: [first, ...others],
      authorities: this.#network.authorities,
      maximumBytes: this.#bounds.maximumBytes,
      signal,
    });
  }
}

/** An https URL, or null. User information in it is never sent. */
function parseUrl(text: string, base?: URL): URL | null {
  if (!URL.canParse(text, base?.href)) return null;
  const url = new URL(text, base);
  return url.protocol === "https:" ? url : null;
}
