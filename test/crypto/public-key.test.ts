import { createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEd25519PublicKey, parseRsaPublicKey } from "../../src/crypto/public-key.ts";

/** DER by hand, so that shapes no library writes can be written. */
function element(tag: number, ...contents: readonly (readonly number[])[]): readonly number[] {
  const content = contents.flat();
  const { length } = content;
  if (length < 0x80) return [tag, length, ...content];
  if (length < 0x100) return [tag, 0x81, length, ...content];
  return [tag, 0x82, length >> 8, length & 0xff, ...content];
}

const RSA_OID = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
const F4 = element(0x02, [0x01, 0x00, 0x01]);

/** An integer of so many bits, odd unless said otherwise. */
function modulus(bits: number, last = 0x01): readonly number[] {
  const octets = Math.ceil(bits / 8);
  const top = 1 << ((bits - 1) % 8);
  const magnitude = [top, ...Array.from({ length: octets - 2 }, () => 0x55), last];
  return element(0x02, top >= 0x80 ? [0, ...magnitude] : magnitude);
}

function pkcs1(bits: number): readonly number[] {
  return element(0x30, modulus(bits), F4);
}

function spki(inner: readonly number[], oid: readonly number[] = RSA_OID): readonly number[] {
  return element(0x30, oid, element(0x03, [0, ...inner]));
}

const bare = pkcs1(1024);

describe("a key in one of the two shapes is read", () => {
  const cases = [
    { name: "the bare RSAPublicKey of RFC 6376 §3.6.1", der: bare, bits: 1024, wrapping: "pkcs1" },
    { name: "a SubjectPublicKeyInfo (RFC 5280 §4.1)", der: spki(bare), bits: 1024, wrapping: "spki" },
    { name: "512 bits", der: pkcs1(512), bits: 512, wrapping: "pkcs1" },
    { name: "1023 bits", der: pkcs1(1023), bits: 1023, wrapping: "pkcs1" },
    { name: "1025 bits", der: pkcs1(1025), bits: 1025, wrapping: "pkcs1" },
    {
      name: "8192 bits, the most that is given to cryptography",
      der: pkcs1(8192),
      bits: 8192,
      wrapping: "pkcs1",
    },
    { name: "16384 bits, which are not", der: pkcs1(16_384), bits: 16_384, wrapping: "pkcs1" },
  ] as const;
  test.each(cases)("$name", ({ der, bits, wrapping }) => {
    const inner = wrapping === "spki" ? bare : der;
    expect(parseRsaPublicKey(Uint8Array.from(der))).toStrictEqual({
      key: { type: "rsa", modulusBits: bits, exponent: 65537, pkcs1: Uint8Array.from(inner) },
      wrapping,
    });
  });

  test.each([3, 17, 65537, 2 ** 31 - 1, 2 ** 32 - 1])("exponent %d", (exponent) => {
    const octets =
      exponent
        .toString(16)
        .padStart(exponent >= 2 ** 31 ? 10 : 8, "0")
        .match(/../g) ?? [];
    const trimmed = octets.map((octet) => parseInt(octet, 16));
    while (trimmed.length > 1 && trimmed[0] === 0 && (trimmed[1] ?? 0) < 0x80) trimmed.shift();
    const reading = parseRsaPublicKey(Uint8Array.from(element(0x30, modulus(1024), element(0x02, trimmed))));
    expect("key" in reading && reading.key.exponent).toBe(exponent);
  });
});

