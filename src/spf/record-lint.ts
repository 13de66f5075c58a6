import { type Ip, unmapIp } from "../base/ip.ts";
import { DEFAULT_LIMITS } from "../base/limits.ts";
import { usesMacro } from "./macro.ts";
import { isMechanismName } from "./mechanism.ts";
import type { SpfPublicationNote, SpfRecordNote } from "./notes.ts";
import { startsWithVersion } from "./record-selection.ts";
import type { Directive, DomainSpec, Mechanism, Modifier, SpfRecord } from "./term.ts";

/** Octets of a DNS answer that is sure to fit one packet. RFC 7208 §3.4 */
const SMALL_ANSWER_OCTETS = 450;
/** From here on a term or two more reach the limit. */
const MANY_LOOKUPS = DEFAULT_LIMITS.spfTerms - 2;
/** Octets of the longest character-string. RFC 1035 §3.3 */
const STRING_OCTETS = 255;
/** Notes on the single terms, or the single strings, of one record: a whole answer may be full of them. */
const MOST_NOTES = 100;
/** Longest excerpt of a discarded text in a note. */
const EXCERPT = 80;

/** What is legal in the record but unwise, in the order of the text, a hundred at most, then what concerns all of it. */
export function lintRecord(record: Omit<SpfRecord, "notes">): readonly SpfRecordNote[] {
  const notes: SpfRecordNote[] = [];
  for (const term of record.terms) {
    notes.push(...(term.kind === "directive" ? lintDirective(term) : lintModifier(term, record)));
  }
  return [...notes.slice(0, MOST_NOTES), ...lintEnd(record), ...lintCost(record)];
}

function lintDirective({ qualifier, mechanism, span }: Directive): readonly SpfRecordNote[] {
  const notes: SpfRecordNote[] = [];
  if (mechanism.name === "all" && qualifier === "+") {
    notes.push({ code: "spf.all-passes", at: span, rfc: "RFC 7208 §5.1" });
  }
  if (mechanism.name === "all" && qualifier === "?") {
    notes.push({ code: "spf.all-neutral", at: span, rfc: "RFC 7208 §4.7" });
  }
  if (matchesEveryAddress(mechanism)) {
    notes.push({ code: "spf.every-address", at: span, rfc: "RFC 7208 §5" });
  }
  if (mechanism.name === "ip6" && isMapped(mechanism.network)) {
    // RFC 7208 §5: a client on a mapped address is an IPv4 client, and only ip4 matches those.
    notes.push({ code: "spf.mapped-network", at: span, rfc: "RFC 7208 §5" });
  }
  if (mechanism.name === "ptr") notes.push({ code: "spf.ptr", at: span, rfc: "RFC 7208 §5.5" });
  return "domainSpec" in mechanism && mechanism.domainSpec !== null
    ? [...notes, ...lintDomainSpec(mechanism.domainSpec)]
    : notes;
}

/** A prefix length of zero leaves nothing to compare. RFC 7208 §5 */
export function matchesEveryAddress(mechanism: Mechanism): boolean {
  if ("network" in mechanism) return mechanism.prefixLength === 0;
  if ("ip4PrefixLength" in mechanism)
    return mechanism.ip4PrefixLength === 0 || mechanism.ip6PrefixLength === 0;
  return false;
}

function isMapped(network: Ip): boolean {
  return unmapIp(network).version !== network.version;
}

function lintDomainSpec({ parts, text, span }: DomainSpec): readonly SpfRecordNote[] {
  const notes: SpfRecordNote[] = [];
  if (usesMacro(parts, "p")) {
    notes.push({ code: "spf.validated-name-macro", at: span, rfc: "RFC 7208 §7.3" });
  }
  if (usesMacro(parts, "sloh")) notes.push({ code: "spf.sender-macro", at: span, rfc: "RFC 7208 §7.3" });
  if (text.endsWith(".")) notes.push({ code: "spf.trailing-dot", at: span, rfc: "RFC 7208 §7.3" });
  return notes;
}

function lintModifier(modifier: Modifier, record: Omit<SpfRecord, "notes">): readonly SpfRecordNote[] {
  const at = modifier.span;
  if (modifier.kind === "unknown-modifier") {
    const code = isMechanismName(modifier.name) ? "spf.mechanism-as-modifier" : "spf.unknown-modifier";
    return [{ code, name: modifier.name, at, rfc: "RFC 7208 §6" }];
  }
  const notes: SpfRecordNote[] = [...lintDomainSpec(modifier.domainSpec)];
  const { name } = modifier;
  const lastDirective = record.directives.at(-1);
  if (lastDirective !== undefined && lastDirective.span.start > at.start) {
    notes.push({ code: "spf.modifier-not-last", name, at, rfc: "RFC 7208 §6" });
  }
  if (name === "redirect" && indexOfAll(record) !== -1) {
    notes.push({ code: "spf.redirect-ignored", at, rfc: "RFC 7208 §6.1" });
  }
  return notes;
}

