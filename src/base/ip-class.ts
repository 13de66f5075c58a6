import { type Ip, isInPrefix, parseIp, unmapIp } from "./ip.ts";

/**
 * What an address is set aside for; `global` when for nothing. An address that is not `global` is no
 * place to fetch from, and none that mail from outside can come from.
 *
 * RFC 6890 §2.2
 */
export type IpClass =
  | "unspecified"
  | "this-network"
  | "loopback"
  | "private"
  | "shared"
  | "link-local"
  | "protocol-assignments"
  | "documentation"
  | "benchmarking"
  | "unique-local"
  | "multicast"
  | "reserved"
  | "broadcast"
  | "translated"
  | "global";

/** The narrower prefix first where two overlap. */
const CLASSES: readonly (readonly [prefix: string, name: IpClass])[] = [
  ["0.0.0.0/32", "unspecified"],
  ["0.0.0.0/8", "this-network"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "shared"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "protocol-assignments"],
  ["192.0.2.0/24", "documentation"],
  ["192.88.99.0/24", "translated"],
  ["192.168.0.0/16", "private"],
  ["198.18.0.0/15", "benchmarking"],
  ["198.51.100.0/24", "documentation"],
  ["203.0.113.0/24", "documentation"],
  ["224.0.0.0/4", "multicast"],
  ["255.255.255.255/32", "broadcast"],
  ["240.0.0.0/4", "reserved"],
  ["::/128", "unspecified"],
  ["::1/128", "loopback"],
  ["::/96", "reserved"],
  ["64:ff9b::/96", "translated"],
  ["64:ff9b:1::/48", "translated"],
  ["100::/64", "reserved"],
  ["2001:db8::/32", "documentation"],
  ["2001:2::/48", "benchmarking"],
  ["2001::/32", "translated"],
  ["2001::/23", "protocol-assignments"],
  ["2002::/16", "translated"],
  ["3fff::/20", "documentation"],
  ["5f00::/16", "reserved"],
  ["fc00::/7", "unique-local"],
  ["fe80::/10", "link-local"],
  ["fec0::/10", "private"],
  ["ff00::/8", "multicast"],
];

interface ClassRow {
  readonly network: Ip;
  readonly bits: number;
  readonly name: IpClass;
}

const ROWS: readonly ClassRow[] = CLASSES.flatMap(([prefix, name]) => {
  const slash = prefix.indexOf("/");
  const network = parseIp(prefix.slice(0, slash));
  return network === null ? [] : [{ network, bits: Number(prefix.slice(slash + 1)), name }];
});

/** The class of the address; an IPv4-mapped IPv6 address is judged as the IPv4 address it stands for. */
export function classifyIp(ip: Ip): IpClass {
  const bare = unmapIp(ip);
  return ROWS.find((row) => isInPrefix(bare, row.network, row.bits))?.name ?? "global";
}
