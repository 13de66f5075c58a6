import { describe, expect, test } from "vitest";
import type { DmarcRecordNote } from "../../src/dmarc/notes.ts";
import {
  formatDmarcRecord,
  parseDmarcRecord,
  type DmarcRecord,
  type DmarcSettings,
  type InvalidPolicy,
  type NotARecordCause,
} from "../../src/dmarc/record.ts";
import { mailDomainOf } from "../../src/dmarc/report-uri.ts";

const DEFAULTS: DmarcSettings = {
  policy: null,
  subdomainPolicy: null,
  nonExistentPolicy: null,
  dkimAlignment: "relaxed",
  spfAlignment: "relaxed",
  psd: "u",
  testMode: false,
  aggregateReportUris: [],
  failureReportUris: [],
  failureOptions: ["0"],
};

function settingsOf(record: DmarcRecord): DmarcSettings {
  const { text: _text, tags: _tags, invalidPolicies: _invalidPolicies, notes: _notes, ...settings } = record;
  return settings;
}

interface RecordCase {
  readonly name: string;
  readonly text: string;
  readonly settings: Partial<DmarcSettings>;
  readonly notes?: readonly DmarcRecordNote[];
  readonly invalidPolicies?: readonly InvalidPolicy[];
}

const records: readonly RecordCase[] = [
  {
    name: "every tag of RFC 9989 §4.7",
    text: "v=DMARC1; p=reject; sp=reject; np=reject; adkim=s; aspf=s; psd=n; t=y; fo=1:d:s; rua=mailto:a@example.com; ruf=mailto:f@example.com",
    settings: {
      policy: "reject",
      subdomainPolicy: "reject",
      nonExistentPolicy: "reject",
      dkimAlignment: "strict",
      spfAlignment: "strict",
      psd: "n",
      testMode: true,
      failureOptions: ["1", "d", "s"],
      aggregateReportUris: [{ uri: "mailto:a@example.com", sizeLimit: null }],
      failureReportUris: [{ uri: "mailto:f@example.com", sizeLimit: null }],
    },
  },
  { name: "the version alone is a record (RFC 9989 §4.8)", text: "v=DMARC1", settings: {} },
  {
    name: "white space around = and ; is free",
    text: "v = DMARC1 ;\tp = reject ; ",
    settings: { policy: "reject" },
  },
  {
    name: "keywords are compared without case",
    text: "v=DMARC1; p=Reject; adkim=S; psd=Y; t=Y",
    settings: { policy: "reject", dkimAlignment: "strict", psd: "y", testMode: true },
  },
  {
    name: "tag names are read without case and noted",
    text: "V=DMARC1; P=reject",
    settings: { policy: "reject" },
    notes: [
      { code: "dmarc.tag-name-case", tag: "v", at: { start: 0, end: 1 }, rfc: "RFC 9989 §4.8" },
      { code: "dmarc.tag-name-case", tag: "p", at: { start: 10, end: 11 }, rfc: "RFC 9989 §4.8" },
    ],
  },
  {
    name: "white space before the version is noted",
    text: " v=DMARC1; p=reject",
    settings: { policy: "reject" },
    notes: [{ code: "dmarc.leading-white-space", rfc: "RFC 9989 §4.8" }],
  },
  {
    name: "historic and unknown tags are ignored and noted",
    text: "v=DMARC1; p=reject; pct=0; rf=afrf; ri=86400; constructor=1",
    settings: { policy: "reject" },
    notes: [
      {
        code: "dmarc.historic-tag",
        tag: "pct",
        value: "0",
        at: { start: 20, end: 23 },
        rfc: "RFC 9989 §9.3",
      },
      {
        code: "dmarc.historic-tag",
        tag: "rf",
        value: "afrf",
        at: { start: 27, end: 29 },
        rfc: "RFC 9989 §9.3",
      },
      {
        code: "dmarc.historic-tag",
        tag: "ri",
        value: "86400",
        at: { start: 36, end: 38 },
        rfc: "RFC 9989 §9.3",
      },
      { code: "dmarc.unknown-tag", tag: "constructor", at: { start: 46, end: 57 }, rfc: "RFC 9989 §4.7" },
    ],
  },
  {
    name: "what is no tag is ignored (RFC 9989 §4.8)",
    text: "v=DMARC1; reject; ; p=reject; =x; np\x01=none",
    settings: { policy: "reject" },
    notes: [
      {
        code: "dmarc.syntax",
        tag: "reject",
        at: { start: 16, end: 16 },
        expected: "=",
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.syntax",
        tag: null,
        at: { start: 17, end: 18 },
        expected: "tag name",
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.syntax",
        tag: null,
        at: { start: 30, end: 32 },
        expected: "tag name",
        rfc: "RFC 9989 §4.8",
      },
      { code: "dmarc.syntax", tag: "np", at: { start: 36, end: 42 }, expected: "=", rfc: "RFC 9989 §4.8" },
    ],
  },
  {
    name: "of a repeated tag the first stands, in whatever case",
    text: "v=DMARC1; p=reject; p=none; P=none; v=DMARC2",
    settings: { policy: "reject" },
    notes: [
      { code: "dmarc.duplicate-tag", tag: "p", at: { start: 20, end: 21 }, rfc: "RFC 9989 §4.8" },
      { code: "dmarc.duplicate-tag", tag: "p", at: { start: 28, end: 29 }, rfc: "RFC 9989 §4.8" },
      { code: "dmarc.duplicate-tag", tag: "v", at: { start: 36, end: 37 }, rfc: "RFC 9989 §4.8" },
    ],
  },
  {
    name: "bad policies are remembered with their position",
    text: "v=DMARC1; p=; sp=refuse; np=none none",
    settings: {},
    invalidPolicies: [
      { tag: "p", value: "", at: { start: 12, end: 12 } },
      { tag: "sp", value: "refuse", at: { start: 17, end: 23 } },
      { tag: "np", value: "none none", at: { start: 28, end: 37 } },
    ],
    notes: [
      { code: "dmarc.invalid-value", tag: "p", value: "", at: { start: 12, end: 12 }, rfc: "RFC 9989 §4.8" },
      {
        code: "dmarc.invalid-value",
        tag: "sp",
        value: "refuse",
        at: { start: 17, end: 23 },
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.invalid-value",
        tag: "np",
        value: "none none",
        at: { start: 28, end: 37 },
        rfc: "RFC 9989 §4.8",
      },
    ],
  },
  {
    name: "other bad values give way to the default",
    text: "v=DMARC1; p=reject; adkim=x; aspf=relaxed; psd=z; t=1",
    settings: { policy: "reject" },
    notes: [
      {
        code: "dmarc.invalid-value",
        tag: "adkim",
        value: "x",
        at: { start: 26, end: 27 },
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.invalid-value",
        tag: "aspf",
        value: "relaxed",
        at: { start: 34, end: 41 },
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.invalid-value",
        tag: "psd",
        value: "z",
        at: { start: 47, end: 48 },
        rfc: "RFC 9989 §4.8",
      },
      { code: "dmarc.invalid-value", tag: "t", value: "1", at: { start: 52, end: 53 }, rfc: "RFC 9989 §4.8" },
    ],
  },
  {
    name: "fo= without ruf= is ignored (RFC 9989 §4.7)",
    text: "v=DMARC1; p=reject; fo=1",
    settings: { policy: "reject" },
    notes: [{ code: "dmarc.failure-options-without-ruf", at: { start: 20, end: 22 }, rfc: "RFC 9989 §4.7" }],
  },
  {
    name: "fo= with 0 and 1 is no value (RFC 9989 §4.7)",
    text: "v=DMARC1; p=reject; fo=0:1; ruf=mailto:f@example.com",
    settings: { policy: "reject", failureReportUris: [{ uri: "mailto:f@example.com", sizeLimit: null }] },
    notes: [
      {
        code: "dmarc.invalid-value",
        tag: "fo",
        value: "0:1",
        at: { start: 23, end: 26 },
        rfc: "RFC 9989 §4.8",
      },
    ],
  },
  {
    name: "fo= with an option twice is no value (RFC 9989 §4.8)",
    text: "v=DMARC1; p=reject; fo=d:d; ruf=mailto:f@example.com",
    settings: { policy: "reject", failureReportUris: [{ uri: "mailto:f@example.com", sizeLimit: null }] },
    notes: [
      {
        code: "dmarc.invalid-value",
        tag: "fo",
        value: "d:d",
        at: { start: 23, end: 26 },
        rfc: "RFC 9989 §4.8",
      },
    ],
  },
  {
    name: "a size limit is obsolete and kept apart (RFC 9989 §4.8)",
    text: "v=DMARC1; p=reject; rua=mailto:a@example.com!10m",
    settings: { policy: "reject", aggregateReportUris: [{ uri: "mailto:a@example.com", sizeLimit: "10m" }] },
    notes: [
      {
        code: "dmarc.report-size-limit",
        tag: "rua",
        text: "mailto:a@example.com!10m",
        at: { start: 24, end: 48 },
        rfc: "RFC 9989 §4.8",
      },
    ],
  },
  {
    name: "destinations that hardly any receiver serves are noted",
    text: "v=DMARC1; p=reject; rua=https://example.com/r, a@example.com,mailto:,mailto:a!b@example.com,,mailto:a%4@example.com",
    settings: {
      policy: "reject",
      aggregateReportUris: [
        { uri: "https://example.com/r", sizeLimit: null },
        { uri: "mailto:", sizeLimit: null },
      ],
    },
    notes: [
      {
        code: "dmarc.report-uri-scheme",
        tag: "rua",
        scheme: "https",
        at: { start: 24, end: 45 },
        rfc: "RFC 9989 §4.7",
      },
      {
        code: "dmarc.report-address-without-scheme",
        tag: "rua",
        text: "a@example.com",
        at: { start: 47, end: 60 },
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.report-uri-without-address",
        tag: "rua",
        text: "mailto:",
        at: { start: 61, end: 68 },
        rfc: "RFC 9989 §4.7",
      },
      {
        code: "dmarc.report-uri-invalid",
        tag: "rua",
        text: "mailto:a!b@example.com",
        at: { start: 69, end: 91 },
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.report-uri-invalid",
        tag: "rua",
        text: "",
        at: { start: 92, end: 92 },
        rfc: "RFC 9989 §4.8",
      },
      {
        code: "dmarc.report-uri-invalid",
        tag: "rua",
        text: "mailto:a%4@example.com",
        at: { start: 93, end: 115 },
        rfc: "RFC 9989 §4.8",
      },
    ],
  },
  {
    name: "a long list of destinations is noted",
    text: `v=DMARC1; p=reject; rua=${Array.from({ length: 30 }, () => "mailto:a@example.com").join(",")}`,
    settings: {
      policy: "reject",
      aggregateReportUris: Array.from({ length: 30 }, () => ({
        uri: "mailto:a@example.com",
        sizeLimit: null,
      })),
    },
    notes: [{ code: "dmarc.many-report-uris", tag: "rua", count: 30, rfc: null }],
  },
  {
    name: "p=none without rua= changes nothing, and that is noted",
    text: "v=DMARC1; p=none",
    settings: { policy: "none" },
    notes: [{ code: "dmarc.monitoring-without-reports", rfc: "RFC 9989 §3.2.12" }],
  },
  {
    name: "p=none with rua= monitors, and that is not noted",
    text: "v=DMARC1; p=none; rua=mailto:a@example.com",
    settings: { policy: "none", aggregateReportUris: [{ uri: "mailto:a@example.com", sizeLimit: null }] },
  },
  {
    name: "without p= nothing is advised",
    text: "v=DMARC1; sp=none; rua=mailto:a@example.com",
    settings: {
      subdomainPolicy: "none",
      aggregateReportUris: [{ uri: "mailto:a@example.com", sizeLimit: null }],
    },
  },
  {
    name: "the same and stronger policies below the domain are not noted",
    text: "v=DMARC1; p=quarantine; sp=reject; np=quarantine",
    settings: { policy: "quarantine", subdomainPolicy: "reject", nonExistentPolicy: "quarantine" },
  },
  {
    name: "none below quarantine is noted",
    text: "v=DMARC1; p=quarantine; sp=none",
    settings: { policy: "quarantine", subdomainPolicy: "none" },
    notes: [
      {
        code: "dmarc.weaker-subdomain-policy",
        tag: "sp",
        value: "none",
        policy: "quarantine",
        rfc: "RFC 9989 §4.7",
      },
    ],
  },
  {
    name: "defaults may be written out (RFC 9989 §4.7)",
    text: "v=DMARC1; p=reject; adkim=r; aspf=R; psd=u; t=n; fo=0; ruf=mailto:f@example.com",
    settings: { policy: "reject", failureReportUris: [{ uri: "mailto:f@example.com", sizeLimit: null }] },
  },
  ...["x10m", "10mm", "", "m"].map((limit): RecordCase => ({
    name: `!${limit} is no size limit (RFC 9989 §4.8)`,
    text: `v=DMARC1; p=reject; rua=mailto:a@example.com!${limit}`,
    settings: { policy: "reject" },
    notes: [
      {
        code: "dmarc.report-uri-invalid",
        tag: "rua",
        text: `mailto:a@example.com!${limit}`,
        at: { start: 24, end: 45 + limit.length },
        rfc: "RFC 9989 §4.8",
      },
    ],
  })),
  {
    name: "an exclamation mark before the size limit must be encoded (RFC 9989 §4.8)",
    text: "v=DMARC1; p=reject; rua=mailto:a!b@example.com!10m",
    settings: { policy: "reject" },
    notes: [
      {
        code: "dmarc.report-uri-invalid",
        tag: "rua",
        text: "mailto:a!b@example.com!10m",
        at: { start: 24, end: 50 },
        rfc: "RFC 9989 §4.8",
      },
    ],
  },
  {
    name: "eleven destinations are noted",
    text: `v=DMARC1; p=reject; rua=${Array.from({ length: 11 }, () => "mailto:a@example.com").join(",")}`,
    settings: {
      policy: "reject",
      aggregateReportUris: Array.from({ length: 11 }, () => ({
        uri: "mailto:a@example.com",
        sizeLimit: null,
      })),
    },
    notes: [{ code: "dmarc.many-report-uris", tag: "rua", count: 11, rfc: null }],
  },
  {
    name: "ten destinations are not noted",
    text: `v=DMARC1; p=reject; rua=${Array.from({ length: 10 }, () => "mailto:a@example.com").join(",")}`,
    settings: {
      policy: "reject",
      aggregateReportUris: Array.from({ length: 10 }, () => ({
        uri: "mailto:a@example.com",
        sizeLimit: null,
      })),
    },
  },
  {
    name: "weaker policies below the domain are noted",
    text: "v=DMARC1; p=reject; sp=none; np=quarantine",
    settings: { policy: "reject", subdomainPolicy: "none", nonExistentPolicy: "quarantine" },
    notes: [
      {
        code: "dmarc.weaker-subdomain-policy",
        tag: "sp",
        value: "none",
        policy: "reject",
        rfc: "RFC 9989 §4.7",
      },
      {
        code: "dmarc.weaker-subdomain-policy",
        tag: "np",
        value: "quarantine",
        policy: "reject",
        rfc: "RFC 9989 §4.7",
      },
    ],
  },
];

