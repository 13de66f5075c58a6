import { toDomainName, type DomainName } from "../base/domain.ts";

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

/** Checks what the caller gave and brings domains into comparable form; a mistake is a `TypeError`. */
export function resolveArcPolicy(given: Partial<ArcPolicy>, argument: string): ArcPolicy {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(DEFAULT_ARC_POLICY, name)) throw new TypeError(`${argument}.${name}: no such option`);
  }
  const { trustedSealers = DEFAULT_ARC_POLICY.trustedSealers } = given;
  if (!Array.isArray(trustedSealers)) {
    throw new TypeError(`${argument}.trustedSealers: expected an array of domain names`);
  }
  return { trustedSealers: trustedSealers.map((sealer: unknown) => sealerDomain(sealer, argument)) };
}

function sealerDomain(sealer: unknown, argument: string): DomainName {
  const domain = typeof sealer === "string" ? toDomainName(sealer) : null;
  if (domain === null) {
    throw new TypeError(
      `${argument}.trustedSealers: expected domain names, got ${JSON.stringify(sealer) ?? typeof sealer}`,
    );
  }
  return domain;
}
