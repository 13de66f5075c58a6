import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBimiRecord,
  parseBimiRecord,
  type BimiRecordIssue,
  type BimiRecordNote,
  type BimiSettings,
  type NotAnAssertionCause,
} from "../../src/bimi/record.ts";

const L = "https://example.com/i.svg";
const DEFAULTS: BimiSettings = {
  location: L,
  evidence: null,
  localPartPrefixes: null,
  avatarPreference: "brand",
};

interface RecordCase {
  readonly name: string;
  readonly text: string;
  readonly settings: Partial<BimiSettings>;
  readonly notes?: readonly BimiRecordNote[];
}

const records: readonly RecordCase[] = [
  { name: "the location alone", text: `v=BIMI1; l=${L}`, settings: {} },
  {
    name: "every tag of BIMI draft §5.3",
    text: `v=BIMI1; a=https://example.net/e.pem; avp=personal; lps=a-b , C1; l=${L};`,
    settings: {
      evidence: "https://example.net/e.pem",
      localPartPrefixes: ["a-b", "C1"],
      avatarPreference: "personal",
    },
  },
  { name: "a declination (BIMI draft §5.3.1)", text: "v=BIMI1; l=; a=;", settings: { location: null } },
  { name: "an empty list of prefixes", text: `v=BIMI1;l=${L};lps=`, settings: { localPartPrefixes: [] } },
  {
    name: "SVGZ, and a suffix in a query is none",
    text: `v=BIMI1; l=https://a.example/i.svgz?x=.png`,
    settings: { location: "https://a.example/i.svgz?x=.png" },
  },
  {
    name: "a location without suffix",
    text: "v=BIMI1; l=https://a.example/logo/",
    settings: { location: "https://a.example/logo/" },
  },
  {
    name: "another avatar preference is ignored and noted",
    text: `v=BIMI1; l=${L}; avp=Brand`,
    settings: { avatarPreference: null },
    notes: [
      { code: "bimi.avatar-preference", value: "Brand", at: { start: 42, end: 47 }, rfc: "BIMI draft §5.3" },
    ],
  },
  {
    name: "unknown tags are ignored and noted",
    text: `v=BIMI1; l=${L}; L=x; __proto__=1`.replace("__proto__", "constructor"),
    settings: {},
    notes: [
      { code: "bimi.unknown-tag", tag: "L", at: { start: 38, end: 39 }, rfc: "BIMI draft §5.3" },
      { code: "bimi.unknown-tag", tag: "constructor", at: { start: 43, end: 54 }, rfc: "BIMI draft §5.3" },
    ],
  },
];

const invalid: readonly { readonly name: string; readonly text: string; readonly cause: BimiRecordIssue }[] =
  [
    { name: "no location", text: "v=BIMI1", cause: { code: "missing-location" } },
    {
      name: "evidence without location",
      text: "v=BIMI1; a=https://example.com/e",
      cause: { code: "missing-location" },
    },
    { name: "a capital tag is another tag", text: `v=BIMI1; L=${L}`, cause: { code: "missing-location" } },
    {
      name: "a location over http",
      text: "v=BIMI1; l=http://a.example/i.svg",
      cause: {
        code: "uri",
        tag: "l",
        value: "http://a.example/i.svg",
        at: { start: 11, end: 33 },
        expected: "https URI",
      },
    },
    {
      name: "two locations",
      text: "v=BIMI1; l=https://a.example/,https://b.example/",
      cause: {
        code: "uri",
        tag: "l",
        value: "https://a.example/,https://b.example/",
        at: { start: 11, end: 48 },
        expected: "https URI",
      },
    },
    {
      name: "a location without host",
      text: "v=BIMI1; l=https:///i.svg",
      cause: {
        code: "uri",
        tag: "l",
        value: "https:///i.svg",
        at: { start: 11, end: 25 },
        expected: "https URI",
      },
    },
    {
      name: "evidence at an address",
      text: "v=BIMI1; l=; a=https://192.0.2.1/e",
      cause: {
        code: "uri",
        tag: "a",
        value: "https://192.0.2.1/e",
        at: { start: 15, end: 34 },
        expected: "fully qualified domain name",
      },
    },
    {
      name: "evidence at a single label",
      text: "v=BIMI1; l=; a=https://localhost/e",
      cause: {
        code: "uri",
        tag: "a",
        value: "https://localhost/e",
        at: { start: 15, end: 34 },
        expected: "fully qualified domain name",
      },
    },
    {
      name: "a raster image (BIMI draft §5.3.2)",
      text: "v=BIMI1; l=https://a.example/i.PNG",
      cause: { code: "image-format", suffix: "png", at: { start: 11, end: 34 } },
    },
    {
      name: "a prefix of other characters",
      text: "v=BIMI1; l=; lps=a_b",
      cause: { code: "local-part-prefix", value: "a_b", at: { start: 17, end: 20 } },
    },
    {
      name: "an empty prefix among others",
      text: "v=BIMI1; l=; lps=a,",
      cause: { code: "local-part-prefix", value: "", at: { start: 17, end: 19 } },
    },
    {
      name: "a tag twice (RFC 6376 §3.2)",
      text: "v=BIMI1; l=; l=",
      cause: { code: "duplicate-tag", tag: "l", at: { start: 13, end: 14 } },
    },
    {
      name: "a tag without =",
      text: "v=BIMI1; l=; hello",
      cause: { code: "syntax", tag: "hello", at: { start: 18, end: 18 }, expected: "=" },
    },
  ];