const others: readonly { readonly name: string; readonly text: string; readonly cause: NotARecordCause }[] = [
  { name: "an empty text", text: "", cause: { code: "no-version" } },
  { name: "another record", text: "some text", cause: { code: "no-version" } },
  {
    name: "an SPF record",
    text: "v=spf1 -all",
    cause: { code: "version", value: "spf1 -all", at: { start: 2, end: 11 } },
  },
  {
    name: "a version in another case",
    text: "v=dmarc1; p=reject",
    cause: { code: "version", value: "dmarc1", at: { start: 2, end: 8 } },
  },
  {
    name: "a later version",
    text: "v=DMARC2; p=reject",
    cause: { code: "version", value: "DMARC2", at: { start: 2, end: 8 } },
  },
  {
    name: "a version run into the next tag",
    text: "v=DMARC1 p=reject",
    cause: { code: "version", value: "DMARC1 p=reject", at: { start: 2, end: 17 } },
  },
  {
    name: "a version that is not first",
    text: "p=reject; v=DMARC1",
    cause: { code: "version-not-first", at: { start: 10, end: 11 } },
  },
  {
    name: "a version after an empty tag",
    text: ";v=DMARC1; p=reject",
    cause: { code: "version-not-first", at: { start: 1, end: 2 } },
  },
  {
    name: "a version after a word",
    text: "hello; v=DMARC1; p=reject",
    cause: { code: "version-not-first", at: { start: 7, end: 8 } },
  },
];

