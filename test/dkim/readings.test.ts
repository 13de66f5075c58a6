import { describe, expect, test } from "vitest";
import { parseDkimKey } from "../../src/dkim/key-record.ts";
import { signatureNotes } from "../../src/dkim/signature-notes.ts";
import { parseDkimSignature, type DkimSignature } from "../../src/dkim/signature.ts";
import { signatureText } from "../../src/dkim/signed-data.ts";
import { signingIssue } from "../../src/dkim/signing-issue.ts";
import { isHyphenatedWord, splitList, trimFws } from "../../src/dkim/tag-value.ts";
import { keyRecord, rsaKey, signMessage } from "../support/dkim-signer.ts";
import { read } from "../support/reading.ts";
import { keyZone, MESSAGE, NOW, SELECTOR, verify } from "./verifying.ts";

const BODY_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const REQUIRED = `v=1; a=rsa-sha256; d=example.com; s=s; bh=${BODY_HASH}; b=AAAA`;

function readSignature(tags: string): DkimSignature {
  const reading = parseDkimSignature(`${REQUIRED}; ${tags}`);
  if ("issue" in reading) throw new Error(reading.issue.code);
  return reading.signature;
}

describe("h= of a signature (RFC 6376 §3.5)", () => {
  const names = ["!", "~", "9", "a", "From : !x~"];
  test.each(names)("may name %s", (name) => {
    expect(readSignature(`h=From:${name}`).signedFields).toStrictEqual([
      "From",
      ...name.split(":").map((each) => each.trim()),
    ]);
  });

  test.each(["", "a b", "a\x7f", "ü", "a::b"])("may not name %j", (name) => {
    expect(parseDkimSignature(`${REQUIRED}; h=From:${name}`)).toHaveProperty("issue");
  });
});

describe("how long a signature lasts (RFC 5321 §4.5.4.1)", () => {
  const day = 86_400;
  const cases = [
    { tags: `t=${NOW}; x=${NOW + 4 * day}`, seconds: null },
    { tags: `t=${NOW}; x=${NOW + 4 * day - 1}`, seconds: 4 * day - 1 },
    { tags: `t=${NOW}; x=${NOW + 1}`, seconds: 1 },
    { tags: `t=${NOW}`, seconds: null },
    { tags: "x=1", seconds: null },
    { tags: "", seconds: null },
  ];
  test.each(cases)("$tags is noted as $seconds", ({ tags, seconds }) => {
    const coverage = {
      signedFields: [],
      oversigned: [],
      unsignedDuplicates: [],
      signedBodyBytes: 0,
      unsignedBodyBytes: 0,
    };
    expect(signatureNotes(readSignature(`h=From; ${tags}`), coverage)).toStrictEqual(
      seconds === null ? [] : [{ code: "dkim.short-lived", seconds, rfc: "RFC 5321 §4.5.4.1" }],
    );
  });
});

describe("lists of a key record (RFC 6376 §3.6.1)", () => {
  const cases = [
    { tags: "s=*:email-2", malformed: [] },
    { tags: "h=sha256 : x9; s=e; t=y:s", malformed: [] },
    { tags: "h=; s=1a; t=y-", malformed: ["h", "s", "t"] },
    { tags: "h=-a; s=a_b; t=y::s", malformed: ["h", "s", "t"] },
    { tags: "h=a,b; s=a.b; t=a/b", malformed: ["h", "s", "t"] },
  ];
  test.each(cases)("$tags has malformed lists $malformed", ({ tags, malformed }) => {
    const reading = parseDkimKey(`v=DKIM1; ${tags}; p=`);
    if ("issue" in reading) throw new Error(reading.issue.code);
    const notes = reading.key.notes.filter(({ code }) => code === "dkim.malformed-list");
    expect(notes).toStrictEqual(
      malformed.map((tag) => ({ code: "dkim.malformed-list", tag, rfc: "RFC 6376 §3.6.1" })),
    );
  });

  test("words are letters, digits and inner hyphens, a letter first (RFC 6376 §2.10)", () => {
    const words = ["a", "a1", "a-b", "a--b", "", "1", "-a", "a-", "a.b", "a,b", "a_b", "ä"];
    expect(words.filter(isHyphenatedWord)).toStrictEqual(["a", "a1", "a-b", "a--b"]);
  });

  test("white space around elements is no part of them (RFC 6376 §2.8)", () => {
    expect([" a b\t", "\r\n a\r\n ", " \t ", "", "\u00a0a"].map(trimFws)).toStrictEqual([
      "a b",
      "a",
      "",
      "",
      "\u00a0a",
    ]);
    expect(splitList(" a :\tb:", ":")).toStrictEqual(["a", "b", ""]);
  });
});