const others: readonly {
  readonly name: string;
  readonly text: string;
  readonly cause: NotAnAssertionCause;
}[] = [
  { name: "an empty text", text: "", cause: { code: "no-version" } },
  { name: "a capital version tag", text: "V=BIMI1; l=", cause: { code: "no-version" } },
  {
    name: "white space before the version",
    text: " v=BIMI1; l=",
    cause: { code: "version-not-first", at: { start: 1, end: 2 } },
  },
  {
    name: "a version that is not first",
    text: "l=; v=BIMI1",
    cause: { code: "version-not-first", at: { start: 4, end: 5 } },
  },
  {
    name: "a version in another case",
    text: "v=bimi1; l=",
    cause: { code: "version", value: "bimi1", at: { start: 2, end: 7 } },
  },
];

describe("parseBimiRecord", () => {
  test.each(records)("$name", ({ text, settings, notes = [] }) => {
    const reading = parseBimiRecord(text);
    if (reading.kind !== "record") throw new Error(`expected a record, got ${JSON.stringify(reading)}`);
    const { tags: _tags, ...record } = reading.record;
    expect(record).toStrictEqual({ text, ...DEFAULTS, ...settings, notes });
  });

  test.each(invalid)("$name is an error", ({ text, cause }) => {
    expect(parseBimiRecord(text)).toStrictEqual({ kind: "invalid", text, cause });
  });

  test.each(others)("$name is no record", ({ text, cause }) => {
    expect(parseBimiRecord(text)).toStrictEqual({ kind: "not-a-record", cause });
  });

  test("no text makes it throw", () => {
    const tag = fc.constantFrom("v=BIMI1", "l=", "a=", "lps=", "avp=", L, ";", ",", " ", "=", "\r\n", "\0");
    const text = fc.oneof(
      fc.array(tag, { maxLength: 12 }).map((parts) => `v=BIMI1;${parts.join("")}`),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (given) => {
        expect(["record", "invalid", "not-a-record"]).toContain(parseBimiRecord(given).kind);
      }),
    );
  });
});

describe("formatBimiRecord", () => {
  test("parse∘format gives the settings back", () => {
    const prefix = fc.constantFrom("a", "brand-", "A1", "x".repeat(63));
    const settings = fc.record({
      location: fc.constantFrom(null, L, "https://example.com/a%2Cb"),
      evidence: fc.constantFrom(null, "https://example.com/e.pem"),
      localPartPrefixes: fc.option(fc.array(prefix, { maxLength: 3 })),
      avatarPreference: fc.constantFrom("brand", "personal"),
    });
    fc.assert(
      fc.property(settings, (given) => {
        const reading = parseBimiRecord(formatBimiRecord(given));
        if (reading.kind !== "record") throw new Error(formatBimiRecord(given));
        expect(reading.record).toMatchObject(given);
        expect(reading.record.notes).toStrictEqual([]);
      }),
    );
  });

  test("encodes what would end a tag, and leaves out prefixes that no record can hold", () => {
    const settings: BimiSettings = {
      location: "https://a.example/;lps=,x y",
      evidence: null,
      localPartPrefixes: ["a;b", "ok"],
      avatarPreference: null,
    };
    expect(formatBimiRecord(settings)).toBe("v=BIMI1; l=https://a.example/%3Blps=%2Cx%20y; a=; lps=ok;");
    expect(formatBimiRecord({ ...settings, localPartPrefixes: ["a;b"] })).not.toContain("; lps=");
  });
});
