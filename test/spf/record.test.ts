import { describe, expect, it } from "vitest";
import { formatSpfRecord, parseSpfRecord } from "../../src/spf/record.ts";
import { lintPublication } from "../../src/spf/record-lint.ts";
import { selectSpfRecord } from "../../src/spf/record-selection.ts";
import type { Span } from "../../src/base/span.ts";
import type { SpfPublicationNote, SpfRecordNote } from "../../src/spf/notes.ts";

describe("parseSpfRecord", () => {
  it("reads a record into terms with their places (RFC 7208 §12)", () => {
    expect(parseSpfRecord("v=spf1 +mx a:b.%{d2}/28//64  -all exp=e.example x=1")).toStrictEqual({
      kind: "parsed",
      record: {
        text: "v=spf1 +mx a:b.%{d2}/28//64  -all exp=e.example x=1",
        terms: [mx, a, all, exp, unknown],
        directives: [mx, a, all],
        redirect: null,
        explanation: exp.domainSpec,
        notes: [{ code: "spf.unknown-modifier", name: "x", at: unknown.span, rfc: "RFC 7208 §6" }],
      },
    });
  });

  const mx = {
    kind: "directive",
    qualifier: "+",
    mechanism: { name: "mx", domainSpec: null, ip4PrefixLength: 32, ip6PrefixLength: 128 },
    text: "+mx",
    span: { start: 7, end: 10 },
  };
  const a = {
    kind: "directive",
    qualifier: "+",
    mechanism: {
      name: "a",
      domainSpec: {
        text: "b.%{d2}",
        parts: [
          { kind: "literal", text: "b." },
          {
            kind: "macro",
            letter: "d",
            urlEscaped: false,
            rightmost: 2,
            reversed: false,
            delimiters: "",
          },
        ],
        span: { start: 13, end: 20 },
      },
      ip4PrefixLength: 28,
      ip6PrefixLength: 64,
    },
    text: "a:b.%{d2}/28//64",
    span: { start: 11, end: 27 },
  };
  const all = {
    kind: "directive",
    qualifier: "-",
    mechanism: { name: "all" },
    text: "-all",
    span: { start: 29, end: 33 },
  };
  const exp = {
    kind: "modifier",
    name: "exp",
    domainSpec: {
      text: "e.example",
      parts: [{ kind: "literal", text: "e.example" }],
      span: { start: 38, end: 47 },
    },
    text: "exp=e.example",
    span: { start: 34, end: 47 },
  };
  const unknown = {
    kind: "unknown-modifier",
    name: "x",
    value: "1",
    text: "x=1",
    span: { start: 48, end: 51 },
  };

  const issues = [
    { text: "", start: 0, end: 0, expected: "version" },
    { text: "v=spf10", start: 0, end: 7, expected: "version" },
    { text: "v=spf1 moo", start: 7, end: 10, expected: "directive or modifier" },
    { text: "v=spf1 -", start: 8, end: 8, expected: "directive or modifier" },
    { text: "v=spf1 =all", start: 7, end: 11, expected: "directive or modifier" },
    { text: "v=spf1 -all.", start: 11, end: 12, expected: "end of term" },
    { text: "v=spf1 ptr/0", start: 10, end: 12, expected: "end of term" },
    { text: "v=spf1 a/24/16", start: 8, end: 11, expected: "end of term" },
    { text: "v=spf1 include -all", start: 14, end: 14, expected: "domain-spec" },
    { text: "v=spf1 include: -all", start: 15, end: 15, expected: "domain-spec" },
    { text: "v=spf1 redirect= ?all", start: 16, end: 16, expected: "domain-spec" },
    { text: "v=spf1 includes:a.b -all", start: 7, end: 19, expected: "directive or modifier" },
    { text: "v=spf1 include/a.b -all", start: 14, end: 18, expected: "domain-spec" },
    { text: "v=spf1 include x.example -all", start: 14, end: 14, expected: "domain-spec" },
    { text: "v=spf1 include :x.example -all", start: 14, end: 14, expected: "domain-spec" },
    { text: "v=spf1 ip4/1.2.3.4", start: 11, end: 18, expected: "ip4-network" },
    { text: "v=spf1 a/33//0129", start: 11, end: 17, expected: "ip6-cidr-length" },
    { text: "v=spf1 a/ -all", start: 8, end: 9, expected: "end of term" },
    { text: "v=spf1 a// -all", start: 8, end: 10, expected: "end of term" },
    { text: "v=spf1 a:b.c/ -all", start: 9, end: 13, expected: "toplabel" },
    { text: "v=spf1 mx/1000 -all", start: 9, end: 14, expected: "ip4-cidr-length" },
    { text: "v=spf1 1x=a", start: 7, end: 11, expected: "directive or modifier" },
    { text: "v=spf1 -x=a", start: 8, end: 11, expected: "directive or modifier" },
    { text: "v=spf1 x y=a", start: 7, end: 8, expected: "directive or modifier" },
    { text: "v=spf1 x =a", start: 7, end: 8, expected: "directive or modifier" },
    { text: "v=spf1 a:b.c\x7f", start: 12, end: 13, expected: "visible character" },
    { text: "v=spf1 x=a\x1f", start: 10, end: 11, expected: "visible character" },
    { text: "v=spf1 a:.", start: 9, end: 10, expected: "toplabel" },
    { text: "v=spf1 a:x..", start: 9, end: 12, expected: "toplabel" },
    { text: "v=spf1 a:%{", start: 11, end: 11, expected: "macro-letter" },
    { text: "v=spf1 a:%{d}%{", start: 15, end: 15, expected: "macro-letter" },
    { text: "v=spf1 a:museum", start: 9, end: 15, expected: "toplabel" },
    { text: "v=spf1 a:museum.", start: 9, end: 16, expected: "toplabel" },
    { text: "v=spf1 a:a.-com", start: 9, end: 15, expected: "toplabel" },
    { text: "v=spf1 a:a.com-", start: 9, end: 15, expected: "toplabel" },
    { text: "v=spf1 a:a.123", start: 9, end: 14, expected: "toplabel" },
    { text: "v=spf1 a:%{d}com", start: 13, end: 16, expected: "toplabel" },
    { text: "v=spf1 a:%{d}.", start: 13, end: 14, expected: "toplabel" },
    { text: "v=spf1 a:x\u00e4.com", start: 10, end: 11, expected: "visible character" },
    { text: "v=spf1 a:x.com\0", start: 14, end: 15, expected: "visible character" },
    { text: "v=spf1 a:%(d).com", start: 9, end: 10, expected: "macro-expand" },
    { text: "v=spf1 a:x.com%", start: 14, end: 15, expected: "macro-expand" },
    { text: "v=spf1 a:%{d", start: 9, end: 12, expected: "macro-expand" },
    { text: "v=spf1 a:%{d1x}", start: 9, end: 13, expected: "macro-expand" },
    { text: "v=spf1 a:%{x}", start: 11, end: 12, expected: "macro-letter" },
    { text: "v=spf1 a:%{c}", start: 11, end: 12, expected: "macro-letter" },
    { text: "v=spf1 a:%{d00}", start: 12, end: 14, expected: "transformers above zero" },
    { text: "v=spf1 x=%{z}", start: 11, end: 12, expected: "macro-letter" },
    { text: "v=spf1 ip4", start: 10, end: 10, expected: "ip4-network" },
    { text: "v=spf1 ip4:1.2.3", start: 11, end: 16, expected: "ip4-network" },
    { text: "v=spf1 ip4:1.2.3.4:8080", start: 11, end: 23, expected: "ip4-network" },
    { text: "v=spf1 ip6::CAFE::BABE", start: 11, end: 22, expected: "ip6-network" },
    { text: "v=spf1 ip4:1.2.3.4/33", start: 18, end: 21, expected: "ip4-cidr-length" },
    { text: "v=spf1 ip4:1.2.3.4/032", start: 18, end: 22, expected: "ip4-cidr-length" },
    { text: "v=spf1 mx//129", start: 9, end: 14, expected: "ip6-cidr-length" },
    { text: "v=spf1 a//4294967296", start: 8, end: 20, expected: "ip6-cidr-length" },
    { text: "v=spf1 redirect=a.b redirect=a.b", start: 20, end: 32, expected: "at most one redirect" },
    { text: "v=spf1 exp=a.b -all exp=a.b", start: 20, end: 27, expected: "at most one exp" },
  ];
  it.each(issues)("$text expects $expected at $start", ({ text, start, end, expected }) => {
    expect(parseSpfRecord(text)).toStrictEqual({ kind: "issue", at: { start, end }, expected });
  });
});

