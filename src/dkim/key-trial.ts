import { hex } from "../base/bytes.ts";
import type { TraceRecorder } from "../base/trace.ts";
import { recoverDigest } from "../crypto/pkcs1-digest.ts";
import { LARGEST_TRIED_RSA_BITS } from "../crypto/public-key.ts";
import { SIGNATURE_HASH, type SignatureAlgorithm, type VerifyAnswer } from "../crypto/provider.ts";
import { verifySignatureBytes, type Task } from "../task/task.ts";
import type { KeyCandidate } from "./key-lookup.ts";
import type { DkimKey } from "./key-record.ts";
import type { DkimPermerrorCause, DkimPolicyCause, HeaderDiagnosis } from "./result.ts";
import type { DkimEvent } from "./trace.ts";

/** A header signature, ready for any key. */
export interface HeaderSignature {
  readonly algorithm: SignatureAlgorithm;
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
}

/** What came of trying a key, or several. */
export type KeyOutcome =
  | { readonly kind: "valid"; readonly key: DkimKey }
  | { readonly kind: "invalid"; readonly key: DkimKey; readonly diagnosis: HeaderDiagnosis }
  | { readonly kind: "untried"; readonly key: DkimKey; readonly cause: DkimPolicyCause }
  | { readonly kind: "unusable"; readonly key: DkimKey | null; readonly cause: DkimPermerrorCause };

const RANK: Readonly<Record<KeyOutcome["kind"], number>> = { unusable: 0, untried: 1, invalid: 2, valid: 3 };

/**
 * Tries the keys in answer order; the first that verifies decides.
 *
 * Choice: when none does, the first key that could be tried speaks for the signature, and only when
 * none could be tried, the first record's fault.
 *
 * RFC 6376 §6.1.2, step 4
 */
export function* tryKeys(
  [first, ...others]: readonly [KeyCandidate, ...KeyCandidate[]],
  header: HeaderSignature,
  trace: TraceRecorder<DkimEvent>,
): Task<KeyOutcome> {
  let best = yield* tryKey(first, header, trace);
  for (const candidate of others) {
    if (best.kind === "valid") break;
    const outcome = yield* tryKey(candidate, header, trace);
    if (RANK[outcome.kind] > RANK[best.kind]) best = outcome;
  }
  return best;
}

/** RFC 6376 §6.1.3, step 4 */
function* tryKey(
  candidate: KeyCandidate,
  { algorithm, signedBytes, signature }: HeaderSignature,
  trace: TraceRecorder<DkimEvent>,
): Task<KeyOutcome> {
  const { record } = candidate;
  if (candidate.publicKey === null) {
    const { key, cause } = candidate;
    trace.record({ code: "dkim.key-unusable", record, cause, rfc: "RFC 6376 §6.1.2" });
    return { kind: "unusable", key, cause };
  }
  const { key, publicKey } = candidate;
  if (publicKey.type === "rsa" && publicKey.modulusBits > LARGEST_TRIED_RSA_BITS) {
    const { modulusBits: bits } = publicKey;
    const cause = { code: "key-untried", bits, maximum: LARGEST_TRIED_RSA_BITS } as const;
    trace.record({ code: "dkim.refused", cause, rfc: "RFC 6376 §6.3" });
    return { kind: "untried", key, cause };
  }
  const answer = yield* verifySignatureBytes({ algorithm, key: publicKey, signedBytes, signature });
  trace.record({ code: "dkim.header-signature", record, valid: answer.valid, rfc: "RFC 6376 §6.1.3" });
  return answer.valid
    ? { kind: "valid", key }
    : { kind: "invalid", key, diagnosis: diagnose(algorithm, answer) };
}

/** RFC 8017 §8.2.2, read backwards: the block of an RSA signature holds the hash that the signer had. */
function diagnose(algorithm: SignatureAlgorithm, answer: VerifyAnswer & { valid: false }): HeaderDiagnosis {
  const computedHash = hex(answer.computed);
  if (algorithm === "ed25519-sha256") return { code: "unknown", computedHash };
  const recovered = answer.recovered === null ? null : recoverDigest(answer.recovered);
  if (recovered === null) return { code: "wrong-key-or-damaged-signature", computedHash };
  const { hash } = recovered;
  const signedHash = hex(recovered.digest);
  return hash === SIGNATURE_HASH[algorithm]
    ? { code: "headers-changed", signedHash, computedHash }
    : { code: "other-hash-algorithm", hash, signedHash, computedHash };
}
