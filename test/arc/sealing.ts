import { SealingReader, type SealingOptions, type SealingOutcome } from "../../src/arc/seal-message.ts";
import type { ChainValidation } from "../../src/arc/seal.ts";
import type { AuthenticationResults } from "../../src/authres/result.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { pieces, RSA } from "../dkim/signing.ts";
import { NOW } from "./validating.ts";

/** What a host says that found `arc=` and one more result. */
export function results(chainValidation: ChainValidation): AuthenticationResults {
  const common = { methodVersion: null, reason: null, comments: [] };
  return {
    authservId: "lists.example.com",
    version: null,
    comments: [],
    results: [
      { ...common, method: "arc", result: chainValidation, properties: [] },
      {
        ...common,
        method: "spf",
        result: "pass",
        properties: [{ ptype: "smtp", property: "mailfrom", pvalue: "jörg@example.net" }],
      },
    ],
  };
}

/** Seals a message written one character per byte. */
export function seal(
  message: string,
  chainValidation: ChainValidation,
  options: Partial<SealingOptions> = {},
  cuts: readonly number[] = [],
): Promise<SealingOutcome> {
  const reader = new SealingReader({ ...RSA, crypto: nodeCrypto, now: NOW, ...options });
  for (const piece of pieces(Buffer.from(message, "latin1"), cuts)) reader.push(piece);
  return reader.finish({ chainValidation, authenticationResults: results(chainValidation) });
}

/** The message with one more set on top; throws where it is refused. */
export async function sealed(
  message: string,
  chainValidation: ChainValidation,
  options?: Partial<SealingOptions>,
  cuts?: readonly number[],
): Promise<string> {
  const outcome = await seal(message, chainValidation, options, cuts);
  if (outcome.kind === "refused") throw new Error(`refused: ${outcome.issue.code}`);
  return Buffer.from(outcome.fields.join("")).toString("latin1") + message;
}
