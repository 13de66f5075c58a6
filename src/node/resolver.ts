import { promises } from "node:dns";
import type { DnsAnswer, RecordData, RecordType } from "../dns/answer.ts";
import { canonicalName } from "../dns/question.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { Cancellation } from "../task/cancellation.ts";
import { readAttemptLimits, type AttemptLimits } from "./attempt-limits.ts";
import { wireResolver } from "./wire-resolver.ts";
import { readServer } from "./wire-server.ts";

export interface NodeResolverOptions extends Partial<AttemptLimits> {
  /** Addresses of recursive servers, with a port if it is not 53. Default: the system's. */
  readonly servers?: readonly string[];
}

type Query<Data> = (resolver: promises.Resolver, name: string) => Promise<readonly Data[]>;

/** Node gives the bytes of TXT records as one character each, which is what protocol code takes. */
const QUERIES: { readonly [Type in RecordType]: Query<RecordData[Type]> } = {
  TXT: (resolver, name) => resolver.resolveTxt(name),
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  PTR: async (resolver, name) => (await resolver.resolvePtr(name)).map(rootName),
  CNAME: async (resolver, name) => (await resolver.resolveCname(name)).map(rootName),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ exchange, priority }) => ({
      exchange: rootName(exchange),
      priority,
    })),
};

/** What the errors of node:dns say; every other code tells of an answer that cannot be used. */
const ANSWERS_BY_CODE: ReadonlyMap<string, DnsAnswer<never>> = new Map<string, DnsAnswer<never>>([
  ["ENOTFOUND", { kind: "nxdomain" }],
  ["ENODATA", { kind: "nodata" }],
  ["ESERVFAIL", { kind: "failure", reason: "servfail" }],
  ["EREFUSED", { kind: "failure", reason: "refused" }],
  ["ETIMEOUT", { kind: "failure", reason: "timeout" }],
  ["ECONNREFUSED", { kind: "failure", reason: "timeout" }],
]);

/**
 * Asks through node:dns, as the system is set up. It tells no times to live.
 *
 * A name with characters beyond those of host names, as the macros of a record can make them of a
 * local-part, is refused by node:dns; such questions go to the same servers by `wireResolver`.
 */
export function nodeResolver(options: NodeResolverOptions = {}): Resolver {
  const { servers } = options;
  const { timeoutMs, tries } = readAttemptLimits(options);
  for (const [index, server] of (servers ?? []).entries()) {
    const path = `servers[${index}]`;
    if (readServer(server, path).kind !== "address") throw new TypeError(`${path}: expected an address`);
  }
  const wire = wireResolver(options);
  return {
    resolve: (type, name, cancellation) => {
      const canonical = canonicalName(name);
      if (!isHostName(canonical)) return wire.resolve(type, canonical, cancellation);
      // Each question has a resolver of its own, since cancelling reaches all questions of one.
      const resolver = new promises.Resolver({ timeout: timeoutMs, tries });
      if (servers !== undefined) resolver.setServers(servers);
      return ask(resolver, type, canonical, cancellation);
    },
  };
}

async function ask<Type extends RecordType>(
  resolver: promises.Resolver,
  type: Type,
  name: string,
  cancellation: Cancellation | undefined,
): Promise<DnsAnswer<RecordData[Type]>> {
  const onAbort = (): void => resolver.cancel();
  if (cancellation?.aborted === true) return Promise.reject(cancellation.reason);
  cancellation?.addEventListener("abort", onAbort);
  try {
    const [first, ...others] = await QUERIES[type](resolver, name);
    return first === undefined ? { kind: "nodata" } : { kind: "records", records: [first, ...others] };
  } catch (error) {
    const code = codeOf(error);
    if (code === "ECANCELLED") return Promise.reject(cancellation?.reason);
    return ANSWERS_BY_CODE.get(code) ?? { kind: "failure", reason: "malformed" };
  } finally {
    cancellation?.removeEventListener("abort", onAbort);
  }
}

/** The code of an error of node:dns; anything else is a bug and goes on. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
  return error.code;
}

/** Whether the name has letters, digits, hyphens, underscores and dots alone, as node:dns takes them. */
function isHostName(name: string): boolean {
  return /^[a-z0-9._-]+$/.test(name);
}

/** The root is empty to node:dns; it is written as a dot. */
function rootName(name: string): string {
  return name === "" ? "." : name;
}