describe("why there is no key (RFC 6376 §6.1.2)", () => {
  const record = keyRecord(rsaKey());
  const label = "a".repeat(60);
  const cases = [
    { name: "nothing at the name", zone: {}, answer: "nxdomain" },
    { name: "no TXT record", zone: { [SELECTOR]: { A: ["192.0.2.1"] } }, answer: "nodata" },
    { name: "records of another kind", zone: keyZone(["v=spf1 -all", "x"]), answer: "no-key-record" },
  ];
  test.each(cases)("$name: $answer", ({ zone, answer }) => {
    const [result] = verify(signMessage(MESSAGE), { zone }).results;
    expect(result).toHaveProperty("cause", { code: "no-key", name: SELECTOR, answer });
  });

  test("a name that no question can carry: impossible-name", () => {
    const sdid = `${label}.${label}.${label}.${"a".repeat(55)}.example`;
    const { results, questions } = verify(signMessage(MESSAGE, { tags: { d: sdid } }));
    expect(questions).toStrictEqual([]);
    expect(results[0]).toHaveProperty("cause", {
      code: "no-key",
      name: `sel._domainkey.${sdid}`,
      answer: "impossible-name",
    });
  });

  test("a broken record in two strings is shown whole", () => {
    const { results } = verify(signMessage(MESSAGE), {
      zone: { [SELECTOR]: { TXT: [["v=DKIM1; p=", "AAAA"]] } },
    });
    expect(results[0]).toHaveProperty("cause.text", "v=DKIM1; p=AAAA");
  });

  test("a key of an unknown type names both types", () => {
    const { results } = verify(signMessage(MESSAGE), { zone: keyZone(["k=rsax; p=AAAA"]) });
    expect(results[0]).toHaveProperty("cause", {
      code: "key-type",
      keyType: "rsax",
      algorithm: "rsa-sha256",
    });
  });

  test("the keys behind one that verifies are not tried", () => {
    const { results } = verify(signMessage(MESSAGE), { zone: keyZone([record, record, "p=AAAA"]) });
    const codes = results[0]?.trace.map(({ code }) => code);
    expect(codes).toStrictEqual([
      "dkim.body-hash",
      "dkim.key-answer",
      "dkim.header-input",
      "dkim.header-signature",
    ]);
    expect(results[0]?.notes).toContainEqual({
      code: "dkim.several-key-records",
      count: 3,
      tried: 3,
      rfc: "RFC 6376 §3.6.2.2",
    });
  });
});

test("a refusal is the last event, with its cause (RFC 6376 §6.3)", () => {
  const policy = { maximumRsaBits: 1023 };
  const [result] = verify(signMessage(MESSAGE), { policy }).results;
  expect(result?.trace.at(-1)).toStrictEqual({
    code: "dkim.refused",
    cause: { code: "key-too-long", bits: 1024, maximum: 1023 },
    rfc: "RFC 6376 §6.3",
  });
  expect(verify(signMessage(MESSAGE), { policy: { maximumRsaBits: 1024 } }).results[0]?.result).toBe("pass");
});

test("a message without From is unfit for signing, one whose From names nobody is not (RFC 6376 §5.4)", () => {
  expect(
    ["To: a@b.example\r\n\r\n", "From: list:;\r\n\r\n"].map((text) => signingIssue(read(text))),
  ).toStrictEqual([{ code: "from-missing" }, null]);
});

test("a message with a line that is no field is unfit for signing (RFC 6376 §5.3)", () => {
  const issue = signingIssue(read("From: a@b.example\r\nno field\r\n\r\n"));
  expect(issue).toStrictEqual({
    code: "not-transmissible",
    note: { code: "malformed-header-line", count: 1, offset: 19 },
  });
});

test("octets that are no UTF-8 leave their mark in a signature's text: no domain forms around them (RFC 8616 §5)", () => {
  const [field] = read("DKIM-Signature: d=exam\xffple.com\r\n\r\n").fields;
  expect(field === undefined ? null : signatureText(field)).toBe(" d=exam\ufffdple.com");
});
