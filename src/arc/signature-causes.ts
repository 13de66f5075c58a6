import type { ArcCause, ArcSet, MessageSignatureResult, SealResult } from "./result.ts";

/**
 * The first reason why the signatures of a chain in order make it fail, or null: the newest message
 * signature, then every seal from the newest to the oldest.
 *
 * Choice: a key that could not be fetched is a cause of its own, so that a receiver may validate again
 * later although the status itself knows no temporary error.
 *
 * RFC 8617 §5.2 (steps 4 and 6), RFC 8617 §5.2.1
 */
export function signatureCause(sets: readonly ArcSet[]): ArcCause | null {
  const newest = sets.at(-1);
  if (newest?.messageSignature) {
    const cause = messageSignatureCause(newest.instance, newest.messageSignature);
    if (cause !== null) return cause;
  }
  for (const { instance, seal } of sets.toReversed()) {
    const cause = seal === null ? null : sealCause(instance, seal);
    if (cause !== null) return cause;
  }
  return null;
}

function messageSignatureCause(instance: number, result: MessageSignatureResult): ArcCause | null {
  switch (result.result) {
    case "pass":
      return null;
    case "fail": {
      const { headerSignature, bodyHash } = result;
      return { code: "message-signature-invalid", instance, headerSignature, bodyHash };
    }
    case "policy":
      return { code: "message-signature-refused", instance, reason: result.cause };
    case "permerror":
      return { code: "message-signature-unverifiable", instance, reason: result.cause };
    case "temperror":
      return { code: "message-signature-unavailable", instance, reason: result.cause };
    case "neutral":
      return { code: "message-signature-malformed", instance, issue: result.cause };
  }
}

function sealCause(instance: number, result: SealResult): ArcCause | null {
  switch (result.result) {
    case "pass":
      return null;
    case "fail":
      return { code: "seal-invalid", instance, headerDiagnosis: result.headerDiagnosis };
    case "policy":
      return { code: "seal-refused", instance, reason: result.cause };
    case "permerror":
      return { code: "seal-unverifiable", instance, reason: result.cause };
    case "temperror":
      return { code: "seal-unavailable", instance, reason: result.cause };
    case "neutral":
      return { code: "seal-malformed", instance, issue: result.cause };
  }
}