describe("formatSpfRecord", () => {
  const cases = [
    { text: "V=SPF1  +MX   -ALL ", canonical: "v=spf1 mx -all" },
    { text: "v=spf1 a/32//128 ip4:192.0.2.0/32", canonical: "v=spf1 a ip4:192.0.2.0" },
    {
      text: "v=spf1 ip6:2001:DB8:0::/32 ~include:A.Example",
      canonical: "v=spf1 ip6:2001:db8::/32 ~include:A.Example",
    },
    { text: "v=spf1 Redirect=%{D2r-}.x.y", canonical: "v=spf1 redirect=%{D2r-}.x.y" },
    { text: "v=spf1 exists:%{l1r+-}%%%_%-.ex.am", canonical: "v=spf1 exists:%{l1r+-}%%%_%-.ex.am" },
    { text: "v=spf1 Foo=Bar", canonical: "v=spf1 foo=Bar" },
    { text: "v=spf1 a:x.example/0//0", canonical: "v=spf1 a:x.example/0//0" },
    { text: "v=spf1 a:b.c-d a:e/f.g/24", canonical: "v=spf1 a:b.c-d a:e/f.g/24" },
    { text: "v=spf1 a:b.c1. a:1.2c", canonical: "v=spf1 a:b.c1. a:1.2c" },
    { text: "v=spf1 a-b_c.d1=e x=%{c}%{r}%{t}~!", canonical: "v=spf1 a-b_c.d1=e x=%{c}%{r}%{t}~!" },
  ];
  it.each(cases)("$text is written $canonical", ({ text, canonical }) => {
    const parsed = parseSpfRecord(text);
    if (parsed.kind === "issue") throw new Error(parsed.expected);
    expect(formatSpfRecord(parsed.record)).toBe(canonical);
  });
});

