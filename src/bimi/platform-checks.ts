import { DEFAULT_LIMITS } from "../base/limits.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import type { TrustedRoots } from "./certificate-path.ts";
import type { DocumentCheckOptions, DocumentChecks } from "./document-checks.ts";
import { checkEvidence } from "./evidence.ts";
import { checkIndicator } from "./indicator.ts";
import { trustedRoots } from "./trusted-roots.ts";

/** The checks of Indicators and Evidence Documents on a platform's cryptography. */
export function documentChecks(crypto: CryptoProvider, options: DocumentCheckOptions = {}): DocumentChecks {
  const { limits = DEFAULT_LIMITS, roots: additional } = options;
  let roots: TrustedRoots | null =
    additional === undefined || additional.length === 0 ? null : trustedRoots(crypto, additional);
  return {
    indicator: (bytes) => checkIndicator(bytes, crypto, limits),
    evidence: (bytes, claim) => {
      // Most messages come without evidence: the bundled roots are read when the first of it does.
      roots ??= trustedRoots(crypto);
      return checkEvidence(bytes, claim, { crypto, limits, roots });
    },
  };
}
