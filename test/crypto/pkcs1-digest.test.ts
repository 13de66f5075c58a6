import { constants, createHash, generateKeyPairSync, publicDecrypt, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockHoldsDigest, encodeDigest, recoverDigest } from "../../src/crypto/pkcs1-digest.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const data = Buffer.from("signed by an independent library");

function signedBlock(hash: "sha1" | "sha256" | "sha512"): Uint8Array {
  const signature = sign(hash, data, privateKey);
  return new Uint8Array(publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature));
}

describe.each(["sha1", "sha256"] as const)("%s", (hash) => {
  const digest = new Uint8Array(createHash(hash).update(data).digest());
  const block = signedBlock(hash);

  test("the block encoded is the block that a library signs (RFC 8017 §9.2)", () => {
    expect(encodeDigest(hash, digest, 128)).toStrictEqual(block);
    expect(blockHoldsDigest(block, hash, digest)).toBe(true);
  });

  test("the digest is recovered with its hash", () => {
    expect(recoverDigest(block)).toStrictEqual({ hash, digest });
  });

  test("a change of any bit before the digest leaves nothing to recover", () => {
    fc.assert(
      fc.property(fc.nat({ max: (128 - digest.length) * 8 - 1 }), (bit) => {
        const changed = block.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(recoverDigest(changed)).toBeNull();
        expect(blockHoldsDigest(changed, hash, digest)).toBe(false);
      }),
    );
  });

  test("a block too short for eight octets of padding does not exist", () => {
    const shortest = 11 + (hash === "sha1" ? 15 : 19) + digest.length;
    expect(encodeDigest(hash, digest, shortest)).not.toBeNull();
    expect(encodeDigest(hash, digest, shortest - 1)).toBeNull();
  });
});

test("short padding with garbage behind the digest, the forgery for e = 3, is no digest", () => {
  const digest = new Uint8Array(createHash("sha256").update(data).digest());
  const head = encodeDigest("sha256", digest, 11 + 19 + 32) ?? new Uint8Array();
  const forged = new Uint8Array(128).fill(0x41);
  forged.set(head);
  expect(recoverDigest(forged)).toBeNull();
  expect(blockHoldsDigest(forged, "sha256", digest)).toBe(false);
});

test("a digest of another hash is not recovered", () => {
  expect(recoverDigest(signedBlock("sha512"))).toBeNull();
});

test("an empty block holds nothing", () => {
  expect(recoverDigest(new Uint8Array())).toBeNull();
});