describe("selectSpfRecord", () => {
  const cases = [
    { name: "no records", records: [], is: { kind: "none" } },
    { name: "records of other kinds", records: [["x"], ["v=spf10"], [" v=spf1"]], is: { kind: "none" } },
    {
      name: "one record in two strings",
      records: [["x"], ["v=spf1 a", ":b.c"]],
      is: { kind: "one", text: "v=spf1 a:b.c", strings: ["v=spf1 a", ":b.c"] },
    },
    {
      name: "the same record twice",
      records: [["v=spf1"], ["V=SPF1"]],
      is: { kind: "several", count: 2 },
    },
  ];
  it.each(cases)("$name (RFC 7208 §4.5)", ({ records, is }) => {
    expect(selectSpfRecord(records)).toStrictEqual(is);
  });
});

const at = (start: number, end: number): Span => ({ start, end });

const unknownAt = (start: number, end: number): SpfRecordNote => ({
  code: "spf.unknown-modifier",
  name: "x",
  at: at(start, end),
  rfc: "RFC 7208 §6",
});

const cut = (position: number): SpfPublicationNote => ({
  code: "spf.string-boundary-in-term",
  domain: "a.example",
  position,
  rfc: "RFC 7208 §3.3",
});
const almost = (text: string): SpfPublicationNote => ({
  code: "spf.almost-a-record",
  domain: "a.example",
  text,
  rfc: "RFC 7208 §4.5",
});
const long = (octets: number): SpfPublicationNote => ({
  code: "spf.long-answer",
  domain: "a.example",
  octets,
  rfc: "RFC 7208 §3.4",
});

