import { SigningReader, type SigningOptions, type SigningOutcome } from "../dkim/sign.ts";
import { nodeCrypto } from "./crypto.ts";
import { pushMessage, type MessageSource } from "./message-source.ts";

export interface SignMessageOptions extends Pick<SigningOptions, "signatures"> {
  /** The moment of signing, seconds since 1970. Default: the clock. */
  readonly now?: number;
  /** Rejects with the signal's reason when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Signs a message with DKIM and returns the fields to put above it. A stream is read once, in constant
 * memory.
 *
 * Nothing that a message holds rejects the promise: one unfit for signing is `refused`. It rejects
 * with a `TypeError` for a mistake in the options, and with what a stream or signer throws.
 *
 * RFC 6376 §5
 */
export async function signMessage(
  message: MessageSource,
  { signatures, now = Date.now() / 1000, signal }: SignMessageOptions,
): Promise<SigningOutcome> {
  const reader = new SigningReader({ crypto: nodeCrypto, signatures, now });
  await pushMessage(message, reader, signal);
  return reader.finish();
}
