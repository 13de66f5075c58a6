import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDkimKey, formatDkimSignature } from "../../src/dkim/format.ts";
import { parseDkimKey, type DkimKey } from "../../src/dkim/key-record.ts";
import { parseDkimSignature, type DkimSignature } from "../../src/dkim/signature.ts";
import { ed25519Key, keyData, rsaKey } from "../support/dkim-signer.ts";

const domain = fc.constantFrom("example.com", "sel", "xn--bcher-kva.example", "a_b.mail.example.com");
const fieldName = fc.constantFrom("From", "to", "X-One", "DKIM-Signature");
const copiedField = fc.record({ name: fieldName, value: fc.string({ unit: "grapheme" }) });
const localPart = fc.string({ unit: "grapheme-ascii" }).map((text) => text.replaceAll(" ", ""));
const timestamp = fc.option(fc.nat({ max: 999_999_999_999 }));
const algorithm = fc.constantFrom("simple" as const, "relaxed" as const);
const base64 = fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes).toString("base64"));

const signatures: fc.Arbitrary<Omit<DkimSignature, "text" | "tags">> = fc
  .record({
    algorithm: fc.constantFrom("rsa-sha256" as const, "ed25519-sha256" as const),
    hash: fc.constant("sha256" as const),
    signatureData: base64,
    bodyHash: fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes).toString("base64")),
    canonicalization: fc.record({ header: algorithm, body: algorithm }),
    sdid: domain,
    signedFields: fc.array(fieldName, { minLength: 1 }),
    auidDomain: domain,
    bodyLengthCount: fc.option(fc.maxSafeNat()),
    queryMethods: fc.constantFrom(["dns/txt"], ["foo/bar", "dns/txt"]),
    selector: domain,
    signedAt: timestamp,
    expiresAt: timestamp,
    copiedFields: fc.array(copiedField, { maxLength: 3 }),
  })
  .chain((parts) => localPart.map((local) => ({ ...parts, auid: `${local}@${parts.auidDomain}` })));

test("a signature written is read back (RFC 6376 §3.5)", () => {
  fc.assert(
    fc.property(signatures, (signature) => {
      expect(parseDkimSignature(formatDkimSignature(signature))).toMatchObject({ signature });
    }),
  );
});

const word = fc.constantFrom("sha256", "email", "y", "s", "x-1");
const keyParts = fc.record({
  hashAlgorithms: fc.option(fc.array(word, { minLength: 1, maxLength: 3 })),
  services: fc.array(fc.oneof(word, fc.constant("*")), { minLength: 1, maxLength: 3 }),
  flags: fc.array(word, { maxLength: 3 }),
  remark: fc.option(fc.constantFrom("", "a=20note", "two words")),
});
const publishedKeys = fc.constantFrom<Pick<DkimKey, "keyType" | "publicKey">>(
  {
    keyType: "rsa",
    publicKey: { type: "rsa", modulusBits: 1024, exponent: 65537, wrapping: "spki", data: keyData(rsaKey()) },
  },
  { keyType: "ed25519", publicKey: { type: "ed25519", data: keyData(ed25519Key()) } },
  { keyType: "rsa", publicKey: { type: "revoked" } },
  { keyType: "dsa", publicKey: { type: "unknown", data: "AAAA" } },
);

test("a key record written is read back (RFC 6376 §3.6.1)", () => {
  fc.assert(
    fc.property(keyParts, publishedKeys, (parts, published) => {
      const { flags } = parts;
      const key = { ...parts, ...published, testing: flags.includes("y"), exactAuid: flags.includes("s") };
      expect(parseDkimKey(formatDkimKey(key))).toMatchObject({ key });
    }),
  );
});

test("what differs from its default is stated (RFC 6376 §3.5)", () => {
  const simple = { header: "simple", body: "simple" } as const;
  const common = {
    algorithm: "rsa-sha256",
    hash: "sha256",
    canonicalization: simple,
    sdid: "example.com",
    selector: "s",
    signedAt: null,
    expiresAt: null,
    auid: "@example.com",
    auidDomain: "example.com",
    queryMethods: ["dns/txt"],
    bodyLengthCount: null,
    signedFields: ["From", "To"],
    copiedFields: [],
    bodyHash: "AAAA",
    signatureData: "BBBB",
  } as const;
  const changes: readonly Partial<DkimSignature>[] = [
    {},
    { canonicalization: { header: "relaxed", body: "simple" } },
    { canonicalization: { header: "simple", body: "relaxed" } },
    { auid: "a=@example.com" },
    { queryMethods: ["foo"] },
    { queryMethods: ["dns/txt", "foo"] },
    { bodyLengthCount: 0, signedAt: 0, expiresAt: 1 },
    {
      copiedFields: [
        { name: "A", value: "b|" },
        { name: "C", value: "" },
      ],
    },
  ];
  const start = "v=1; a=rsa-sha256";
  const end = "h=From:To; bh=AAAA; b=BBBB";
  const key = "d=example.com; s=s";
  expect(changes.map((change) => formatDkimSignature({ ...common, ...change }))).toStrictEqual([
    `${start}; ${key}; ${end}`,
    `${start}; c=relaxed/simple; ${key}; ${end}`,
    `${start}; c=simple/relaxed; ${key}; ${end}`,
    `${start}; ${key}; i=a=3D@example.com; ${end}`,
    `${start}; ${key}; q=foo; ${end}`,
    `${start}; ${key}; q=dns/txt:foo; ${end}`,
    `${start}; ${key}; t=0; x=1; l=0; ${end}`,
    `${start}; ${key}; h=From:To; z=A:b=7C|C:; bh=AAAA; b=BBBB`,
  ]);
});

test("defaults are left out", () => {
  const text = formatDkimKey({
    keyType: "rsa",
    publicKey: { type: "revoked" },
    hashAlgorithms: null,
    services: ["*"],
    flags: [],
    testing: false,
    exactAuid: false,
    remark: null,
  });
  expect(text).toBe("v=DKIM1; p=");
});
