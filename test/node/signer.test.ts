import { generateKeyPairSync, verify } from "node:crypto";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { parseDkimKey } from "../../src/dkim/key-record.ts";
import { generateDkimKey } from "../../src/node/keygen.ts";
import { sealMessage } from "../../src/node/seal.ts";
import { signMessage } from "../../src/node/sign.ts";
import { nodeSigner } from "../../src/node/signer.ts";
import { results } from "../arc/sealing.ts";
import { status } from "../arc/validating.ts";
import { RSA, ZONE } from "../dkim/signing.ts";
import { MESSAGE, NOW, verdicts } from "../dkim/verifying.ts";
import { ed25519Key, rsaKey } from "../support/dkim-signer.ts";

const bytes = Buffer.from("to be signed");

describe("nodeSigner", () => {
  it("signs with an RSA key in either PEM form (RFC 6376 §3.3)", async () => {
    const { privateKey, publicKey } = rsaKey(1024);
    for (const type of ["pkcs1", "pkcs8"] as const) {
      const signer = nodeSigner(privateKey.export({ type, format: "pem" }).toString());
      expect({ ...signer, sign: null }).toStrictEqual({
        algorithm: "rsa-sha256",
        modulusBits: 1024,
        sign: null,
      });
      expect(verify("sha256", bytes, publicKey, await signer.sign(bytes))).toBe(true);
    }
  });

  it("signs the hash with an Ed25519 key (RFC 8463 §3)", async () => {
    const { privateKey, publicKey } = ed25519Key();
    const signer = nodeSigner(privateKey);
    expect(Object.keys(signer)).toStrictEqual(["algorithm", "sign"]);
    expect(signer.algorithm).toBe("ed25519-sha256");
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    expect(verify(null, Buffer.from(digest), publicKey, await signer.sign(bytes))).toBe(true);
  });

  const foreign = generateKeyPairSync("ec", { namedCurve: "P-256" });
  it.each([
    { name: "a public key", key: rsaKey().publicKey, message: "expected a private key in PEM" },
    { name: "text", key: "no key", message: "expected a private key in PEM" },
    {
      name: "an elliptic curve of another kind",
      key: foreign.privateKey,
      message: "expected RSA or Ed25519, got ec",
    },
  ])("refuses $name with a TypeError", ({ key, message }) => {
    expect(() => nodeSigner(key)).toThrow(TypeError);
    expect(() => nodeSigner(key)).toThrow(`privateKey: ${message}`);
  });

  it("refuses a PEM that is locked", () => {
    const cipher = { cipher: "aes-128-cbc", passphrase: "secret" };
    const pem = ed25519Key().privateKey.export({ type: "pkcs8", format: "pem", ...cipher });
    expect(() => nodeSigner(pem.toString())).toThrow(TypeError);
  });
});

/** The message, byte by byte. */
function byteWise(): Readable {
  return Readable.from([...Buffer.from(MESSAGE)].map((byte) => Buffer.of(byte)));
}

describe("signMessage and sealMessage", () => {
  const findings = { chainValidation: "none", authenticationResults: results("none") } as const;

  it("take text, bytes and streams alike", async () => {
    for (const source of [MESSAGE, Buffer.from(MESSAGE), byteWise()]) {
      const outcome = await signMessage(source, { signatures: [RSA], now: NOW });
      const fields = outcome.kind === "signed" ? outcome.fields.join("") : "";
      expect(verdicts(fields + MESSAGE, { zone: ZONE })).toStrictEqual(["pass"]);
    }
    for (const source of [MESSAGE, Buffer.from(MESSAGE), byteWise()]) {
      const outcome = await sealMessage(source, findings, { ...RSA, now: NOW });
      const fields = outcome.kind === "sealed" ? outcome.fields.join("") : "";
      const whole = Buffer.from(fields + MESSAGE).toString("latin1");
      expect(status(whole, { zone: ZONE })).toBe("pass oldest-pass=0");
    }
  });

  it("take the moment from the clock", async () => {
    const outcome = await signMessage(MESSAGE, { signatures: [RSA] });
    const signedAt = Number(outcome.kind === "signed" && /t=(\d+)/.exec(outcome.fields.join(""))?.[1]);
    expect(Math.abs(signedAt - Date.now() / 1000)).toBeLessThan(60);
  });

  it("reject with the reason of a signal, and with a TypeError for mistakes", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(signMessage(MESSAGE, { signatures: [RSA], signal })).rejects.toThrow("enough");
    await expect(sealMessage(MESSAGE, findings, { ...RSA, signal })).rejects.toThrow("enough");
    await expect(signMessage(MESSAGE, { signatures: [] })).rejects.toThrow(TypeError);
    await expect(sealMessage(MESSAGE, findings, { ...RSA, sdid: "" })).rejects.toThrow(TypeError);
  });
});

describe("generateDkimKey", () => {
  it.each([
    { kind: { type: "rsa", modulusBits: 2048 }, notes: ["dkim.key-wrapping"] },
    { kind: { type: "ed25519" }, notes: [] },
  ] as const)("makes a pair whose record is read without complaint: $kind.type", async ({ kind, notes }) => {
    const { privateKey, record } = generateDkimKey(kind);
    const reading = parseDkimKey(record);
    expect("key" in reading && reading.key.notes.map(({ code }) => code)).toStrictEqual(notes);
    const signatures = [{ signer: nodeSigner(privateKey), sdid: "example.com", selector: "new" }];
    const outcome = await signMessage(MESSAGE, { signatures, now: NOW });
    const fields = outcome.kind === "signed" ? outcome.fields.join("") : "";
    const zone = { "new._domainkey.example.com": { TXT: [record] } };
    expect(verdicts(fields + MESSAGE, { zone })).toStrictEqual(["pass"]);
  });

  it("refuses lengths that nobody should use or may check (RFC 8301 §3.2)", () => {
    for (const modulusBits of [1024, 8192, 2048.5]) {
      expect(() => generateDkimKey({ type: "rsa", modulusBits })).toThrow(
        new TypeError(`kind.modulusBits: expected 2048 to 4096 bits, got ${modulusBits}`),
      );
    }
  });
});
