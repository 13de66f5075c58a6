import { describe, expect, test } from "vitest";
import {
  ed25519Key,
  keyData,
  keyRecord,
  rsaKey,
  signMessage,
  type SigningOptions,
} from "../support/dkim-signer.ts";
import { keyZone, MESSAGE, NOW, SELECTOR, verdicts, verify, type VerifyOptions } from "./verifying.ts";

interface Case extends VerifyOptions {
  readonly name: string;
  readonly signing?: SigningOptions;
  /** What happens to the message between signer and verifier. */
  readonly change?: (signed: string) => string;
  readonly message?: string;
  readonly expected: string;
}

function check(each: Case): void {
  const signed = signMessage(each.message ?? MESSAGE, each.signing);
  expect(verdicts(each.change?.(signed) ?? signed, each)).toStrictEqual([each.expected]);
}

const record = keyRecord(rsaKey());
const tags = (changes: SigningOptions["tags"]): SigningOptions => ({ tags: changes ?? {} });

describe("a signature passes", () => {
  const cases: readonly Case[] = [
    ...["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"].map((c) => ({
      name: `c=${c} (RFC 6376 §3.4)`,
      signing: tags({ c }),
      expected: "pass",
    })),
    {
      name: "c=relaxed means relaxed/simple (RFC 6376 §3.5)",
      signing: { tags: { c: "relaxed" }, canonicalization: "relaxed/simple" },
      expected: "pass",
    },
    {
      name: "no c= means simple/simple (RFC 6376 §3.5)",
      signing: { tags: { c: null }, canonicalization: "simple/simple" },
      expected: "pass",
    },
    {
      name: "ed25519-sha256 (RFC 8463 §3)",
      signing: { key: ed25519Key() },
      zone: keyZone([keyRecord(ed25519Key())]),
      expected: "pass",
    },
    {
      name: "a key as bare RSAPublicKey (RFC 6376 §3.6.1)",
      zone: keyZone([`p=${keyData(rsaKey(), "pkcs1")}`]),
      expected: "pass",
    },
    {
      name: "an empty body, simple (RFC 6376 §3.4.3)",
      message: MESSAGE.slice(0, MESSAGE.indexOf("Hi.")),
      signing: tags({ c: "simple/simple" }),
      expected: "pass",
    },
    {
      name: "an empty body, relaxed (RFC 6376 §3.4.4)",
      message: MESSAGE.slice(0, MESSAGE.indexOf("Hi.")),
      expected: "pass",
    },
    {
      name: "a body without a final line end (RFC 6376 §3.4.4)",
      message: `${MESSAGE}last line`,
      expected: "pass",
    },
    {
      name: "relaxed lets white space change (RFC 6376 §3.4.2)",
      change: (signed) =>
        signed.replace("Subject: Hello", "SUBJECT :\r\n\t Hello  ").replace("Hi.", "Hi. \t"),
      expected: "pass",
    },
    {
      name: "white space around the value of b= goes with it (RFC 6376 §3.7)",
      signing: { writeSignature: (b) => `\r\n\t${b.slice(0, 40)}\r\n\t${b.slice(40)}\r\n ` },
      expected: "pass",
    },
    {
      name: "a tag whose name ends in b stands before b= (RFC 6376 §3.7)",
      signing: tags({ xb: "keep", b2: "b=no" }),
      expected: "pass",
    },
    {
      name: "b= in the middle of the field",
      signing: {
        layout: (all) =>
          [...all.slice(0, 2), ...all.slice(-1), ...all.slice(2, -1)]
            .map(([name, value]) => `${name} = ${value}`)
            .join(" ;\r\n "),
        tags: { c: "simple/simple" },
      },
      expected: "pass",
    },
    {
      name: "the field name in another case and with space before the colon",
      signing: { fieldName: "dkim-SIGNATURE :" },
      expected: "pass",
    },
    {
      name: "a name listed more often than it occurs (RFC 6376 §5.4.2)",
      signing: tags({ h: "From:From:Subject:Subject:X-None" }),
      expected: "pass",
    },
    {
      name: "q= with an unknown method beside dns/txt (RFC 6376 §3.5)",
      signing: tags({ q: "dns/txt:foo" }),
      expected: "pass",
    },
    {
      name: "i= in a subdomain (RFC 6376 §3.5)",
      signing: tags({ i: "joe@mail.example.com" }),
      expected: "pass",
    },
    {
      name: "t= in the past and x= in the future",
      signing: tags({ t: `${NOW - 100}`, x: `${NOW + 100}` }),
      expected: "pass",
    },
    { name: "x= at this second", signing: tags({ x: `${NOW}` }), expected: "pass" },
    { name: "t= ahead by no more than the skew", signing: tags({ t: `${NOW + 300}` }), expected: "pass" },
    { name: "l= of the whole body (RFC 6376 §3.5)", signing: tags({ l: "46" }), expected: "pass" },
    {
      name: "a key record in several strings (RFC 6376 §3.6.2.2)",
      zone: { [SELECTOR]: { TXT: [[record.slice(0, 60), record.slice(60, 61), record.slice(61)]] } },
      expected: "pass",
    },
    {
      name: "h= and s= that admit the signature (RFC 6376 §3.6.1)",
      zone: keyZone([keyRecord(rsaKey(), "h=sha1:sha256; s=other:email; ")]),
      expected: "pass",
    },
    { name: "s=* (RFC 6376 §3.6.1)", zone: keyZone([keyRecord(rsaKey(), "s=*:email; ")]), expected: "pass" },
    {
      name: "t=s with i= at the SDID (RFC 6376 §3.6.1)",
      signing: tags({ i: "joe@EXAMPLE.com" }),
      zone: keyZone([keyRecord(rsaKey(), "t=s; ")]),
      expected: "pass",
    },
    {
      name: "t=y changes nothing (RFC 6376 §3.6.1)",
      zone: keyZone([keyRecord(rsaKey(), "t=y; ")]),
      expected: "pass",
    },
    {
      name: "g= changes nothing (RFC 6376 appendix C.2)",
      zone: keyZone([keyRecord(rsaKey(), "g=nobody; ")]),
      expected: "pass",
    },
    {
      name: "a U-label in d= (RFC 8616 §5)",
      signing: tags({ d: Buffer.from("bücher.example").toString("latin1") }),
      zone: { "sel._domainkey.xn--bcher-kva.example": { TXT: [record] } },
      expected: "pass",
    },
    {
      name: "another DKIM-Signature field is signed like any field (RFC 6376 §3.7)",
      message: `DKIM-Signature: v=9\r\n${MESSAGE}`,
      signing: tags({ h: "From:DKIM-Signature" }),
      expected: "pass",
    },
  ];
  test.each(cases)("$name", (each) => {
    const signed = signMessage(each.message ?? MESSAGE, each.signing);
    expect(verdicts(each.change?.(signed) ?? signed, each)[0]).toBe(each.expected);
  });
});

