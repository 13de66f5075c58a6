import { oneOf, optionRules, resolveOptions, WHOLE_NUMBER } from "../base/options.ts";

/** Whether signatures with a questionable property count. */
export type Acceptance = "refuse" | "accept";

/**
 * What a receiver may decide about signatures that verify. A refused one is `policy`, never `fail`:
 * the cryptography held.
 *
 * RFC 8601 §2.4
 */
export interface DkimPolicy {
  /** Shortest acceptable RSA modulus. RFC 8301 §3.2 */
  readonly minimumRsaBits: number;
  /** Longest acceptable RSA modulus; a verifier need not go beyond it. RFC 8301 §3.2 */
  readonly maximumRsaBits: number;
  /** `a=rsa-sha1`. RFC 8301 §3.1 */
  readonly rsaSha1: Acceptance;
  /** `x=` in the past. RFC 6376 §3.5 */
  readonly expired: Acceptance;
  /** How far `t=` may lie in the future. RFC 6376 §3.5 */
  readonly clockSkewSeconds: number;
  /** Body bytes past `l=`. RFC 6376 §8.2 */
  readonly unsignedBody: Acceptance;
  /** `d=` names a public suffix such as `com`. RFC 6376 §6.1.1 */
  readonly publicSuffixSigner: Acceptance;
}

export const DEFAULT_DKIM_POLICY: DkimPolicy = {
  minimumRsaBits: 1024,
  maximumRsaBits: 4096,
  rsaSha1: "refuse",
  expired: "refuse",
  clockSkewSeconds: 300,
  unsignedBody: "refuse",
  publicSuffixSigner: "refuse",
};

const ACCEPTANCE = oneOf("refuse", "accept");

const RULES = optionRules<DkimPolicy>({
  minimumRsaBits: WHOLE_NUMBER,
  maximumRsaBits: WHOLE_NUMBER,
  rsaSha1: ACCEPTANCE,
  expired: ACCEPTANCE,
  clockSkewSeconds: WHOLE_NUMBER,
  unsignedBody: ACCEPTANCE,
  publicSuffixSigner: ACCEPTANCE,
});

/** The defaults with the caller's choices in place; what is none of the choices is a `TypeError`. */
export function resolveDkimPolicy(given: Partial<DkimPolicy> = {}): DkimPolicy {
  return resolveOptions("options.policy.dkim", given, DEFAULT_DKIM_POLICY, RULES);
}
