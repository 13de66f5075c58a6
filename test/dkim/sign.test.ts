import { describe, expect, it } from "vitest";
import { parseDkimSignature, type DkimSignature } from "../../src/dkim/signature.ts";
import { SigningReader } from "../../src/dkim/sign.ts";
import type { DkimSignatureOptions } from "../../src/dkim/signing-options.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { nodeSigner } from "../../src/node/signer.ts";
import { keyRecord, rsaKey } from "../support/dkim-signer.ts";
import { ED25519, fieldsFor, RSA, sign, signed, ZONE } from "./signing.ts";
import { MESSAGE, NOW, verdicts, verify } from "./verifying.ts";

const simple = { header: "simple", body: "simple" } as const;

function readField(field: string): DkimSignature {
  const reading = parseDkimSignature(field.slice(field.indexOf(":") + 1).trimEnd());
  if ("issue" in reading) throw new Error(`unreadable: ${reading.issue.code}`);
  return reading.signature;
}

async function readSigned(message: string, options: Partial<DkimSignatureOptions>): Promise<DkimSignature> {
  const [field = ""] = await fieldsFor(message, [{ ...RSA, ...options }]);
  return readField(field);
}

describe("a signature made here", () => {
  it.each([
    { name: "rsa-sha256", key: RSA },
    { name: "ed25519-sha256", key: ED25519 },
  ])("verifies with $name in each canonicalization (RFC 6376 §3.4, RFC 8463 §3)", async ({ key }) => {
    for (const header of ["simple", "relaxed"] as const) {
      for (const body of ["simple", "relaxed"] as const) {
        const message = await signed(MESSAGE, [{ ...key, canonicalization: { header, body } }]);
        expect(verdicts(message, { zone: ZONE })).toStrictEqual(["pass"]);
      }
    }
  });

  it("stands beside others of the same run, the first on top (RFC 6376 §5.6)", async () => {
    const fields = await fieldsFor(MESSAGE, [RSA, ED25519]);
    expect(fields.map((field) => readField(field).selector)).toStrictEqual(["rsa", "ed"]);
    expect(verdicts(fields.join("") + MESSAGE, { zone: ZONE })).toStrictEqual(["pass", "pass"]);
  });

  it("states what was asked for, and the defaults", async () => {
    const signature = await readSigned(MESSAGE, {});
    expect({ ...signature, text: "", tags: [], bodyHash: "", signatureData: "" }).toStrictEqual({
      text: "",
      tags: [],
      algorithm: "rsa-sha256",
      hash: "sha256",
      canonicalization: { header: "relaxed", body: "relaxed" },
      sdid: "example.com",
      selector: "rsa",
      signedAt: NOW,
      expiresAt: null,
      auid: "@example.com",
      auidDomain: "example.com",
      queryMethods: ["dns/txt"],
      bodyLengthCount: null,
      signedFields: (
        "From:From:To:To:Cc:Subject:Subject:Date:Date:Message-ID:Reply-To:MIME-Version:Content-Type:" +
        "Content-Transfer-Encoding:Content-Disposition:Content-ID:Content-Description"
      ).split(":"),
      copiedFields: [],
      bodyHash: "",
      signatureData: "",
    });
  });

  it("states i=, x= and c= as given, domains as A-labels (RFC 6376 §3.5, RFC 8616 §5)", async () => {
    const options = {
      sdid: "BÜCHER.example",
      auid: "jö;=|=@mail.bücher.example",
      canonicalization: simple,
      expiresAt: NOW + 86_400,
    };
    const { sdid, auid, canonicalization, expiresAt } = await readSigned(MESSAGE, options);
    expect({ sdid, auid, canonicalization, expiresAt }).toStrictEqual({
      sdid: "xn--bcher-kva.example",
      auid: "jö;=|=@mail.xn--bcher-kva.example",
      canonicalization: simple,
      expiresAt: NOW + 86_400,
    });
  });

  it("is folded at 78 columns and ends with CRLF (RFC 5322 §2.1.1)", async () => {
    for (const field of await fieldsFor(MESSAGE, [
      RSA,
      ED25519,
      { ...RSA, sdid: "a.very.long.name.example" },
    ])) {
      const lines = field.split("\r\n");
      expect(lines.pop()).toBe("");
      expect(lines.filter((line) => line.length > 78)).toStrictEqual([]);
      expect(lines.slice(1).filter((line) => !/^ \S/.test(line))).toStrictEqual([]);
    }
  });

  it("has all its parts of the same body however it was cut", async () => {
    const whole = await signed(MESSAGE, [RSA]);
    for (let cut = 0; cut <= MESSAGE.length; cut += 7) {
      expect(await signed(MESSAGE, [RSA], [cut])).toBe(whole);
    }
  });
});

