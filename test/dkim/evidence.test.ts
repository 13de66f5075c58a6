import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { DkimResult } from "../../src/dkim/result.ts";
import {
  ed25519Key,
  keyData,
  keyRecord,
  rsaKey,
  signMessage,
  type SigningOptions,
} from "../support/dkim-signer.ts";
import { keyZone, MESSAGE, NOW, SELECTOR, verdicts, verify, type VerifyOptions } from "./verifying.ts";

function only(message: string, options?: VerifyOptions): DkimResult {
  const { results } = verify(message, options);
  expect(results).toHaveLength(1);
  const [result] = results;
  if (result === undefined) throw new TypeError("a result was expected");
  return result;
}

const record = keyRecord(rsaKey());

function hashOf(...fields: readonly string[]): string {
  return createHash("sha256").update(fields.join("\r\n")).digest("hex");
}

describe("coverage tells what the signature speaks for (RFC 6376 §5.4.2, §8.15)", () => {
  const cases: readonly {
    name: string;
    signing?: SigningOptions;
    change?: (signed: string) => string;
    options?: VerifyOptions;
    coverage: object;
    notes?: readonly object[];
  }[] = [
    {
      name: "the signed instances in signing order",
      signing: { tags: { h: "Subject:From" } },
      coverage: {
        signedFields: [
          { name: "subject", fieldIndex: 4 },
          { name: "from", fieldIndex: 2 },
        ],
        oversigned: [],
        unsignedDuplicates: [],
        signedBodyBytes: 46,
        unsignedBodyBytes: 0,
      },
    },
    {
      name: "instances are taken from the bottom up, names without one left are oversigned",
      signing: { tags: { h: "From:To:to:FROM:X-None" } },
      coverage: {
        signedFields: [
          { name: "from", fieldIndex: 2 },
          { name: "to", fieldIndex: 3 },
        ],
        oversigned: ["to", "from", "x-none"],
        unsignedDuplicates: [],
        signedBodyBytes: 46,
        unsignedBodyBytes: 0,
      },
    },
    {
      name: "an instance put above the signed one is unsigned; the signature stays valid",
      signing: { tags: { h: "From:Subject" } },
      change: (signed) => `Subject: Win!\r\n${signed.replace("Received:", "subject : Buy!\r\nReceived:")}`,
      coverage: {
        signedFields: [
          { name: "from", fieldIndex: 4 },
          { name: "subject", fieldIndex: 6 },
        ],
        oversigned: [],
        unsignedDuplicates: [
          { name: "subject", fieldIndex: 0 },
          { name: "subject", fieldIndex: 2 },
        ],
        signedBodyBytes: 46,
        unsignedBodyBytes: 0,
      },
      notes: [
        {
          code: "dkim.unsigned-duplicate",
          name: "subject",
          signed: [6],
          unsigned: [0, 2],
          rfc: "RFC 6376 §8.15",
        },
      ],
    },
    {
      name: "body bytes past l= are counted",
      signing: { tags: { h: "From", l: "10" } },
      options: { policy: { unsignedBody: "accept" } },
      change: (signed) => `${signed}more\r\n`,
      coverage: {
        signedFields: [{ name: "from", fieldIndex: 2 }],
        oversigned: [],
        unsignedDuplicates: [],
        signedBodyBytes: 10,
        unsignedBodyBytes: 44,
      },
      notes: [
        { code: "dkim.body-length-count", bodyLengthCount: 10, rfc: "RFC 6376 §8.2" },
        { code: "dkim.content-type-unsigned", rfc: "RFC 6376 §8.2" },
      ],
    },
    {
      name: "the signature field itself is never selected by its own h= (RFC 6376 §3.7)",
      signing: { tags: { h: "From:DKIM-Signature" } },
      coverage: {
        signedFields: [{ name: "from", fieldIndex: 2 }],
        oversigned: ["dkim-signature"],
        unsignedDuplicates: [],
        signedBodyBytes: 46,
        unsignedBodyBytes: 0,
      },
    },
  ];
  test.each(cases)("$name", ({ signing, change = (signed) => signed, options, coverage, notes = [] }) => {
    const result = only(change(signMessage(MESSAGE, signing)), options);
    expect(result).toMatchObject({ result: "pass" });
    expect("coverage" in result && result.coverage).toStrictEqual(coverage);
    expect(result.notes).toStrictEqual(notes);
  });
});

describe("notes tell what is legal but unwise", () => {
  const cases: readonly { name: string; tags: Record<string, string>; notes: readonly object[] }[] = [
    {
      name: "l= with Content-Type signed (RFC 6376 §8.2)",
      tags: { h: "From:content-TYPE", l: "46" },
      notes: [{ code: "dkim.body-length-count", bodyLengthCount: 46, rfc: "RFC 6376 §8.2" }],
    },
    {
      name: "an expiry sooner than queues give up (RFC 5321 §4.5.4.1)",
      tags: { t: `${NOW - 10}`, x: `${NOW + 3590}` },
      notes: [{ code: "dkim.short-lived", seconds: 3600, rfc: "RFC 5321 §4.5.4.1" }],
    },
    { name: "an expiry after queues give up", tags: { t: `${NOW}`, x: `${NOW + 604800}` }, notes: [] },
  ];
  test.each(cases)("$name", ({ tags, notes }) => {
    expect(only(signMessage(MESSAGE, { tags })).notes).toStrictEqual(notes);
  });
});

