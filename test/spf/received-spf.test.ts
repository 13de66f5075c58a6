import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { checkHelo, checkMailFrom } from "../../src/spf/identity.ts";
import { parseReceivedSpf } from "../../src/spf/received-spf-parse.ts";
import {
  concernsMailFrom,
  formatReceivedSpf,
  type ReceivedSpf,
  representableReceivedSpf,
  toReceivedSpf,
} from "../../src/spf/received-spf.ts";
import { runSync } from "../../src/task/run-sync.ts";

const dns = snapshotResolver({
  "example.com": { TXT: ["v=spf1 ip4:192.0.2.0/24 -all"] },
  "mx.example.net": { TXT: ["v=spf1 foo"] },
});
const envelope = { clientIp: "192.0.2.1", helo: "mx.example.net", mailFrom: "user@example.com" };

describe("toReceivedSpf", () => {
  it("records what the result rests on (RFC 7208 §9.1)", () => {
    const result = runSync(checkMailFrom(envelope), { dns });
    expect(
      formatReceivedSpf(toReceivedSpf(result, "mx.receiver.example", "user@example.com (see above)")),
    ).toBe(
      [
        "Received-SPF: pass (user@example.com \\(see above\\))",
        " receiver=mx.receiver.example; identity=mailfrom; client-ip=192.0.2.1;",
        ' helo=mx.example.net; envelope-from="user@example.com";',
        ' mechanism="ip4:192.0.2.0/24";',
        "",
      ].join("\r\n"),
    );
  });

  it("names the problem of an error and leaves out an envelope-from for HELO (RFC 7208 §9.1)", () => {
    const result = runSync(checkHelo(envelope), { dns });
    expect(toReceivedSpf(result, "mx.receiver.example")).toStrictEqual({
      result: "permerror",
      comment: null,
      pairs: [
        { key: "receiver", value: "mx.receiver.example" },
        { key: "identity", value: "helo" },
        { key: "client-ip", value: "192.0.2.1" },
        { key: "helo", value: "mx.example.net" },
        { key: "problem", value: "syntax" },
      ],
    });
  });

  it("names the problem of a temporary error, and the default where no mechanism matched (RFC 7208 §9.1)", () => {
    const zones: readonly Zone[] = [{ "example.com": "timeout" }, { "example.com": { TXT: ["v=spf1"] } }];
    const written = zones.map((zone) => {
      const result = runSync(checkMailFrom(envelope), { dns: snapshotResolver(zone) });
      const { pairs, ...rest } = toReceivedSpf(result, "mx.receiver.example");
      return { ...rest, last: pairs.at(-1) };
    });
    expect(written).toStrictEqual([
      { result: "temperror", comment: null, last: { key: "problem", value: "dns" } },
      { result: "neutral", comment: null, last: { key: "mechanism", value: "default" } },
    ]);
  });

  it("writes the null sender as the null path (RFC 7208 §2.4)", () => {
    const result = runSync(checkMailFrom({ ...envelope, mailFrom: null }), { dns });
    expect(toReceivedSpf(result, "mx.receiver.example").pairs).toContainEqual({
      key: "envelope-from",
      value: "<>",
    });
  });
});