describe("h=", () => {
  it.each([
    { field: "Subject: Another", verdict: "fail header invalid body match" },
    { field: "From: other@example.net", verdict: "fail header invalid body match" },
    { field: "Cc: other@example.net", verdict: "fail header invalid body match" },
    { field: "Content-Type: text/html", verdict: "fail header invalid body match" },
    { field: "Received: from c.example by d.example", verdict: "pass" },
    { field: "List-Id: <list.example.net>", verdict: "pass" },
    { field: "Sender: list@example.net", verdict: "pass" },
  ])("says of an added $field: $verdict (RFC 6376 §5.4)", async ({ field, verdict }) => {
    const message = await signed(MESSAGE);
    expect(verdicts(`${field}\r\n${message}`, { zone: ZONE })).toStrictEqual([verdict]);
  });

  it("holds every instance of a field, from the bottom up (RFC 6376 §5.4.2)", async () => {
    const message = `References: <a@x>\r\nTo: one@example.net\r\nReferences: <b@x>\r\n${MESSAGE}`;
    const { signedFields } = await readSigned(message, {});
    const counts = ["To", "References"].map((name) => signedFields.filter((each) => each === name).length);
    expect(counts).toStrictEqual([3, 2]);
    expect(verdicts(await signed(message), { zone: ZONE })).toStrictEqual(["pass"]);
  });

  it("holds just the names that were given, as written", async () => {
    const signedFields = ["Subject", "from", "X-None"];
    expect((await readSigned(MESSAGE, { signedFields })).signedFields).toStrictEqual(signedFields);
    const message = await signed(MESSAGE, [{ ...RSA, signedFields }]);
    expect(verdicts(`X-None: some\r\n${message}`, { zone: ZONE })).toStrictEqual([
      "fail header invalid body match",
    ]);
    expect(verdicts(`To: some\r\n${message}`, { zone: ZONE })).toStrictEqual(["pass"]);
  });
});

describe("l= (RFC 6376 §5.3.1)", () => {
  it.each([
    { bodyLengthCount: 0, stated: 0 },
    { bodyLengthCount: 5, stated: 5 },
    { bodyLengthCount: 1_000_000, stated: 46 },
    { bodyLengthCount: "whole" as const, stated: 46 },
  ])("is the length hashed: $stated for $bodyLengthCount", async ({ bodyLengthCount, stated }) => {
    expect((await readSigned(MESSAGE, { bodyLengthCount })).bodyLengthCount).toBe(stated);
    const message = await signed(MESSAGE, [{ ...RSA, bodyLengthCount }]);
    const policy = { unsignedBody: "accept" } as const;
    expect(verdicts(`${message}And more.\r\n`, { zone: ZONE, policy })).toStrictEqual(["pass"]);
  });
});

describe("a message in LF storage form", () => {
  const stored = MESSAGE.replaceAll("\r\n", "\n");

  it.each([{ canonicalization: simple }, {}])(
    "is signed as it goes over the network (RFC 6376 §5.3) %#",
    async (options) => {
      const outcome = await sign(stored, [{ ...RSA, ...options }]);
      if (outcome.kind === "refused") throw new Error("refused");
      expect(outcome).toStrictEqual({ ...(await sign(MESSAGE, [{ ...RSA, ...options }])), lineEnding: "lf" });
      const field = outcome.fields.join("");
      expect(verdicts(field + MESSAGE, { zone: ZONE })).toStrictEqual(["pass"]);
      expect(verdicts(field.replaceAll("\r\n", "\n") + stored, { zone: ZONE })).toStrictEqual(["pass"]);
    },
  );
});

