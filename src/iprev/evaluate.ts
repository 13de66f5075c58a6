import { formatIp, type Ip, parseIp, reverseName, unmapIp } from "../base/ip.ts";
import { type Limits, resolveLimits } from "../base/limits.ts";
import { TraceRecorder } from "../base/trace.ts";
import {
  addressTypeOf,
  confirmReverseNames,
  type ReverseName,
  type ReverseNames,
} from "../dns/reverse-names.ts";
import type { Task } from "../task/task.ts";
import type { IprevResult } from "./result.ts";
import type { IprevEvent } from "./trace.ts";

export interface IprevInput {
  readonly clientIp: string;
  readonly limits?: Partial<Limits>;
}

type IprevVerdict = IprevResult extends infer Result
  ? Result extends IprevResult
    ? Omit<Result, "clientIp" | "trace">
    : never
  : never;

/**
 * Checks that a name of the client's address has that address.
 *
 * Choice: as many names are looked at as SPF looks at, since the same party decides how many there are.
 *
 * RFC 8601 §2.7.3, §3
 */
export function evaluateIprev(input: IprevInput): Task<IprevResult> {
  const given = parseIp(input.clientIp);
  if (given === null) {
    throw new TypeError(`clientIp: expected an IPv4 or IPv6 address, got ${JSON.stringify(input.clientIp)}`);
  }
  return checkNames(unmapIp(given), resolveLimits(input.limits).spfPtrNames);
}

function* checkNames(ip: Ip, limit: number): Task<IprevResult> {
  const found = yield* confirmReverseNames(ip, limit);
  const trace = new TraceRecorder<IprevEvent>();
  recordNames(trace, ip, found, limit);
  return { clientIp: formatIp(ip), trace: trace.events, ...judge(ip, found) };
}

function recordNames(trace: TraceRecorder<IprevEvent>, ip: Ip, found: ReverseNames, limit: number): void {
  trace.record({
    code: "iprev.reverse-lookup",
    name: reverseName(ip),
    answer: found.kind,
    rfc: "RFC 8601 §2.7.3",
  });
  if (found.kind !== "names") return;
  for (const { name, outcome } of found.names) {
    trace.record({ code: "iprev.name-checked", name, outcome, rfc: "RFC 8601 §2.7.3" });
  }
  if (found.ignored > 0) {
    trace.record({ code: "iprev.names-ignored", count: found.ignored, limit, rfc: "RFC 7208 §4.6.4" });
  }
}

function judge(ip: Ip, found: ReverseNames): IprevVerdict {
  switch (found.kind) {
    case "failure":
      return {
        result: "temperror",
        cause: { code: "dns", type: "PTR", name: reverseName(ip), reason: found.reason },
      };
    case "nodata":
    case "nxdomain":
      return { result: "permerror", cause: { code: "no-name", answer: found.kind } };
    case "names":
      return judgeNames(ip, found.names);
  }
}

/** One confirmed name is enough; a failed lookup leaves open what the others would have settled. RFC 8601 §2.7.3 */
function judgeNames(ip: Ip, names: readonly ReverseName[]): IprevVerdict {
  const [name, ...others] = names.filter(({ outcome }) => outcome === "confirmed").map((each) => each.name);
  if (name !== undefined) return { result: "pass", name, confirmedNames: [name, ...others] };
  const failed = names.find((each) => each.outcome === "failure");
  if (failed !== undefined) {
    const { reason } = failed;
    return {
      result: "temperror",
      cause: { code: "dns", type: addressTypeOf(ip), name: failed.name, reason },
    };
  }
  return { result: "fail", cause: { code: "not-confirmed", names: names.map((each) => each.name) } };
}
