import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeDigest } from "../../src/crypto/pkcs1-digest.ts";
import type { SignatureAlgorithm, VerifyRequest } from "../../src/crypto/provider.ts";
import type { PublicKey } from "../../src/crypto/public-key.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";

function rsaKey(bits: number): { key: PublicKey; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  const pkcs1 = new Uint8Array(publicKey.export({ type: "pkcs1", format: "der" }));
  return { key: { type: "rsa", modulusBits: bits, exponent: 65537, pkcs1 }, privateKey };
}

function ed25519Key(): { key: PublicKey; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(publicKey.export({ type: "spki", format: "der" }).subarray(-32));
  return { key: { type: "ed25519", raw }, privateKey };
}

const rsa = rsaKey(1024);
const ed25519 = ed25519Key();
const signedBytes = new TextEncoder().encode("from:a\r\nsubject:b\r\n");
const sha256 = new Uint8Array(createHash("sha256").update(signedBytes).digest());
const sha1 = new Uint8Array(createHash("sha1").update(signedBytes).digest());

describe("signatures made by an independent library verify", () => {
  const cases: readonly { name: string; request: VerifyRequest }[] = [
    {
      name: "rsa-sha256 (RFC 6376 §3.3.2)",
      request: {
        algorithm: "rsa-sha256",
        key: rsa.key,
        signedBytes,
        signature: sign("sha256", signedBytes, rsa.privateKey),
      },
    },
    {
      name: "rsa-sha1 (RFC 6376 §3.3.1)",
      request: {
        algorithm: "rsa-sha1",
        key: rsa.key,
        signedBytes,
        signature: sign("sha1", signedBytes, rsa.privateKey),
      },
    },
    {
      name: "ed25519-sha256 signs the hash (RFC 8463 §3)",
      request: {
        algorithm: "ed25519-sha256",
        key: ed25519.key,
        signedBytes,
        signature: sign(null, sha256, ed25519.privateKey),
      },
    },
  ];
  test.each(cases)("$name", ({ request }) => {
    expect(nodeCrypto.verify(request)).toStrictEqual({ valid: true });
    // The second time the imported key comes from the cache.
    expect(nodeCrypto.verify(request)).toStrictEqual({ valid: true });
  });
});

describe("an invalid signature says what was computed and, for RSA, what was signed", () => {
  test("other bytes: the block with the signer's own hash", () => {
    const signature = sign("sha256", Buffer.from("other bytes"), rsa.privateKey);
    const signed = new Uint8Array(createHash("sha256").update("other bytes").digest());
    expect(
      nodeCrypto.verify({ algorithm: "rsa-sha256", key: rsa.key, signedBytes, signature }),
    ).toStrictEqual({
      valid: false,
      computed: sha256,
      recovered: encodeDigest("sha256", signed, 128),
    });
  });

  test("another hash than the algorithm names", () => {
    const signature = sign("sha256", signedBytes, rsa.privateKey);
    expect(nodeCrypto.verify({ algorithm: "rsa-sha1", key: rsa.key, signedBytes, signature })).toStrictEqual({
      valid: false,
      computed: sha1,
      recovered: encodeDigest("sha256", sha256, 128),
    });
  });

  const nothingRecovered: readonly {
    name: string;
    algorithm: SignatureAlgorithm;
    key: PublicKey;
    signature: Uint8Array;
  }[] = [
    { name: "an empty signature", algorithm: "rsa-sha256", key: rsa.key, signature: new Uint8Array() },
    {
      name: "a signature one octet short",
      algorithm: "rsa-sha256",
      key: rsa.key,
      signature: new Uint8Array(127).fill(1),
    },
    {
      name: "a signature one octet long",
      algorithm: "rsa-sha256",
      key: rsa.key,
      signature: new Uint8Array(129),
    },
    {
      name: "a signature above the modulus",
      algorithm: "rsa-sha256",
      key: rsa.key,
      signature: new Uint8Array(128).fill(0xff),
    },
    {
      name: "an Ed25519 key for RSA",
      algorithm: "rsa-sha256",
      key: ed25519.key,
      signature: new Uint8Array(64),
    },
    {
      name: "an RSA key for Ed25519",
      algorithm: "ed25519-sha256",
      key: rsa.key,
      signature: new Uint8Array(128),
    },
    {
      name: "a short Ed25519 signature",
      algorithm: "ed25519-sha256",
      key: ed25519.key,
      signature: new Uint8Array(63),
    },
    {
      name: "an Ed25519 key that is no point",
      algorithm: "ed25519-sha256",
      key: { type: "ed25519", raw: new Uint8Array(32).fill(0xff) },
      signature: new Uint8Array(64),
    },
    {
      name: "an RSA key that is none",
      algorithm: "rsa-sha256",
      key: { type: "rsa", modulusBits: 24, exponent: 3, pkcs1: Uint8Array.of(1, 2, 3) },
      signature: new Uint8Array(3),
    },
    {
      name: "a modulus of one octet",
      algorithm: "rsa-sha256",
      key: {
        type: "rsa",
        modulusBits: 8,
        exponent: 3,
        pkcs1: Uint8Array.of(0x30, 7, 2, 2, 0, 0xff, 2, 1, 3),
      },
      signature: new Uint8Array(1),
    },
  ];
  test.each(nothingRecovered)("$name", ({ algorithm, key, signature }) => {
    const answer = nodeCrypto.verify({ algorithm, key, signedBytes, signature });
    const computed = algorithm === "rsa-sha1" ? sha1 : sha256;
    const recovered = key.type === "rsa" && key.modulusBits === 8 ? Uint8Array.of(0) : null;
    expect(answer).toStrictEqual({ valid: false, computed, recovered });
  });
});

