import { toDomainName, type DomainName } from "../base/domain.ts";
import { optionRules, resolveOptions } from "../base/options.ts";

/** What a receiver decides about chains. */
export interface ArcPolicy {
  /**
   * The domains (`d=` of ARC-Seal) whose reports the receiver believes, each exactly as it seals: a
   * subdomain is another sealer. None unless said otherwise: a chain that passes proves who sealed, not
   * that they are honest. RFC 8617 §9.4
   */
  readonly trustedSealers: readonly DomainName[];
}

export const DEFAULT_ARC_POLICY: ArcPolicy = { trustedSealers: [] };

const RULES = optionRules<ArcPolicy>({
  trustedSealers: {
    expected: "an array of domain names",
    accepts: (value) => Array.isArray(value) && value.every((each) => domainOf(each) !== null),
  },
});

/** The defaults with the caller's choices in place, domains in comparable form; what is none of the choices is a `TypeError`. */
export function resolveArcPolicy(given: Partial<ArcPolicy> = {}): ArcPolicy {
  const { trustedSealers } = resolveOptions("options.policy.arc", given, DEFAULT_ARC_POLICY, RULES);
  return { trustedSealers: trustedSealers.flatMap((sealer) => domainOf(sealer) ?? []) };
}

function domainOf(value: unknown): DomainName | null {
  return typeof value === "string" ? toDomainName(value) : null;
}
