import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDkimKey } from "../../src/dkim/key-record.ts";
import { ed25519Key, keyData, rsaKey } from "../support/dkim-signer.ts";

const rsa = keyData(rsaKey());
const ed25519 = keyData(ed25519Key());

const rsaPublicKey = { type: "rsa", modulusBits: 1024, exponent: 65537, wrapping: "spki", data: rsa };
const rsaNotes = [
  { code: "dkim.key-wrapping", wrapping: "spki", rfc: "RFC 6376 §3.6.1" },
  { code: "dkim.key-below-recommended", bits: 1024, recommended: 2048, rfc: "RFC 8301 §3.2" },
];

describe("a key record is read tag by tag (RFC 6376 §3.6.1)", () => {
  const plain = {
    keyType: "rsa",
    publicKey: rsaPublicKey,
    hashAlgorithms: null,
    services: ["*"],
    flags: [],
    testing: false,
    exactAuid: false,
    remark: null,
    notes: rsaNotes,
  };
  const cases: readonly { name: string; text: string; expected: object }[] = [
    { name: "p= alone: everything else has a default", text: `p=${rsa}`, expected: plain },
    { name: "v=DKIM1 first", text: `v=DKIM1; k=rsa; p=${rsa};`, expected: plain },
    {
      name: "white space in p= is ignored",
      text: `p=${rsa.slice(0, 9)} ${rsa.slice(9, 30)}\t${rsa.slice(30)}`,
      expected: plain,
    },
    {
      name: "a bare RSAPublicKey",
      text: `p=${keyData(rsaKey(), "pkcs1")}`,
      expected: {
        ...plain,
        publicKey: { ...rsaPublicKey, wrapping: "pkcs1", data: keyData(rsaKey(), "pkcs1") },
        notes: [
          { code: "dkim.key-wrapping", wrapping: "pkcs1", rfc: "RFC 6376 §3.6.1" },
          ...rsaNotes.slice(1),
        ],
      },
    },
    {
      name: "2048 bits are as recommended (RFC 8301 §3.2)",
      text: `p=${keyData(rsaKey(2048))}`,
      expected: {
        ...plain,
        publicKey: { ...rsaPublicKey, modulusBits: 2048, data: keyData(rsaKey(2048)) },
        notes: rsaNotes.slice(0, 1),
      },
    },
    {
      name: "an Ed25519 key is 32 bare octets (RFC 8463 §4.2)",
      text: `v=DKIM1; k=ed25519; p=${ed25519}`,
      expected: { ...plain, keyType: "ed25519", publicKey: { type: "ed25519", data: ed25519 }, notes: [] },
    },
    {
      name: "an empty p= is a revoked key",
      text: "v=DKIM1; p= ",
      expected: { ...plain, publicKey: { type: "revoked" }, notes: [] },
    },
    {
      name: "a revoked key of unknown type is revoked",
      text: "k=x; p=",
      expected: { ...plain, keyType: "x", publicKey: { type: "revoked" }, notes: [] },
    },
    {
      name: "an unknown key type",
      text: "k=dsa; p=AAAA",
      expected: { ...plain, keyType: "dsa", publicKey: { type: "unknown", data: "AAAA" }, notes: [] },
    },
    {
      name: "h=, s=, t= and n= with white space around colons",
      text: `h=sha1 : sha256; s=email:other; t=y : s : z; n=call the=20office; p=${rsa}`,
      expected: {
        ...plain,
        hashAlgorithms: ["sha1", "sha256"],
        services: ["email", "other"],
        flags: ["y", "s", "z"],
        testing: true,
        exactAuid: true,
        remark: "call the=20office",
        notes: [...rsaNotes, { code: "dkim.testing", rfc: "RFC 6376 §3.6.1" }],
      },
    },
    {
      name: "g= is ignored (RFC 6376 appendix C.2)",
      text: `g=joe; p=${rsa}`,
      expected: {
        ...plain,
        notes: [
          ...rsaNotes,
          { code: "dkim.granularity-ignored", value: "joe", rfc: "RFC 6376 Appendix C.2" },
        ],
      },
    },
    {
      name: "an empty t= sets no flag",
      text: `t=; p=${rsa}`,
      expected: {
        ...plain,
        notes: [...rsaNotes, { code: "dkim.malformed-list", tag: "t", rfc: "RFC 6376 §3.6.1" }],
      },
    },
    {
      name: "h=sha1 admits nothing acceptable (RFC 8301 §3.1)",
      text: `h=sha1; p=${rsa}`,
      expected: {
        ...plain,
        hashAlgorithms: ["sha1"],
        notes: [...rsaNotes, { code: "dkim.sha1-only", rfc: "RFC 8301 §3.1" }],
      },
    },
    { name: "unknown tags are ignored", text: `zz=1; p=${rsa}`, expected: plain },
  ];
  test.each(cases)("$name", ({ text, expected }) => {
    const reading = parseDkimKey(text);
    const tags = "key" in reading ? reading.key.tags : [];
    expect(reading).toStrictEqual({ key: { ...expected, text, tags } });
    for (const { name, at: place } of tags)
      expect(text.slice(0, place.start)).toMatch(new RegExp(`${name}\\s*=\\s*$`));
  });
});

