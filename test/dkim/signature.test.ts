import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDkimSignature } from "../../src/dkim/signature.ts";

const BH = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

/** A well-formed field; the replacements change one tag each, null leaves it out. */
function field(changes: Readonly<Record<string, string | null>> = {}): string {
  const tags = {
    v: "1",
    a: "rsa-sha256",
    d: "example.com",
    s: "sel",
    h: "From",
    bh: BH,
    b: "AAAA",
    ...changes,
  };
  return Object.entries(tags)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]))
    .join("; ");
}

test("the example of RFC 6376 §3.5 is read whole", () => {
  const text = [
    " v=1; a=rsa-sha256; d=example.net; s=brisbane;",
    "   c=simple; q=dns/txt; i=@eng.example.net;",
    "   t=1117574938; x=1118006938;",
    "   h=from:to:subject:date;",
    "   z=From:foo@eng.example.net|To:joe@example.com|",
    "    Subject:demo=20run|Date:July=205,=202005=203:44:08=20PM=20-0700;",
    "   bh=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=;",
    "   b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR",
  ].join("\r\n");
  const spanOf = (value: string): { start: number; end: number } => {
    const start = text.indexOf(`=${value}`) + 1;
    return { start, end: start + value.length };
  };
  const copies = text.slice(text.indexOf("z=") + 2, text.indexOf(";\r\n   bh="));
  expect(parseDkimSignature(text)).toStrictEqual({
    signature: {
      text,
      algorithm: "rsa-sha256",
      hash: "sha256",
      signatureData: "dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR",
      bodyHash: BH,
      canonicalization: { header: "simple", body: "simple" },
      sdid: "example.net",
      signedFields: ["from", "to", "subject", "date"],
      auid: "@eng.example.net",
      auidDomain: "eng.example.net",
      bodyLengthCount: null,
      queryMethods: ["dns/txt"],
      selector: "brisbane",
      signedAt: 1117574938,
      expiresAt: 1118006938,
      copiedFields: [
        { name: "From", value: "foo@eng.example.net" },
        { name: "To", value: "joe@example.com" },
        { name: "Subject", value: "demo run" },
        { name: "Date", value: "July 5, 2005 3:44:08 PM -0700" },
      ],
      tags: [
        { name: "v", at: spanOf("1") },
        { name: "a", at: spanOf("rsa-sha256") },
        { name: "d", at: spanOf("example.net") },
        { name: "s", at: spanOf("brisbane") },
        { name: "c", at: spanOf("simple") },
        { name: "q", at: spanOf("dns/txt") },
        { name: "i", at: spanOf("@eng.example.net") },
        { name: "t", at: spanOf("1117574938") },
        { name: "x", at: spanOf("1118006938") },
        { name: "h", at: spanOf("from:to:subject:date") },
        { name: "z", at: spanOf(copies) },
        { name: "bh", at: spanOf(BH) },
        { name: "b", at: spanOf("dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR") },
      ],
    },
  });
});