describe("a signature fails (RFC 6376 §6.1.3)", () => {
  const cases: readonly Case[] = [
    {
      name: "a signed field was changed",
      change: (signed) => signed.replace("Subject: Hello", "Subject: Hullo"),
      expected: "fail header invalid body match",
    },
    {
      name: "the body was changed",
      change: (signed) => signed.replace("lost", "won"),
      expected: "fail header valid body mismatch",
    },
    {
      name: "both were changed",
      change: (signed) => signed.replace("Hello", "Hullo").replace("lost", "won"),
      expected: "fail header invalid body mismatch",
    },
    {
      name: "a field was added that was oversigned (RFC 6376 §5.4.2)",
      signing: tags({ h: "From:Subject:Subject" }),
      change: (signed) => signed.replace("Date:", "Subject: two\r\nDate:"),
      expected: "fail header invalid body match",
    },
    {
      name: "a field was added below the signed one",
      change: (signed) => signed.replace("\r\n\r\n", "\r\nSubject: two\r\n\r\n"),
      expected: "fail header invalid body match",
    },
    {
      name: "a signed field was removed",
      change: (signed) => signed.replace("To: reader@example.net\r\n", ""),
      expected: "fail header invalid body match",
    },
    {
      name: "a tag of the signature field was changed",
      signing: tags({ x: `${NOW + 5}` }),
      change: (signed) => signed.replace(`x=${NOW + 5}`, `x=${NOW + 6}`),
      expected: "fail header invalid body match",
    },
    {
      name: "another key stands at the selector",
      zone: keyZone([keyRecord(rsaKey(1024, "other"))]),
      expected: "fail header invalid body match",
    },
    {
      name: "simple does not let white space change (RFC 6376 §3.4.1)",
      signing: tags({ c: "simple/simple" }),
      change: (signed) => signed.replace("Subject: Hello", "Subject:  Hello"),
      expected: "fail header invalid body match",
    },
    {
      name: "simple body keeps trailing white space (RFC 6376 §3.4.3)",
      signing: tags({ c: "simple/simple" }),
      change: (signed) => signed.replace("Hi.", "Hi. "),
      expected: "fail header valid body mismatch",
    },
    {
      name: "a testing key does not soften it (RFC 6376 §3.6.1)",
      zone: keyZone([keyRecord(rsaKey(), "t=y; ")]),
      change: (signed) => signed.replace("lost", "won"),
      expected: "fail header valid body mismatch",
    },
    {
      name: "a weak key that also fails",
      signing: { key: rsaKey(512) },
      zone: keyZone([keyRecord(rsaKey(512))]),
      change: (signed) => signed.replace("lost", "won"),
      expected: "fail header valid body mismatch",
    },
    {
      name: "expired and failing",
      signing: tags({ x: `${NOW - 5}` }),
      change: (signed) => signed.replace("Hello", "Hullo"),
      expected: "fail header invalid body match",
    },
    {
      name: "a signature of another length than the modulus",
      signing: { writeSignature: () => "AAAA" },
      expected: "fail header invalid body match",
    },
    {
      name: "the Ed25519 signature was changed",
      signing: {
        key: ed25519Key(),
        writeSignature: (b) => (`A${b.slice(1)}` === b ? `B${b.slice(1)}` : `A${b.slice(1)}`),
      },
      zone: keyZone([keyRecord(ed25519Key())]),
      expected: "fail header invalid body match",
    },
    {
      name: "l= signs another part than was hashed",
      signing: { tags: { l: "10" }, bodyLength: 12 },
      expected: "fail header valid body mismatch",
    },
  ];
  test.each(cases)("$name", check);
});

