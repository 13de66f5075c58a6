import { optionRules, resolveOptions, TEXTS } from "../base/options.ts";

/** What a receiver may decide about BIMI. */
export interface BimiPolicy {
  /** Roots of mark certificates to trust beside the bundled ones, PEM. */
  readonly roots: readonly string[];
}

export const DEFAULT_BIMI_POLICY: BimiPolicy = { roots: [] };

const RULES = optionRules<BimiPolicy>({ roots: TEXTS });

/** The defaults with the caller's choices in place; what is none of the choices is a `TypeError`. */
export function resolveBimiPolicy(given: Partial<BimiPolicy> = {}): BimiPolicy {
  return resolveOptions("options.policy.bimi", given, DEFAULT_BIMI_POLICY, RULES);
}
