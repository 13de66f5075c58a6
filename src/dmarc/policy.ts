import type { DiscoveryMethod } from "./result.ts";

/** What a receiver may decide about DMARC. */
export interface DmarcPolicy {
  /** How Organizational Domains are found: by the Tree Walk of RFC 9989 §4.10, or by the list that RFC 7489 §3.2 names. */
  readonly organizationalDomain: DiscoveryMethod;
}

export const DEFAULT_DMARC_POLICY: DmarcPolicy = { organizationalDomain: "tree-walk" };