describe("an invalid header signature is diagnosed (RFC 8017 §8.2.2)", () => {
  const bodyHash = createHash("sha256")
    .update("Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n")
    .digest("base64");
  const own = `dkim-signature:v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=sel; h=Subject:From; bh=${bodyHash}; b=`;
  const from = "from:Author <author@example.com>";
  const signed = signMessage(MESSAGE, { tags: { h: "Subject:From" } });
  const changed = signed.replace("Subject: Hello", "Subject: Hullo");
  const computedHash = hashOf("subject:Hullo", from, own);

  test("b= and key belong together: the headers were changed, and both hashes are told", () => {
    expect(only(changed)).toMatchObject({
      headerDiagnosis: {
        code: "headers-changed",
        signedHash: hashOf("subject:Hello", from, own),
        computedHash,
      },
    });
  });

  test("another key gives no block", () => {
    expect(only(signed, { zone: keyZone([keyRecord(rsaKey(1024, "other"))]) })).toMatchObject({
      headerDiagnosis: {
        code: "wrong-key-or-damaged-signature",
        computedHash: hashOf("subject:Hello", from, own),
      },
    });
  });

  test("a damaged b= gives no block", () => {
    const damaged = signed.replace(/b=(.)/, (_, first: string) => `b=${first === "A" ? "B" : "A"}`);
    expect(only(damaged)).toMatchObject({ headerDiagnosis: { code: "wrong-key-or-damaged-signature" } });
  });

  test("a signer that hashed with another algorithm than a= says", () => {
    const sha1 = signMessage(MESSAGE, { algorithm: "rsa-sha1", tags: { h: "Subject:From", bh: bodyHash } });
    const signedHash = createHash("sha1").update(["subject:Hello", from, own].join("\r\n")).digest("hex");
    expect(only(sha1)).toMatchObject({
      headerDiagnosis: { code: "other-hash-algorithm", hash: "sha1", signedHash },
    });
  });

  test("Ed25519 gives nothing back (RFC 8463 §3)", () => {
    const key = ed25519Key();
    const broken = signMessage(MESSAGE, { key, tags: { h: "Subject:From" } }).replace(
      "Subject: Hello",
      "Subject: Hullo",
    );
    const ownField = own.replace("rsa-sha256", "ed25519-sha256");
    expect(only(broken, { zone: keyZone([keyRecord(key)]) })).toMatchObject({
      headerDiagnosis: { code: "unknown", computedHash: hashOf("subject:Hullo", from, ownField) },
    });
  });
});

describe("several TXT records at a selector (RFC 6376 §3.6.2.2, §6.1.2)", () => {
  const other = keyRecord(rsaKey(1024, "other"));
  const revoked = "v=DKIM1; p=";
  const cases: readonly {
    name: string;
    records: readonly string[];
    expected: string;
    notes: readonly object[];
  }[] = [
    {
      name: "foreign records are passed over and noted",
      records: ["v=spf1 -all", record, "token"],
      expected: "pass",
      notes: [
        { code: "dkim.foreign-record", record: 0, rfc: "RFC 6376 §6.1.2" },
        { code: "dkim.foreign-record", record: 2, rfc: "RFC 6376 §6.1.2" },
      ],
    },
    {
      name: "the first key that verifies decides",
      records: [other, revoked, record],
      expected: "pass",
      notes: [{ code: "dkim.several-key-records", count: 3, tried: 3, rfc: "RFC 6376 §3.6.2.2" }],
    },
    {
      name: "no more than three keys are tried",
      records: [other, revoked, other, record],
      expected: "fail header invalid body match",
      notes: [{ code: "dkim.several-key-records", count: 4, tried: 3, rfc: "RFC 6376 §3.6.2.2" }],
    },
    {
      name: "foreign records do not count",
      records: ["a", "b", "c", record],
      expected: "pass",
      notes: [0, 1, 2].map((index) => ({
        code: "dkim.foreign-record",
        record: index,
        rfc: "RFC 6376 §6.1.2",
      })),
    },
    {
      name: "a key that was tried speaks before one that is unusable",
      records: [revoked, other],
      expected: "fail header invalid body match",
      notes: [{ code: "dkim.several-key-records", count: 2, tried: 2, rfc: "RFC 6376 §3.6.2.2" }],
    },
    {
      name: "when none is usable the first speaks",
      records: [revoked, "p=AAAA"],
      expected: "permerror key-revoked",
      notes: [{ code: "dkim.several-key-records", count: 2, tried: 2, rfc: "RFC 6376 §3.6.2.2" }],
    },
  ];
  test.each(cases)("$name", ({ records, expected, notes }) => {
    const signed = signMessage(MESSAGE);
    const options = { zone: keyZone(records) };
    expect(verdicts(signed, options)).toStrictEqual([expected]);
    expect(only(signed, options).notes).toStrictEqual(notes);
  });

  test("the trace names the records", () => {
    const result = only(signMessage(MESSAGE), { zone: keyZone(["token", revoked, other, record]) });
    expect(result.trace.filter((event) => "record" in event)).toStrictEqual([
      { code: "dkim.record-ignored", record: 0, rfc: "RFC 6376 §6.1.2" },
      { code: "dkim.key-unusable", record: 1, cause: { code: "key-revoked" }, rfc: "RFC 6376 §6.1.2" },
      { code: "dkim.header-signature", record: 2, valid: false, rfc: "RFC 6376 §6.1.3" },
      { code: "dkim.header-signature", record: 3, valid: true, rfc: "RFC 6376 §6.1.3" },
    ]);
  });
});