describe("notes on a record", () => {
  it.each(["x= ", "ip4:1.2.3.4/0 ", "?all ", "a:b.c. "])(
    "are about a hundred at most, whatever is repeated: %s",
    (term) => {
      const outcome = parseSpfRecord(`v=spf1 ${term.repeat(5000)}`);
      if (outcome.kind === "issue") throw new Error("expected a record");
      expect(outcome.record.notes.length).toBeLessThanOrEqual(103);
      expect(outcome.record.terms).toHaveLength(5000);
    },
  );

  it("on strings are a hundred at most", () => {
    const strings = ["v=spf1 ", ...Array.from({ length: 5000 }, () => "x="), " -all"];
    expect(lintPublication("a.example", [strings])).toHaveLength(100);
  });

  it("on a publication are about the answer, texts that almost are records, and cut words (RFC 7208 §3.3)", () => {
    const publications: readonly {
      readonly records: readonly (readonly string[])[];
      readonly notes: readonly SpfPublicationNote[];
    }[] = [
      { records: [], notes: [] },
      { records: [["v=spf1 a", " mx ", "-all"]], notes: [] },
      { records: [["v=spf1 a m", "x -", "all"]], notes: [cut(10), cut(13)] },
      {
        records: [
          ["v=spf1 a:b", ".c"],
          ["v=spf1 ", "a"],
        ],
        notes: [cut(10)],
      },
      { records: [[`v=spf1 x=${"a".repeat(246)}`, "b"]], notes: [] },
      { records: [[`v=spf1 x=${"a".repeat(245)}`, "b"]], notes: [cut(254)] },
      { records: [["v=spf1", "0"], ["x"]], notes: [almost("v=spf10")] },
      { records: [[" v=spf1 -all"]], notes: [almost(" v=spf1 -all")] },
      { records: [['"v=spf1 -all"']], notes: [almost('"v=spf1 -all"')] },
      { records: [["v=spf2.0/mfrom"], ["xv=spf1"], ["v=spf9"]], notes: [] },
      { records: [["V=SPF1x v=spf2"]], notes: [almost("V=SPF1x v=spf2")] },
      { records: [[`v=spf${"x".repeat(80)}`]], notes: [almost(`v=spf${"x".repeat(75)}`)] },
      { records: [["x".repeat(241)], ["y".repeat(200)]], notes: [] },
      { records: [["x".repeat(242)], ["y".repeat(200)]], notes: [long(451)] },
      { records: [["x".repeat(450)], ["y"]], notes: [long(460)] },
      { records: [["x".repeat(451)]], notes: [] },
    ];
    expect(publications.map(({ records }) => lintPublication("a.example", records))).toStrictEqual(
      publications.map(({ notes }) => notes),
    );
  });

  const cases: readonly { readonly text: string; readonly notes: readonly SpfRecordNote[] }[] = [
    { text: "v=spf1 ip4:192.0.2.0/24 -all", notes: [] },
    { text: "v=spf1 redirect=a.b", notes: [] },
    { text: "v=spf1 +all", notes: [{ code: "spf.all-passes", at: at(7, 11), rfc: "RFC 7208 §5.1" }] },
    { text: "v=spf1 ?all", notes: [{ code: "spf.all-neutral", at: at(7, 11), rfc: "RFC 7208 §4.7" }] },
    { text: "v=spf1 mx", notes: [{ code: "spf.no-all", rfc: "RFC 7208 §4.7" }] },
    {
      text: "v=spf1 -all a mx",
      notes: [{ code: "spf.unreachable-terms", at: at(12, 16), count: 2, rfc: "RFC 7208 §5.1" }],
    },
    {
      text: "v=spf1 -all redirect=a.b",
      notes: [{ code: "spf.redirect-ignored", at: at(12, 24), rfc: "RFC 7208 §6.1" }],
    },
    {
      text: "v=spf1 exp=a.b -all",
      notes: [{ code: "spf.modifier-not-last", name: "exp", at: at(7, 14), rfc: "RFC 7208 §6" }],
    },
    {
      text: "v=spf1 mx//0 -all",
      notes: [{ code: "spf.every-address", at: at(7, 12), rfc: "RFC 7208 §5" }],
    },
    {
      text: "v=spf1 ip6:::ffff:192.0.2.1 -all",
      notes: [{ code: "spf.mapped-network", at: at(7, 27), rfc: "RFC 7208 §5" }],
    },
    { text: "v=spf1 ptr -all", notes: [{ code: "spf.ptr", at: at(7, 10), rfc: "RFC 7208 §5.5" }] },
    {
      text: "v=spf1 exists:%{p}.a. -all",
      notes: [
        { code: "spf.validated-name-macro", at: at(14, 21), rfc: "RFC 7208 §7.3" },
        { code: "spf.trailing-dot", at: at(14, 21), rfc: "RFC 7208 §7.3" },
      ],
    },
    {
      text: "v=spf1 exists:%{h} -all",
      notes: [{ code: "spf.sender-macro", at: at(14, 18), rfc: "RFC 7208 §7.3" }],
    },
    {
      text: "v=spf1 -all ip4=192.0.2.1",
      notes: [{ code: "spf.mechanism-as-modifier", name: "ip4", at: at(12, 25), rfc: "RFC 7208 §6" }],
    },
    {
      text: "v=spf1 a a mx mx a:b.c exists:d.e include:f.g redirect=h.i",
      notes: [{ code: "spf.many-lookups", count: 8, rfc: "RFC 7208 §4.6.4" }],
    },
    { text: "v=spf1 a a mx mx a:b.c exists:d.e include:f.g -all", notes: [] },
    {
      text: "v=spf1 a a mx mx a:b.c exists:d.e include:f.g -all redirect=h.i",
      notes: [{ code: "spf.redirect-ignored", at: at(51, 63), rfc: "RFC 7208 §6.1" }],
    },
    {
      text: "v=spf1 a a mx mx a:b.c exists:d.e ~all include:f.g a a",
      notes: [{ code: "spf.unreachable-terms", at: at(39, 54), count: 3, rfc: "RFC 7208 §5.1" }],
    },
    {
      text: "v=spf1 a a mx mx a:b.c exists:d.e include:f.g a",
      notes: [
        { code: "spf.no-all", rfc: "RFC 7208 §4.7" },
        { code: "spf.many-lookups", count: 8, rfc: "RFC 7208 §4.6.4" },
      ],
    },
    { text: "v=spf1 ?a -all", notes: [] },
    {
      text: "v=spf1 a a mx mx a:b.c exists:d.e include:f.g a -all",
      notes: [{ code: "spf.many-lookups", count: 8, rfc: "RFC 7208 §4.6.4" }],
    },
    {
      text: "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a a mx mx a:b.c exists:d.e include:f.g -all",
      notes: [],
    },
    { text: `v=spf1 x=${"a".repeat(436)} -all`, notes: [unknownAt(7, 445)] },
    {
      text: `v=spf1 x=${"a".repeat(437)} -all`,
      notes: [unknownAt(7, 446), { code: "spf.long-record", octets: 451, rfc: "RFC 7208 §3.4" }],
    },
    {
      text: "v=spf1 a -all a:b.c x=y",
      notes: [
        { code: "spf.unknown-modifier", name: "x", at: at(20, 23), rfc: "RFC 7208 §6" },
        { code: "spf.unreachable-terms", at: at(14, 19), count: 1, rfc: "RFC 7208 §5.1" },
      ],
    },
    { text: `v=spf1 ${"ip4:192.0.2.1 ".repeat(31)}ip4:1.2.3 -all`.replace("ip4:1.2.3", "a"), notes: [] },
    {
      text: `v=spf1 ${"ip4:192.0.2.1 ".repeat(32)}-all`,
      notes: [{ code: "spf.long-record", octets: 459, rfc: "RFC 7208 §3.4" }],
    },
  ];
  it.each(cases)("$text", ({ text, notes }) => {
    const parsed = parseSpfRecord(text);
    expect(parsed.kind === "parsed" ? parsed.record.notes : parsed).toStrictEqual(notes);
  });
});
