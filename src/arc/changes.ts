import type { MessageSignature } from "./message-signature.ts";
import type { ArcSet, MessageSignatureResult } from "./result.ts";

/**
 * What became of the message on one stretch of its way, as the message signatures tell: after one sealer
 * and before the next, or after the newest. Header means the fields that the earlier sealer signed.
 *
 * A sealer changes the message before it seals, so "between 1 and 2" is where sealer 2 worked too.
 */
export interface HopChange {
  /** The sealer at the start of the stretch. */
  readonly after: number;
  /** The sealer at its end; null for the way to here. */
  readonly before: number | null;
  readonly header: Change;
  readonly body: Change;
}

/**
 * `changed`: on this stretch. `changed-since`: here or later, for the next signature covers less or in
 * another form. `unknown`: the signatures do not tell.
 */
export type Change = "unchanged" | "changed" | "changed-since" | "unknown";

/** The changes on each stretch of a chain whose sets are complete, oldest first; none otherwise. */
export function changesOf(sets: readonly ArcSet[]): readonly HopChange[] {
  const signatures = sets.flatMap(({ messageSignature }) => messageSignature ?? []);
  const complete = sets.every(({ instance, messageSignature }, index) => {
    return messageSignature !== null && instance === index + 1;
  });
  if (!complete) return [];
  return signatures.map((signature, index) => {
    const next = signatures[index + 1] ?? null;
    return {
      after: index + 1,
      before: next === null ? null : index + 2,
      header: headerChange(signature, next),
      body: bodyChange(signature, next),
    };
  });
}

/**
 * An intact header signature proves that nothing it covers was changed since. One that is broken proves
 * a change only when the signed hash itself came out of it (with RSA); the place is known when the next
 * signature is intact and covers every field of this one.
 */
function headerChange(own: MessageSignatureResult, next: MessageSignatureResult | null): Change {
  if (isHeaderValid(own)) return "unchanged";
  const proven =
    own.result === "fail" &&
    own.headerSignature === "invalid" &&
    own.headerDiagnosis.code === "headers-changed";
  if (!proven) return "unknown";
  if (next === null) return "changed";
  if (!isHeaderValid(next) || !("signature" in next)) return "changed-since";
  return coversFieldsOf(next.signature, own.signature) ? "changed" : "changed-since";
}

function isHeaderValid(result: MessageSignatureResult): boolean {
  return (
    result.result === "pass" ||
    result.result === "policy" ||
    (result.result === "fail" && result.headerSignature === "valid")
  );
}

/** Whether every name is signed at least as often. RFC 6376 §5.4.2 */
function coversFieldsOf(later: MessageSignature, earlier: MessageSignature): boolean {
  const covered = countNames(later);
  return [...countNames(earlier)].every(([name, count]) => (covered.get(name) ?? 0) >= count);
}

function countNames({ signedFields }: MessageSignature): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of signedFields) {
    const lowerName = name.toLowerCase();
    counts.set(lowerName, (counts.get(lowerName) ?? 0) + 1);
  }
  return counts;
}

/**
 * Two signatures that hash the body in the same way tell by their hashes alone whether it changed
 * between them, whatever happened later.
 */
function bodyChange(own: MessageSignatureResult, next: MessageSignatureResult | null): Change {
  if (!("signature" in own)) return "unknown";
  const today = bodyToday(own);
  if (today === "match") return "unchanged";
  if (next === null || !("signature" in next)) {
    return today === "mismatch" ? (next === null ? "changed" : "changed-since") : "unknown";
  }
  const [earlier, later] = [own.signature, next.signature];
  if (isComparable(earlier, later)) return earlier.bodyHash === later.bodyHash ? "unchanged" : "changed";
  if (today !== "mismatch") return "unknown";
  return bodyToday(next) === "match" && isFiner(later, earlier) ? "changed" : "changed-since";
}

function bodyToday(result: MessageSignatureResult): "match" | "mismatch" | "unknown" {
  if (result.result === "fail") {
    return result.bodyHash === "match" && result.coverage.unsignedBodyBytes > 0 ? "unknown" : result.bodyHash;
  }
  if (result.result !== "pass" && result.result !== "policy") return "unknown";
  return result.coverage.unsignedBodyBytes > 0 ? "unknown" : "match";
}

function isComparable(left: MessageSignature, right: MessageSignature): boolean {
  return (
    left.canonicalization.body === right.canonicalization.body &&
    left.hash === right.hash &&
    left.bodyLengthCount === right.bodyLengthCount
  );
}

/** Whether a body that the later form takes for the same is the same in the earlier form too. RFC 6376 §3.4.3, §3.4.4 */
function isFiner(later: MessageSignature, earlier: MessageSignature): boolean {
  return (
    later.bodyLengthCount === null &&
    (later.canonicalization.body === "simple" || earlier.canonicalization.body === "relaxed")
  );
}
