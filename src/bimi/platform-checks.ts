import { DEFAULT_LIMITS, type Limits } from "../base/limits.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import type { TrustedRoots } from "./certificate-path.ts";
import type { DocumentChecks } from "./document-checks.ts";
import { checkEvidence } from "./evidence.ts";
import { checkIndicator } from "./indicator.ts";
import { trustedRoots } from "./trusted-roots.ts";

export interface DocumentCheckOptions {
  readonly limits?: Limits;
  /** Roots of mark certificates to trust beside the bundled ones, PEM. */
  readonly roots?: readonly string[];
}

/** The checks of Indicators and Evidence Documents on a platform's cryptography. */
export function documentChecks(crypto: CryptoProvider, options: DocumentCheckOptions = {}): DocumentChecks {
  const { limits = DEFAULT_LIMITS, roots: additional } = options;
  let roots: TrustedRoots | null = additional === undefined ? null : trustedRoots(crypto, additional);
  return {
    indicator: (bytes) => checkIndicator(bytes, crypto, limits),
    evidence: (bytes, claim) => {
      // Most messages come without evidence: the bundled roots are read when the first of it does.
      roots ??= trustedRoots(crypto);
      return checkEvidence(bytes, claim, { crypto, limits, roots });
    },
  };
}