test.each([512, 2048])("RSA keys of %d bits are computed with; policy judges them elsewhere", (bits) => {
  const { key, privateKey } = rsaKey(bits);
  const signature = sign("sha256", signedBytes, privateKey);
  expect(nodeCrypto.verify({ algorithm: "rsa-sha256", key, signedBytes, signature })).toStrictEqual({
    valid: true,
  });
});

test("the same 32 bytes are one key as RSA and another as Ed25519", () => {
  const raw = Uint8Array.from([0x30, 30, 2, 25, 0, ...new Uint8Array(24).fill(0x81), 2, 1, 3]);
  const asRsa: PublicKey = { type: "rsa", modulusBits: 192, exponent: 3, pkcs1: raw };
  expect(
    nodeCrypto.verify({ algorithm: "rsa-sha256", key: asRsa, signedBytes, signature: new Uint8Array(24) }),
  ).toHaveProperty("valid", false);
  const asEd25519: PublicKey = { type: "ed25519", raw };
  expect(
    nodeCrypto.verify({
      algorithm: "ed25519-sha256",
      key: asEd25519,
      signedBytes,
      signature: new Uint8Array(64),
    }),
  ).toStrictEqual({ valid: false, computed: sha256, recovered: null });
});

test("no key and no signature make verification throw", () => {
  const algorithms = fc.constantFrom<SignatureAlgorithm>("rsa-sha1", "rsa-sha256", "ed25519-sha256");
  const bytes = fc.uint8Array({ maxLength: 140 });
  const pkcs1 = fc.oneof(
    bytes,
    fc
      .tuple(fc.nat({ max: 139 }), fc.nat({ max: 255 }))
      .map(([index, value]) =>
        rsa.key.type === "rsa" ? rsa.key.pkcs1.with(index, value) : new Uint8Array(),
      ),
  );
  const keys = fc.oneof(
    fc.record({
      type: fc.constant("rsa" as const),
      modulusBits: fc.nat({ max: 1200 }),
      exponent: fc.constant(3),
      pkcs1,
    }),
    fc.record({ type: fc.constant("ed25519" as const), raw: bytes }),
  );
  fc.assert(
    fc.property(algorithms, keys, bytes, (algorithm, key, signature) => {
      expect(nodeCrypto.verify({ algorithm, key, signedBytes, signature })).toHaveProperty("valid", false);
    }),
  );
});

function digestOf(...bytes: readonly number[]): Buffer {
  return createHash("sha256").update(Uint8Array.from(bytes)).digest();
}

test("a hash goes on from where it was copied", () => {
  const hash = nodeCrypto.createHash("sha256");
  hash.update(Uint8Array.of(1));
  const copy = hash.copy();
  hash.update(Uint8Array.of(2));
  copy.update(Uint8Array.of(3));
  expect(Buffer.from(hash.digest())).toStrictEqual(digestOf(1, 2));
  expect(Buffer.from(copy.digest())).toStrictEqual(digestOf(1, 3));
});
