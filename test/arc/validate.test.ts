import { describe, expect, test } from "vitest";
import { ed25519Key, rsaKey } from "../support/dkim-signer.ts";
import { mintSet, sealerZone, sealMessage } from "../support/arc-sealer.ts";
import { chain, editFields, MESSAGE, SEALERS, without, ZONE } from "./chains.ts";
import { NOW, status, validate } from "./validating.ts";

const AAR = "ARC-Authentication-Results";
const AMS = "ARC-Message-Signature";
const AS = "ARC-Seal";

const one = chain(1);
const two = chain(2);
const three = chain(3);

interface Case {
  readonly name: string;
  readonly message: string;
  readonly expected: string;
}

function check(cases: readonly Case[]): void {
  test.each(cases)("$name", ({ message, expected }) => {
    expect(status(message, { zone: ZONE })).toBe(expected);
  });
}

/** The sets of a chain of two, the older one above the newer. */
function shuffled(): string {
  const end = two.indexOf("Received:");
  const middle = two.indexOf("ARC-Seal:", 10);
  return two.slice(middle, end) + two.slice(0, middle) + two.slice(end);
}

describe("the status of a chain (RFC 8617 §5.2)", () => {
  check([
    { name: "no ARC field is none", message: MESSAGE, expected: "none" },
    { name: "one set passes", message: one, expected: "pass oldest-pass=0" },
    { name: "three sets pass", message: three, expected: "pass oldest-pass=0" },
    { name: "fifty sets pass", message: chain(50), expected: "pass oldest-pass=0" },
    {
      name: "an Ed25519 set passes (RFC 8463 §3)",
      message: chain(1, { 1: { domain: "ed.example", key: ed25519Key() } }),
      expected: "pass oldest-pass=0",
    },
    {
      name: "sets of different algorithms pass",
      message: chain(2, { 2: { domain: "ed.example", key: ed25519Key() } }),
      expected: "pass oldest-pass=0",
    },
    {
      name: "a chain in LF storage form passes",
      message: chain(2, { 2: { messageSignatureTags: { c: "simple/simple" } } }).replaceAll("\r\n", "\n"),
      expected: "pass oldest-pass=0",
    },
    {
      name: "sets pass in any order of their fields (RFC 8617 §4.2.1)",
      message: shuffled(),
      expected: "pass oldest-pass=0",
    },
  ]);
});

