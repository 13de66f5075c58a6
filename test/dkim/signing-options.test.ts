import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import type { Signer } from "../../src/crypto/signer.ts";
import { defaultSealedFields, defaultSignedFields, requireSignable } from "../../src/dkim/fields-to-sign.ts";
import {
  resolveCanonicalization,
  resolveSignature,
  resolveSigningTime,
  signingDigest,
  type SignaturePlan,
} from "../../src/dkim/signing-options.ts";
import { signingNotes } from "../../src/dkim/signing-key.ts";
import type { HeaderField } from "../../src/message/header-field.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";

const NOW = 1_760_000_000;
const rsa = (modulusBits: number): Signer => ({
  algorithm: "rsa-sha256",
  modulusBits,
  sign: () => Promise.resolve(new Uint8Array()),
});
const ed25519: Signer = { algorithm: "ed25519-sha256", sign: () => Promise.resolve(new Uint8Array()) };
const REQUIRED = { signer: rsa(2048), sdid: "example.com", selector: "s" };
const relaxed = { header: "relaxed", body: "relaxed" } as const;

const DEFAULTS: SignaturePlan = {
  key: REQUIRED,
  canonicalization: relaxed,
  signedFields: null,
  auid: "@example.com",
  bodyLengthCount: null,
  signedAt: NOW,
  expiresAt: null,
};

const resolve = (options: object): unknown =>
  Reflect.apply(resolveSignature, null, ["it", { ...REQUIRED, ...options }, NOW]);

