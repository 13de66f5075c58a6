import { createHash, createPrivateKey, KeyObject, sign } from "node:crypto";
import type { Signer } from "../crypto/signer.ts";

/**
 * A signer for a private key in PEM (PKCS#8, or PKCS#1 for RSA) or as a KeyObject; the algorithm follows from
 * the key. `TypeError` when it is no RSA or Ed25519 private key; a PEM with a passphrase is
 * first made a KeyObject by `createPrivateKey`.
 *
 * RFC 6376 §3.3, RFC 8463 §3
 */
export function nodeSigner(privateKey: string | KeyObject): Signer {
  const key = typeof privateKey === "string" ? importKey(privateKey) : privateKey;
  if (!(key instanceof KeyObject) || key.type !== "private") {
    throw new TypeError("privateKey: expected a private key in PEM or a private KeyObject");
  }
  if (key.asymmetricKeyType === "rsa") {
    return {
      algorithm: "rsa-sha256",
      modulusBits: key.asymmetricKeyDetails?.modulusLength ?? 0,
      sign: (bytes) => new Uint8Array(sign("sha256", bytes, key)),
    };
  }
  if (key.asymmetricKeyType === "ed25519") {
    return {
      algorithm: "ed25519-sha256",
      // RFC 8463 §3: what Ed25519 signs is the hash.
      sign: (bytes) => new Uint8Array(sign(null, createHash("sha256").update(bytes).digest(), key)),
    };
  }
  throw new TypeError(`privateKey: expected RSA or Ed25519, got ${String(key.asymmetricKeyType)}`);
}

function importKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    // Not PEM, no private key, or locked by a passphrase.
    return null;
  }
}
