import { formatIp, parseIp } from "../base/ip.ts";
import { isClauseWord, type ReceivedClause } from "./received-clauses.ts";

/** The client of a hop: what it claimed, and what the server found out. */
export interface ReceivedClient {
  readonly helo: string | null;
  readonly rdns: string | null;
  readonly tcpAddress: string | null;
}

/** How the from clause is written, when a comment shows it. */
export type ClientStyle = "exim" | "qmail" | null;

/** What a comment tells of the connection. */
interface Peer {
  readonly tcpAddress: string;
  /** null: the server found no name; undefined: none is written here. */
  readonly rdns: string | null | undefined;
}

const NOBODY: ReceivedClient = { helo: null, rdns: null, tcpAddress: null };

/**
 * Reads who connected out of a from clause, and the comments that tell something else.
 *
 * Most servers write `HELO (rDNS [address])`; Exim `rDNS ([address] helo=HELO)`, or the address alone
 * when it has no name; qmail `rDNS (HELO name) (address)`. Exim and qmail leave out a HELO that equals
 * the rDNS, so the single name is both.
 *
 * RFC 5321 §4.4
 */
export function readClient(
  clause: ReceivedClause,
  knownStyle: ClientStyle,
): { readonly client: ReceivedClient; readonly style: ClientStyle; readonly comments: readonly string[] } {
  let style = knownStyle;
  let statedHelo: string | null = null;
  let peer: Peer | null = null;
  const comments: string[] = [];
  for (const comment of clause.comments) {
    const words = comment.split(" ").filter((word) => word !== "");
    const { claim, claimStyle, observed } = splitClaim(words);
    // Only what stands before the client's claim is the server's: a HELO may look like an address.
    const found = readPeer(observed);
    if (claimStyle !== null) {
      statedHelo ??= claim;
      style = claimStyle;
    }
    if (peer === null && found !== null) peer = found;
    else if (claimStyle === null && !(style === "exim" && isPort(comment))) comments.push(comment);
  }
  const name = clause.words.length === 0 ? null : clause.words.join(" ");
  const client = style === null ? heloFirst(name, peer) : nameFirst(name, peer, statedHelo);
  return { client, style, comments };
}

/** The HELO that a comment repeats, and the words before it, which are the server's own. */
interface Claim {
  readonly claim: string | null;
  readonly claimStyle: ClientStyle;
  readonly observed: readonly string[];
}

/** `helo=name` with whatever follows, at Exim; `HELO name` at qmail. */
function splitClaim(words: readonly string[]): Claim {
  const exim = words.findIndex((word) => word.startsWith("helo="));
  if (exim !== -1) {
    const claim = wordOf((words[exim] ?? "").slice("helo=".length));
    return { claim, claimStyle: "exim", observed: words.slice(0, exim) };
  }
  if (!/^(?:helo|ehlo)$/i.test(words[0] ?? "")) return { claim: null, claimStyle: null, observed: words };
  return { claim: words.length === 2 ? wordOf(words[1] ?? "") : null, claimStyle: "qmail", observed: [] };
}

/** `HELO (rDNS [address])`. */
function heloFirst(helo: string | null, peer: Peer | null): ReceivedClient {
  return { helo, rdns: peer?.rdns ?? null, tcpAddress: peer?.tcpAddress ?? null };
}

/** `rDNS ([address] helo=HELO)`, `rDNS (HELO name) (address)`, `[address] (helo=HELO)`. */
function nameFirst(name: string | null, peer: Peer | null, statedHelo: string | null): ReceivedClient {
  // A name beside the address: the line is written the common way after all.
  if (peer !== null && peer.rdns !== undefined) return heloFirst(statedHelo ?? name, peer);
  const literal = name === null ? null : bracketedAddress(name);
  if (literal !== null) {
    return { helo: statedHelo, rdns: null, tcpAddress: peer?.tcpAddress ?? literal };
  }
  const rdns = name === null ? null : hostName(name);
  if (peer === null) return { ...NOBODY, helo: statedHelo ?? name };
  return { helo: statedHelo ?? rdns, rdns, tcpAddress: peer.tcpAddress };
}

/** Whether the comment is an address without brackets, as qmail writes it. */
export function isBareAddress(comment: string): boolean {
  return addressOf(afterIdent(comment)) !== null;
}

/** `[ident@]rDNS [address]`, `[address]`, `address`, `ident@address`; what nests in parentheses is left out. */
function readPeer(words: readonly string[]): Peer | null {
  const nested = words.findIndex((word) => word.startsWith("("));
  const flat = nested === -1 ? words : words.slice(0, nested);
  const bracket = flat.findIndex((word) => word.startsWith("["));
  if (bracket === -1) {
    const [only, ...others] = flat;
    const address = only === undefined || others.length > 0 ? null : addressOf(afterIdent(only));
    return address === null ? null : { tcpAddress: address, rdns: undefined };
  }
  const address = bracketedAddress(flat[bracket] ?? "");
  const name = flat[bracket - 1];
  if (address === null) return null;
  return { tcpAddress: address, rdns: name === undefined ? undefined : hostName(afterIdent(name)) };
}

/** The address of `[192.0.2.1]`, `[IPv6:2001:db8::1]`, also with a port behind the bracket. RFC 5321 §4.1.3 */
function bracketedAddress(word: string): string | null {
  const close = word.indexOf("]");
  if (!word.startsWith("[") || close === -1) return null;
  return addressOf(word.slice(1, close));
}

function addressOf(text: string): string | null {
  const ip = parseIp(/^ipv6:/i.test(text) ? text.slice("ipv6:".length) : text);
  return ip === null ? null : formatIp(ip);
}

/** The user that an ident server named stands before the host: a claim of the client, left out. */
function afterIdent(text: string): string {
  return text.slice(text.lastIndexOf("@") + 1);
}

/** A name without the dots at its end; null for `unknown`, which servers write for none. */
function hostName(text: string): string | null {
  let end = text.length;
  while (text.charAt(end - 1) === ".") end--;
  const name = text.slice(0, end);
  return name === "unknown" ? null : wordOf(name);
}

function wordOf(text: string): string | null {
  return isClauseWord(text) ? text : null;
}

function isPort(comment: string): boolean {
  return comment.startsWith("port=");
}