describe("a tag's value is read as its section says", () => {
  const cases: readonly { name: string; changes: Record<string, string | null>; expected: object }[] = [
    {
      name: "c= left out is simple for both (RFC 6376 §3.5)",
      changes: {},
      expected: { canonicalization: { header: "simple", body: "simple" } },
    },
    {
      name: "c= with one algorithm means the header (RFC 6376 §3.5)",
      changes: { c: "relaxed" },
      expected: { canonicalization: { header: "relaxed", body: "simple" } },
    },
    {
      name: "c= with two (RFC 6376 §3.5)",
      changes: { c: "simple/relaxed" },
      expected: { canonicalization: { header: "simple", body: "relaxed" } },
    },
    {
      name: "i= left out is the SDID (RFC 6376 §6.1.1)",
      changes: {},
      expected: { auid: "@example.com", auidDomain: "example.com" },
    },
    {
      name: "i= is quoted-printable with folding inside (RFC 6376 §2.11)",
      changes: { i: "a=3Bb=\r\n 40@Sub.\r\n Example.COM" },
      expected: { auid: "a;b@@sub.example.com", auidDomain: "sub.example.com" },
    },
    {
      name: "b= and bh= may be folded anywhere (RFC 6376 §3.5)",
      changes: { b: "AA\r\n\tA A", bh: `${BH.slice(0, 7)} \r\n ${BH.slice(7)}` },
      expected: { signatureData: "AAAA", bodyHash: BH },
    },
    {
      name: "white space may stand around the colons of h= (RFC 6376 §3.5)",
      changes: { h: "From :\r\n To\t: From" },
      expected: { signedFields: ["From", "To", "From"] },
    },
    {
      name: "an unknown query method beside the known one is ignored (RFC 6376 §3.5)",
      changes: { q: "dns/txt : foo/bar" },
      expected: { queryMethods: ["dns/txt", "foo/bar"] },
    },
    { name: "l=0 is a length (RFC 6376 §3.5)", changes: { l: "0" }, expected: { bodyLengthCount: 0 } },
    {
      name: "l= with 76 digits is a length (RFC 6376 §3.5)",
      changes: { l: "9".repeat(76) },
      expected: { bodyLengthCount: Number.MAX_SAFE_INTEGER },
    },
    {
      name: "t= and x= with 12 digits (RFC 6376 §3.5)",
      changes: { t: "000000000000", x: "999999999999" },
      expected: { signedAt: 0, expiresAt: 999_999_999_999 },
    },
    {
      name: "U-labels become A-labels (RFC 8616 §5)",
      changes: { d: "Bücher.example", s: "ключ", i: "jürgen@post.bücher.example" },
      expected: {
        sdid: "xn--bcher-kva.example",
        selector: "xn--j1ac0b1a",
        auid: "jürgen@post.xn--bcher-kva.example",
        auidDomain: "post.xn--bcher-kva.example",
      },
    },
    {
      name: "a selector may have dots and underscores (RFC 6376 §3.1)",
      changes: { s: "March_2005.Reykjavik" },
      expected: { selector: "march_2005.reykjavik" },
    },
    {
      name: "ed25519-sha256 (RFC 8463 §3)",
      changes: { a: "ed25519-sha256" },
      expected: { algorithm: "ed25519-sha256", hash: "sha256" },
    },
    {
      name: "rsa-sha1 has a body hash of 20 octets (RFC 6376 §3.3.1)",
      changes: { a: "rsa-sha1", bh: "uoq1oCgLlTqpdDX/iUbLy7J1Wic=" },
      expected: { algorithm: "rsa-sha1", hash: "sha1" },
    },
    {
      name: "a tag that is not known is ignored (RFC 6376 §3.2)",
      changes: { zz: "any=thing" },
      expected: { sdid: "example.com" },
    },
    {
      name: "the local-part of i= may be a quoted string with spaces (RFC 6376 §3.5)",
      changes: { i: '"two=20words"@example.com' },
      expected: { auid: '"two words"@example.com', auidDomain: "example.com" },
    },
    {
      name: "z= may copy fields in a charset other than UTF-8 (RFC 6376 §3.5)",
      changes: { z: "Subject:caf=E9|To:=C3=A9" },
      expected: {
        copiedFields: [
          { name: "Subject", value: "caf\ufffd" },
          { name: "To", value: "\u00e9" },
        ],
      },
    },
    {
      name: "z= may have bars and colons encoded (RFC 6376 §3.5)",
      changes: { z: "Subject :a=7Cb:c" },
      expected: { copiedFields: [{ name: "Subject", value: "a|b:c" }] },
    },
  ];
  test.each(cases)("$name", ({ changes, expected }) => {
    expect(parseDkimSignature(field(changes))).toMatchObject({ signature: expected });
  });

  test("a semicolon and folding at the end are legal (RFC 6376 §3.2)", () => {
    expect(parseDkimSignature(`${field()} ;\r\n `)).toHaveProperty("signature");
  });
});

function syntax(tag: string, expected: string): object {
  return { code: "syntax", tag, expected };
}