describe("a message that is refused", () => {
  const cases = [
    {
      name: "without From (RFC 6376 §5.4)",
      message: "To: a@b.example\r\n\r\n",
      issue: { code: "from-missing" },
    },
    {
      name: "with two From fields",
      message: `From: a@b.example\r\n${MESSAGE}`,
      issue: { code: "author-ambiguous", causes: [{ code: "multiple-from", fieldIndices: [0, 2] }] },
    },
    {
      name: "with a bare LF in its body (RFC 6376 §5.3)",
      message: `${MESSAGE}a\nb\r\n`,
      issue: {
        code: "not-transmissible",
        note: { code: "bare-lf", part: "body", count: 1, offset: MESSAGE.length + 1 },
      },
    },
    {
      name: "with a bare CR in its body (RFC 6376 §5.3)",
      message: `${MESSAGE}a\rb\r\n`,
      issue: {
        code: "not-transmissible",
        note: { code: "bare-cr", part: "body", count: 1, offset: MESSAGE.length + 1 },
      },
    },
    {
      name: "with a NUL",
      message: `${MESSAGE}\0`,
      issue: {
        code: "not-transmissible",
        note: { code: "nul", part: "body", count: 1, offset: MESSAGE.length },
      },
    },
    {
      name: "with a line in its header that is no field (RFC 6376 §3.8)",
      message: `no field\r\n${MESSAGE}`,
      issue: { code: "not-transmissible", note: { code: "malformed-header-line", count: 1, offset: 0 } },
    },
  ];
  it.each(cases)("$name", async ({ message, issue }) => {
    expect(await sign(message)).toStrictEqual({ kind: "refused", issue });
  });
});

describe("notes", () => {
  it("name an RSA key below 2048 bits (RFC 8301 §3.2)", async () => {
    const key = { ...RSA, signer: nodeSigner(rsaKey(1024).privateKey) };
    const outcome = await sign(MESSAGE, [RSA, key, ED25519]);
    expect(outcome.kind === "signed" && outcome.notes).toStrictEqual([
      { code: "dkim.key-below-recommended", bits: 1024, recommended: 2048, rfc: "RFC 8301 §3.2" },
    ]);
    const zone = { "rsa._domainkey.example.com": { TXT: [keyRecord(rsaKey(1024))] } };
    expect(verdicts(await signed(MESSAGE, [key]), { zone })).toStrictEqual(["pass"]);
  });
});

