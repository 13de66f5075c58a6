import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { oneOf, requireArgument, type OptionRule } from "../base/options.ts";

/** What kind of key to make. */
export type KeyKind = { readonly type: "rsa"; readonly modulusBits: number } | { readonly type: "ed25519" };

/** A key pair: the private half for a file, the public half as the text of its key record. */
export interface GeneratedKey {
  /** PKCS#8 in PEM. */
  readonly privateKey: string;
  /** RFC 6376 §3.6.1 */
  readonly record: string;
}

const TYPE: OptionRule = oneOf("rsa", "ed25519");

/** Long enough to be recommended, short enough for every verifier. RFC 8301 §3.2 */
const MODULUS_BITS: OptionRule = {
  expected: "2048 to 4096 bits",
  accepts: (value) => typeof value === "number" && Number.isInteger(value) && value >= 2048 && value <= 4096,
};

/** Octets of an Ed25519 public key: all that is published of it. RFC 8463 §4.2 */
const ED25519_OCTETS = 32;

/**
 * Makes a key pair for DKIM and ARC.
 *
 * Choice: an RSA key is published as a SubjectPublicKeyInfo, the wrapping of RFC 6376 Appendix C, because
 * some verifiers read no other.
 *
 * RFC 6376 §3.6.1, RFC 8463 §4.2
 */
export function generateDkimKey(kind: KeyKind): GeneratedKey {
  requireArgument("kind.type", kind.type, TYPE);
  const { privateKey, publicKey } = generatePair(kind);
  const structure = publicKey.export({ type: "spki", format: "der" });
  const published = kind.type === "rsa" ? structure : structure.subarray(-ED25519_OCTETS);
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    record: `v=DKIM1; k=${kind.type}; p=${published.toString("base64")}`,
  };
}

function generatePair(kind: KeyKind): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  if (kind.type === "ed25519") return generateKeyPairSync("ed25519");
  requireArgument("kind.modulusBits", kind.modulusBits, MODULUS_BITS);
  return generateKeyPairSync("rsa", { modulusLength: kind.modulusBits });
}