describe("parseReceivedSpf", () => {
  const cases = [
    {
      name: "a field with a comment and quoted values",
      text: 'Received-SPF: pass (a (nested\\)) one)\r\n\tclient-ip="2001:db8::1"; helo=mx.example.net;',
      receivedSpf: {
        result: "pass",
        comment: "a (nested)) one",
        pairs: [
          { key: "client-ip", value: "2001:db8::1" },
          { key: "helo", value: "mx.example.net" },
        ],
      },
      deviations: [],
    },
    {
      name: "a result word alone",
      text: "none",
      receivedSpf: { result: "none", comment: null, pairs: [] },
      deviations: [],
    },
    {
      name: "capitals in result and key",
      text: "SoftFail (x) Client-IP = 192.0.2.1",
      receivedSpf: { result: "softfail", comment: "x", pairs: [{ key: "client-ip", value: "192.0.2.1" }] },
      deviations: [],
    },
    {
      name: "values without quotes and separators, as most fields have them",
      text: "pass (x) client-ip=192.0.2.1 envelope-from=user@example.com; mechanism=ip4:192.0.2.1;",
      receivedSpf: {
        result: "pass",
        comment: "x",
        pairs: [
          { key: "client-ip", value: "192.0.2.1" },
          { key: "envelope-from", value: "user@example.com" },
          { key: "mechanism", value: "ip4:192.0.2.1" },
        ],
      },
      deviations: [
        { code: "separator-missing", at: { start: 29, end: 29 } },
        { code: "value-not-quoted", at: { start: 43, end: 59 } },
      ],
    },
  ];
  it.each(cases)("reads $name", ({ text, receivedSpf, deviations }) => {
    expect(parseReceivedSpf(text)).toStrictEqual({ kind: "parsed", receivedSpf, deviations });
  });

  const names = [
    { name: "RECEIVED-SPF \t: pass", result: "pass" },
    { name: "Received-SPF:none", result: "none" },
    { name: "X-Received-SPF: pass", result: null },
    { name: "Received-SPF pass", result: null },
    { name: "Received-SPFX: pass", result: null },
    { name: "Received-SPFX: : pass", result: null },
    { name: "Resent-SPFxx: pass", result: null },
    { name: "(a) (b) Fail", result: "fail" },
    { name: "pass.", result: null },
  ];
  it.each(names)("$name is read as $result (RFC 7208 §9.1)", ({ name, result }) => {
    const outcome = parseReceivedSpf(name);
    expect(outcome.kind === "parsed" ? outcome.receivedSpf.result : null).toBe(result);
  });

  const comments = [
    { text: "(before) pass (of it) helo=x (later)", comment: "of it" },
    { text: "(before) pass helo=x (later)", comment: null },
    { text: "pass helo = (inside) x (later) ; (last)", comment: null },
  ];
  it.each(comments)("the comment of $text is $comment (RFC 7208 §9.1)", ({ text, comment }) => {
    expect(parseReceivedSpf(text)).toStrictEqual({
      kind: "parsed",
      receivedSpf: { result: "pass", comment, pairs: [{ key: "helo", value: "x" }] },
      deviations: [],
    });
  });

  it("deviations are told once each, where they first stand (RFC 7208 §9.1)", () => {
    const outcome = parseReceivedSpf("pass a=b c=@! d=~é e=f;");
    expect(outcome).toStrictEqual({
      kind: "parsed",
      receivedSpf: {
        result: "pass",
        comment: null,
        pairs: [
          { key: "a", value: "b" },
          { key: "c", value: "@!" },
          { key: "d", value: "~é" },
          { key: "e", value: "f" },
        ],
      },
      deviations: [
        { code: "separator-missing", at: { start: 9, end: 9 } },
        { code: "value-not-quoted", at: { start: 11, end: 13 } },
      ],
    });
  });

  const issues = [
    { text: "pass 1a=b", expected: "key", start: 5, end: 5 },
    { text: "pass -a=b", expected: "key", start: 5, end: 5 },
    { text: "pass a=b\x7f", expected: "value", start: 7, end: 8 },
    { text: "pass a=\x20;", expected: "value", start: 8, end: 8 },
    { text: 'pass a=b"c"', expected: "key", start: 8, end: 8 },
    { text: "", expected: "result", start: 0, end: 0 },
    { text: "passed (x)", expected: "result", start: 0, end: 6 },
    { text: "pass=1", expected: "result", start: 0, end: 4 },
    { text: "hardfail", expected: "result", start: 0, end: 8 },
    { text: "pass; helo=x", expected: "key", start: 4, end: 4 },
    { text: "pass helo", expected: "=", start: 9, end: 9 },
    { text: "pass helo=;", expected: "value", start: 10, end: 10 },
    { text: 'pass helo="x', expected: "text", start: 10, end: 12 },
    { text: "pass (x", expected: "text", start: 5, end: 7 },
    { text: "pass helo=\0", expected: "value", start: 10, end: 10 },
    { text: "pass helo=x\nResult: y", expected: "key", start: 11, end: 11 },
  ];
  it.each(issues)("finds that $text expects $expected", ({ text, expected, start, end }) => {
    expect(parseReceivedSpf(text)).toStrictEqual({ kind: "issue", at: { start, end }, expected });
  });

  it("never throws, whatever is read", () => {
    const alphabet = fc.constantFrom(
      ...Array.from('pasfil-=;() "\\\r\n\t.@\0é'),
      "pass ",
      "client-ip=",
      "Received-SPF:",
    );
    fc.assert(
      fc.property(
        fc.array(alphabet).map((parts) => parts.join("")),
        (text) => {
          const outcome = parseReceivedSpf(text);
          expect(["parsed", "issue"]).toContain(outcome.kind);
        },
      ),
    );
  });
});