describe("a signature that verifies is refused by policy", () => {
  const cases: readonly Case[] = [
    { name: "rsa-sha1 (RFC 8301 §3.1)", signing: tags({ a: "rsa-sha1" }), expected: "policy rsa-sha1" },
    {
      name: "an RSA key of 512 bits (RFC 8301 §3.2)",
      signing: { key: rsaKey(512) },
      zone: keyZone([keyRecord(rsaKey(512))]),
      expected: "policy key-too-short",
    },
    {
      name: "an RSA key of 1023 bits (RFC 8301 §3.2)",
      signing: { key: rsaKey(1023) },
      zone: keyZone([keyRecord(rsaKey(1023))]),
      expected: "policy key-too-short",
    },
    {
      name: "an RSA key longer than wanted",
      policy: { maximumRsaBits: 1023 },
      expected: "policy key-too-long",
    },
    { name: "a minimum of 2048 bits", policy: { minimumRsaBits: 2048 }, expected: "policy key-too-short" },
    {
      name: "x= has passed (RFC 6376 §3.5)",
      signing: tags({ t: `${NOW - 9}`, x: `${NOW - 1}` }),
      expected: "policy expired",
    },
    {
      name: "t= lies further ahead than the skew (RFC 6376 §3.5)",
      signing: tags({ t: `${NOW + 301}` }),
      expected: "policy signed-in-future",
    },
    {
      name: "a body longer than l= (RFC 6376 §8.2)",
      signing: tags({ l: "45" }),
      expected: "policy unsigned-body",
    },
    {
      name: "l=0 signs no body at all (RFC 6376 §8.2)",
      signing: tags({ l: "0" }),
      expected: "policy unsigned-body",
    },
    {
      name: "text appended behind l= (RFC 6376 §8.2)",
      signing: tags({ l: "46" }),
      change: (signed) => `${signed}buy now\r\n`,
      expected: "policy unsigned-body",
    },
    {
      name: "d=com (RFC 6376 §6.1.1)",
      signing: tags({ d: "com" }),
      zone: { "sel._domainkey.com": { TXT: [record] } },
      expected: "policy public-suffix-signer",
    },
    {
      name: "d=co.uk (RFC 6376 §6.1.1)",
      signing: tags({ d: "co.uk" }),
      zone: { "sel._domainkey.co.uk": { TXT: [record] } },
      expected: "policy public-suffix-signer",
    },
  ];
  test.each(cases)("$name", check);

  const accepted: readonly Case[] = [
    { name: "rsa-sha1", signing: tags({ a: "rsa-sha1" }), policy: { rsaSha1: "accept" }, expected: "pass" },
    {
      name: "expired signatures",
      signing: tags({ x: `${NOW - 1}` }),
      policy: { expired: "accept" },
      expected: "pass",
    },
    {
      name: "unsigned bytes",
      signing: tags({ l: "0" }),
      policy: { unsignedBody: "accept" },
      expected: "pass",
    },
    {
      name: "short keys",
      signing: { key: rsaKey(512) },
      zone: keyZone([keyRecord(rsaKey(512))]),
      policy: { minimumRsaBits: 512 },
      expected: "pass",
    },
    {
      name: "public suffixes",
      signing: tags({ d: "com" }),
      zone: { "sel._domainkey.com": { TXT: [record] } },
      policy: { publicSuffixSigner: "accept" },
      expected: "pass",
    },
    {
      name: "a wider skew",
      signing: tags({ t: `${NOW + 301}` }),
      policy: { clockSkewSeconds: 301 },
      expected: "pass",
    },
  ];
  test.each(accepted)("unless the receiver accepts: $name", check);
});

