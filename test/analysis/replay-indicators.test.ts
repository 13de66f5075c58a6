import { describe, expect, test } from "vitest";
import { resolveInputs } from "../../src/analysis/inputs.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { analyzeSync } from "../support/analyzing.ts";
import { keyRecord, rsaKey, signMessage, type FieldTags } from "../support/dkim-signer.ts";

const NOW = 1_793_525_400;
const DAY = 86_400;
const MESSAGE = "From: a@a.example\r\nTo: b@R.example, G: c@r.example;\r\nSubject: s\r\n\r\nHello\r\n";
const dns = snapshotResolver({ "sel._domainkey.a.example": { TXT: [keyRecord(rsaKey())] } });
const CAREFUL = { d: "a.example", h: "From:To:Cc:Subject", t: `${NOW}`, x: `${NOW + DAY}` };

function indicators(tags: FieldTags, recipients: readonly string[] = [], damage = false): readonly unknown[] {
  const signed = signMessage(MESSAGE, { tags: { ...CAREFUL, ...tags } });
  const inputs = resolveInputs({ recipients }, { now: NOW });
  return analyzeSync(damage ? signed.replace("Hello", "Hullo") : signed, inputs, dns).replayIndicators;
}

describe("signs that a valid signature is replayed (RFC 6376 §8.6)", () => {
  const cases: readonly {
    readonly name: string;
    readonly tags?: FieldTags;
    readonly recipients?: readonly string[];
    readonly expected: readonly unknown[];
  }[] = [
    { name: "none on a fresh signature that protects its recipients", expected: [] },
    {
      name: "recipients that are addressed, in whatever case of the domain and in a group",
      recipients: ["b@r.EXAMPLE", "c@r.example"],
      expected: [],
    },
    {
      name: "a recipient that is not addressed",
      recipients: ["b@r.example", "victim@r.example"],
      expected: [{ code: "recipient-not-addressed", recipient: "victim@r.example" }],
    },
    {
      name: "the local-part in another case is another mailbox (RFC 5321 §2.4)",
      recipients: ["B@r.example"],
      expected: [{ code: "recipient-not-addressed", recipient: "B@r.example" }],
    },
    {
      name: "an old signature",
      tags: { t: `${NOW - 6 * DAY}` },
      expected: [{ code: "old-signature", dkimIndex: 0, ageSeconds: 6 * DAY }],
    },
    { name: "no expiry", tags: { x: null }, expected: [{ code: "no-expiry", dkimIndex: 0 }] },
    {
      name: "recipients that the signature does not protect",
      tags: { h: "From:Subject" },
      expected: [
        { code: "recipients-unsigned", dkimIndex: 0, name: "to" },
        { code: "recipients-unsigned", dkimIndex: 0, name: "cc" },
      ],
    },
  ];
  test.each(cases)("$name", ({ tags = {}, recipients, expected }) => {
    expect(indicators(tags, recipients)).toStrictEqual(expected);
  });

  test("a signature that does not pass is no replay", () => {
    expect(indicators({ x: null }, ["victim@r.example"], true)).toStrictEqual([]);
  });
});