describe("instances (RFC 8617 §4.2.1)", () => {
  const wrong = [
    "0",
    "51",
    "1e0",
    "0x1",
    "+1",
    "01",
    "-1",
    "1 1",
    "1,2",
    "",
    "\u0661",
    "100000000000000000000",
  ];
  test.each(wrong.flatMap((value) => [AAR, AMS, AS].map((name) => ({ name, value }))))(
    "i=$value in $name fails",
    ({ name, value }) => {
      const message = editFields(one, name, 1, (field) => field.replace("i=1;", `i=${value};`));
      const { result } = validate(Buffer.from(message).toString("latin1"), { zone: ZONE });
      expect(result.result === "fail" && result.cause.code).toBe("invalid-instance");
    },
  );

  test("a missing instance is named by its field", () => {
    const message = editFields(one, AS, 1, (field) => field.replace("i=1;", "n=1;"));
    expect(validate(message, { zone: ZONE }).result).toMatchObject({
      result: "fail",
      cause: { code: "invalid-instance", field: "arc-seal", fieldIndex: 0, value: null },
    });
  });

  check([
    { name: "a missing report", message: without(two, AAR, 1), expected: "fail missing-field i=1" },
    {
      name: "a missing message signature",
      message: without(two, AMS, 2),
      expected: "fail missing-field i=2",
    },
    { name: "a missing seal", message: without(two, AS, 1), expected: "fail missing-field i=1" },
    {
      name: "a report twice",
      message: editFields(two, AAR, 1, (field) => field + field),
      expected: "fail duplicate-field i=1",
    },
    {
      name: "a message signature twice",
      message: editFields(two, AMS, 2, (field) => field + field),
      expected: "fail duplicate-field i=2",
    },
    {
      name: "a seal twice",
      message: editFields(two, AS, 2, (field) => field + field),
      expected: "fail duplicate-field i=2",
    },
    {
      name: "a gap",
      message: [AAR, AMS, AS].reduce((message, name) => without(message, name, 2), three),
      expected: "fail missing-set i=2",
    },
    {
      name: "no first set",
      message: [AAR, AMS, AS].reduce((message, name) => without(message, name, 1), three),
      expected: "fail missing-set i=1",
    },
    {
      name: "two instances in one field",
      message: chain(1, { 1: { sealTags: { n: "x;i=2" } } }),
      expected: "fail seal-malformed i=1",
    },
    {
      name: "the report of another instance",
      message: editFields(one, AAR, 1, (field) => field.replace("i=1;", "i=2;")),
      expected: "fail missing-field i=1",
    },
    {
      name: "comments around the instance are white space (RFC 8617 §3.9)",
      message: chain(1, { 1: { sealTags: { i: " (the) 1 (st) " } } }),
      expected: "pass oldest-pass=0",
    },
  ]);

  test("more sets than the limit are not looked at", () => {
    const { result, questions } = validate(three, { zone: ZONE, limits: { arcSets: 2 } });
    expect(result).toStrictEqual({
      result: "fail",
      trusted: false,
      cause: { code: "set-limit", sets: 3, limit: 2 },
      sets: [],
      changes: [],
      notes: [],
      trace: [{ code: "arc.collected", sets: 3, strays: 0, rfc: "RFC 8617 §5.2" }],
    });
    expect(questions).toStrictEqual([]);
  });
});

const failedSet = (message: string, instance: number): string =>
  sealMessage(message, { instance, domain: "b.example", chainValidation: "fail", scope: [] });

describe("what sealers found of the chain (RFC 8617 §5.2, step 2 and 3)", () => {
  check([
    {
      name: "cv=pass in the first set",
      message: chain(1, { 1: { chainValidation: "pass" } }),
      expected: "fail chain-validation i=1",
    },
    {
      name: "cv=none in a later set",
      message: chain(2, { 2: { chainValidation: "none" } }),
      expected: "fail chain-validation i=2",
    },
    { name: "cv=fail in the newest set", message: failedSet(one, 2), expected: "fail sealed-as-failed i=2" },
    {
      name: "cv=fail in the only set",
      message: failedSet(MESSAGE, 1),
      expected: "fail sealed-as-failed i=1",
    },
    {
      name: "a set after one with cv=fail",
      message: sealMessage(failedSet(one, 2), { instance: 3, domain: "c.example" }),
      expected: "fail chain-validation i=2",
    },
    {
      name: "cv=fail counts even where the structure is broken",
      message: failedSet(without(one, AAR, 1), 2),
      expected: "fail sealed-as-failed i=2",
    },
    {
      name: "an unknown word",
      message: chain(1, { 1: { chainValidation: "maybe" } }),
      expected: "fail seal-malformed i=1",
    },
    {
      name: "the words without regard to case (RFC 8617 §3.9)",
      message: chain(1, { 1: { chainValidation: "None" } }),
      expected: "pass oldest-pass=0",
    },
    {
      name: "a cv= edited afterwards",
      message: editFields(two, AS, 2, (field) => field.replace("cv=pass", "cv=PASS")),
      expected: "fail seal-invalid i=2",
    },
  ]);

  test("the seal over a broken chain covers its own set alone (RFC 8617 §5.1.2)", () => {
    const { result } = validate(failedSet(without(one, AAR, 1), 2), { zone: ZONE });
    expect(result.sets.map(({ seal }) => seal?.result)).toStrictEqual(["permerror", "pass"]);
  });
});

