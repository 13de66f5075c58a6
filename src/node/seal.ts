import {
  SealingReader,
  type SealedFindings,
  type SealingOptions,
  type SealingOutcome,
} from "../arc/seal-message.ts";
import { nodeCrypto } from "./crypto.ts";
import { pushMessage, type MessageSource } from "./message-source.ts";

export interface SealMessageOptions extends Omit<SealingOptions, "crypto" | "now" | "limits"> {
  /** The moment of sealing, seconds since 1970. Default: the clock. */
  readonly now?: number;
  /** Rejects with the signal's reason when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Seals a message as it is to be sent and returns the ARC set to put above it. A stream is read once,
 * in constant memory.
 *
 * Nothing that a message holds rejects the promise: one that cannot be sealed is `refused`. It rejects
 * with a `TypeError` for a mistake in the arguments, and with what a stream or signer throws.
 *
 * RFC 8617 §5.1
 */
export async function sealMessage(
  message: MessageSource,
  findings: SealedFindings,
  { now = Date.now() / 1000, signal, ...options }: SealMessageOptions,
): Promise<SealingOutcome> {
  const reader = new SealingReader({ ...options, crypto: nodeCrypto, now });
  await pushMessage(message, reader, signal);
  return reader.finish(findings);
}
