import { isSubdomainOf } from "../base/domain.ts";
import { type Ip, isInPrefix, parseIp, reverseName } from "../base/ip.ts";
import type { DnsAnswer, MailExchange, RecordData, RecordType } from "../dns/answer.ts";
import { canonicalName } from "../dns/question.ts";
import { addressTypeOf } from "../dns/reverse-names.ts";
import { all, lookup, type Task } from "../task/task.ts";
import type { CheckState } from "./check-state.ts";
import type { SpfPermerrorCause, SpfVerdict } from "./result.ts";
import { isAskable, validatedNames } from "./target-name.ts";
import type { Mechanism, SpfRecord } from "./term.ts";

/** The exceptions of RFC 7208 §4.6.2: they end the whole check. */
export type SpfError = Extract<SpfVerdict, { readonly result: "temperror" | "permerror" }>;

/** A mechanism matches, does not match, or ends the check. RFC 7208 §4.6.2 */
export type Match = boolean | SpfError;

/** The term being evaluated and the record it stands in. */
export interface TermContext {
  readonly state: CheckState;
  readonly domain: string;
  readonly record: SpfRecord;
  readonly term: string;
}

type HostMechanism = Extract<Mechanism, { readonly name: "a" | "mx" }>;

export function temperror(type: RecordType, name: string, answer: DnsAnswer<unknown>): SpfError | null {
  if (answer.kind !== "failure") return null;
  return { result: "temperror", cause: { code: "dns", type, name, reason: answer.reason } };
}

export function permerror(record: SpfRecord | null, cause: SpfPermerrorCause): SpfError {
  return { result: "permerror", cause, record };
}

/**
 * Asks a term's own question. An empty answer counts as a void lookup, a failure ends the check.
 *
 * RFC 7208 §5, §4.6.4
 */
function* askForTerm<Type extends RecordType>(
  context: TermContext,
  type: Type,
  name: string,
): Task<{ readonly records: readonly RecordData[Type][] } | SpfError> {
  const answer = yield* context.state.ask(type, name);
  if (answer.kind === "records") return { records: answer.records };
  return temperror(type, name, answer) ?? countVoid(context, type, name) ?? { records: [] };
}

function countVoid(
  { state, domain, record, term }: TermContext,
  type: RecordType,
  name: string,
): SpfError | null {
  if (state.countVoidLookup(type, name)) return null;
  const limit = state.facts.limits.spfVoidLookups;
  return permerror(record, { code: "void-lookup-limit", domain, limit, term });
}

/** RFC 7208 §5.3 */
export function* matchA(context: TermContext, mechanism: HostMechanism, name: string): Task<Match> {
  const type = addressTypeOf(context.state.facts.ip);
  const answer = yield* askForTerm(context, type, name);
  return "result" in answer ? answer : compareAddresses(context.state, mechanism, name, answer.records);
}

/**
 * Compares the addresses of the exchanges, the most preferred first.
 *
 * Choice: more names than the limit are an error even when an early one would match, since the order
 * of an answer is no property of the domain. The names are asked side by side; a failure counts only
 * where no earlier name matched.
 *
 * RFC 7208 §5.4, §4.6.4
 */
export function* matchMx(context: TermContext, mechanism: HostMechanism, name: string): Task<Match> {
  const { state, domain, record, term } = context;
  const answer = yield* askForTerm(context, "MX", name);
  if ("result" in answer) return answer;
  const limit = state.facts.limits.spfMxNames;
  const count = answer.records.length;
  if (count > limit) return permerror(record, { code: "mx-limit", domain, limit, count, term });
  const hosts = exchangeNames(answer.records);
  const type = addressTypeOf(state.facts.ip);
  const answers = yield* all(hosts.map((host) => lookup(type, host)));
  for (const [index, host] of hosts.entries()) {
    const addresses = answers[index];
    if (addresses === undefined) continue;
    state.recordAnswer(type, host, addresses);
    const failure = temperror(type, host, addresses);
    if (failure !== null) return failure;
    if (addresses.kind !== "records") continue;
    if (compareAddresses(state, mechanism, host, addresses.records)) return true;
  }
  return false;
}

/** The names by preference, each once; a null MX and names that cannot be asked have no address. RFC 7505 §3 */
function exchangeNames(records: readonly MailExchange[]): readonly string[] {
  const names = records
    .map(({ exchange, priority }) => ({ priority, name: canonicalName(exchange) }))
    .filter(({ name }) => isAskable(name))
    .toSorted((left, right) => left.priority - right.priority || (left.name < right.name ? -1 : 1))
    .map(({ name }) => name);
  return [...new Set(names)];
}

function compareAddresses(
  state: CheckState,
  mechanism: HostMechanism,
  name: string,
  addresses: readonly string[],
): boolean {
  const { ip } = state.facts;
  const prefixLength = ip.version === 4 ? mechanism.ip4PrefixLength : mechanism.ip6PrefixLength;
  const matched = addresses.some((text) => {
    const address = parseIp(text);
    return address !== null && isInPrefix(ip, address, prefixLength);
  });
  state.trace.record({
    code: "spf.addresses-compared",
    name,
    addresses,
    prefixLength,
    matched,
    rfc: "RFC 7208 §5",
  });
  return matched;
}

/**
 * Whether a validated name of the client is the target-name or lies below it. A failure of the
 * reverse lookup is no match, not an error.
 *
 * Choice: the list that ends the section has the subdomain the other way round; the rule and the
 * example around it decide.
 *
 * RFC 7208 §5.5
 */
export function* matchPtr(context: TermContext, name: string): Task<Match> {
  const { state } = context;
  const found = yield* state.reverseNames();
  if (found.kind === "nodata" || found.kind === "nxdomain") {
    return countVoid(context, "PTR", reverseName(state.facts.ip)) ?? false;
  }
  const names = yield* validatedNames(state);
  return names.some((validated) => isSubdomainOf(validated, name));
}

/** Whether the name has any A record, for IPv6 clients too. RFC 7208 §5.7 */
export function* matchExists(context: TermContext, name: string): Task<Match> {
  const answer = yield* askForTerm(context, "A", name);
  return "result" in answer ? answer : answer.records.length > 0;
}

/** Whether the address lies in the network; networks of the other version never match. RFC 7208 §5.6 */
export function matchNetwork(
  ip: Ip,
  mechanism: Extract<Mechanism, { readonly name: "ip4" | "ip6" }>,
): boolean {
  return isInPrefix(ip, mechanism.network, mechanism.prefixLength);
}