describe("a mistake of the caller is a TypeError that names it", () => {
  const rsaSigner = { algorithm: "rsa-sha256", sign: () => new Uint8Array() } as const;
  const cases: readonly { readonly options: object; readonly message: string }[] = [
    { options: { sdid: "example.com; l=0" }, message: "signatures[0].sdid: expected a domain name" },
    { options: { sdid: "example.com\r\nSubject: x" }, message: "signatures[0].sdid: expected a domain name" },
    { options: { sdid: "com" }, message: "signatures[0].sdid: expected a domain name" },
    { options: { sdid: "example.com." }, message: "signatures[0].sdid: expected a domain name" },
    { options: { sdid: undefined }, message: "signatures[0].sdid: expected a domain name" },
    { options: { selector: "a; x=1" }, message: "signatures[0].selector: expected a selector" },
    { options: { selector: "" }, message: "signatures[0].selector: expected a selector" },
    {
      options: { selector: `${"a".repeat(60)}.`.repeat(4) + "a" },
      message: "signatures[0].selector: expected",
    },
    { options: { auid: "a@example.net" }, message: "signatures[0].auid: expected an address in example.com" },
    { options: { auid: "example.com" }, message: "signatures[0].auid: expected an address" },
    { options: { auid: "a b@example.com" }, message: "signatures[0].auid: expected an address" },
    { options: { auid: "a\r\n@example.com" }, message: "signatures[0].auid: expected an address" },
    {
      options: { auid: `${"a".repeat(65)}@example.com` },
      message: "signatures[0].auid: expected an address",
    },
    { options: { auid: 1 }, message: "signatures[0].auid: expected an address" },
    { options: { signedFields: [] }, message: "signatures[0].signedFields: expected From" },
    { options: { signedFields: ["To"] }, message: "signatures[0].signedFields: expected From" },
    { options: { signedFields: "From" }, message: "signatures[0].signedFields: expected a list" },
    {
      options: { signedFields: ["From", "a:b"] },
      message: "signatures[0].signedFields[1]: expected the name",
    },
    {
      options: { signedFields: ["From", "a;b"] },
      message: "signatures[0].signedFields[1]: expected the name",
    },
    { options: { signedFields: ["From", "é"] }, message: "signatures[0].signedFields[1]: expected the name" },
    {
      options: { signedFields: ["From", "Received"] },
      message: "signatures[0].signedFields[1]: expected a field",
    },
    {
      options: { signedFields: ["return-path", "From"] },
      message: "signatures[0].signedFields[0]: expected a field",
    },
    {
      options: { signedFields: ["From", "DKIM-Signature"] },
      message: "signatures[0].signedFields[1]: expected a field",
    },
    { options: { bodyLengthCount: -1 }, message: "signatures[0].bodyLengthCount: expected a whole number" },
    {
      options: { bodyLengthCount: "all" },
      message: "signatures[0].bodyLengthCount: expected a whole number",
    },
    { options: { expiresAt: NOW }, message: "signatures[0].expiresAt: expected whole seconds" },
    { options: { expiresAt: NOW + 0.5 }, message: "signatures[0].expiresAt: expected whole seconds" },
    { options: { expiresAt: 1e12 }, message: "signatures[0].expiresAt: expected whole seconds" },
    {
      options: { canonicalization: { header: "nofws", body: "simple" } },
      message: 'signatures[0].canonicalization.header: expected "simple" or "relaxed", got "nofws"',
    },
    {
      options: { signer: { ...rsaSigner, modulusBits: 512 } },
      message: "signatures[0].signer.modulusBits: expected 1024 to 4096 bits, got 512",
    },
    {
      options: { signer: { ...rsaSigner, modulusBits: 8192 } },
      message: "signatures[0].signer.modulusBits: expected 1024 to 4096 bits, got 8192",
    },
    {
      options: { signer: { algorithm: "rsa-sha1", sign: () => new Uint8Array() } },
      message: "signatures[0].signer.algorithm: expected",
    },
    { options: { signer: undefined }, message: "signatures[0].signer: expected an object" },
  ];
  it.each(cases)("$message ($#)", ({ options, message }) => {
    const construct = (): SigningReader =>
      new SigningReader({ crypto: nodeCrypto, signatures: [{ ...RSA, ...options }], now: NOW });
    expect(construct).toThrow(TypeError);
    expect(construct).toThrow(message);
  });

  it("no signature, no moment, bytes after the end", async () => {
    const crypto = nodeCrypto;
    expect(() => new SigningReader({ crypto, signatures: [], now: NOW })).toThrow(
      new TypeError("signatures: expected a list of one signature or more, got an array"),
    );
    const named: unknown = "rsa";
    expect((): unknown =>
      Reflect.construct(SigningReader, [{ crypto, signatures: named, now: NOW }]),
    ).toThrow(new TypeError('signatures: expected a list of one signature or more, got "rsa"'));
    expect(() => new SigningReader({ crypto, signatures: [RSA], now: Number.NaN })).toThrow(
      new TypeError("now: expected seconds since 1970, got NaN"),
    );
    const reader = new SigningReader({ crypto, signatures: [RSA], now: NOW });
    await reader.finish();
    expect(() => reader.push(new Uint8Array())).toThrow(TypeError);
    await expect(reader.finish()).rejects.toThrow(TypeError);
  });

  it("what a signer throws rejects unchanged", async () => {
    const failure = new Error("no such key");
    const signer = { ...rsaSigner, modulusBits: 2048, sign: () => Promise.reject(failure) };
    await expect(sign(MESSAGE, [{ ...RSA, signer }])).rejects.toBe(failure);
  });
});

it("the coverage of a default signature leaves nothing of the body and no duplicate unsigned", async () => {
  const [result] = verify(await signed(MESSAGE), { zone: ZONE }).results;
  expect(result?.result === "pass" && result.coverage).toStrictEqual({
    signedFields: [
      { name: "from", fieldIndex: 2 },
      { name: "to", fieldIndex: 3 },
      { name: "subject", fieldIndex: 4 },
      { name: "date", fieldIndex: 5 },
    ],
    oversigned: (
      "from:to:cc:subject:date:message-id:reply-to:mime-version:content-type:" +
      "content-transfer-encoding:content-disposition:content-id:content-description"
    ).split(":"),
    unsignedDuplicates: [],
    signedBodyBytes: 46,
    unsignedBodyBytes: 0,
  });
});