describe("what a signature may state (RFC 6376 §3.5)", () => {
  const accepted: readonly { readonly options: object; readonly plan: Partial<SignaturePlan> }[] = [
    { options: {}, plan: {} },
    { options: { signer: ed25519 }, plan: { key: { ...REQUIRED, signer: ed25519 } } },
    ...[1024, 4096].map((bits) => {
      const signer = rsa(bits);
      return { options: { signer }, plan: { key: { ...REQUIRED, signer } } };
    }),
    {
      options: { sdid: "Ü.Example", selector: "A.b" },
      plan: {
        key: { ...REQUIRED, sdid: "xn--tda.example", selector: "a.b" },
        auid: "@xn--tda.example",
      },
    },
    { options: { bodyLengthCount: 0 }, plan: { bodyLengthCount: 0 } },
    { options: { bodyLengthCount: "whole" }, plan: { bodyLengthCount: "whole" } },
    { options: { expiresAt: NOW + 1 }, plan: { expiresAt: NOW + 1 } },
    { options: { expiresAt: 999_999_999_999 }, plan: { expiresAt: 999_999_999_999 } },
    { options: { auid: "@Example.com" }, plan: { auid: "@example.com" } },
    { options: { auid: "x@a.example.com" }, plan: { auid: "x@a.example.com" } },
    { options: { auid: "a@b@example.com" }, plan: { auid: "a@b@example.com" } },
    { options: { auid: "!ü~@example.com" }, plan: { auid: "!ü~@example.com" } },
    {
      options: { auid: `${"a".repeat(64)}@example.com` },
      plan: { auid: `${"a".repeat(64)}@example.com` },
    },
    {
      options: { canonicalization: { header: "simple", body: "relaxed" } },
      plan: { canonicalization: { header: "simple", body: "relaxed" } },
    },
    { options: { signedFields: ["Subject", "FROM"] }, plan: { signedFields: ["Subject", "FROM"] } },
  ];
  test.each(accepted)("$options", ({ options, plan }) => {
    expect(resolve(options)).toStrictEqual({ ...DEFAULTS, ...plan });
  });

  const address = "auid: expected an address in example.com";
  const mistakes = [
    { options: { signer: rsa(1023) }, message: "signer.modulusBits: expected 1024 to 4096 bits, got 1023" },
    { options: { signer: rsa(4097) }, message: "signer.modulusBits: expected 1024 to 4096 bits, got 4097" },
    {
      options: { signer: { ...rsa(0), modulusBits: "2048" } },
      message: 'signer.modulusBits: expected 1024 to 4096 bits, got "2048"',
    },
    {
      options: { signer: { ...ed25519, algorithm: "rsa-sha1" } },
      message: 'signer.algorithm: expected "rsa-sha256" or "ed25519-sha256", got "rsa-sha1"',
    },
    { options: { signer: null }, message: "signer: expected an object, got null" },
    { options: { sdid: "localhost" }, message: 'sdid: expected a domain name, got "localhost"' },
    { options: { sdid: 7 }, message: "sdid: expected a domain name, got 7" },
    { options: { selector: "s." }, message: 'selector: expected a selector, got "s."' },
    { options: { selector: "a..b" }, message: 'selector: expected a selector, got "a..b"' },
    { options: { selector: null }, message: "selector: expected a selector, got null" },
    {
      options: { bodyLengthCount: 0.5 },
      message: 'bodyLengthCount: expected a whole number, not negative, or "whole", got 0.5',
    },
    {
      options: { bodyLengthCount: "Whole" },
      message: 'bodyLengthCount: expected a whole number, not negative, or "whole"',
    },
    {
      options: { expiresAt: 1e12 },
      message: "expiresAt: expected whole seconds since 1970, later than now, got 1000000000000",
    },
    { options: { expiresAt: NOW }, message: "expiresAt: expected whole seconds since 1970, later than now" },
    { options: { expiresAt: String(NOW + 9) }, message: "expiresAt: expected whole seconds since 1970" },
    { options: { auid: "a\x7f@example.com" }, message: address },
    { options: { auid: "a @example.com" }, message: address },
    { options: { auid: "example.com" }, message: address },
    { options: { auid: "@example.com." }, message: address },
    { options: { auid: "@com" }, message: address },
    { options: { auid: "@xexample.com" }, message: address },
    { options: { auid: `${"ü".repeat(33)}@example.com` }, message: address },
    { options: { canonicalization: null }, message: "canonicalization: expected an object, got null" },
    {
      options: { canonicalization: { header: "relaxed", body: "nofws" } },
      message: 'canonicalization.body: expected "simple" or "relaxed", got "nofws"',
    },
    {
      options: { canonicalization: { header: "", body: "simple" } },
      message: 'canonicalization.header: expected "simple" or "relaxed", got ""',
    },
  ];
  test.each(mistakes)("$message", ({ options, message }) => {
    expect(() => resolve(options)).toThrow(TypeError);
    expect(() => resolve(options)).toThrow(`it.${message}`);
  });

  test("options that are no object are named", () => {
    expect((): unknown => Reflect.apply(resolveSignature, null, ["it", null, NOW])).toThrow(
      new TypeError("it: expected an object, got null"),
    );
  });

  test("the moment is cut to whole seconds of twelve digits", () => {
    expect([0, 0.9, 999_999_999_999].map(resolveSigningTime)).toStrictEqual([0, 0, 999_999_999_999]);
    for (const now of [-0.1, 1e12, Number.NaN, Infinity])
      expect(() => resolveSigningTime(now)).toThrow(
        new TypeError(`now: expected seconds since 1970, got ${now}`),
      );
    expect((): unknown => Reflect.apply(resolveSigningTime, null, ["0"])).toThrow(TypeError);
  });

  test("without a pair of algorithms both are relaxed (RFC 6376 §3.4)", () => {
    expect(resolveCanonicalization("it")).toStrictEqual(relaxed);
  });

  test("l= limits what is hashed only where it is a number (RFC 6376 §3.5)", () => {
    const limits = [null, "whole", 7].map(
      (bodyLengthCount) => signingDigest({ ...DEFAULTS, bodyLengthCount } as SignaturePlan).lengthLimit,
    );
    expect(limits).toStrictEqual([null, null, 7]);
  });
});

