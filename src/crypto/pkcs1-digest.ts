import { equalBytes } from "../base/bytes.ts";
import { DIGEST_OCTETS, type HashAlgorithm } from "./provider.ts";

/** DER of DigestInfo up to the digest itself. RFC 8017 §9.2 note 1 */
const DIGEST_INFO: Readonly<Record<HashAlgorithm, readonly number[]>> = {
  sha1: [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14],
  sha256: [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    0x04, 0x20,
  ],
};

const HASHES = ["sha1", "sha256"] as const;

/** 0x00 0x01, at least eight octets 0xff, 0x00. RFC 8017 §9.2 */
const SHORTEST_PADDING = 11;

/**
 * The block that a signer encrypts: padding, DigestInfo and digest, filling the modulus length.
 * Null when the modulus is too short to hold it.
 *
 * RFC 8017 §9.2
 */
export function encodeDigest(hash: HashAlgorithm, digest: Uint8Array, length: number): Uint8Array | null {
  const info = DIGEST_INFO[hash];
  const infoStart = length - info.length - digest.length;
  if (infoStart < SHORTEST_PADDING) return null;
  const block = new Uint8Array(length).fill(0xff);
  block[0] = 0x00;
  block[1] = 0x01;
  block[infoStart - 1] = 0x00;
  block.set(info, infoStart);
  block.set(digest, infoStart + info.length);
  return block;
}

/**
 * Whether the block recovered from a signature is the one for this digest, compared whole: nothing of
 * it is parsed, so there is nothing to be lenient about.
 *
 * RFC 8017 §8.2.2
 */
export function blockHoldsDigest(block: Uint8Array, hash: HashAlgorithm, digest: Uint8Array): boolean {
  const expected = encodeDigest(hash, digest, block.length);
  return expected !== null && equalBytes(block, expected);
}

export interface RecoveredDigest {
  readonly hash: HashAlgorithm;
  readonly digest: Uint8Array;
}

/**
 * The digest that the signer put into the block, whichever of the known hashes it used; null unless
 * every octet before the digest is as the encoding demands.
 *
 * RFC 8017 §9.2
 */
export function recoverDigest(block: Uint8Array): RecoveredDigest | null {
  for (const hash of HASHES) {
    const digest = block.slice(Math.max(0, block.length - DIGEST_OCTETS[hash]));
    if (blockHoldsDigest(block, hash, digest)) return { hash, digest };
  }
  return null;
}
