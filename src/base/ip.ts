import { isDigit } from "./characters.ts";

/**
 * An IP address: four or sixteen octets, most significant first.
 *
 * Plain numbers, so that a report holding one is JSON as it stands.
 */
export interface Ip {
  readonly version: 4 | 6;
  readonly bytes: readonly number[];
}

/** Number of bits in an address of the version. */
export function bitsOf(version: Ip["version"]): 32 | 128 {
  return version === 4 ? 32 : 128;
}

/** Longest text form: eight groups of four digits would be 39, with an embedded IPv4 address 45. RFC 4291 §2.2 */
const LONGEST_TEXT = 45;

/**
 * Reads a strict dotted quad or any IPv6 text form. Null for everything else: leading zeros, parts left
 * out, zone indices, prefix lengths, surrounding space.
 *
 * RFC 4291 §2.2
 */
export function parseIp(text: string): Ip | null {
  if (text.length > LONGEST_TEXT) return null;
  return text.includes(":") ? parseIp6(text) : parseIp4(text);
}

function parseIp4(text: string): Ip | null {
  const bytes = quadBytes(text);
  return bytes === null ? null : { version: 4, bytes };
}

const DOT = 0x2e;
const COLON = 0x3a;

/** Four decimal octets without leading zeros; other readings (octal, short forms) differ between systems. */
function quadBytes(text: string): readonly number[] | null {
  const bytes: number[] = [];
  let value = 0;
  let digits = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : DOT;
    if (code === DOT) {
      if (digits === 0 || value > 255 || bytes.push(value) > 4) return null;
      value = 0;
      digits = 0;
      continue;
    }
    const leadingZero = digits > 0 && value === 0;
    if (!isDigit(code) || leadingZero || digits === 3) return null;
    value = value * 10 + code - 0x30;
    digits++;
  }
  return bytes.length === 4 ? bytes : null;
}

/** RFC 4291 §2.2: hexadecimal groups, one `::` for a run of zeros, the last 32 bits possibly dotted. */
function parseIp6(text: string): Ip | null {
  const gap = text.indexOf("::");
  if (gap === -1) {
    const bytes = groupBytes(text, true);
    return bytes !== null && bytes.length === 16 ? { version: 6, bytes } : null;
  }
  const head = groupBytes(text.slice(0, gap), false);
  const tail = groupBytes(text.slice(gap + 2), true);
  if (head === null || tail === null) return null;
  // Choice: `::` may stand for a single group, though RFC 5952 §4.2.2 forbids writing it so.
  if (head.length + tail.length > 14) return null;
  const bytes = [...head];
  while (bytes.length < 16 - tail.length) bytes.push(0);
  return { version: 6, bytes: [...bytes, ...tail] };
}

/** Groups with single colons between; none at all for "". */
function groupBytes(text: string, mayEndDotted: boolean): readonly number[] | null {
  const bytes: number[] = [];
  if (text === "") return bytes;
  let value = 0;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : COLON;
    if (code === COLON) {
      if (index === start || bytes.push(value >> 8, value & 0xff) > 16) return null;
      value = 0;
      start = index + 1;
    } else if (code === DOT && mayEndDotted) {
      const quad = quadBytes(text.slice(start));
      return quad === null || bytes.length > 12 ? null : [...bytes, ...quad];
    } else {
      const digit = hexDigit(code);
      if (digit === -1 || index - start === 4) return null;
      value = value * 16 + digit;
    }
  }
  return bytes;
}

function hexDigit(code: number): number {
  if (isDigit(code)) return code - 0x30;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/** The canonical text form. RFC 5952 §4, §5 */
export function formatIp(ip: Ip): string {
  if (ip.version === 4) return `${ip.bytes[0]}.${ip.bytes[1]}.${ip.bytes[2]}.${ip.bytes[3]}`;
  // RFC 5952 §5: an IPv4-mapped address shows its IPv4 part.
  if (isMapped(ip)) return `::ffff:${ip.bytes.slice(12).join(".")}`;
  const groups = groupsOf(ip);
  const run = longestZeroRun(groups);
  const words = groups.map((group) => group.toString(16));
  if (run === null) return words.join(":");
  return `${words.slice(0, run.start).join(":")}::${words.slice(run.end).join(":")}`;
}

function groupsOf(ip: Ip): readonly number[] {
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) {
    groups.push(((ip.bytes[index] ?? 0) << 8) | (ip.bytes[index + 1] ?? 0));
  }
  return groups;
}

/** The first longest run of at least two zero groups. RFC 5952 §4.2.2, §4.2.3 */
function longestZeroRun(groups: readonly number[]): { start: number; end: number } | null {
  let best: { start: number; end: number } | null = null;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start >= 2 && (best === null || end - start > best.end - best.start)) best = { start, end };
    if (end > start) start = end;
  }
  return best;
}

/** Whether it is `::ffff:0:0/96`. RFC 4291 §2.5.5.2 */
function isMapped(ip: Ip): boolean {
  return ip.version === 6 && ip.bytes.every((byte, index) => index >= 12 || byte === (index < 10 ? 0 : 0xff));
}

/** The IPv4 address that an IPv4-mapped IPv6 address stands for; any other address as it is. RFC 4291 §2.5.5.2 */
export function unmapIp(ip: Ip): Ip {
  return isMapped(ip) ? { version: 4, bytes: ip.bytes.slice(12) } : ip;
}

/** Whether the first `bits` bits are those of the network. Addresses of different versions never match. */
export function isInPrefix(ip: Ip, network: Ip, bits: number): boolean {
  if (ip.version !== network.version) return false;
  for (let index = 0, left = bits; left > 0; index++, left -= 8) {
    const mask = left >= 8 ? 0xff : 0xff & (0xff << (8 - left));
    if (((ip.bytes[index] ?? 0) & mask) !== ((network.bytes[index] ?? 0) & mask)) return false;
  }
  return true;
}

/** Whether both are the same address. */
export function equalIp(left: Ip, right: Ip): boolean {
  return isInPrefix(left, right, bitsOf(left.version));
}

/** The sixteen octets as 32 hexadecimal digits, most significant first. */
export function nibblesOf(ip: Ip): readonly string[] {
  return ip.bytes.flatMap((byte) => [(byte >> 4).toString(16), (byte & 15).toString(16)]);
}

/** The name whose PTR records describe the address, without trailing dot. RFC 1035 §3.5, RFC 3596 §2.5 */
export function reverseName(ip: Ip): string {
  return ip.version === 4
    ? `${ip.bytes.toReversed().join(".")}.in-addr.arpa`
    : `${nibblesOf(ip).toReversed().join(".")}.ip6.arpa`;
}
