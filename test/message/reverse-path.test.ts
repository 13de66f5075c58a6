import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseReversePath, type ReversePath } from "../../src/message/reverse-path.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly expected: ReversePath;
}

const mailbox = (localPart: string, domain: string): ReversePath => ({ kind: "mailbox", localPart, domain });
const issue = (at: number, expected: string): ReversePath => ({ kind: "issue", at, expected });

const cases: readonly Case[] = [
  {
    name: "RFC 5321 §4.1.2: a path in brackets",
    text: "<a.b@example.com>",
    expected: mailbox("a.b", "example.com"),
  },
  {
    name: "the mailbox alone",
    text: "bounce+x=y.org@example.com",
    expected: mailbox("bounce+x=y.org", "example.com"),
  },
  { name: "RFC 5321 §4.5.5: the null path", text: "<>", expected: { kind: "null" } },
  { name: "nothing is the null path", text: "", expected: { kind: "null" } },
  {
    name: "RFC 5321 §4.1.2: a source route is dropped",
    text: "<@a.example,@b.example:c@d.example>",
    expected: mailbox("c", "d.example"),
  },
  { name: "a route in which not all begins with @", text: "<@a,x@b:c@d>", expected: issue(3, "domain") },
  {
    name: "an odd local-part behind a source route",
    text: "@legit,@any:'any@attack",
    expected: mailbox("'any", "attack"),
  },
  {
    name: "RFC 5321 §4.1.2: quotes stay, what is quoted is no structure",
    text: '<"a@b\\" >"@c.example>',
    expected: mailbox('"a@b\\" >"', "c.example"),
  },
  {
    name: "RFC 5321 §4.1.3: an address literal",
    text: "<a@[IPv6:2001:db8::1]>",
    expected: mailbox("a", "[IPv6:2001:db8::1]"),
  },
  {
    name: "RFC 6531 §3.3: UTF-8",
    text: "<\u00fc@b\u00fccher.example>",
    expected: mailbox("\u00fc", "b\u00fccher.example"),
  },
  { name: "an empty local-part", text: "@example.com", expected: mailbox("", "example.com") },
  {
    name: "dots and spaces in a local-part",
    text: "..a b.@example.com",
    expected: mailbox("..a b.", "example.com"),
  },
  { name: "a parenthesis in the local-part", text: "<(any@legit>", expected: issue(1, "@") },
  { name: "a parenthesis in the domain", text: "any@legit(a.attack", expected: issue(9, "domain") },
  { name: "two at signs", text: "any@legit'@any.attack", expected: issue(10, "domain") },
  { name: "no at sign", text: "<postmaster>", expected: issue(11, "@") },
  { name: "no domain", text: "<a@>", expected: issue(3, "domain") },
  { name: "an open bracket", text: "<a@b", expected: issue(4, ">") },
  { name: "a lone bracket", text: "<", expected: issue(1, ">") },
  { name: "a closing bracket alone", text: "a@b>", expected: issue(3, "domain") },
  { name: "two paths", text: "<a@b><c@d>", expected: issue(4, "domain") },
  { name: "a line end", text: "<a@b\r\nX: y>", expected: issue(4, "domain") },
  { name: "a control character in the domain", text: "<a@b\u007f>", expected: issue(4, "domain") },
  { name: "a NUL", text: "<a\0@b>", expected: issue(2, "@") },
  { name: "a control character in quotes", text: '<"a\nb"@c>', expected: issue(3, "@") },
  { name: "an open quote", text: '<"a@b>', expected: issue(5, "@") },
  { name: "a colon in a name", text: "a@b:c", expected: issue(3, "domain") },
  { name: "a bracket in a name", text: "a@b[c]", expected: issue(3, "domain") },
  { name: "a special in an address literal", text: "a@[b(c]", expected: issue(4, "domain") },
  { name: "a space in an address literal", text: "a@[b c]", expected: issue(4, "domain") },
  { name: "a domain cut off by the bracket", text: "<a@b@>", expected: issue(4, "domain") },
  { name: "nothing but an at sign", text: "@", expected: issue(1, "domain") },
  { name: "a route without a mailbox", text: "<@a.example:>", expected: issue(12, "@") },
  { name: "a colon behind the bracket", text: "<@a.example>:", expected: issue(13, ">") },
  { name: "a route that begins with a name", text: "x@a:b@c", expected: issue(3, "domain") },
  { name: "hops without at signs", text: "@a,b:c@d", expected: issue(2, "domain") },
  { name: "an empty hop", text: "@a,,@b:c@d", expected: issue(2, "domain") },
  { name: "a quote at once closed", text: '""@c', expected: mailbox('""', "c") },
  { name: "a quote closed by a quoted quote", text: '"\\"@c', expected: issue(5, "@") },
  { name: "text behind the quote", text: '"a"b@c', expected: issue(3, "@") },
  { name: "a quoted control character", text: '"\\\n"@c', expected: issue(2, "@") },
  { name: "a broken route", text: "<@a b:c@d>", expected: issue(3, "domain") },
];

describe("a reverse-path", () => {
  test.each(cases)("$name", ({ text, expected }) => {
    expect(parseReversePath(text)).toStrictEqual(expected);
  });

  test("no text throws; a domain never holds what structures a path or ends a line", () => {
    const piece = fc.constantFrom(...'<>@,:;()[]\\". \t\r\n\0'.split(""), "a", "b.c", "\u00fc", "@a:");
    const text = fc.oneof(
      fc.array(piece).map((pieces) => pieces.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, (path) => {
        const read = parseReversePath(path);
        if (read.kind === "issue") expect(read.at).toBeLessThanOrEqual(path.length);
        if (read.kind === "mailbox")
          expect(read.domain.replace(/^\[.*\]$/, "")).not.toMatch(/[<>@,;()"\\\s\0]/);
      }),
      { numRuns: 1000 },
    );
  });
});
