import {
  constants,
  createHash,
  createPublicKey,
  hash as hashAtOnce,
  type Hash,
  type KeyObject,
  publicDecrypt,
  verify,
} from "node:crypto";
import { LRUCache } from "lru-cache";
import { blockHoldsDigest } from "../crypto/pkcs1-digest.ts";
import {
  SIGNATURE_HASH,
  type CryptoProvider,
  type HashAlgorithm,
  type IncrementalHash,
  type VerifyAnswer,
  type VerifyRequest,
} from "../crypto/provider.ts";
import type { PublicKey, RsaPublicKey } from "../crypto/public-key.ts";
import { isIssuedBy } from "./certificates.ts";
import { inflate } from "./inflate.ts";

/** Imported keys kept: importing costs about as much as verifying, and most mail comes from few signers. */
const KEYS_KEPT = 1000;

class NodeHash implements IncrementalHash {
  readonly #hash: Hash;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  copy(): IncrementalHash {
    return new NodeHash(this.#hash.copy());
  }

  digest(): Uint8Array {
    return bare(this.#hash.digest());
  }
}

const importedKeys = new LRUCache<string, KeyObject>({ max: KEYS_KEPT });
/** The same by the object, which a record that is kept parsed hands out again. */
const importedObjects = new WeakMap<PublicKey, KeyObject>();

/** node:crypto as the core's provider. Bytes that are no usable key or signature are invalid, never an exception. */
export const nodeCrypto: CryptoProvider = {
  createHash(algorithm: HashAlgorithm): IncrementalHash {
    return new NodeHash(createHash(algorithm));
  },

  verify({ algorithm, key, signedBytes, signature }: VerifyRequest): VerifyAnswer {
    const hash = SIGNATURE_HASH[algorithm];
    const isCurve = algorithm === "ed25519-sha256";
    if (key.type === "rsa" && !isCurve) return verifyRsa(key, hash, signedBytes, signature);
    const computed = digestOf(hash, signedBytes);
    // RFC 8463 §3: what Ed25519 signs is the hash.
    const valid = key.type === "ed25519" && isCurve && isSignedBy(key, null, computed, signature);
    return valid ? { valid } : { valid, computed, recovered: null };
  },

  inflate,
  isIssuedBy,
};

/**
 * RSASSA-PKCS1-V1_5. What the library does not find valid, and what it may refuse by a policy of its own
 * on SHA-1, is verified step by step: recover the block, then compare it with the one expected. That keeps
 * the block as well.
 *
 * RFC 8017 §8.2.2
 */
function verifyRsa(
  key: RsaPublicKey,
  hash: HashAlgorithm,
  signedBytes: Uint8Array,
  signature: Uint8Array,
): VerifyAnswer {
  const hasLength = signature.length === Math.ceil(key.modulusBits / 8);
  if (hasLength && hash === "sha256" && isSignedBy(key, hash, signedBytes, signature)) return { valid: true };
  const computed = digestOf(hash, signedBytes);
  const recovered = hasLength ? recoverBlock(key, signature) : null;
  if (recovered !== null && blockHoldsDigest(recovered, hash, computed)) return { valid: true };
  return { valid: false, computed, recovered };
}

/** RSAVP1 on a signature of exactly the modulus length. RFC 8017 §5.2.2 */
function recoverBlock(key: RsaPublicKey, signature: Uint8Array): Uint8Array | null {
  const imported = importKey(key);
  if (imported === null) return null;
  try {
    return bare(publicDecrypt({ key: imported, padding: constants.RSA_NO_PADDING }, signature));
  } catch {
    // The signature, read as a number, is not below the modulus, or the library refuses the key.
    return null;
  }
}

function isSignedBy(
  key: PublicKey,
  hash: HashAlgorithm | null,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const imported = importKey(key);
  if (imported === null) return false;
  try {
    return verify(hash, message, imported, signature);
  } catch {
    // The library refuses the key.
    return false;
  }
}

function digestOf(hash: HashAlgorithm, bytes: Uint8Array): Uint8Array {
  return bare(hashAtOnce(hash, bytes, "buffer"));
}

function importKey(key: PublicKey): KeyObject | null {
  const known = importedObjects.get(key);
  if (known !== undefined) return known;
  const imported = importKeyData(key);
  if (imported !== null) importedObjects.set(key, imported);
  return imported;
}

function importKeyData(key: PublicKey): KeyObject | null {
  const data = Buffer.from(key.type === "rsa" ? key.pkcs1 : key.raw);
  const name = `${key.type}:${data.toString("latin1")}`;
  const known = importedKeys.get(name);
  if (known !== undefined) return known;
  try {
    const imported =
      key.type === "rsa"
        ? createPublicKey({ key: data, format: "der", type: "pkcs1" })
        : createPublicKey({
            key: { kty: "OKP", crv: "Ed25519", x: data.toString("base64url") },
            format: "jwk",
          });
    importedKeys.set(name, imported);
    return imported;
  } catch {
    // Numbers that the library does not take for a key.
    return null;
  }
}

/** The bytes without being a Buffer, whose own methods must not reach the core. */
function bare(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