describe("parseDmarcRecord", () => {
  test.each(records)("$name", ({ text, settings, notes = [], invalidPolicies = [] }) => {
    const reading = parseDmarcRecord(text);
    if (reading.kind !== "record") throw new Error("expected a record");
    const { record } = reading;
    expect({
      text: record.text,
      settings: settingsOf(record),
      notes: record.notes,
      invalidPolicies: record.invalidPolicies,
    }).toStrictEqual({ text, settings: { ...DEFAULTS, ...settings }, notes, invalidPolicies });
  });

  test.each(others)("$name is no record (RFC 9989 §4.7)", ({ text, cause }) => {
    expect(parseDmarcRecord(text)).toStrictEqual({ kind: "not-a-record", cause });
  });

  const many = 200_000;
  const crowded = [
    { name: "semicolons", text: `v=DMARC1; p=none${";".repeat(many)}` },
    { name: "empty places for reports", text: `v=DMARC1; p=none; rua=${",".repeat(many)}` },
    { name: "places for reports", text: `v=DMARC1; p=none; rua=${"a:b,".repeat(many)}` },
    {
      name: "tags",
      text: `v=DMARC1; ${Array.from({ length: many }, (_, n) => `a${n}=b`).join("; ")}; p=none`,
    },
    { name: "repeated tags", text: `v=DMARC1${"; p=none".repeat(many)}` },
  ];
  test.each(crowded)("of two hundred thousand $name no more than a hundred are kept", ({ text }) => {
    const reading = parseDmarcRecord(text);
    if (reading.kind !== "record") throw new Error("expected a record");
    const { policy, notes, tags, aggregateReportUris } = reading.record;
    expect(policy).toBe("none");
    expect(notes.length).toBeLessThanOrEqual(101);
    expect(tags.length).toBeLessThanOrEqual(103);
    expect(aggregateReportUris.length).toBeLessThanOrEqual(100);
  });

  test("a hundred of what is too much are kept, and every tag in use", () => {
    const unknown = Array.from({ length: 150 }, (_, n) => `a${n}=b`).join("; ");
    const uris = Array.from({ length: 150 }, () => "a:b").join(",");
    const reading = parseDmarcRecord(`v=DMARC1; ${unknown}; p=none; rua=${uris}`);
    if (reading.kind !== "record") throw new Error("expected a record");
    const { notes, tags, aggregateReportUris } = reading.record;
    expect({ notes: notes.length, tags: tags.length, uris: aggregateReportUris.length }).toStrictEqual({
      notes: 100,
      tags: 103,
      uris: 100,
    });
    expect([tags.at(0), tags.at(-2), tags.at(-1)].map((tag) => tag?.name)).toStrictEqual(["v", "p", "rua"]);
  });

  const destinations = [
    { uri: "mailto:a@Example.com", domain: "example.com" },
    { uri: "MAILTO:a@example.com?subject=b@c.d?e", domain: "example.com" },
    { uri: "mailto:a@b@example.com", domain: "example.com" },
    { uri: "mailto:@example.com", domain: null },
    { uri: "mailto:example.com", domain: null },
    { uri: "mailto:", domain: null },
    { uri: "mailto:?to=a@example.com", domain: null },
    { uri: "https://a@example.com", domain: null },
    { uri: "a@example.com", domain: null },
  ];
  test.each(destinations)("$uri sends to $domain (RFC 9989 §4.6)", ({ uri, domain }) => {
    expect(mailDomainOf(uri)).toBe(domain);
  });

  test("tags keep their place in the text", () => {
    const reading = parseDmarcRecord("v=DMARC1; p=none; x=1");
    if (reading.kind !== "record") throw new Error("expected a record");
    expect(reading.record.tags.map(({ name, valueSpan }) => ({ name, valueSpan }))).toStrictEqual([
      { name: "v", valueSpan: { start: 2, end: 8 } },
      { name: "p", valueSpan: { start: 12, end: 16 } },
      { name: "x", valueSpan: { start: 20, end: 21 } },
    ]);
  });
});