describe("formatReceivedSpf", () => {
  const hostile = fc.string({ unit: fc.constantFrom(...Array.from('ab.@()<>"\\; =:\r\n\t\0\u00e9\u2028')) });
  const fields: fc.Arbitrary<ReceivedSpf> = fc.record({
    result: fc.constantFrom("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror"),
    comment: fc.option(hostile),
    pairs: fc.array(
      fc.record({
        key: fc.constantFrom("client-ip", "Envelope-From", "helo", "x_y.z-1", "__proto__".slice(2)),
        value: fc.oneof(hostile, fc.string({ minLength: 800, maxLength: 1100 })),
      }),
    ),
  });

  it("is read back as what a field can carry", () => {
    fc.assert(
      fc.property(fields, (field) => {
        const outcome = parseReceivedSpf(formatReceivedSpf(field));
        expect(outcome).toStrictEqual({
          kind: "parsed",
          receivedSpf: representableReceivedSpf(field),
          deviations: [],
        });
      }),
    );
  });

  it("adds no line, whatever the values hold, and none beyond 998 octets (RFC 5322 §2.1.1)", () => {
    fc.assert(
      fc.property(fields, (field) => {
        const text = formatReceivedSpf(field);
        expect(text).toMatch(/^Received-SPF: [\x20-\x7e]+(\r\n [\x20-\x7e]+)*\r\n$/);
        expect(Math.max(...text.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
      }),
    );
  });

  it("leaves out a value that would break it", () => {
    const pairs = [
      { key: "helo", value: "a\r\nBcc: b" },
      { key: "envelope-from", value: "a".repeat(5000) },
      { key: "receiver", value: "mx" },
    ];
    expect(formatReceivedSpf({ result: "none", comment: "a\r\nb", pairs })).toBe(
      "Received-SPF: none (a??b) receiver=mx;\r\n",
    );
  });

  const longest = [
    { name: "a comment of 900 octets", field: { comment: "c".repeat(898), pairs: [] }, kept: true },
    { name: "a comment of 901 octets", field: { comment: "c".repeat(899), pairs: [] }, kept: false },
    {
      name: "a pair of 900 octets",
      field: { comment: null, pairs: [{ key: "x", value: "v".repeat(898) }] },
      kept: true,
    },
    {
      name: "a pair of 901 octets",
      field: { comment: null, pairs: [{ key: "x", value: "v".repeat(899) }] },
      kept: false,
    },
  ];
  it.each(longest)("$name is kept: $kept (RFC 5322 §2.1.1)", ({ field, kept }) => {
    expect(representableReceivedSpf({ result: "none", ...field })).toStrictEqual({
      result: "none",
      ...(kept ? field : { comment: null, pairs: [] }),
    });
  });

  const keys = ["", "1a", "-a", ".", "a b", "a=", "é", "aé", "a\r\nb"];
  it.each(keys)("a key %j is the caller's mistake (RFC 7208 §9.1)", (key) => {
    const field: ReceivedSpf = { result: "none", comment: null, pairs: [{ key, value: "c" }] };
    expect(() => formatReceivedSpf(field)).toThrow(
      new TypeError(
        `key: expected a letter, then letters, digits, "-", "_" or ".", got ${JSON.stringify(key)}`,
      ),
    );
  });

  it("takes a key outside the grammar for the caller's mistake", () => {
    const field: ReceivedSpf = { result: "none", comment: null, pairs: [{ key: "a b", value: "c" }] };
    expect(() => formatReceivedSpf(field)).toThrow(TypeError);
  });
});

describe("concernsMailFrom", () => {
  const sender = { key: "envelope-from", value: "user@Example.com" };
  const cases = [
    { name: "the same sender", pairs: [sender], mailFrom: "user@example.com", is: true },
    { name: "another sender", pairs: [sender], mailFrom: "other@example.com", is: false },
    { name: "a local-part in other case", pairs: [sender], mailFrom: "User@example.com", is: false },
    {
      name: "the HELO identity",
      pairs: [{ key: "identity", value: "helo" }, sender],
      mailFrom: "user@example.com",
      is: false,
    },
    {
      name: "the same sender in angle brackets",
      pairs: [{ key: "envelope-from", value: "<user@example.com>" }],
      mailFrom: "user@example.com",
      is: true,
    },
    ...[
      "<user@example.com",
      "user@example.com>",
      "user@example.com.",
      "xuser@example.com",
      "user@@example.com",
    ].map((value) => ({
      name: `a sender written ${value}`,
      pairs: [{ key: "envelope-from", value }],
      mailFrom: "user@example.com",
      is: false,
    })),
    ...(
      [
        ["<user@example.com", "user@example.co"],
        ["user@example.com>", "ser@example.com"],
        ["usera@example.com", "userb@example.com"],
        ["a@bc.example", "ab@c.example"],
        ["a@xb.example", "a@yb.example"],
      ] as const
    ).map(([value, mailFrom]) => ({
      name: `a sender ${value} for ${mailFrom}`,
      pairs: [{ key: "envelope-from", value }],
      mailFrom,
      is: false,
    })),
    {
      name: "another local-part of one letter",
      pairs: [{ key: "envelope-from", value: "A@example.com" }],
      mailFrom: "a@example.com",
      is: false,
    },
    {
      name: "the identity in capitals",
      pairs: [{ key: "identity", value: "MailFrom" }, sender],
      mailFrom: "user@example.com",
      is: true,
    },
    { name: "no sender named", pairs: [], mailFrom: "user@example.com", is: false },
    {
      name: "the null sender",
      pairs: [
        { key: "identity", value: "mailfrom" },
        { key: "envelope-from", value: "<>" },
      ],
      mailFrom: null,
      is: true,
    },
  ];
  it.each(cases)("$name: $is (RFC 7208 §9.1)", ({ pairs, mailFrom, is }) => {
    expect(concernsMailFrom({ result: "pass", comment: null, pairs }, mailFrom)).toBe(is);
  });
});
