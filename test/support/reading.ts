import { createHash } from "node:crypto";
import { bytesOf, hex } from "../../src/base/bytes.ts";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import type { Canonicalization, DigestRequest, Message } from "../../src/message/message.ts";
import type { ReaderOptions } from "../../src/message/message-reader.ts";
import { readMessageBytes } from "../../src/message/read-message.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";

/** Every algorithm and hash, with length limits within and beyond small bodies. */
export const digestRequests: readonly DigestRequest[] = (["simple", "relaxed"] as const).flatMap(
  (canonicalization) =>
    ([null, 0, 1, 5, 1_000_000] as const).flatMap((lengthLimit) =>
      (["sha1", "sha256"] as const).map((hash) => ({ canonicalization, hash, lengthLimit })),
    ),
);

/** Asks for everything that can be asked of a message. */
export const readerOptions: ReaderOptions = {
  crypto: nodeCrypto,
  limits: DEFAULT_LIMITS,
  planDigests: () => digestRequests,
  digest: true,
};

/** The message whose bytes the characters of the text are. */
export function read(text: string, overrides: Partial<ReaderOptions> = {}): Message {
  return readMessageBytes(bytesOf(text), { ...readerOptions, ...overrides });
}

/** All that a message tells, as plain data. */
export function factsOf(message: Message): unknown {
  const { bodyDigest, ...rest } = message;
  return { ...rest, digests: digestRequests.map((request) => bodyDigest(request)) };
}

export function fieldsOf(message: Message): readonly (readonly [string, string])[] {
  return message.fields.map((field) => [field.name, field.rawValue]);
}

export function sha256(text: string): string {
  return createHash("sha256").update(bytesOf(text)).digest("hex");
}

/** The SHA-256 body digest with its bytes in hexadecimal. */
export function digestOf(
  message: Message,
  canonicalization: Canonicalization,
  lengthLimit: number | null,
): unknown {
  const digest = message.bodyDigest({ canonicalization, hash: "sha256", lengthLimit });
  return digest && { ...digest, digest: hex(digest.digest) };
}