describe("formatDmarcRecord", () => {
  test("leaves defaults out", () => {
    expect(formatDmarcRecord({ ...DEFAULTS, policy: "none" })).toBe("v=DMARC1; p=none");
  });

  test("writes every tag", () => {
    const settings = records[0]?.settings;
    expect(formatDmarcRecord({ ...DEFAULTS, ...settings })).toBe(
      "v=DMARC1; p=reject; sp=reject; np=reject; adkim=s; aspf=s; psd=n; t=y; " +
        "rua=mailto:a@example.com; ruf=mailto:f@example.com; fo=1:d:s",
    );
  });

  test("leaves out failure options that are the default or that nobody would get (RFC 9989 §4.7)", () => {
    const failureReportUris = [{ uri: "mailto:f@example.com", sizeLimit: null }];
    const written = [
      { failureReportUris },
      { failureReportUris, failureOptions: ["d"] as const },
      { failureOptions: ["d"] as const },
    ].map((settings) => formatDmarcRecord({ ...DEFAULTS, policy: "none", ...settings }));
    expect(written).toStrictEqual([
      "v=DMARC1; p=none; ruf=mailto:f@example.com",
      "v=DMARC1; p=none; ruf=mailto:f@example.com; fo=d",
      "v=DMARC1; p=none",
    ]);
  });

  test("encodes what would end a URI or its tag", () => {
    const aggregateReportUris = [
      { uri: "mailto:a@example.com; p=none", sizeLimit: "10m" },
      { uri: "mailto:ü,b!c@example.com", sizeLimit: "; p=none" },
    ];
    expect(formatDmarcRecord({ ...DEFAULTS, policy: "reject", aggregateReportUris })).toBe(
      "v=DMARC1; p=reject; rua=mailto:a@example.com%3B%20p=none!10m,mailto:%C3%BC%2Cb%21c@example.com",
    );
  });
});
