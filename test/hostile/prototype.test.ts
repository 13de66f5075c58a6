import { afterEach, describe, expect, it } from "vitest";
import {
  type EvidenceBundle,
  nodeCrypto,
  parseArcSeal,
  parseAuthenticationResults,
  parseBimiRecord,
  parseBimiSelector,
  parseDkimKey,
  parseDkimSignature,
  parseDmarcRecord,
  parseReceived,
  parseReceivedSpf,
  parseSpfRecord,
  registeredResult,
  replayBundle,
  snapshotResolver,
  type Zone,
} from "waxseal";
import { messageWith, reportOf } from "./mail.ts";

const WORDS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "__defineGetter__",
];

const untouched = Object.getOwnPropertyNames(Object.prototype).toSorted();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toStrictEqual(untouched);
  expect(Object.hasOwn({}, "polluted")).toBe(false);
});

/** Wherever strangers choose a name. */
const READERS: readonly (readonly [what: string, read: (word: string) => unknown])[] = [
  [
    "a tag of a signature",
    (word) => parseDkimSignature(`${word}=polluted; v=1; a=${word}; c=${word}/${word}; q=${word}`),
  ],
  [
    "a tag of a key",
    (word) => parseDkimKey(`v=DKIM1; ${word}=polluted; k=${word}; h=${word}; s=${word}; t=${word}; p=AAAA`),
  ],
  [
    "a tag of a DMARC record",
    (word) => parseDmarcRecord(`v=DMARC1; ${word}=polluted; p=${word}; fo=${word}; adkim=${word}`),
  ],
  ["a tag of a BIMI record", (word) => parseBimiRecord(`v=BIMI1; ${word}=polluted; avp=${word}`)],
  ["a tag of a BIMI selector", (word) => parseBimiSelector(`v=BIMI1; s=${word}; ${word}=polluted`)],
  ["a tag of a seal", (word) => parseArcSeal(`i=1; ${word}=polluted; cv=${word}; a=${word}`)],
  [
    "a mechanism and a modifier",
    (word) => [parseSpfRecord(`v=spf1 ${word} -all`), parseSpfRecord(`v=spf1 ${word}=polluted -all`)],
  ],
  [
    "a method, result and property",
    (word) => parseAuthenticationResults(`mx; ${word}=${word} ${word}.${word}=polluted`),
  ],
  [
    "a registered word",
    (word) => [
      registeredResult({ method: word, result: word }),
      registeredResult({ method: "spf", result: word }),
    ],
  ],
  ["a key of Received-SPF", (word) => parseReceivedSpf(`pass ${word}=polluted`)],
  ["a result of Received-SPF", (word) => parseReceivedSpf(`${word} x=y`)],
  ["a clause of Received", (word) => parseReceived(`${word} polluted by ${word} with ${word}; x`)],
];

describe.each(WORDS)("CWE-1321: %s", (word) => {
  // The same letters and marks in a word that means nothing to an object.
  const plain = word.replaceAll(/[a-z]/g, "q").replaceAll(/[A-Z]/g, "Q");

  it.each(READERS)("as %s is a text like any other", (_what, read) => {
    const ordinary = JSON.stringify(read(plain));
    const renamed = ordinary.replaceAll(plain, word).replaceAll(plain.toLowerCase(), word.toLowerCase());
    expect(JSON.stringify(read(word))).toBe(renamed);
  });

  it("as a field name, a domain, an identity and a DNS name changes nothing but text", async () => {
    const zone = JSON.parse(
      `{"${word}.example": {"TXT": ["v=spf1 ${word}=polluted -all"]}, "_dmarc.${word}.example": {"TXT": ["v=DMARC1; p=reject; ${word}=polluted"]}}`,
    ) as Zone;
    const report = await reportOf({
      message: messageWith(`${word}: polluted\r\nFrom: "${word}" <${word}@${word}.example>`),
      envelope: { clientIp: "192.0.2.1", helo: `${word}.example`, mailFrom: `${word}@${word}.example` },
      zone,
    });
    // A modifier begins with a letter: RFC 7208 §12.
    const spf = word.startsWith("_") ? "permerror" : "fail";
    expect([report.author.kind, report.spf.mailFrom.result, report.dmarc.result]).toStrictEqual([
      "single",
      spf,
      "fail",
    ]);
  });

  it("as a key of a zone or bundle is a mistake or a name, never a prototype", () => {
    const zone = JSON.parse(`{"${word}": {"TXT": ["polluted"]}, "b.example": {"TXT": ["x"]}}`) as Zone;
    expect(snapshotResolver(zone).resolve("TXT", word)).toMatchObject({
      kind: "records",
      records: [["polluted"]],
    });
    const bundle = JSON.parse(`{"${word}": {"polluted": true}, "bundleVersion": 1}`) as EvidenceBundle;
    expect(() => replayBundle(bundle, nodeCrypto)).toThrow(TypeError);
  });
});
