import { parse } from "tldts";
import type { DomainName } from "./domain.ts";

/** The library that carries the Public Suffix List, and its release: the list's own date is not in it. */
export const PUBLIC_SUFFIX_LIST_VERSION = "tldts 7.5.4";

/** The names are in comparable form already; what the library does for addresses and URLs is switched off. */
const NAME_ONLY = {
  allowIcannDomains: true,
  detectIp: false,
  detectSpecialUse: false,
  extractHostname: false,
  mixedInputs: false,
  validateHostname: false,
} as const;

const ICANN_SECTION = { ...NAME_ONLY, allowPrivateDomains: false } as const;
const WHOLE_LIST = { ...NAME_ONLY, allowPrivateDomains: true } as const;

/**
 * Whether registrants hold names directly below this one: a top-level domain or a suffix of the ICANN
 * section such as `co.uk`. Suffixes that companies list for their customers are ordinary domains here.
 *
 * RFC 6376 §6.1.1
 */
export function isPublicSuffix(domain: DomainName): boolean {
  if (!domain.includes(".")) return true;
  const { publicSuffix, isIcann } = parse(domain, ICANN_SECTION);
  return isIcann === true && publicSuffix === domain;
}

/**
 * The Organizational Domain by the Public Suffix List, private section included: one label more than
 * the suffix. Null for a public suffix itself.
 *
 * RFC 7489 §3.2
 */
export function publicSuffixOrganizationalDomain(domain: DomainName): DomainName | null {
  return parse(domain, WHOLE_LIST).domain;
}
