import { describe, expect, it } from "vitest";
import { formatArcAuthenticationResults, formatAuthenticationResults } from "../../src/authres/format.ts";
import { parseAuthenticationResults } from "../../src/authres/parse.ts";
import { representableResults, type AuthresFormatOptions } from "../../src/authres/representable.ts";
import type { AuthenticationResults, MethodResult } from "../../src/authres/result.ts";
import { encodeUtf8 } from "../../src/base/utf8.ts";

const results = (...list: readonly MethodResult[]): AuthenticationResults => ({
  authservId: "mx.example",
  version: null,
  comments: [],
  results: list,
});
const spf = (parts: Partial<MethodResult>): MethodResult => ({
  method: "spf",
  methodVersion: null,
  result: "pass",
  reason: null,
  properties: [],
  comments: [],
  ...parts,
});
const helo = (pvalue: string): MethodResult =>
  spf({ properties: [{ ptype: "smtp", property: "helo", pvalue }] });
const field = (...lines: readonly string[]): string => `${lines.join("\r\n")}\r\n`;
const HEAD = "Authentication-Results: mx.example;";

/** What is kept of a result: lengths of its prose and of its pvalues. */
const outcome = (result: MethodResult): readonly unknown[] =>
  representableResults(results(result)).results.map(({ reason, comments, properties }) => [
    reason?.length ?? null,
    comments.map(({ length }) => length),
    properties.map(({ pvalue }) => pvalue.length),
  ]);

