import { describe, expect, test } from "vitest";
import { parseArcMessageSignature } from "../../src/arc/message-signature.ts";
import { parseArcSeal } from "../../src/arc/seal.ts";

const SEAL = "i=1; a=rsa-sha256; b=AAAA; cv=none; d=a.example; s=arc; t=12345";

describe("ARC-Seal (RFC 8617 §4.1.3)", () => {
  test("is read with the place of every tag", () => {
    expect(parseArcSeal(SEAL)).toStrictEqual({
      seal: {
        text: SEAL,
        instance: 1,
        algorithm: "rsa-sha256",
        hash: "sha256",
        signatureData: "AAAA",
        chainValidation: "none",
        sdid: "a.example",
        selector: "arc",
        signedAt: 12345,
        tags: [
          { name: "i", at: { start: 2, end: 3 } },
          { name: "a", at: { start: 7, end: 17 } },
          { name: "b", at: { start: 21, end: 25 } },
          { name: "cv", at: { start: 30, end: 34 } },
          { name: "d", at: { start: 38, end: 47 } },
          { name: "s", at: { start: 51, end: 54 } },
          { name: "t", at: { start: 58, end: 63 } },
        ],
      },
    });
  });

  const claimed = { sdid: "a.example", selector: "arc" };
  const cases = [
    {
      name: "h= (RFC 8617 §4.1.3)",
      text: `${SEAL}; h=from`,
      issue: { code: "signed-fields", at: { start: 67, end: 71 } },
    },
    {
      name: "an unknown cv=",
      text: SEAL.replace("none", "good"),
      issue: { code: "chain-validation", value: "good", at: { start: 30, end: 34 } },
    },
    { name: "no cv=", text: SEAL.replace("cv=none; ", ""), issue: { code: "missing-tag", tag: "cv" } },
    { name: "no instance", text: SEAL.replace("i=1; ", ""), issue: { code: "missing-tag", tag: "i" } },
    {
      name: "an instance past 50 (RFC 8617 §4.2.1)",
      text: SEAL.replace("i=1", "i=51"),
      issue: { code: "syntax", tag: "i", at: { start: 2, end: 4 }, expected: "instance from 1 to 50" },
    },
    {
      name: "a second instance (RFC 6376 §3.2)",
      text: `${SEAL}; i=2`,
      issue: { code: "duplicate-tag", tag: "i", at: { start: 65, end: 66 } },
    },
    {
      name: "an instance before the list and one within (RFC 8617 §4.1.3)",
      text: ` (x) i=1; ${SEAL}`,
      issue: { code: "duplicate-tag", tag: "i", at: { start: 10, end: 11 } },
    },
    {
      name: "an empty signature",
      text: SEAL.replace("AAAA", ""),
      issue: { code: "syntax", tag: "b", at: { start: 21, end: 21 }, expected: "base64" },
    },
  ] as const;
  test.each(cases)("is refused for $name", ({ text, issue }) => {
    expect(parseArcSeal(text)).toStrictEqual({ issue, text, claimed });
  });

  test("is read with comments around the instance (RFC 8617 §3.9)", () => {
    const text = SEAL.replace("i=1;", "(a;b) i (c\\)) = 1 (d);");
    const reading = parseArcSeal(text);
    expect("seal" in reading && [reading.seal.instance, reading.seal.text]).toStrictEqual([1, text]);
  });

  test("is read with U-labels (RFC 8617 §4.1.4)", () => {
    const reading = parseArcSeal(SEAL.replace("a.example", "bücher.example"));
    expect("seal" in reading && reading.seal.sdid).toBe("xn--bcher-kva.example");
  });
});

const HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const SIGNATURE = `i=2; a=rsa-sha256; b=AAAA; bh=${HASH}; d=a.example; h=from:to; s=arc`;

describe("ARC-Message-Signature (RFC 8617 §4.1.2)", () => {
  test("is a DKIM signature with an instance and without AUID", () => {
    const reading = parseArcMessageSignature(SIGNATURE);
    expect("signature" in reading && { ...reading.signature, tags: [] }).toStrictEqual({
      text: SIGNATURE,
      instance: 2,
      algorithm: "rsa-sha256",
      hash: "sha256",
      signatureData: "AAAA",
      bodyHash: HASH,
      canonicalization: { header: "simple", body: "simple" },
      sdid: "a.example",
      signedFields: ["from", "to"],
      auid: "@a.example",
      auidDomain: "a.example",
      bodyLengthCount: null,
      queryMethods: ["dns/txt"],
      selector: "arc",
      signedAt: null,
      expiresAt: null,
      copiedFields: [],
      tags: [],
    });
  });

  const names = [
    { h: "", signedFields: [] },
    { h: "from::to", signedFields: ["from", "to"] },
    { h: ":from : to:", signedFields: ["from", "to"] },
  ];
  test.each(names)("passes over empty names in h=$h", ({ h, signedFields }) => {
    const reading = parseArcMessageSignature(SIGNATURE.replace("from:to", h));
    expect("signature" in reading && reading.signature.signedFields).toStrictEqual(signedFields);
  });

  test("is refused when it covers ARC-Seal", () => {
    const text = SIGNATURE.replace("from:to", "from:Arc-Seal");
    const start = text.indexOf("from:");
    expect(parseArcMessageSignature(text)).toStrictEqual({
      issue: { code: "seal-signed", at: { start, end: start + 13 } },
      text,
      claimed: { sdid: "a.example", selector: "arc" },
    });
  });
});
