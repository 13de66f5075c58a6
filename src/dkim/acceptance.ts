import { isPublicSuffix } from "../base/public-suffix.ts";
import type { DkimKey } from "./key-record.ts";
import type { DkimPolicy } from "./policy.ts";
import type { Coverage, DkimPolicyCause } from "./result.ts";
import type { DkimSignature } from "./signature.ts";

/** A signature that verifies, what it leaves unsigned, and the moment at which it is judged. */
export interface VerifiedSignature {
  readonly signature: Pick<DkimSignature, "algorithm" | "sdid" | "signedAt" | "expiresAt">;
  readonly key: DkimKey;
  readonly coverage: Pick<Coverage, "unsignedBodyBytes">;
  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * The first reason why this receiver does not accept a signature that verifies, or null.
 *
 * RFC 6376 §6.3, RFC 8301 §3
 */
export function policyCause(verified: VerifiedSignature, policy: DkimPolicy): DkimPolicyCause | null {
  return (
    algorithmCause(verified, policy) ??
    timeCause(verified, policy) ??
    unsignedBodyCause(verified, policy) ??
    signerCause(verified, policy)
  );
}

/** RFC 8301 §3.1, §3.2 */
function algorithmCause({ signature, key }: VerifiedSignature, policy: DkimPolicy): DkimPolicyCause | null {
  if (signature.algorithm === "rsa-sha1" && policy.rsaSha1 === "refuse") return { code: "rsa-sha1" };
  if (key.publicKey.type !== "rsa") return null;
  const bits = key.publicKey.modulusBits;
  const { minimumRsaBits: minimum, maximumRsaBits: maximum } = policy;
  if (bits < minimum) return { code: "key-too-short", bits, minimum };
  return bits > maximum ? { code: "key-too-long", bits, maximum } : null;
}

/** RFC 6376 §3.5 (t=, x=) */
function timeCause({ signature, now }: VerifiedSignature, policy: DkimPolicy): DkimPolicyCause | null {
  const { signedAt, expiresAt } = signature;
  if (expiresAt !== null && now > expiresAt && policy.expired === "refuse")
    return { code: "expired", expiresAt };
  return signedAt !== null && signedAt > now + policy.clockSkewSeconds
    ? { code: "signed-in-future", signedAt }
    : null;
}

/** RFC 6376 §6.1.3, §8.2 */
function unsignedBodyCause({ coverage }: VerifiedSignature, policy: DkimPolicy): DkimPolicyCause | null {
  const { unsignedBodyBytes } = coverage;
  return unsignedBodyBytes > 0 && policy.unsignedBody === "refuse"
    ? { code: "unsigned-body", unsignedBodyBytes }
    : null;
}

/** RFC 6376 §6.1.1 */
function signerCause({ signature: { sdid } }: VerifiedSignature, policy: DkimPolicy): DkimPolicyCause | null {
  return policy.publicSuffixSigner === "refuse" && isPublicSuffix(sdid)
    ? { code: "public-suffix-signer", sdid }
    : null;
}
