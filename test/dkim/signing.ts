import { SigningReader, type SigningOutcome } from "../../src/dkim/sign.ts";
import type { DkimSignatureOptions } from "../../src/dkim/signing-options.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { nodeSigner } from "../../src/node/signer.ts";
import { ed25519Key, keyRecord, rsaKey } from "../support/dkim-signer.ts";
import { NOW } from "./verifying.ts";

/** Two keys of one domain. */
export const RSA: DkimSignatureOptions = {
  signer: nodeSigner(rsaKey(2048).privateKey),
  sdid: "example.com",
  selector: "rsa",
};
export const ED25519: DkimSignatureOptions = {
  signer: nodeSigner(ed25519Key().privateKey),
  sdid: "example.com",
  selector: "ed",
};

/** Where both are published. */
export const ZONE: Zone = {
  "rsa._domainkey.example.com": { TXT: [keyRecord(rsaKey(2048))] },
  "ed._domainkey.example.com": { TXT: [keyRecord(ed25519Key())] },
};

/** The message cut at the positions. */
export function pieces(message: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const ends = [...cuts.map((cut) => cut % (message.length + 1)).toSorted((a, b) => a - b), message.length];
  return ends.map((end, index) => message.subarray(ends[index - 1] ?? 0, end));
}

/** Signs a message written one character per byte. */
export function sign(
  message: string,
  signatures: readonly DkimSignatureOptions[] = [RSA],
  cuts: readonly number[] = [],
): Promise<SigningOutcome> {
  const reader = new SigningReader({ crypto: nodeCrypto, signatures, now: NOW });
  for (const piece of pieces(Buffer.from(message, "latin1"), cuts)) reader.push(piece);
  return reader.finish();
}

/** The fields that a message gets; throws where it is refused. */
export async function fieldsFor(
  message: string,
  signatures?: readonly DkimSignatureOptions[],
  cuts?: readonly number[],
): Promise<readonly string[]> {
  const outcome = await sign(message, signatures, cuts);
  if (outcome.kind === "refused") throw new Error(`refused: ${outcome.issue.code}`);
  return outcome.fields;
}

/** The message with its signatures on top. */
export async function signed(
  message: string,
  signatures?: readonly DkimSignatureOptions[],
  cuts?: readonly number[],
): Promise<string> {
  return (await fieldsFor(message, signatures, cuts)).join("") + message;
}