function keyTag(tag: string): VerifyOptions {
  return { zone: keyZone([keyRecord(rsaKey(), tag)]) };
}

describe("a signature is permanently unverifiable", () => {
  const cases: readonly Case[] = [
    {
      name: "From is not signed (RFC 6376 §6.1.1)",
      signing: tags({ h: "To:Subject" }),
      expected: "permerror from-not-signed",
    },
    {
      name: "i= outside d= (RFC 6376 §6.1.1)",
      signing: tags({ i: "@example.org" }),
      expected: "permerror auid-outside-sdid",
    },
    {
      name: "i= that only ends in the text of d=",
      signing: tags({ i: "@notexample.com" }),
      expected: "permerror auid-outside-sdid",
    },
    {
      name: "i= that only begins with d=",
      signing: tags({ i: "@example.com.evil.org" }),
      expected: "permerror auid-outside-sdid",
    },
    {
      name: "i= above d=",
      signing: tags({ d: "mail.example.com", i: "@example.com" }),
      expected: "permerror auid-outside-sdid",
    },
    {
      name: "x= before t= (RFC 6376 §3.5)",
      signing: tags({ t: "1000", x: "999" }),
      expected: "permerror expires-before-signed",
    },
    {
      name: "x= equal to t= (RFC 6376 §3.5)",
      signing: tags({ t: "1000", x: "1000" }),
      expected: "permerror expires-before-signed",
    },
    {
      name: "l= beyond the body (RFC 6376 §3.5)",
      signing: tags({ l: "47" }),
      expected: "permerror body-shorter-than-length",
    },
    {
      name: "a huge l= (RFC 6376 §3.5)",
      signing: tags({ l: "9".repeat(76) }),
      expected: "permerror body-shorter-than-length",
    },
    { name: "the selector does not exist (RFC 6376 §6.1.2)", zone: {}, expected: "permerror no-key" },
    {
      name: "the selector has no TXT record (RFC 6376 §6.1.2)",
      zone: { [SELECTOR]: { A: ["192.0.2.1"] } },
      expected: "permerror no-key",
    },
    {
      name: "an SPF record by a wildcard (RFC 6376 §6.1.2)",
      zone: keyZone(["v=spf1 -all"]),
      expected: "permerror no-key",
    },
    {
      name: "a name too long for DNS",
      signing: tags({ d: `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(55)}.example` }),
      expected: "permerror no-key",
    },
    {
      name: "the key is revoked (RFC 6376 §6.1.2)",
      zone: keyZone(["v=DKIM1; p="]),
      expected: "permerror key-revoked",
    },
    {
      name: "the key is malformed (RFC 6376 §6.1.2)",
      zone: keyZone(["v=DKIM1; p=AAAA"]),
      expected: "permerror key-malformed",
    },
    {
      name: "the record has no p= (RFC 6376 §3.6.1)",
      zone: keyZone(["v=DKIM1; k=rsa"]),
      expected: "permerror key-missing-data",
    },
    {
      name: "the record has another version (RFC 6376 §3.6.1)",
      zone: keyZone([record.replace("DKIM1", "DKIM2")]),
      expected: "permerror key-version",
    },
    {
      name: "v= is not first in the record (RFC 6376 §3.6.1)",
      zone: keyZone([`p=${keyData(rsaKey())}; v=DKIM1`]),
      expected: "permerror key-malformed",
    },
    {
      name: "k= is another type (RFC 6376 §6.1.2)",
      zone: keyZone([keyRecord(ed25519Key())]),
      expected: "permerror key-type",
    },
    {
      name: "k= is unknown (RFC 6376 §6.1.2)",
      zone: keyZone(["k=rs; p=AAAA"]),
      expected: "permerror key-type",
    },
    { name: "h= lacks the hash (RFC 6376 §6.1.2)", ...keyTag("h=sha1; "), expected: "permerror key-hash" },
    {
      name: "h= names only what is unknown (RFC 6376 §3.6.1)",
      ...keyTag("h=sha512; "),
      expected: "permerror key-hash",
    },
    {
      name: "s= is for another service (RFC 6376 §3.6.1)",
      ...keyTag("s=other; "),
      expected: "permerror key-service",
    },
    {
      name: "t=s with i= in a subdomain (RFC 6376 §3.6.1)",
      signing: tags({ i: "@mail.example.com" }),
      ...keyTag("t=y:s; "),
      expected: "permerror auid-not-exact",
    },
    {
      name: "even with a body that was changed",
      zone: keyZone(["v=DKIM1; p="]),
      change: (signed) => signed.replace("lost", "won"),
      expected: "permerror key-revoked",
    },
    {
      name: "the header block is over its limit",
      limits: { headerFields: 3 },
      expected: "permerror header-limit",
    },
  ];
  test.each(cases)("$name", check);
});

