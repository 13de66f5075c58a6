import { getServers } from "node:dns";
import { isQueryableName } from "../base/domain.ts";
import type { DnsAnswer, RecordData, RecordType } from "../dns/answer.ts";
import { canonicalName } from "../dns/question.ts";
import type { Resolver } from "../dns/resolver.ts";
import { ALIAS_LIMIT } from "../dns/zone-names.ts";
import type { Cancellation } from "../task/cancellation.ts";
import { readAttemptLimits, type AttemptLimits } from "./attempt-limits.ts";
import { askServers, type WireServers } from "./wire-exchange.ts";
import { readResponse } from "./wire-records.ts";
import { readServer } from "./wire-server.ts";

export interface WireResolverOptions extends Partial<AttemptLimits> {
  /** Recursive servers, asked in turn: addresses, with a port if it is not 53, or https URLs. Default: the system's. */
  readonly servers?: readonly string[];
}

/**
 * Speaks DNS itself: over UDP with TCP for what does not fit, or over HTTPS. Its answers carry the
 * real time to live and whether the server validated them by DNSSEC, which is worth as much as the
 * way to the server can be trusted.
 */
export function wireResolver(options: WireResolverOptions = {}): Resolver {
  const { servers = getServers() } = options;
  if (!Array.isArray(servers) || servers.length === 0)
    throw new TypeError("servers: expected a list, not empty");
  const asked: WireServers = {
    ...readAttemptLimits(options),
    servers: servers.map((server: string, index) => readServer(server, `servers[${index}]`)),
  };
  return {
    resolve: (type, name, cancellation) => resolveName(asked, type, canonicalName(name), cancellation),
  };
}

/** Asks, and asks on where a server that does not recurse shows but the next alias. RFC 1034 §5.3.3 */
async function resolveName<Type extends RecordType>(
  asked: WireServers,
  type: Type,
  name: string,
  cancellation: Cancellation | undefined,
): Promise<DnsAnswer<RecordData[Type]>> {
  let current = name;
  const way = { ttl: Infinity, authentic: true };
  for (let followed = 0; followed <= ALIAS_LIMIT; followed++) {
    if (!isQueryableName(current)) return { kind: "failure", reason: "malformed" };
    const outcome = await askServers(asked, type, current, cancellation);
    if (outcome.kind === "failure") return outcome;
    const reading = readResponse(outcome.response, type, current);
    way.authentic &&= outcome.response.authentic;
    if (reading.kind === "answer") return afterAliases(reading.answer, way.ttl, way.authentic);
    current = reading.target;
    way.ttl = Math.min(way.ttl, reading.ttl);
  }
  return { kind: "failure", reason: "servfail" };
}

/** The answer as it stands for the name first asked: no link on the way lives longer, or is surer, than the whole. */
function afterAliases<Data>(answer: DnsAnswer<Data>, ttl: number, authentic: boolean): DnsAnswer<Data> {
  if (answer.kind === "failure" || answer.ttl === undefined) return answer;
  const shortest = { ...answer, ttl: Math.min(answer.ttl, ttl) };
  return shortest.kind === "records" ? { ...shortest, authentic } : shortest;
}