describe("work is bounded, and what was left out is listed", () => {
  const zone = {
    [SELECTOR]: { TXT: [record] },
    "sel._domainkey.mail.example.com": { TXT: [record] },
    "sel._domainkey.example.org": { TXT: [record] },
  };

  test("past the limit, signatures are permerror; those aligned with the author were verified first", () => {
    let message = signMessage(MESSAGE, { tags: { i: "@example.com" } });
    message = signMessage(message, { tags: { d: "mail.example.com" } });
    for (let count = 0; count < 3; count++) message = signMessage(message, { tags: { d: "example.org" } });
    expect(verdicts(message, { zone, limits: { dkimSignatures: 3 } })).toStrictEqual([
      "pass",
      "permerror signature-limit",
      "permerror signature-limit",
      "pass",
      "pass",
    ]);
  });

  test("fields that are not verified anyway do not count", () => {
    const junk = ["v=1", "v=2; a=x", "v=1; a=rsa-sha256; b=AAAA; bh=; d=a; h=To; s=a"];
    const message = junk.map((value) => `DKIM-Signature: ${value}\r\n`).join("") + signMessage(MESSAGE);
    const noFrom = signMessage(message, { tags: { h: "To" } });
    expect(verdicts(noFrom, { limits: { dkimSignatures: 1 } })).toStrictEqual([
      "permerror from-not-signed",
      "neutral missing-tag",
      "neutral version",
      "neutral syntax",
      "pass",
    ]);
  });

  test("500 signatures and h= with 100,000 names end soon", () => {
    const names = `From${":x".repeat(100_000)}`;
    let message = signMessage(MESSAGE, { tags: { h: names, c: "simple/simple" } });
    const flood = signMessage(MESSAGE, { tags: { d: "example.org" } });
    const field = flood.slice(0, flood.length - MESSAGE.length);
    message = field.repeat(499) + message;
    const words = verdicts(message, { zone });
    expect(words).toHaveLength(500);
    expect(words.filter((word) => word === "permerror signature-limit")).toHaveLength(490);
    expect(words.at(-1)).toBe("pass");
  });
});

test("thousands of signed names, each with a duplicate above, end soon", () => {
  const names = Array.from({ length: 4800 }, (_, index) => `X${index}`);
  const header = names.map((name) => `${name}: a\r\n${name}: b\r\n`).join("");
  const bodyHash = createHash("sha256").update("").digest("base64");
  const field = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=sel; h=From:${names.join(":")}; bh=${bodyHash}; b=AAAA`;
  const start = performance.now();
  const result = only(`DKIM-Signature: ${field}\r\nFrom: a@example.com\r\n${header}\r\n`);
  expect(performance.now() - start).toBeLessThan(3000);
  expect(result.notes).toHaveLength(4800);
  expect(result.notes.at(-1)).toStrictEqual({
    code: "dkim.unsigned-duplicate",
    name: "x4799",
    signed: [9601],
    unsigned: [9600],
    rfc: "RFC 6376 §8.15",
  });
});

test("a result is plain data that survives JSON", () => {
  const { results } = verify(signMessage(signMessage(MESSAGE), { tags: { s: "none" } }));
  expect(JSON.parse(JSON.stringify(results))).toStrictEqual(results);
});

test("the key of a permanently unverifiable signature is shown", () => {
  const result = only(signMessage(MESSAGE), { zone: keyZone([`h=sha1; t=y; p=${keyData(rsaKey())}`]) });
  expect(result).toMatchObject({ result: "permerror", key: { testing: true, hashAlgorithms: ["sha1"] } });
});

test("a message read without the digests is a mistake of the caller", () => {
  expect(() => verify(signMessage(MESSAGE), { planNothing: true })).toThrow(
    new TypeError("input.message: expected a message read with the digests planned for its signatures"),
  );
});