function at(start: number, end: number): object {
  return { at: { start, end } };
}

describe("a record that is no usable key has its issue", () => {
  const keyDataIssue = (reason: string, text: string): object => ({
    code: "key-data",
    reason,
    ...at(text.indexOf("p=") + 2, text.length),
  });
  const short = `k=ed25519; p=${Buffer.alloc(31).toString("base64")}`;
  const wrapped = `k=ed25519; p=${Buffer.alloc(44, 48).toString("base64")}`;
  const cases: readonly { name: string; text: string; issue: object }[] = [
    { name: "an SPF record of a wildcard", text: "v=spf1 -all", issue: { code: "foreign" } },
    { name: "a DMARC record, though it has p=", text: "v=DMARC1; p=none", issue: { code: "foreign" } },
    { name: "a verification token", text: "some-site-verification=abc123", issue: { code: "foreign" } },
    { name: "an empty record", text: "", issue: { code: "foreign" } },
    {
      name: "another version (RFC 6376 §3.6.1)",
      text: "v=DKIM2; p=AAAA",
      issue: { code: "version", value: "DKIM2", ...at(2, 7) },
    },
    {
      name: "a version in lower case",
      text: "v=dkim1; p=AAAA",
      issue: { code: "version", value: "dkim1", ...at(2, 7) },
    },
    {
      name: "a backslash before the semicolon",
      text: "v=DKIM1\\; p=AAAA",
      issue: { code: "version", value: "DKIM1\\", ...at(2, 8) },
    },
    {
      name: "v= not first (RFC 6376 §3.6.1)",
      text: `p=${rsa}; v=DKIM1`,
      issue: { code: "version-not-first", ...at(rsa.length + 4, rsa.length + 5) },
    },
    { name: "no p= (RFC 6376 §3.6.1)", text: "v=DKIM1; k=rsa", issue: { code: "missing-key-data" } },
    {
      name: "a tag twice (RFC 6376 §3.2)",
      text: "p=AAAA; k=rsa; k=rsa",
      issue: { code: "duplicate-tag", tag: "k", ...at(15, 16) },
    },
    {
      name: "a tag without =",
      text: "k; p=AAAA",
      issue: { code: "syntax", tag: "k", expected: "=", ...at(1, 1) },
    },
    {
      name: "NUL in p=",
      text: "p=AA\0A",
      issue: { code: "syntax", tag: "p", expected: "tag value", ...at(4, 5) },
    },
    { name: "p= that is no base64", text: "p=A!AA", issue: keyDataIssue("base64", "p=A!AA") },
    { name: "p= that is no key", text: "p=AAAA", issue: keyDataIssue("structure", "p=AAAA") },
    {
      name: "an Ed25519 key of 31 octets (RFC 8463 §4.2)",
      text: short,
      issue: keyDataIssue("length", short),
    },
    {
      name: "an Ed25519 key in a SubjectPublicKeyInfo (RFC 8463 §4.2)",
      text: wrapped,
      issue: keyDataIssue("length", wrapped),
    },
  ];
  test.each(cases)("$name", ({ text, issue }) => {
    expect(parseDkimKey(text)).toStrictEqual({ issue });
  });
});

test("no text makes the parser throw", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "v=DKIM1;",
      "k=rsa;",
      "k=ed25519;",
      `p=${rsa};`,
      "p=;",
      "h=sha256:;",
      "t=y:s;",
      "s=*;",
      "g=;",
      ";",
      "=",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(Object.keys(parseDkimKey(pieces.join("")))).toHaveLength(1);
    }),
  );
});