function indexOfAll(record: Pick<SpfRecord, "directives">): number {
  return record.directives.findIndex(({ mechanism }) => mechanism.name === "all");
}

/** How the record ends: with `all`, with a redirect, or with nothing said. RFC 7208 §4.7, §5.1 */
function lintEnd(record: Omit<SpfRecord, "notes">): readonly SpfRecordNote[] {
  const all = indexOfAll(record);
  if (all === -1) return record.redirect === null ? [{ code: "spf.no-all", rfc: "RFC 7208 §4.7" }] : [];
  const [first, ...others] = record.directives.slice(all + 1);
  if (first === undefined) return [];
  const at = { start: first.span.start, end: (others.at(-1) ?? first).span.end };
  return [{ code: "spf.unreachable-terms", at, count: others.length + 1, rfc: "RFC 7208 §5.1" }];
}

function lintCost(record: Omit<SpfRecord, "notes">): readonly SpfRecordNote[] {
  const notes: SpfRecordNote[] = [];
  const count = countedTerms(record);
  if (count >= MANY_LOOKUPS) notes.push({ code: "spf.many-lookups", count, rfc: "RFC 7208 §4.6.4" });
  if (record.text.length > SMALL_ANSWER_OCTETS) {
    notes.push({ code: "spf.long-record", octets: record.text.length, rfc: "RFC 7208 §3.4" });
  }
  return notes;
}

/** The reachable terms of the record itself that count against the limit. RFC 7208 §4.6.4 */
function countedTerms(record: Omit<SpfRecord, "notes">): number {
  const all = indexOfAll(record);
  const reachable = all === -1 ? record.directives : record.directives.slice(0, all);
  const redirects = all === -1 && record.redirect !== null ? 1 : 0;
  return reachable.filter(({ mechanism }) => causesQuestions(mechanism)).length + redirects;
}

/** Whether evaluating the mechanism asks the DNS. RFC 7208 §4.6.4 */
function causesQuestions(mechanism: Mechanism): boolean {
  return mechanism.name !== "all" && !("network" in mechanism);
}

/** What is unwise about the TXT records at a name. */
export function lintPublication(
  domain: string,
  records: readonly (readonly string[])[],
): readonly SpfPublicationNote[] {
  const notes: SpfPublicationNote[] = [];
  let octets = domain.length;
  let longest = 0;
  for (const strings of records) {
    const text = strings.join("");
    if (notes.length < MOST_NOTES) notes.push(...lintStrings(domain, strings, text));
    octets += text.length;
    longest = Math.max(longest, text.length);
  }
  if (octets > SMALL_ANSWER_OCTETS && longest <= SMALL_ANSWER_OCTETS) {
    notes.push({ code: "spf.long-answer", domain, octets, rfc: "RFC 7208 §3.4" });
  }
  return notes;
}

function lintStrings(
  domain: string,
  strings: readonly string[],
  text: string,
): readonly SpfPublicationNote[] {
  if (!startsWithVersion(text)) {
    if (!resemblesRecord(text)) return [];
    return [{ code: "spf.almost-a-record", domain, text: text.slice(0, EXCERPT), rfc: "RFC 7208 §4.5" }];
  }
  const notes: SpfPublicationNote[] = [];
  let position = 0;
  for (const string of strings.slice(0, -1)) {
    position += string.length;
    // A string that is full had to end there.
    if (string.length === STRING_OCTETS) continue;
    if (text.charAt(position - 1) === " " || text.charAt(position) === " ") continue;
    notes.push({ code: "spf.string-boundary-in-term", domain, position, rfc: "RFC 7208 §3.3" });
    if (notes.length === MOST_NOTES) break;
  }
  return notes;
}

/** A version section that misses by white space, quotes or what follows it. */
function resemblesRecord(text: string): boolean {
  const bare = text
    .slice(0, EXCERPT)
    .toLowerCase()
    .replace(/[\s"']/g, "");
  return bare.startsWith("v=spf") && !/^v=spf[2-9]/.test(bare);
}
