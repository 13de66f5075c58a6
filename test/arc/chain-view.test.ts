import { describe, expect, test } from "vitest";
import type { HopChange } from "../../src/arc/changes.ts";
import { keyRecord, rsaKey } from "../support/dkim-signer.ts";
import { chain, MESSAGE, passReport, ZONE } from "./chains.ts";
import { status, validate } from "./validating.ts";
import { sealMessage } from "../support/arc-sealer.ts";

const FOOTER = (message: string): string => `${message}-- \r\nThe list\r\n`;
const TAGGED = (message: string): string => message.replace("Subject: ", "Subject: [list] ");

describe("the view of a chain that passes", () => {
  test("is the same plain data each time, the claims typed", () => {
    const message = chain(1);
    const first = validate(message, { zone: ZONE, policy: { trustedSealers: ["a.example"] } });
    const second = validate(message, { zone: ZONE, policy: { trustedSealers: ["a.example"] } });
    expect(first).toStrictEqual(second);
    expect(JSON.parse(JSON.stringify(first))).toStrictEqual(first);
    const { result } = first;
    const [set] = result.sets;
    expect({ ...result, sets: result.sets.length }).toStrictEqual({
      result: "pass",
      oldestPass: 0,
      trusted: true,
      untrustedSealers: [],
      attested: [1],
      sets: 1,
      changes: [{ after: 1, before: null, header: "unchanged", body: "unchanged" }],
      notes: [],
      trace: [
        { code: "arc.collected", sets: 1, strays: 0, rfc: "RFC 8617 §5.2" },
        { code: "arc.message-signature", instance: 1, result: "pass", rfc: "RFC 8617 §5.2" },
        { code: "arc.seal", instance: 1, result: "pass", rfc: "RFC 8617 §5.2" },
        { code: "arc.oldest-pass", instance: 0, rfc: "RFC 8617 §5.2" },
      ],
    });
    expect(set?.sealer).toStrictEqual({ sdid: "a.example", selector: "arc" });
    expect(set?.authenticationResults).toStrictEqual({
      fieldIndex: 2,
      instance: 1,
      authservId: "mx.a.example",
      version: null,
      comments: [],
      results: [
        {
          method: "dmarc",
          methodVersion: null,
          result: "pass",
          reason: null,
          properties: [{ ptype: "header", property: "from", pvalue: "example.com" }],
          extensions: [],
          comments: [],
        },
        {
          method: "spf",
          methodVersion: null,
          result: "pass",
          reason: null,
          properties: [{ ptype: "smtp", property: "mailfrom", pvalue: "author@example.com" }],
          extensions: [],
          comments: [],
        },
      ],
      dialect: "rfc8601",
      deviations: [],
    });
    const { seal } = set ?? {};
    expect(seal?.result === "pass" && { ...seal, trace: seal.trace.map(({ code }) => code) }).toStrictEqual({
      result: "pass",
      fieldIndex: 0,
      seal: seal !== undefined && seal !== null && "seal" in seal ? seal.seal : null,
      key: seal?.result === "pass" ? seal.key : null,
      notes: [],
      trace: ["dkim.key-answer", "dkim.header-input", "dkim.header-signature"],
    });
    expect(seal?.result === "pass" && seal.key.text).toBe(keyRecord(rsaKey()));
    expect(seal !== undefined && seal !== null && "seal" in seal && seal.seal).toMatchObject({
      instance: 1,
      algorithm: "rsa-sha256",
      hash: "sha256",
      chainValidation: "none",
      sdid: "a.example",
      selector: "arc",
      signedAt: 1_700_000_000,
    });
  });
});

