import { isQueryableName } from "../base/domain.ts";
import { equalIp, type Ip, parseIp, reverseName } from "../base/ip.ts";
import { all, lookup, type Task } from "../task/task.ts";
import type { DnsAnswer, DnsFailureReason } from "./answer.ts";
import { canonicalName } from "./question.ts";

/** A name that an address points to, and what its own addresses say. */
export type ReverseName = { readonly name: string } & (
  | { readonly outcome: "confirmed" | "other-addresses" | "no-address" | "not-a-name" }
  | { readonly outcome: "failure"; readonly reason: DnsFailureReason }
);

/** What the reverse mapping of an address shows. */
export type ReverseNames =
  | {
      readonly kind: "names";
      /** In the order answered. */
      readonly names: readonly ReverseName[];
      /** PTR records beyond the limit, not looked at. */
      readonly ignored: number;
    }
  | { readonly kind: "nodata" | "nxdomain" }
  | { readonly kind: "failure"; readonly reason: DnsFailureReason };

/** The record type that holds addresses of the same version. */
export function addressTypeOf(ip: Ip): "A" | "AAAA" {
  return ip.version === 4 ? "A" : "AAAA";
}

/**
 * Asks for the names an address points to, and of each whether it points back.
 *
 * Whoever holds the address decides what its PTR records say, so none is believed until a name's own
 * addresses confirm it, and only the first `limit` of them are looked at.
 *
 * RFC 7208 §5.5, RFC 8601 §2.7.3
 */
export function* confirmReverseNames(ip: Ip, limit: number): Task<ReverseNames> {
  const answer = yield* lookup("PTR", reverseName(ip));
  if (answer.kind === "failure") return { kind: "failure", reason: answer.reason };
  if (answer.kind !== "records") return { kind: answer.kind };
  const considered = answer.records.slice(0, limit).map(canonicalName);
  const names = yield* all(considered.map((name) => confirmName(name, ip)));
  return { kind: "names", names, ignored: answer.records.length - considered.length };
}

function* confirmName(name: string, ip: Ip): Task<ReverseName> {
  if (!isQueryableName(name)) return { name, outcome: "not-a-name" };
  const answer: DnsAnswer<string> = yield* lookup(addressTypeOf(ip), name);
  switch (answer.kind) {
    case "failure":
      return { name, outcome: "failure", reason: answer.reason };
    case "nodata":
    case "nxdomain":
      return { name, outcome: "no-address" };
    case "records":
      return { name, outcome: holdsAddress(answer.records, ip) ? "confirmed" : "other-addresses" };
  }
}

function holdsAddress(addresses: readonly string[], ip: Ip): boolean {
  return addresses.some((text) => {
    const address = parseIp(text);
    return address !== null && equalIp(address, ip);
  });
}