test.each(["timeout", "servfail", "refused", "malformed"] as const)(
  "a key that cannot be fetched for now is temperror: %s (RFC 6376 §6.1.2)",
  (reason) => {
    const { results } = verify(signMessage(MESSAGE), { zone: { [SELECTOR]: reason } });
    expect(results).toMatchObject([{ result: "temperror", cause: { code: "dns", name: SELECTOR, reason } }]);
  },
);

test("a temporary failure outranks a body that was changed (RFC 6376 §6.1.2)", () => {
  const changed = signMessage(MESSAGE).replace("lost", "won");
  expect(verdicts(changed, { zone: { [SELECTOR]: "timeout" } })).toStrictEqual(["temperror dns"]);
});

describe("no question is asked for a signature that cannot be valid", () => {
  const cases = [
    {
      name: "neutral",
      signing: tags({ a: "rsa-md5" }),
      algorithm: "rsa-sha256",
      expected: "neutral algorithm",
    },
    { name: "From not signed", signing: tags({ h: "To" }), expected: "permerror from-not-signed" },
    {
      name: "l= beyond the body",
      signing: tags({ l: "99" }),
      expected: "permerror body-shorter-than-length",
    },
    { name: "NUL in s=", signing: tags({ s: "a\0b" }), expected: "neutral syntax" },
  ];
  test.each(cases)("$name", ({ signing, expected }) => {
    const signed = signMessage(MESSAGE, { algorithm: "rsa-sha256", ...signing });
    expect(verify(signed).questions).toStrictEqual([]);
    expect(verdicts(signed)).toStrictEqual([expected]);
  });
});

test("an unsigned message has no results", () => {
  expect(verify(MESSAGE)).toStrictEqual({ results: [], questions: [] });
});

test("each field has its own result, in the order of the header", () => {
  const twice = signMessage(signMessage(MESSAGE), { key: ed25519Key(), tags: { s: "ed" } });
  const zone = { ...keyZone(), "ed._domainkey.example.com": { TXT: [keyRecord(ed25519Key())] } };
  const changed = `DKIM-Signature: nonsense\r\n${twice}`;
  const results = verify(changed, { zone }).results.map(({ result, fieldIndex }) => [result, fieldIndex]);
  expect(results).toStrictEqual([
    ["neutral", 0],
    ["pass", 1],
    ["pass", 2],
  ]);
});