const bodyChanged = (message: string): string => message.replace("lost", "won");

const headerChanged = (message: string): string => message.replace("Subject: Hello", "Subject: Bye");

const signedWith = (messageSignatureTags: Readonly<Record<string, string | null>>): string =>
  chain(1, { 1: { messageSignatureTags } });

describe("the newest message signature (RFC 8617 §5.2, step 4)", () => {
  check([
    { name: "the body changed", message: bodyChanged(two), expected: "fail message-signature-invalid i=2" },
    {
      name: "the header changed",
      message: headerChanged(two),
      expected: "fail message-signature-invalid i=2",
    },
    {
      name: "only an older one broken by the header is no failure",
      message: chain(2, {}, headerChanged),
      expected: "pass oldest-pass=2",
    },
    {
      name: "only older ones broken by the body are no failure",
      message: chain(3, {}, (message, instance) => (instance === 3 ? bodyChanged(message) : message)),
      expected: "pass oldest-pass=3",
    },
    {
      name: "an older one that cannot be read is no failure",
      message: chain(2, { 1: { messageSignatureTags: { c: "neat" } } }),
      expected: "pass oldest-pass=2",
    },
    {
      name: "without c= both algorithms are simple (RFC 6376 §3.5)",
      message: signedWith({ c: null }),
      expected: "pass oldest-pass=0",
    },
    {
      name: "h= with ARC-Seal",
      message: signedWith({ h: "From:ARC-SEAL" }),
      expected: "fail message-signature-malformed i=1",
    },
    { name: "a v= is ignored", message: signedWith({ v: "7" }), expected: "pass oldest-pass=0" },
    {
      name: "From not signed is no failure",
      message: signedWith({ h: "To" }),
      expected: "pass oldest-pass=0",
    },
    { name: "nothing signed is no failure", message: signedWith({ h: "" }), expected: "pass oldest-pass=0" },
    {
      name: "an unknown algorithm",
      message: signedWith({ a: "rsa-md5" }),
      expected: "fail message-signature-malformed i=1",
    },
    {
      name: "rsa-sha1 (RFC 8301 §3.1)",
      message: chain(1, { 1: { messageSignatureTags: { a: "rsa-sha1" } } }),
      expected: "fail message-signature-refused i=1",
    },
    {
      name: "expired",
      message: signedWith({ x: "1700000000" }),
      expected: "fail message-signature-refused i=1",
    },
    {
      name: "x= before t= (RFC 6376 §3.5)",
      message: signedWith({ t: "2", x: "1" }),
      expected: "fail message-signature-unverifiable i=1",
    },
    {
      name: "no key",
      message: signedWith({ s: "none" }),
      expected: "fail message-signature-unverifiable i=1",
    },
    {
      name: "bytes past l=",
      message: signedWith({ l: "2" }),
      expected: "fail message-signature-refused i=1",
    },
  ]);

  test("rsa-sha1 is not accepted by any policy (RFC 8301 §3.1)", () => {
    const message = chain(1, { 1: { messageSignatureTags: { a: "rsa-sha1" } } });
    const options = { zone: ZONE, signaturePolicy: { rsaSha1: "accept" } } as const;
    expect(status(message, options)).toBe("fail message-signature-refused i=1");
  });

  test("a key that could not be fetched is a lasting failure with a cause of its own (RFC 8617 §5.2.1)", () => {
    const zone = { ...ZONE, "slow._domainkey.a.example": "timeout" } as const;
    const ofMessage = chain(1, { 1: { messageSignatureTags: { s: "slow" } } });
    const ofSeal = chain(1, { 1: { sealTags: { s: "slow" } } });
    const reason = { code: "dns", name: "slow._domainkey.a.example", reason: "timeout" };
    expect(validate(ofMessage, { zone }).result).toMatchObject({
      result: "fail",
      cause: { code: "message-signature-unavailable", instance: 1, reason },
    });
    expect(validate(ofSeal, { zone }).result).toMatchObject({
      result: "fail",
      cause: { code: "seal-unavailable", instance: 1, reason },
    });
  });

  test("a header cut at a limit fails", () => {
    const { result } = validate(two, { zone: ZONE, limits: { headerFields: 7 } });
    expect(result).toMatchObject({
      result: "fail",
      cause: { code: "header-limit", limit: "headerFields", value: 7 },
    });
  });
});

