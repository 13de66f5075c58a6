import { isAsciiText, isPrintableAsciiText } from "../base/characters.ts";
import { isQueryableName, isSubdomainOf, toDomainName } from "../base/domain.ts";
import { formatIp, type Ip, nibblesOf } from "../base/ip.ts";
import type { Task } from "../task/task.ts";
import type { CheckState } from "./check-state.ts";
import { expandTargetName, type MacroValues } from "./macro-expansion.ts";
import { type MacroPart, usesMacro } from "./macro.ts";
import type { DomainSpec } from "./term.ts";

/** What a term's domain-spec comes to. RFC 7208 §4.8 */
export type TargetName =
  | { readonly kind: "name"; readonly name: string }
  /** A name that no question can carry. */
  | { readonly kind: "impossible"; readonly name: string }
  /** A macro in it has a value that must not be expanded. */
  | { readonly kind: "not-expandable" };

/** For a domain-spec without macros, as most are. */
const NO_VALUES: MacroValues = {
  s: null,
  l: null,
  o: null,
  d: null,
  i: null,
  p: null,
  v: null,
  h: null,
  c: null,
  r: null,
  t: null,
};

/** Expands a domain-spec for the record of `domain`; without one the domain itself. RFC 7208 §4.8 */
export function* findTargetName(
  state: CheckState,
  domain: string,
  domainSpec: DomainSpec | null,
): Task<TargetName> {
  if (domainSpec === null) return { kind: "name", name: domain };
  const { parts, text } = domainSpec;
  const hasMacros = parts.some((part) => part.kind !== "literal");
  const values = hasMacros ? yield* findMacroValues(state, domain, parts) : NO_VALUES;
  const name = expandTargetName(parts, values);
  if (name === null) {
    state.trace.record({ code: "spf.macro-not-expandable", domainSpec: text, rfc: "RFC 8616 §4" });
    return { kind: "not-expandable" };
  }
  if (!isAskable(name)) {
    state.trace.record({
      code: "spf.target-name-impossible",
      domainSpec: text,
      targetName: name,
      rfc: "RFC 7208 §4.8",
    });
    return { kind: "impossible", name };
  }
  if (hasMacros) {
    state.trace.record({
      code: "spf.macros-expanded",
      domainSpec: text,
      targetName: name,
      rfc: "RFC 7208 §7",
    });
  }
  return { kind: "name", name };
}

/**
 * Whether a question can carry the name.
 *
 * Choice: control characters, which only a sender's local-part or HELO could bring in, make a name
 * impossible like an empty label does; the RFC leaves both open.
 *
 * RFC 7208 §4.8
 */
export function isAskable(name: string): boolean {
  return isQueryableName(name) && isPrintableAsciiText(name);
}

/** The values of the macro letters for the record of `domain`; `p` is looked up where it is used. RFC 7208 §7.2 */
export function* findMacroValues(
  state: CheckState,
  domain: string,
  parts: readonly MacroPart[],
): Task<MacroValues> {
  const { ip, sender, helo, receiver, now } = state.facts;
  // RFC 8616 §4: what holds a non-ASCII local-part does not match anything.
  const localPart = isAsciiText(sender.localPart) ? sender.localPart : null;
  return {
    s: localPart === null ? null : `${localPart}@${sender.domain}`,
    l: localPart,
    o: isAsciiText(sender.domain) ? sender.domain : null,
    d: domain,
    i: dottedAddress(ip),
    p: usesMacro(parts, "p") ? yield* validatedName(state, domain) : null,
    v: ip.version === 4 ? "in-addr" : "ip6",
    h: isAsciiText(helo) ? helo : toDomainName(helo),
    c: formatIp(ip),
    r: receiver,
    t: now === null ? null : String(Math.floor(now)),
  };
}

/** `%{i}`: a dotted quad, or the 32 nibbles of an IPv6 address with dots between. RFC 7208 §7.3 */
function dottedAddress(ip: Ip): string {
  return ip.version === 4 ? formatIp(ip) : nibblesOf(ip).join(".");
}

/**
 * `%{p}`: the domain itself if validated, else a name below it, else any validated name.
 *
 * Choice: its questions count with the term it stands in; they are the same for every `%{p}` of a check
 * and asked once.
 *
 * RFC 7208 §7.3
 */
function* validatedName(state: CheckState, domain: string): Task<string> {
  const names = yield* validatedNames(state);
  if (names.includes(domain)) return domain;
  return names.find((name) => isSubdomainOf(name, domain)) ?? names[0] ?? "unknown";
}

/** The names of the client that its address and their addresses agree on. RFC 7208 §5.5 */
export function* validatedNames(state: CheckState): Task<readonly string[]> {
  const found = yield* state.reverseNames();
  if (found.kind !== "names") return [];
  return found.names.filter(({ outcome }) => outcome === "confirmed").map(({ name }) => name);
}