describe("where the message was changed", () => {
  interface Case {
    readonly name: string;
    readonly message: string;
    readonly changes: readonly (readonly [header: HopChange["header"], body: HopChange["body"]])[];
  }
  const differently = (tags: Readonly<Record<string, string>>): string =>
    chain(2, { 2: { messageSignatureTags: tags } }, (message) => FOOTER(TAGGED(message)));
  const cases: readonly Case[] = [
    {
      name: "nowhere",
      message: chain(3),
      changes: [
        ["unchanged", "unchanged"],
        ["unchanged", "unchanged"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "a footer between the second and the third sealer",
      message: chain(3, {}, (message, instance) => (instance === 3 ? FOOTER(message) : message)),
      changes: [
        ["unchanged", "unchanged"],
        ["unchanged", "changed"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "a footer at each of two sealers, told apart by their body hashes",
      message: chain(3, {}, FOOTER),
      changes: [
        ["unchanged", "changed"],
        ["unchanged", "changed"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "a footer before the second sealer and another after the newest",
      message: FOOTER(chain(3, {}, (message, instance) => (instance === 2 ? FOOTER(message) : message))),
      changes: [
        ["unchanged", "changed"],
        ["unchanged", "unchanged"],
        ["unchanged", "changed"],
      ],
    },
    {
      name: "the subject between first and second",
      message: chain(2, {}, TAGGED),
      changes: [
        ["changed", "unchanged"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "the subject after the newest, so the first stretch stays open",
      message: TAGGED(chain(2)),
      changes: [
        ["changed-since", "unchanged"],
        ["changed", "unchanged"],
      ],
    },
    {
      name: "a later signature that covers fewer fields leaves the place open",
      message: differently({ h: "From:Date" }),
      changes: [
        ["changed-since", "changed"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "a later signature in a finer form tells the place of a body change",
      message: differently({ c: "relaxed/simple" }),
      changes: [
        ["changed", "changed"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "a later signature in a coarser form leaves it open",
      message: chain(2, { 1: { messageSignatureTags: { c: "relaxed/simple" } } }, FOOTER),
      changes: [
        ["unchanged", "changed-since"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "a key that is gone tells nothing but what the body hashes tell",
      message: chain(2, { 1: { messageSignatureTags: { s: "gone" } } }, FOOTER),
      changes: [
        ["unknown", "changed"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "an unreadable signature tells nothing",
      message: chain(2, { 1: { messageSignatureTags: { c: "neat" } } }, FOOTER),
      changes: [
        ["unknown", "unknown"],
        ["unchanged", "unchanged"],
      ],
    },
    {
      name: "bytes past l= may have come at any time",
      message: chain(1, { 1: { messageSignatureTags: { l: "3" } } }),
      changes: [["unchanged", "unknown"]],
    },
  ];

  test.each(cases)("$name", ({ message, changes }) => {
    const { result } = validate(message, { zone: ZONE });
    expect(result.changes).toStrictEqual(
      changes.map(([header, body], index) => ({
        after: index + 1,
        before: index + 1 === changes.length ? null : index + 2,
        header,
        body,
      })),
    );
  });

  test("nothing is said of a chain with a set missing", () => {
    const message = sealMessage(chain(1), { instance: 3, domain: "b.example" });
    expect(validate(message, { zone: ZONE }).result.changes).toStrictEqual([]);
  });
});

const trust = (message: string, ...trustedSealers: readonly string[]): unknown => {
  const { result } = validate(message, { zone: ZONE, policy: { trustedSealers } });
  if (result.result !== "pass") return result.result;
  const { trusted, untrustedSealers, attested } = result;
  return { trusted, untrustedSealers, attested };
};

describe("trust is no part of the status (RFC 8617 §9.4)", () => {
  const changedAtLast = chain(3, {}, (message, instance) => (instance === 3 ? FOOTER(message) : message));

  test("a chain whose sealers nobody trusts passes and attests nothing", () => {
    expect(trust(chain(2))).toStrictEqual({
      trusted: false,
      untrustedSealers: ["b.example", "a.example"],
      attested: [],
    });
  });

  test("a chain is trusted when every sealer is", () => {
    const sealers = ["a.example", "b.example", "c.example"];
    expect(trust(changedAtLast, ...sealers)).toStrictEqual({
      trusted: true,
      untrustedSealers: [],
      attested: [1, 2, 3],
    });
  });

  test("a report counts beside a message signature that verifies, whoever sealed later", () => {
    expect(trust(chain(3), "a.example")).toMatchObject({ trusted: false, attested: [1] });
  });

  test("once the message was changed, a report counts only when all later sealers are trusted", () => {
    expect(trust(changedAtLast, "a.example", "b.example")).toMatchObject({ attested: [] });
    expect(trust(changedAtLast, "b.example", "c.example")).toMatchObject({ attested: [2, 3] });
  });

  test("a report is about nobody when its message signature leaves From open", () => {
    const open = { messageSignatureTags: { h: "To:Subject" } };
    expect(trust(chain(1, { 1: open }), "a.example")).toMatchObject({ trusted: true, attested: [] });
  });

  test("a subdomain of a trusted sealer is another sealer", () => {
    expect(trust(chain(1), "example")).toMatchObject({ trusted: false, attested: [] });
  });

  test("a chain that fails is never trusted", () => {
    const { result } = validate(chain(1).replace("lost", "won"), {
      zone: ZONE,
      policy: { trustedSealers: ["a.example"] },
    });
    expect([result.result, result.trusted]).toStrictEqual(["fail", false]);
  });
});

describe("notes", () => {
  test("say what is legal but unwise, set by set", () => {
    const message = sealMessage(MESSAGE, {
      instance: 1,
      domain: "a.example",
      results: "mx.a.example; dmarc=pass action=none",
      messageSignatureTags: {
        v: "1",
        h: "Authentication-Results::To:ARC-Message-Signature:arc-authentication-results",
      },
      sealTags: { c: "relaxed", x: "1" },
    });
    expect(validate(message, { zone: ZONE }).result.notes).toStrictEqual([
      { code: "arc.from-not-signed", instance: 1, rfc: "RFC 6376 §5.4" },
      {
        code: "arc.volatile-field-signed",
        instance: 1,
        names: ["arc-authentication-results", "arc-message-signature", "authentication-results"],
        rfc: "RFC 8617 §4.1.2",
      },
      { code: "arc.empty-field-name", instance: 1, rfc: "RFC 6376 §3.5" },
      { code: "arc.version-ignored", instance: 1, rfc: "RFC 8617 §4.1.2" },
      { code: "arc.seal-tags-ignored", instance: 1, tags: ["c", "x"], rfc: "RFC 8617 §4.1.3" },
      { code: "arc.results-malformed", instance: 1, rfc: "RFC 8617 §4.1.1" },
    ]);
  });

  test("a report that keeps to the grammar gives none", () => {
    const message = chain(1, { 1: { results: passReport("mx.a.example") } });
    expect([status(message, { zone: ZONE }), validate(message, { zone: ZONE }).result.notes]).toStrictEqual([
      "pass oldest-pass=0",
      [],
    ]);
  });
});