describe("anything else has an issue", () => {
  const keyWith = (exponent: readonly number[]): readonly number[] =>
    element(0x30, modulus(1024), element(0x02, exponent));
  const cases = [
    { name: "nothing", der: [], issue: "structure" },
    { name: "a byte after the key", der: [...bare, 0], issue: "structure" },
    {
      name: "a long modulus with a long exponent",
      der: element(0x30, modulus(4097), element(0x02, [1, 0, 3])),
      issue: "exponent",
    },
    { name: "a key cut short", der: bare.slice(0, -1), issue: "structure" },
    {
      name: "a length in more octets than needed",
      der: [0x30, 0x83, 0, ...bare.slice(2)],
      issue: "structure",
    },
    {
      name: "a short length in the long form",
      der: [0x30, 0x81, 0x06, 2, 1, 3, 2, 1, 3],
      issue: "structure",
    },
    { name: "an indefinite length", der: [0x30, 0x80, ...bare.slice(3), 0, 0], issue: "structure" },
    { name: "three integers", der: element(0x30, modulus(1024), F4, F4), issue: "structure" },
    { name: "one integer", der: element(0x30, modulus(1024)), issue: "structure" },
    { name: "a negative modulus", der: element(0x30, element(0x02, [0x80, 1]), F4), issue: "structure" },
    { name: "a padded modulus", der: element(0x30, element(0x02, [0, 1, 1]), F4), issue: "structure" },
    { name: "an empty modulus", der: element(0x30, element(0x02), F4), issue: "structure" },
    { name: "a modulus of zero", der: element(0x30, element(0x02, [0]), F4), issue: "structure" },
    { name: "another algorithm's identifier", der: spki(bare, RSA_OID.with(12, 2)), issue: "structure" },
    {
      name: "unused bits in the BIT STRING",
      der: element(0x30, RSA_OID, element(0x03, [1, ...bare])),
      issue: "structure",
    },
    { name: "a byte inside the BIT STRING after the key", der: spki([...bare, 0]), issue: "structure" },
    { name: "a key wrapped twice", der: spki(spki(bare)), issue: "structure" },
    { name: "an even modulus", der: element(0x30, modulus(1024, 2), F4), issue: "modulus" },
    { name: "exponent 0", der: keyWith([0]), issue: "structure" },
    { name: "exponent 1 (RFC 8017 §3.1)", der: keyWith([1]), issue: "exponent" },
    { name: "an even exponent (RFC 8017 §3.1)", der: keyWith([2]), issue: "exponent" },
    { name: "exponent 2^31", der: keyWith([0, 0x80, 0, 0, 0]), issue: "exponent" },
    { name: "exponent 2^32 + 1", der: keyWith([1, 0, 0, 0, 1]), issue: "exponent" },
    {
      name: "an exponent of 128 octets",
      der: keyWith([1, ...Array.from({ length: 127 }, () => 1)]),
      issue: "exponent",
    },
  ];
  test.each(cases)("$name: $issue", ({ der, issue }) => {
    expect(parseRsaPublicKey(Uint8Array.from(der))).toStrictEqual({ issue });
  });
});

test("both wrappings that a library writes are read to the same key", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 });
  const inner = new Uint8Array(publicKey.export({ type: "pkcs1", format: "der" }));
  const key = { type: "rsa", modulusBits: 2048, exponent: 3, pkcs1: inner };
  expect(parseRsaPublicKey(inner)).toStrictEqual({ key, wrapping: "pkcs1" });
  const outer = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  expect(parseRsaPublicKey(outer)).toStrictEqual({ key, wrapping: "spki" });
});

test("what is read as a key, a library reads as the same key, whatever single byte is changed", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 512 });
  const original = publicKey.export({ type: "spki", format: "der" });
  fc.assert(
    fc.property(fc.nat({ max: original.length - 1 }), fc.nat({ max: 255 }), (index, value) => {
      const der = Uint8Array.from(original).with(index, value);
      const reading = parseRsaPublicKey(der);
      if ("issue" in reading) return;
      const key = createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
      expect(reading.key.pkcs1).toStrictEqual(new Uint8Array(key.export({ type: "pkcs1", format: "der" })));
    }),
  );
});

test("no bytes make the reader throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parseRsaPublicKey(bytes)));
});

test.each([0, 31, 33, 44])("an Ed25519 key of %d octets has the wrong length (RFC 8463 §4.2)", (length) => {
  expect(parseEd25519PublicKey(new Uint8Array(length))).toStrictEqual({ issue: "length" });
});

test("an Ed25519 key is 32 octets (RFC 8463 §4.2)", () => {
  const raw = new Uint8Array(32).fill(7);
  expect(parseEd25519PublicKey(raw)).toStrictEqual({ type: "ed25519", raw });
});