describe("a field that cannot be processed has its first issue", () => {
  const cases: readonly { name: string; changes: Record<string, string | null>; issue: object }[] = [
    ...["v", "a", "b", "bh", "d", "h", "s"].map((tag) => ({
      name: `${tag}= is required (RFC 6376 §6.1.1)`,
      changes: { [tag]: null },
      issue: { code: "missing-tag", tag },
    })),
    { name: "v=2 (RFC 6376 §6.1.1)", changes: { v: "2" }, issue: { code: "version", value: "2" } },
    { name: "v= is compared as a string", changes: { v: "01" }, issue: { code: "version", value: "01" } },
    {
      name: "V= is another tag (RFC 6376 §3.2)",
      changes: { v: null, V: "1" },
      issue: { code: "missing-tag", tag: "v" },
    },
    {
      name: "an unknown a=",
      changes: { a: "rsa-sha512" },
      issue: { code: "algorithm", value: "rsa-sha512" },
    },
    {
      name: "ed25519-sha1",
      changes: { a: "ed25519-sha1" },
      issue: { code: "algorithm", value: "ed25519-sha1" },
    },
    {
      name: "a= in capitals (RFC 6376 §3.2)",
      changes: { a: "RSA-SHA256" },
      issue: { code: "algorithm", value: "RSA-SHA256" },
    },
    {
      name: "an a= named like a property of objects",
      changes: { a: "constructor" },
      issue: { code: "algorithm" },
    },
    { name: "an empty a=", changes: { a: "" }, issue: { code: "algorithm", value: "" } },
    {
      name: "an unknown c=",
      changes: { c: "nofws/simple" },
      issue: { code: "canonicalization", value: "nofws/simple" },
    },
    {
      name: "an empty body algorithm in c=",
      changes: { c: "relaxed/" },
      issue: { code: "canonicalization" },
    },
    {
      name: "three algorithms in c=",
      changes: { c: "simple/simple/simple" },
      issue: { code: "canonicalization" },
    },
    { name: "an unknown q=", changes: { q: "foo" }, issue: { code: "query-method", value: "foo" } },
    {
      name: "q=dns without txt (RFC 6376 §3.5)",
      changes: { q: "dns" },
      issue: { code: "query-method", value: "dns" },
    },
    { name: "an empty query method", changes: { q: "dns/txt:" }, issue: syntax("q", "query methods") },
    { name: "an empty b=", changes: { b: "" }, issue: syntax("b", "base64") },
    { name: "b= that is no base64", changes: { b: "AA*A" }, issue: syntax("b", "base64") },
    { name: "surplus padding in b=", changes: { b: "AAAA=" }, issue: syntax("b", "base64") },
    { name: "missing padding in b=", changes: { b: "AAA" }, issue: syntax("b", "base64") },
    {
      name: "a bh= of the wrong length",
      changes: { bh: "AAAA" },
      issue: syntax("bh", "base64 of 32 octets"),
    },
    {
      name: "a bh= of the other hash",
      changes: { a: "rsa-sha1" },
      issue: syntax("bh", "base64 of 20 octets"),
    },
    { name: "d= with a quote", changes: { d: "legit'a.example.com" }, issue: syntax("d", "domain name") },
    {
      name: "d= with a parenthesis",
      changes: { d: "legit(.example.com" },
      issue: syntax("d", "domain name"),
    },
    { name: "d= with folding inside", changes: { d: "exam\r\n ple.com" }, issue: syntax("d", "domain name") },
    { name: "d= with a trailing dot", changes: { d: "example.com." }, issue: syntax("d", "domain name") },
    { name: "d= with an empty label", changes: { d: "example..com" }, issue: syntax("d", "domain name") },
    {
      name: "d= with an invalid U-label",
      changes: { d: "exa\ufffdmple.com" },
      issue: syntax("d", "domain name"),
    },
    { name: "an empty s=", changes: { s: "" }, issue: syntax("s", "selector") },
    { name: "s= with a label of 64 octets", changes: { s: "a".repeat(64) }, issue: syntax("s", "selector") },
    {
      name: "NUL in s=",
      changes: { s: "sel._domainkey.attack.com.\0.any" },
      issue: syntax("s", "tag value"),
    },
    { name: "an empty h=", changes: { h: "" }, issue: syntax("h", "header field names") },
    { name: "an empty name in h=", changes: { h: "From::To" }, issue: syntax("h", "header field names") },
    {
      name: "white space inside a name in h=",
      changes: { h: "From To" },
      issue: syntax("h", "header field names"),
    },
    { name: "an i= without @", changes: { i: "example.com" }, issue: syntax("i", "@") },
    { name: "an i= without a domain", changes: { i: "a@" }, issue: syntax("i", "domain name") },
    {
      name: "an i= with a broken encoding (RFC 6376 §2.11)",
      changes: { i: "a=3b@example.com" },
      issue: syntax("i", "dkim-quoted-printable"),
    },
    {
      name: "an i= that encodes a line end",
      changes: { i: "a=0D=0Ab@example.com" },
      issue: syntax("i", "local-part"),
    },
    { name: "l= that is no number", changes: { l: "ten" }, issue: syntax("l", "1 to 76 digits") },
    { name: "a negative l=", changes: { l: "-1" }, issue: syntax("l", "1 to 76 digits") },
    { name: "l= with 77 digits", changes: { l: "1".repeat(77) }, issue: syntax("l", "1 to 76 digits") },
    { name: "an empty l=", changes: { l: "" }, issue: syntax("l", "1 to 76 digits") },
    { name: "t= that is no number", changes: { t: "1e9" }, issue: syntax("t", "1 to 12 digits") },
    { name: "t= with 13 digits", changes: { t: "1".repeat(13) }, issue: syntax("t", "1 to 12 digits") },
    { name: "a negative x=", changes: { x: "-5" }, issue: syntax("x", "1 to 12 digits") },
    { name: "an empty z=", changes: { z: "" }, issue: syntax("z", "copied header fields") },
    { name: "z= without a colon", changes: { z: "From" }, issue: syntax("z", "copied header fields") },
    {
      name: "z= with a broken encoding",
      changes: { z: "From:a=zz" },
      issue: syntax("z", "copied header fields"),
    },
    { name: "a tag without =", changes: { "x-y": "1" }, issue: { code: "syntax", tag: "x", expected: "=" } },
  ];
  test.each(cases)("$name", ({ changes, issue }) => {
    expect(parseDkimSignature(field(changes))).toMatchObject({ issue });
  });

  test("a tag that stands twice (RFC 6376 §3.2)", () => {
    expect(parseDkimSignature(`${field()}; d=other.example`)).toStrictEqual({
      text: `${field()}; d=other.example`,
      issue: { code: "duplicate-tag", tag: "d", at: { start: field().length + 2, end: field().length + 3 } },
      claimed: { sdid: "example.com", selector: "sel" },
    });
  });

  test("the span points at the value, and the signer claimed is told where legible", () => {
    expect(parseDkimSignature("v=1; a=foo; s=bad selector; d=Example.COM")).toStrictEqual({
      text: "v=1; a=foo; s=bad selector; d=Example.COM",
      issue: { code: "algorithm", value: "foo", at: { start: 7, end: 10 } },
      claimed: { sdid: "example.com", selector: null },
    });
  });

  test("nothing at all", () => {
    expect(parseDkimSignature("")).toMatchObject({
      issue: { code: "syntax", tag: null },
      claimed: { sdid: null, selector: null },
    });
  });
});

test("no text makes the parser throw, and every span lies in the text", () => {
  const piece = fc.oneof(
    fc.constantFrom("v=1;", "a=rsa-sha256;", "d=example.com;", "s=a;", "h=From:To;", `bh=${BH};`, "b=AAAA;"),
    fc.constantFrom(
      "i==40@;",
      "c=relaxed/;",
      "q=dns/txt;",
      "z=a:=20|;",
      "t=12;",
      "x=1;",
      "l=0;",
      ";",
      "=",
      "\r\n ",
      "\0",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  const texts = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      const reading = parseDkimSignature(text);
      const spans =
        "signature" in reading
          ? reading.signature.tags.map(({ at }) => at)
          : "at" in reading.issue
            ? [reading.issue.at]
            : [];
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
