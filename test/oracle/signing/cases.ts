import type { DkimSignatureOptions } from "../../../src/dkim/signing-options.ts";
import { sealMessage } from "../../../src/node/seal.ts";
import { signMessage } from "../../../src/node/sign.ts";
import { results } from "../../arc/sealing.ts";
import { ED25519, RSA } from "../../dkim/signing.ts";
import { Random } from "../../support/random.ts";

/** A message that was signed and sealed here, one character per byte. */
export interface SignedCase {
  readonly message: string;
  readonly signatures: readonly ("rsa" | "ed25519")[];
  /** How many sets its chain has. */
  readonly sets: number;
}

const WORDS = ["simple", "relaxed"] as const;
const NAMES = ["Subject", "To", "Cc", "Message-ID", "Reply-To", "X-One", "Received", "List-Id"];
const SPACES = [" ", "  ", "\t", " \t "];

/**
 * Makes a message as SMTP delivers it, with random fields and body, signatures of random options, and
 * a chain of random length. One space stands behind each colon: milters do not tell their filters how many.
 */
export async function signedCase(seed: number, now: number): Promise<SignedCase> {
  const random = new Random(seed);
  const keys = Array.from({ length: random.between(1, 3) }, () => random.pick([RSA, ED25519]));
  const unsigned = randomMessage(random);
  const signatures = keys.map((key) => randomOptions(random, key, now));
  const signed = await signMessage(Buffer.from(unsigned, "latin1"), { signatures, now });
  if (signed.kind === "refused") throw new Error(`case ${seed}: ${signed.issue.code}`);
  let message = signed.fields.join("") + unsigned;
  const sets = random.between(0, 3);
  for (let hop = 0; hop < sets; hop++) message = (await sealedFields(message, hop, random, now)) + message;
  const kinds = keys.map((key) => (key === RSA ? "rsa" : "ed25519"));
  return { message, signatures: kinds, sets };
}

async function sealedFields(message: string, hop: number, random: Random, now: number): Promise<string> {
  const chainValidation = hop === 0 ? "none" : "pass";
  const findings = { chainValidation, authenticationResults: results(chainValidation) } as const;
  const canonicalization = { header: random.pick(WORDS), body: random.pick(WORDS) };
  const options = { ...RSA, canonicalization, now };
  const outcome = await sealMessage(Buffer.from(message, "latin1"), findings, options);
  if (outcome.kind === "refused") throw new Error(`sealing: ${outcome.issue.code}`);
  return Buffer.from(outcome.fields.join("")).toString("latin1");
}

function randomOptions(random: Random, key: DkimSignatureOptions, now: number): DkimSignatureOptions {
  return {
    ...key,
    canonicalization: { header: random.pick(WORDS), body: random.pick(WORDS) },
    ...(random.chance(0.3) ? { auid: `${random.word()}@${random.word()}.example.com` } : {}),
    ...(random.chance(0.3) ? { expiresAt: now + 86_400 } : {}),
    ...(random.chance(0.3) ? { bodyLengthCount: "whole" } : {}),
    ...(random.chance(0.3)
      ? { signedFields: ["From", ...random.sample(["To", "subject", "X-None"], 2)] }
      : {}),
  };
}

function randomMessage(random: Random): string {
  const names = Array.from({ length: random.between(0, 8) }, () => random.pick(NAMES));
  const fields = ["From: Author <a@example.com>", ...names.map((name) => `${name}: ${randomValue(random)}`)];
  const lines = Array.from({ length: random.between(0, 12) }, () => randomLine(random));
  return [...fields, "", ...lines, ""].join("\r\n");
}

function randomValue(random: Random): string {
  const fold = random.chance(0.3) ? `\r\n${random.pick(SPACES)}${random.word()}` : "";
  return `${random.word()}${random.pick(SPACES)}${random.word()}${fold}`;
}

function randomLine(random: Random): string {
  const words = Array.from({ length: random.between(0, 6) }, () => random.word() + random.pick(SPACES));
  const line = words.join("");
  return random.chance(0.3) ? line.trimEnd() : line;
}