const signable = (names: unknown, within: "dkim" | "arc"): unknown =>
  Reflect.apply(requireSignable, null, ["h", names, within]);

describe("a list of fields to sign", () => {
  const long = "x".repeat(76);
  const name = "expected the name of a header field, up to 76 characters";
  const mistakes = [
    { names: "From", message: "h: expected a list of names" },
    { names: ["To"], message: "h: expected From among the names" },
    { names: ["x-from", "from2"], message: "h: expected From among the names" },
    { names: ["From", ""], message: `h[1]: ${name}` },
    { names: ["From", "a:b"], message: `h[1]: ${name}` },
    { names: ["From", "a;b"], message: `h[1]: ${name}` },
    { names: ["From", "a b"], message: `h[1]: ${name}` },
    { names: ["From", `${long}x`], message: `h[1]: ${name}` },
    { names: ["From", 1], message: `h[1]: ${name}` },
    { names: ["From", ["x"]], message: `h[1]: ${name}` },
    ...(
      "Return-Path Received RECEIVED-SPF Delivered-To Bcc Authentication-Results " +
      "ARC-Authentication-Results ARC-Message-Signature ARC-Seal"
    )
      .split(" ")
      .map((never) => ({
        names: [never, "From"],
        message: "h[0]: expected a field that stays as it is on the way",
      })),
  ];

  test.each(mistakes)("$names: $message (RFC 6376 §5.4)", ({ names, message }) => {
    for (const within of ["dkim", "arc"] as const) {
      expect(() => signable(names, within)).toThrow(TypeError);
      expect(() => signable(names, within)).toThrow(message);
    }
  });

  test("holds DKIM signatures in an ARC seal alone (RFC 6376 §5.4, RFC 8617 §4.1.2)", () => {
    const names = ["from", "DKIM-Signature", "a9<", long];
    expect(signable(names, "arc")).toStrictEqual(names);
    expect(() => signable(names, "dkim")).toThrow("h[1]: expected a field that stays as it is on the way");
  });

  const OVERSIGNED =
    "From To Cc Subject Date Message-ID Reply-To MIME-Version Content-Type Content-Transfer-Encoding " +
    "Content-Disposition Content-ID Content-Description";
  const IF_PRESENT =
    "Sender In-Reply-To References List-Id List-Help List-Unsubscribe List-Unsubscribe-Post List-Subscribe " +
    "List-Post List-Owner List-Archive";

  test("is by default what a reader sees, once more than it occurs, and what stays as it is (RFC 6376 §5.4.1)", () => {
    const oversigned = OVERSIGNED.split(" ");
    expect(defaultSignedFields([])).toStrictEqual(oversigned);
    const present = [...oversigned, ...IF_PRESENT.split(" ")];
    const fields = fieldsOf([...present, ...present, "Received", "X-Other", "DKIM-Signature"]);
    const expected = [
      ...oversigned.flatMap((each) => [each, each, each]),
      ...IF_PRESENT.split(" ").flatMap((each) => [each, each]),
    ];
    expect(defaultSignedFields(fields)).toStrictEqual(expected);
    expect(defaultSealedFields(fields)).toStrictEqual([...expected, "DKIM-Signature"]);
  });
});

function fieldsOf(names: readonly string[]): readonly HeaderField[] {
  const reader = new MessageReader({ crypto: nodeCrypto, limits: DEFAULT_LIMITS, planDigests: () => [] });
  reader.push(Buffer.from(names.map((name) => `${name.toUpperCase()}: x\r\n`).join("")));
  return reader.finish().fields;
}

test("only an RSA key below 2048 bits is noted (RFC 8301 §3.2)", () => {
  expect([rsa(2047), rsa(2048), ed25519].map(signingNotes)).toStrictEqual([
    [{ code: "dkim.key-below-recommended", bits: 2047, recommended: 2048, rfc: "RFC 8301 §3.2" }],
    [],
    [],
  ]);
});