const sealedWith = (sealTags: Readonly<Record<string, string | null>>): string =>
  chain(1, { 1: { sealTags } });

const edited = (name: string, instance: number): string =>
  editFields(three, name, instance, (field) => field.replace("mx.", "my.").replace("d=", "d=  "));

describe("the seals (RFC 8617 §5.2, step 6)", () => {
  check([
    {
      name: "an edited report breaks the newest seal first",
      message: edited(AAR, 1),
      expected: "fail seal-invalid i=3",
    },
    {
      name: "a message signature whose white space changed still holds (RFC 8617 §4.1.3)",
      message: editFields(two, AMS, 1, (field) => field.replaceAll("\r\n\t", " \r\n  \t ")),
      expected: "pass oldest-pass=0",
    },
    {
      name: "a forged first set under an honest one",
      message: sealMessage(
        editFields(one, AAR, 1, (field) => field.replace("pass", "fail")),
        {
          instance: 2,
          domain: "b.example",
        },
      ),
      expected: "fail seal-invalid i=1",
    },
    { name: "h= (RFC 8617 §4.1.3)", message: sealedWith({ h: "From" }), expected: "fail seal-malformed i=1" },
    { name: "a missing d=", message: sealedWith({ d: null }), expected: "fail seal-malformed i=1" },
    { name: "a malformed t=", message: sealedWith({ t: "soon" }), expected: "fail seal-malformed i=1" },
    {
      name: "unknown tags are ignored",
      message: sealedWith({ c: "neat", bh: "x" }),
      expected: "pass oldest-pass=0",
    },
    { name: "no t=", message: sealedWith({ t: null }), expected: "pass oldest-pass=0" },
    {
      name: "t= in the future",
      message: sealedWith({ t: String(NOW + 3600) }),
      expected: "fail seal-refused i=1",
    },
    { name: "no key", message: sealedWith({ s: "none" }), expected: "fail seal-unverifiable i=1" },
    {
      name: "rsa-sha1 (RFC 8301 §3.1)",
      message: chain(1, { 1: { messageSignatureTags: { a: "rsa-sha256" }, sealTags: { a: "rsa-sha1" } } }),
      expected: "fail seal-invalid i=1",
    },
    {
      name: "a key of 512 bits (RFC 8301 §3.2)",
      message: chain(1, {
        1: { domain: "small.example", key: rsaKey(512, "small") },
      }),
      expected: "fail message-signature-refused i=1",
    },
  ]);

  test("a seal signed with rsa-sha1 is refused although it verifies (RFC 8301 §3.1)", () => {
    const { messageSignature } = mintSet(MESSAGE, { instance: 1, domain: "a.example" });
    const sha1 = mintSet(MESSAGE, { instance: 1, domain: "a.example", algorithm: "rsa-sha1" });
    expect(messageSignature).not.toBe(sha1.messageSignature);
    const { result } = validate(sha1.seal + sha1.messageSignature + sha1.results + MESSAGE, { zone: ZONE });
    expect(result.sets[0]?.seal).toMatchObject({ result: "policy", cause: { code: "rsa-sha1" } });
  });

  test("AAR, message signature and seal of one selector ask one question each way, whatever the count", () => {
    const { questions } = validate(chain(50), { zone: sealerZone(SEALERS) });
    expect(questions.toSorted()).toStrictEqual(SEALERS.map((domain) => `TXT arc._domainkey.${domain}`));
  });
});