describe("formatAuthenticationResults", () => {
  const cases: readonly {
    name: string;
    results: AuthenticationResults;
    options?: AuthresFormatOptions;
    expected: string;
  }[] = [
    { name: "no results are none", results: results(), expected: field(HEAD, " none") },
    {
      name: "version and comments follow the authserv-id, quoted where it is no token",
      results: { authservId: 'Mail "1"', version: 1, comments: ["a (b)"], results: [] },
      expected: field('Authentication-Results: "Mail \\"1\\"" 1 (a \\(b\\));', " none"),
    },
    {
      name: "a line for each result: method, comments, reason, properties",
      results: results(
        spf({
          methodVersion: 1,
          reason: "sender known",
          comments: ["x"],
          properties: [
            { ptype: "smtp", property: "mailfrom", pvalue: "user@example.com" },
            { ptype: "smtp", property: "helo", pvalue: "h.example" },
          ],
        }),
        { ...spf({}), method: "dkim", result: "none" },
      ),
      expected: field(
        HEAD,
        ' spf/1=pass (x) reason="sender known" smtp.mailfrom=user@example.com',
        " smtp.helo=h.example;",
        " dkim=none",
      ),
    },
    { name: "an empty pvalue", results: results(helo("")), expected: field(HEAD, ' spf=pass smtp.helo=""') },
    {
      name: "@ and a domain stay bare",
      results: results(helo("@a.example")),
      expected: field(HEAD, " spf=pass smtp.helo=@a.example"),
    },
    {
      name: "a BATV address stays bare",
      results: results(helo("prvs=1=a@b.example")),
      expected: field(HEAD, " spf=pass smtp.helo=prvs=1=a@b.example"),
    },
    {
      name: "IPv6 is quoted",
      results: results(helo("2001:db8::1")),
      expected: field(HEAD, ' spf=pass smtp.helo="2001:db8::1"'),
    },
    {
      name: "base64 is quoted",
      results: results(helo("ab/c=")),
      expected: field(HEAD, ' spf=pass smtp.helo="ab/c="'),
    },
    {
      name: "a domain that closes the quote and opens a comment",
      results: results(helo('legit"=(.attack')),
      expected: field(HEAD, ' spf=pass smtp.helo="legit\\"=(.attack"'),
    },
    {
      name: "a semicolon does not end the result",
      results: results(helo("a; dmarc=pass")),
      expected: field(HEAD, ' spf=pass smtp.helo="a; dmarc=pass"'),
    },
    {
      name: "a quoted local-part is quoted again, with its address",
      results: results(helo('"a b"@c.example')),
      expected: field(HEAD, ' spf=pass smtp.helo="\\"a b\\"@c.example"'),
    },
    {
      name: "a pvalue with CRLF is left out",
      results: results(helo("h\r\nX-Injected: 1")),
      expected: field(HEAD, " spf=pass"),
    },
    {
      name: "a pvalue with NUL is left out",
      results: results(helo("a\0b")),
      expected: field(HEAD, " spf=pass"),
    },
    {
      name: "a pvalue with half a character is left out",
      results: results(helo("a\ud800b")),
      expected: field(HEAD, " spf=pass"),
    },
    {
      name: "a local-part of 5000 octets is left out",
      results: results(helo(`${"a".repeat(5000)}@b.example`)),
      expected: field(HEAD, " spf=pass"),
    },
    {
      name: "control characters in prose become space and question mark",
      results: results(spf({ reason: "a\r\nb\0c\u0085", comments: ["x\ty\u001b["] })),
      expected: field(HEAD, ' spf=pass (x y?[) reason="a  b?c?"'),
    },
    {
      name: "over-long prose is left out",
      results: results(spf({ reason: "r ".repeat(600), comments: ["c ".repeat(600), "kept"] })),
      expected: field(HEAD, " spf=pass (kept)"),
    },
    {
      name: "comments cannot be closed from within",
      results: results(spf({ comments: ["a) dkim=pass (\\"] })),
      expected: field(HEAD, " spf=pass (a\\) dkim=pass \\(\\\\)"),
    },
    {
      name: "UTF-8 goes out quoted (RFC 6532 §3.2)",
      results: results(helo("josé@exämple.com")),
      expected: field(HEAD, ' spf=pass smtp.helo="josé@exämple.com"'),
    },
    {
      name: "a message that stays ASCII gets A-labels, no local-part past ASCII, and question marks in prose",
      results: {
        ...results(
          spf({
            reason: "é",
            comments: ["über"],
            properties: ["exämple.com", "a@exämple.com", "@exämple.com", "josé@example.com", "two wörds"].map(
              (pvalue) => ({ ptype: "smtp", property: "helo", pvalue }),
            ),
          }),
        ),
        authservId: "mx.exämple.com",
      },
      options: { internationalized: false },
      expected: field(
        "Authentication-Results: mx.xn--exmple-cua.com;",
        ' spf=pass (?ber) reason="?" smtp.helo=xn--exmple-cua.com',
        " smtp.helo=a@xn--exmple-cua.com smtp.helo=@xn--exmple-cua.com",
      ),
    },
    {
      name: "long quoted text folds at its own white space, nothing added",
      results: results(spf({ reason: `${"word ".repeat(14)} ${"x".repeat(100)}  end` })),
      expected: field(
        HEAD,
        ` spf=pass reason="${"word ".repeat(11)}word`,
        ` word word`,
        `  ${"x".repeat(100)}`,
        `  end"`,
      ),
    },
    {
      name: "a result whose words would fill a line is left out",
      results: results(spf({ method: "m".repeat(900) }), helo("h")),
      expected: field(HEAD, " spf=pass smtp.helo=h"),
    },
  ];

  it.each(cases)("$name", ({ results: value, options = {}, expected }) => {
    const text = formatAuthenticationResults(value, options);
    expect(text).toBe(expected);
    expect(parseAuthenticationResults(text)).toStrictEqual({
      kind: "parsed",
      authenticationResults: representableResults(value, options),
    });
  });

  const prose = (text: string): MethodResult => spf({ reason: text, comments: [text] });
  const replaced = [
    { text: "\b\t\n\v\f\r\u000e", is: "?     ?", ascii: "?     ?" },
    { text: "\u001f ~\u007f", is: "? ~?", ascii: "? ~?" },
    { text: "\u0080\u009f\u00a0\u00ff", is: "??\u00a0\u00ff", ascii: "????" },
    { text: "\u202e\u2066a\ud800\udfffb", is: "??a\ud800\udfffb", ascii: "??a?b" },
    { text: "\ud7ff\udc00\ue000", is: "\ud7ff?\ue000", ascii: "???" },
  ];
  it.each(replaced)("prose $text is written $is", ({ text, is, ascii }) => {
    for (const [internationalized, expected] of [
      [true, is],
      [false, ascii],
    ] as const) {
      expect(representableResults(results(prose(text)), { internationalized }).results).toStrictEqual([
        prose(expected),
      ]);
    }
  });

  it("a part of 900 octets is kept, one of 901 is left out, in UTF-8 as well (RFC 5322 §2.1.1)", () => {
    const written = (size: number, letter: string): MethodResult => {
      const text = letter.repeat(size);
      return spf({
        reason: text.slice(9 / encodeUtf8(letter).length),
        comments: [text.slice(2 / encodeUtf8(letter).length)],
        properties: [{ ptype: "smtp", property: "helo", pvalue: text.slice(12 / encodeUtf8(letter).length) }],
      });
    };
    expect(outcome(written(900, "a"))).toStrictEqual([[891, [898], [888]]]);
    expect(outcome(written(902, "a"))).toStrictEqual([[893, [], [890]]]);
    const long = spf({
      reason: "a".repeat(894),
      properties: [{ ptype: "smtp", property: "helo", pvalue: "a".repeat(891) }],
    });
    expect(outcome(long)).toStrictEqual([[null, [], []]]);
    expect(outcome(spf({ comments: ["é".repeat(449), "é".repeat(450)] }))).toStrictEqual([[null, [449], []]]);
  });

  it("a method of 890 octets and its result are kept, of one more left out", () => {
    expect([895, 896].map((length) => outcome(spf({ method: "m".repeat(length) })).length)).toStrictEqual([
      1, 0,
    ]);
  });

  it("says what it expected", () => {
    const messages: readonly [AuthenticationResults, AuthresFormatOptions, string][] = [
      [
        { ...results(), authservId: "" },
        {},
        'authservId: expected 1 to 255 octets of text without control characters, got ""',
      ],
      [
        { ...results(), authservId: "é é" },
        { internationalized: false },
        'authservId: expected 1 to 255 octets of text without control characters, in ASCII or a domain name, got "é é"',
      ],
      [{ ...results(), version: -1 }, {}, "version: expected a whole number or null, got -1"],
      [results(spf({ method: "" })), {}, 'method: expected letters, digits and hyphens, got ""'],
    ];
    for (const [value, options, message] of messages) {
      expect(() => formatAuthenticationResults(value, options)).toThrow(new TypeError(message));
    }
    const longest = { ...results(), authservId: "é".repeat(127), version: 0 };
    expect(representableResults(longest)).toStrictEqual(longest);
  });

  const mistakes: readonly {
    name: string;
    value: AuthenticationResults;
    options?: AuthresFormatOptions;
    message: RegExp;
  }[] = [
    { name: "an empty authserv-id", value: { ...results(), authservId: "" }, message: /^authservId: / },
    {
      name: "an authserv-id with CRLF",
      value: { ...results(), authservId: "mx\r\nX: y" },
      message: /^authservId: /,
    },
    {
      name: "an authserv-id of 256 octets",
      value: { ...results(), authservId: "a".repeat(256) },
      message: /^authservId: /,
    },
    {
      name: "an authserv-id that ASCII cannot write",
      value: { ...results(), authservId: "mäil host" },
      options: { internationalized: false },
      message: /^authservId: /,
    },
    { name: "a negative version", value: { ...results(), version: -1 }, message: /^version: / },
    {
      name: "a fractional method version",
      value: results(spf({ methodVersion: 1.5 })),
      message: /^methodVersion: /,
    },
    { name: "a method with white space", value: results(spf({ method: "s pf" })), message: /^method: / },
    { name: "an empty result", value: results(spf({ result: "" })), message: /^result: / },
    {
      name: "a ptype with a dot",
      value: results(spf({ properties: [{ ptype: "a.b", property: "c", pvalue: "d" }] })),
      message: /^ptype: /,
    },
    {
      name: "a property that ends in a hyphen",
      value: results(spf({ properties: [{ ptype: "a", property: "c-", pvalue: "d" }] })),
      message: /^property: /,
    },
  ];
  it.each(mistakes)("throws TypeError for $name", ({ value, options = {}, message }) => {
    expect(() => formatAuthenticationResults(value, options)).toThrow(TypeError);
    expect(() => formatAuthenticationResults(value, options)).toThrow(message);
  });
});

describe("formatArcAuthenticationResults", () => {
  it("puts the instance first (RFC 8617 §4.1.1)", () => {
    expect(formatArcAuthenticationResults(3, results(helo("h")))).toBe(
      field("ARC-Authentication-Results: i=3; mx.example;", " spf=pass smtp.helo=h"),
    );
  });

  it.each([0, 51, 1.5, Number.NaN])("throws TypeError for the instance %d", (instance) => {
    expect(() => formatArcAuthenticationResults(instance, results())).toThrow(/^instance: /);
  });
});
