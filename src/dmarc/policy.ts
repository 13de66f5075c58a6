import { oneOf, optionRules, resolveOptions } from "../base/options.ts";
import type { DiscoveryMethod } from "./result.ts";

/** What a receiver may decide about DMARC. */
export interface DmarcPolicy {
  /** How Organizational Domains are found: by the Tree Walk of RFC 9989 §4.10, or by the list that RFC 7489 §3.2 names. */
  readonly organizationalDomain: DiscoveryMethod;
}

export const DEFAULT_DMARC_POLICY: DmarcPolicy = { organizationalDomain: "tree-walk" };

const RULES = optionRules<DmarcPolicy>({ organizationalDomain: oneOf("tree-walk", "public-suffix-list") });

/** The defaults with the caller's choices in place; what is none of the choices is a `TypeError`. */
export function resolveDmarcPolicy(given: Partial<DmarcPolicy> = {}): DmarcPolicy {
  return resolveOptions("options.policy.dmarc", given, DEFAULT_DMARC_POLICY, RULES);
}
