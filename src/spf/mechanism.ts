import { isAlphanumeric, isDigit } from "../base/characters.ts";
import { bitsOf, formatIp, type Ip, parseIp } from "../base/ip.ts";
import type { Span } from "../base/span.ts";
import { parseDomainSpec } from "./domain-spec.ts";
import { formatMacroString } from "./macro.ts";
import type { DomainSpec, Mechanism, MechanismName, SpfExpected, SpfSyntaxIssue } from "./term.ts";

export type MechanismParse = { readonly kind: "parsed"; readonly mechanism: Mechanism } | SpfSyntaxIssue;

/** What stands between the name of a mechanism and the end of the term, as positions in the record. */
interface Argument {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type MechanismReader = (argument: Argument) => MechanismParse;

const READERS: ReadonlyMap<string, MechanismReader> = new Map<MechanismName, MechanismReader>([
  ["all", readAll],
  ["include", (argument) => readNamed("include", argument)],
  ["a", (argument) => readHosts("a", argument)],
  ["mx", (argument) => readHosts("mx", argument)],
  ["ptr", readPtr],
  ["ip4", (argument) => readNetwork("ip4", argument)],
  ["ip6", (argument) => readNetwork("ip6", argument)],
  ["exists", (argument) => readNamed("exists", argument)],
]);

/** Whether the word names a mechanism, without case. */
export function isMechanismName(word: string): boolean {
  return READERS.has(word.toLowerCase());
}

/** Reads the mechanism that fills the range, without qualifier. RFC 7208 §4.6.1, §5 */
export function parseMechanism(text: string, start: number, end: number): MechanismParse {
  let nameEnd = start;
  while (nameEnd < end && isAlphanumeric(text.charCodeAt(nameEnd))) nameEnd++;
  const reader = READERS.get(text.slice(start, nameEnd).toLowerCase());
  if (reader === undefined) return issue({ start, end }, "directive or modifier");
  return reader({ text, start: nameEnd, end });
}

function readAll({ start, end }: Argument): MechanismParse {
  // RFC 7208 §5.1: takes no argument.
  if (start !== end) return issue({ start, end }, "end of term");
  return parsed({ name: "all" });
}

/** include and exists: a domain-spec and nothing else. RFC 7208 §5.2, §5.7 */
function readNamed(name: "include" | "exists", { text, start, end }: Argument): MechanismParse {
  if (text.charAt(start) !== ":") return issue({ start, end }, "domain-spec");
  const spec = parseDomainSpec(text, start + 1, end);
  return spec.kind === "issue" ? spec : parsed({ name, domainSpec: spec.domainSpec });
}

/** RFC 7208 §5.5 */
function readPtr({ text, start, end }: Argument): MechanismParse {
  const spec = readOptionalDomainSpec(text, start, end);
  return "expected" in spec ? spec : parsed({ name: "ptr", domainSpec: spec.domainSpec });
}

/** a and mx: an optional domain-spec and an optional dual-cidr-length. RFC 7208 §5.3, §5.4 */
function readHosts(name: "a" | "mx", { text, start, end }: Argument): MechanismParse {
  // A domain-spec may hold slashes but cannot end in digits after one, so the lengths are read from the end.
  const ip6 = readPrefixLength(text, start, end, "//", 6);
  if ("expected" in ip6) return ip6;
  const ip4 = readPrefixLength(text, start, ip6.start, "/", 4);
  if ("expected" in ip4) return ip4;
  const spec = readOptionalDomainSpec(text, start, ip4.start);
  if ("expected" in spec) return spec;
  return parsed({
    name,
    domainSpec: spec.domainSpec,
    ip4PrefixLength: ip4.length,
    ip6PrefixLength: ip6.length,
  });
}

function readOptionalDomainSpec(
  text: string,
  start: number,
  end: number,
): { readonly domainSpec: DomainSpec | null } | SpfSyntaxIssue {
  if (start === end) return { domainSpec: null };
  if (text.charAt(start) !== ":") return issue({ start, end }, "end of term");
  const spec = parseDomainSpec(text, start + 1, end);
  return spec.kind === "issue" ? spec : { domainSpec: spec.domainSpec };
}

/** ip4 and ip6: a network and an optional prefix length. RFC 7208 §5.6 */
function readNetwork(name: "ip4" | "ip6", { text, start, end }: Argument): MechanismParse {
  const version = name === "ip4" ? 4 : 6;
  const length = readPrefixLength(text, start, end, "/", version);
  if ("expected" in length) return length;
  const network = text.charAt(start) === ":" ? parseIp(text.slice(start + 1, length.start)) : null;
  if (network?.version !== version) {
    return issue({ start: Math.min(start + 1, end), end: length.start }, `${name}-network`);
  }
  return parsed({ name, network, prefixLength: length.length });
}

/** A prefix length at the end of the range; where none stands, the whole address counts. RFC 7208 §5.6 */
function readPrefixLength(
  text: string,
  start: number,
  end: number,
  slashes: "/" | "//",
  version: Ip["version"],
): { readonly start: number; readonly length: number } | SpfSyntaxIssue {
  let digits = end;
  while (digits > start && isDigit(text.charCodeAt(digits - 1))) digits--;
  const slash = digits - slashes.length;
  const most = bitsOf(version);
  const absent = { start: end, length: most };
  if (digits === end || text.slice(slash, digits) !== slashes) return absent;
  const number = text.slice(digits, end);
  // RFC 7208 §5.6: no leading zeros, and no more bits than the address has.
  if ((number.length > 1 && number.startsWith("0")) || Number(number) > most) {
    return issue({ start: slash, end }, `ip${version}-cidr-length`);
  }
  return { start: slash, length: Number(number) };
}

function parsed(mechanism: Mechanism): MechanismParse {
  return { kind: "parsed", mechanism };
}

function issue(at: Span, expected: SpfExpected): SpfSyntaxIssue {
  return { kind: "issue", at, expected };
}

/** The mechanism in its canonical writing: lower case, prefix lengths only where they restrict less than all bits. */
export function formatMechanism(mechanism: Mechanism): string {
  switch (mechanism.name) {
    case "all":
      return "all";
    case "include":
    case "exists":
      return `${mechanism.name}${formatArgument(mechanism.domainSpec)}`;
    case "ptr":
      return `ptr${formatArgument(mechanism.domainSpec)}`;
    case "a":
    case "mx": {
      const ip4 = mechanism.ip4PrefixLength === 32 ? "" : `/${mechanism.ip4PrefixLength}`;
      const ip6 = mechanism.ip6PrefixLength === 128 ? "" : `//${mechanism.ip6PrefixLength}`;
      return `${mechanism.name}${formatArgument(mechanism.domainSpec)}${ip4}${ip6}`;
    }
    case "ip4":
    case "ip6": {
      const length =
        mechanism.prefixLength === bitsOf(mechanism.network.version) ? "" : `/${mechanism.prefixLength}`;
      return `${mechanism.name}:${formatIp(mechanism.network)}${length}`;
    }
  }
}

function formatArgument(domainSpec: DomainSpec | null): string {
  return domainSpec === null ? "" : `:${formatMacroString(domainSpec.parts)}`;
}
