import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import { extractSignatures, planDkimDigests } from "../../src/dkim/extract-signatures.ts";
import { resolveDkimPolicy } from "../../src/dkim/policy.ts";
import type { HeaderField } from "../../src/message/header-field.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";

const BODY_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

const signatureOf = (sdid: string, signed = "From"): string =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=${sdid}; s=s; h=${signed}; bh=${BODY_HASH}; b=AAAA`;

function fieldsOf(lines: readonly string[]): readonly HeaderField[] {
  const reader = new MessageReader({ crypto: nodeCrypto, limits: DEFAULT_LIMITS, planDigests: () => [] });
  reader.push(Buffer.from([...lines, "", ""].join("\r\n")));
  return reader.finish().fields;
}

const authorDomain = (): never => {
  throw new Error("asked for");
};

describe("of more signatures than the limit those that can align are verified (RFC 6376 §6.1)", () => {
  const sdids = ["x.example", "o.example.com", "example.com", "d.c.b.example.com", "c.b.example.com", "com"];
  const cases = [
    { author: "c.b.example.com", limit: 6, verified: sdids },
    { author: "c.b.example.com", limit: 1, verified: ["c.b.example.com"] },
    { author: "c.b.example.com", limit: 2, verified: ["o.example.com", "c.b.example.com"] },
    {
      author: "c.b.example.com",
      limit: 5,
      verified: ["o.example.com", "example.com", "d.c.b.example.com", "c.b.example.com", "com"],
    },
    { author: "b.example.com", limit: 1, verified: ["o.example.com"] },
    { author: "x.example", limit: 2, verified: ["x.example", "o.example.com"] },
    { author: "com", limit: 1, verified: ["com"] },
    { author: "com", limit: 2, verified: ["o.example.com", "com"] },
    { author: "net", limit: 1, verified: ["x.example"] },
    { author: "other.example", limit: 2, verified: ["x.example", "o.example.com"] },
    { author: null, limit: 2, verified: ["x.example", "o.example.com"] },
    { author: null, limit: 0, verified: [] },
  ];
  test.each(cases)("$author, $limit: $verified", ({ author, limit, verified }) => {
    const limits = { ...DEFAULT_LIMITS, dkimSignatures: limit };
    const extracted = extractSignatures(fieldsOf(sdids.map((sdid) => signatureOf(sdid))), {
      limits,
      authorDomain: () => author,
    });
    const outcome = extracted.map(({ reading, fault }) => ({
      sdid: "signature" in reading ? reading.signature.sdid : null,
      fault,
    }));
    expect(outcome).toStrictEqual(
      sdids.map((sdid) => ({
        sdid,
        fault: verified.includes(sdid) ? null : { code: "signature-limit", limit },
      })),
    );
    expect(planDkimDigests(extracted)).toHaveLength(verified.length);
  });

  test("one that cannot be read or cannot be valid takes no place, and the author is not asked for", () => {
    const limits = { ...DEFAULT_LIMITS, dkimSignatures: 1 };
    const fields = fieldsOf([
      "DKIM-Signature: nonsense",
      signatureOf("a.example", "To"),
      "X-DKIM-Signature: v=1",
      signatureOf("b.example"),
    ]);
    const extracted = extractSignatures(fields, { limits, authorDomain });
    expect(extracted.map(({ field, fault }) => ({ index: field.index, fault }))).toStrictEqual([
      { index: 0, fault: null },
      { index: 1, fault: { code: "from-not-signed" } },
      { index: 3, fault: null },
    ]);
    expect(planDkimDigests(extracted)).toStrictEqual([
      { canonicalization: "simple", hash: "sha256", lengthLimit: null },
    ]);
  });
});

describe("resolveDkimPolicy", () => {
  test("fills in the defaults (RFC 8301 §3.1, §3.2)", () => {
    const defaults = {
      minimumRsaBits: 1024,
      maximumRsaBits: 4096,
      rsaSha1: "refuse",
      expired: "refuse",
      clockSkewSeconds: 300,
      unsignedBody: "refuse",
      publicSuffixSigner: "refuse",
    };
    expect(resolveDkimPolicy()).toStrictEqual(defaults);
    const accepting = { rsaSha1: "accept", expired: "refuse", clockSkewSeconds: 0 } as const;
    expect(resolveDkimPolicy(accepting)).toStrictEqual({ ...defaults, ...accepting });
  });

  const mistakes = [
    { given: { rsaSha1: "allow" }, message: 'options.policy.dkim.rsaSha1: expected "refuse" or "accept"' },
    { given: { minimumRsaBits: -1 }, message: "options.policy.dkim.minimumRsaBits: expected a whole number" },
    {
      given: { maximumRsaBits: 1.5 },
      message: "options.policy.dkim.maximumRsaBits: expected a whole number",
    },
    { given: { clockSkewSeconds: "1" }, message: "options.policy.dkim.clockSkewSeconds: expected" },
    { given: { rsaSha256: "accept" }, message: "options.policy.dkim.rsaSha256" },
  ];
  test.each(mistakes)("$message", ({ given, message }) => {
    const resolve = (): unknown => Reflect.apply(resolveDkimPolicy, null, [given]);
    expect(resolve).toThrow(TypeError);
    expect(resolve).toThrow(message);
  });

  test("of many with names past ASCII a hundred are read, those that name the author first", () => {
    const authorName = "b\u00fccher.example";
    const flood = Array.from({ length: 150 }, (_, index) => signatureOf(`\u00fc${index}.example`));
    const fields = fieldsOf([
      ...flood,
      signatureOf("plain.example"),
      signatureOf(authorName),
      signatureOf("xn--bcher-kva.example"),
    ]);
    const extracted = extractSignatures(fields, {
      limits: DEFAULT_LIMITS,
      authorDomain: () => "xn--bcher-kva.example",
    });
    const unread = extracted.flatMap(({ field, reading }) =>
      "issue" in reading ? [[field.index, reading.issue]] : [],
    );
    expect(unread).toStrictEqual(
      Array.from({ length: 52 }, (_, index) => [98 + index, { code: "unread", limit: 100 }]),
    );
    const verified = extracted.flatMap(({ reading, fault }) =>
      "signature" in reading && fault === null ? [reading.signature.sdid] : [],
    );
    expect(verified).toHaveLength(10);
    expect(verified.slice(-2)).toStrictEqual(["xn--bcher-kva.example", "xn--bcher-kva.example"]);
  });
});
