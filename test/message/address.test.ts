import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address, AddressIssue } from "../../src/message/address.ts";
import { formatAddressList } from "../../src/message/address-format.ts";
import { parseAddressList } from "../../src/message/address-list.ts";
import { addressText, group, groups, mailbox, mailboxes, withoutSpans } from "../support/addresses.ts";

interface ListCase {
  readonly name: string;
  readonly text: string;
  readonly addresses: readonly Address[];
  /** As it is written back; the text itself where nothing is said. */
  readonly written?: string;
}

const lists: readonly ListCase[] = [
  { name: "RFC 5322 §3.4.1: an addr-spec", text: "a@b.example", addresses: [mailbox("a@b.example")] },
  {
    name: "RFC 5322 §3.4: a name before the address",
    text: "John Doe <a@b.example>",
    addresses: [mailbox("a@b.example", { displayName: "John Doe" })],
  },
  {
    name: "RFC 5322 §4.1: dots in a name without quotes",
    text: "Joe Q. Public <a@b>",
    addresses: [mailbox("a@b", { displayName: "Joe Q. Public" })],
    written: '"Joe Q. Public" <a@b>',
  },
  {
    name: "RFC 5322 §3.2.4: quoted words, quoted-pairs resolved",
    text: '"Giant; \\"Big\\" Box" <a@b>',
    addresses: [mailbox("a@b", { displayName: 'Giant; "Big" Box' })],
  },
  {
    name: "RFC 5322 Appendix A: comments, white space and folding everywhere",
    text: "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
    addresses: [
      mailbox("pete@silly.test", {
        displayName: "Pete",
        comments: ["A nice ) chap", "his account", "his host"],
      }),
    ],
    written: "Pete <pete@silly.test> (A nice \\) chap) (his account) (his host)",
  },
  {
    name: "RFC 5322 Appendix A: a group with comments, empty elements and an odd end",
    text: "A Group(Some people)\r\n     :Chris Jones <c@(Chris's host.)public.example>,\r\n         joe@example.org,\r\n  John <jdoe@one.test> (my dear friend); (the end of the group)",
    addresses: [
      group(
        "A Group",
        [
          mailbox("c@public.example", { displayName: "Chris Jones", comments: ["Chris's host."] }),
          mailbox("joe@example.org"),
          mailbox("jdoe@one.test", { displayName: "John", comments: ["my dear friend"] }),
        ],
        ["Some people", "the end of the group"],
      ),
    ],
    written:
      "A Group: Chris Jones <c@public.example> (Chris's host.), joe@example.org, John <jdoe@one.test> (my dear friend); (Some people) (the end of the group)",
  },
  { name: "RFC 5322 §3.4: a group without members", text: "x:;", addresses: [group("x", [])] },
  {
    name: "RFC 5322 §4.4: a source route is kept apart from the address",
    text: "<@attack.example,@any.example:admin@legit.example>",
    addresses: [mailbox("admin@legit.example", { route: ["attack.example", "any.example"] })],
  },
  {
    name: "RFC 5322 §3.2.2: comments nest without spaces around them",
    text: "a@b (c(d)e)",
    addresses: [mailbox("a@b", { comments: ["c(d)e"] })],
    written: "a@b (c\\(d\\)e)",
  },
  {
    name: "RFC 2047 §5: what is written of a comment past ASCII is an encoded-word",
    text: "a@b (\u00fc)",
    addresses: [mailbox("a@b", { comments: ["\u00fc"] })],
    written: "a@b (=?utf-8?B?w7w=?=)",
  },
  {
    name: "RFC 5322 §3.4: the comments of an address that is its own name, and of a group so named",
    text: "a@b (c) <a@b> (d), e@f (g): h@i;",
    addresses: [
      mailbox("a@b", { displayName: "a@b", comments: ["c", "d"] }),
      group("e@f", [mailbox("h@i")], ["g"]),
    ],
    written: '"a@b" <a@b> (c) (d), "e@f": h@i; (g)',
  },
  {
    name: "RFC 2047 §5: an address that looks like an encoded-word names as it is written",
    text: "=?utf-8?Q?a@b?= <=?utf-8?Q?a@b?=>, =?utf-8?Q?c@d?=: e@f;",
    addresses: [
      mailbox("=?utf-8?Q?a@b?=", { displayName: "=?utf-8?Q?a@b?=" }),
      group("=?utf-8?Q?c@d?=", [mailbox("e@f")]),
    ],
    written: "=?utf-8?B?PT91dGYtOD9RP2FAYj89?= <=?utf-8?Q?a@b?=>, =?utf-8?B?PT91dGYtOD9RP2NAZD89?=: e@f;",
  },
  {
    name: "RFC 2047 §5: a quoted-string is no part of an encoded-word, and hides none beside it",
    text: '=?utf-8?Q?"a"?= <a@b>, "c"=?utf-8?Q?d?= <a@b>',
    addresses: [mailbox("a@b", { displayName: "=?utf-8?Q?a?=" }), mailbox("a@b", { displayName: "cd" })],
    written: "=?utf-8?B?PT91dGYtOD9RP2E/PQ==?= <a@b>, cd <a@b>",
  },
  {
    name: "RFC 5322 §4.4: white space behind a dot that ends a domain",
    text: "<a@b. >",
    addresses: [mailbox("a@b.")],
    written: "a@b.",
  },
  {
    name: "RFC 5322 §4.4: empty elements, and empty routes before a route",
    text: ",, a@b , (x), <,,@c:d@e>, ,(y)",
    addresses: [mailbox("a@b"), mailbox("d@e", { route: ["c"], comments: ["x", "y"] })],
    written: "a@b, <@c:d@e> (x) (y)",
  },
  {
    name: "RFC 5322 §4.4: white space around the dots and the at sign",
    text: "a . b @ c . example",
    addresses: [mailbox("a.b@c.example")],
    written: "a.b@c.example",
  },
  {
    name: "RFC 5322 §3.4.1: a quoted local-part is what its content is, an address in it too",
    text: '"Someone <s@attack.example>"@legit.example',
    addresses: [mailbox("Someone <s@attack.example>@legit.example")],
  },
  {
    name: "RFC 5322 §4.4: words and quoted words in a local-part",
    text: 'a."b c".d@e',
    addresses: [mailbox("a.b c.d@e")],
    written: '"a.b c.d"@e',
  },
  { name: "RFC 5322 §3.4.1: a domain-literal", text: "a@[192.0.2.1]", addresses: [mailbox("a@[192.0.2.1]")] },
  {
    name: "RFC 5322 §3.4.1: white space in a domain-literal is not part of it",
    text: "a@[ IPv6:2001:db8::1\t]",
    addresses: [mailbox("a@[IPv6:2001:db8::1]")],
    written: "a@[IPv6:2001:db8::1]",
  },
  {
    name: "RFC 6532 §3.2: UTF-8 in every part",
    text: "J\u00fcrgen <j\u00fcrgen@b\u00fccher.example>",
    addresses: [mailbox("j\u00fcrgen@b\u00fccher.example", { displayName: "J\u00fcrgen" })],
    written: "=?utf-8?B?SsO8cmdlbg==?= <j\u00fcrgen@b\u00fccher.example>",
  },
  {
    name: "RFC 2047 §5: encoded-words in a name, adjacent ones joined, dots inside kept",
    text: "=?utf-8?Q?J._D=C3=B6?= =?utf-8?Q?e?= X <a@b>",
    addresses: [mailbox("a@b", { displayName: "J. D\u00f6e X" })],
    written: "=?utf-8?B?Si4gRMO2ZSBY?= <a@b>",
  },
  {
    name: "RFC 2047 §5: no encoded-word in a quoted-string, one in a comment",
    text: '"=?utf-8?Q?a?=" <a@b> (=?utf-8?Q?b?=)',
    addresses: [mailbox("a@b", { displayName: "=?utf-8?Q?a?=", comments: ["b"] })],
    written: "=?utf-8?B?PT91dGYtOD9RP2E/PQ==?= <a@b> (b)",
  },
  {
    name: "RFC 5322 §3.2.2: an address in a comment is none",
    text: "admin@legit.example(<any@attack.example>)",
    addresses: [mailbox("admin@legit.example", { comments: ["<any@attack.example>"] })],
    written: "admin@legit.example (<any@attack.example>)",
  },
  {
    name: "comments around an address that is repeated in brackets, and around one that names a group",
    text: "a@b (c) <a@b> (d), e@f (g): h@i (j); (k)",
    addresses: [
      mailbox("a@b", { displayName: "a@b", comments: ["c", "d"] }),
      group("e@f", [mailbox("h@i", { comments: ["j"] })], ["g", "k"]),
    ],
    written: '"a@b" <a@b> (c) (d), "e@f": h@i (j); (g) (k)',
  },
  {
    name: "two mailboxes, one in brackets",
    text: "admin@legit.example,<x@attack.example>",
    addresses: [mailbox("admin@legit.example"), mailbox("x@attack.example")],
    written: "admin@legit.example, x@attack.example",
  },
  {
    name: "a group named like an address",
    text: "admin@legit.example: any@attack.example;",
    addresses: [group("admin@legit.example", [mailbox("any@attack.example")])],
    written: '"admin@legit.example": any@attack.example;',
  },
  {
    name: "misplaced dots are read",
    text: ".a..b.@c..d.",
    addresses: [mailbox(".a..b.@c..d.")],
    written: '".a..b."@c..d.',
  },
  {
    name: "an empty name and an empty local-part",
    text: '"" <""@b>',
    addresses: [mailbox("@b", { displayName: "" })],
  },
];

interface IssueCase {
  readonly name: string;
  readonly text: string;
  readonly issue: Omit<AddressIssue, "kind">;
}

const issue = (code: AddressIssue["code"], at: number, expected: string): Omit<AddressIssue, "kind"> => ({
  code,
  at,
  expected,
});

const issues: readonly IssueCase[] = [
  { name: "nothing at all", text: " (c), ", issue: issue("empty", 6, "address") },
  { name: "a name alone", text: "admin", issue: issue("element-without-address", 5, "@ or <") },
  {
    name: "an encoded-word that decodes to an address, and a second element",
    text: "=?utf-8?B?PGFkbWluQGxlZ2l0Pg==?=,<second@attack.example>",
    issue: issue("element-without-address", 32, "@ or <"),
  },
  { name: "empty brackets", text: "x <>", issue: issue("element-without-address", 3, "addr-spec") },
  {
    name: "an escaped comma between two addresses",
    text: "<admin@legit.example>\\,<x@attack.example>",
    issue: issue("text-after-address", 21, "comma"),
  },
  {
    name: "an address behind the bracket",
    text: "<any@attack.example>admin@legit.example",
    issue: issue("text-after-address", 20, "comma"),
  },
  {
    name: "an address as a name without quotes",
    text: "a@b via List <l@list.example>",
    issue: issue("text-after-address", 4, "comma"),
  },
  {
    name: "another address as a name without quotes",
    text: "a@b <a@c>",
    issue: issue("text-after-address", 4, "comma"),
  },
  {
    name: "an address as a name without quotes, and text behind the bracket",
    text: "a@b <a@b> c",
    issue: issue("text-after-address", 10, "comma"),
  },
  { name: "two addr-specs with a space", text: "a@b c@d", issue: issue("text-after-address", 4, "comma") },
  { name: "a semicolon as separator", text: "a@b; c@d", issue: issue("text-after-address", 3, "comma") },
  { name: "a NUL in an address", text: "<admin@legit\0@attack>", issue: issue("nul", 12, ">") },
  { name: "a NUL between addresses", text: "admin@legit\0<any@attack>", issue: issue("nul", 11, "comma") },
  { name: "a NUL in a quoted-string", text: '"a\0b" <c@d>', issue: issue("nul", 2, "quoted text") },
  { name: "a NUL in a comment", text: "(\0) a@b", issue: issue("nul", 1, "comment text") },
  { name: "a NUL in a quoted-pair", text: '"\\\0"@b', issue: issue("nul", 2, "quoted character") },
  { name: "another control character", text: "a\u0007@b", issue: issue("syntax", 1, "@ or <") },
  { name: "a bare CR", text: "a@b\r", issue: issue("text-after-address", 3, "comma") },
  {
    name: "a line end without white space behind it",
    text: "a@b\r\n",
    issue: issue("text-after-address", 3, "comma"),
  },
  { name: "two at signs", text: "a@b@c", issue: issue("text-after-address", 3, "comma") },
  { name: "two at signs in brackets", text: "<a@b@c>", issue: issue("syntax", 4, ">") },
  { name: "brackets within brackets", text: "<<a@b>>", issue: issue("syntax", 1, "@") },
  { name: "two words before the at sign", text: "a b@c", issue: issue("syntax", 2, "dot or @") },
  { name: "a local-part without domain", text: "<a>", issue: issue("syntax", 2, "@") },
  { name: "no local-part", text: "@b", issue: issue("syntax", 0, "local-part") },
  { name: "no domain", text: "a@", issue: issue("syntax", 2, "domain") },
  { name: "a name that begins with a dot", text: ".a <b@c>", issue: issue("syntax", 0, "display-name") },
  { name: "a bracket in a name without quotes", text: "[x] <a@b>", issue: issue("syntax", 0, "address") },
  { name: "an open bracket", text: "<a@b", issue: issue("syntax", 4, ">") },
  { name: "an open quote", text: 'x "a@b', issue: issue("syntax", 2, "closing quote") },
  { name: "an open comment", text: "a@b (c (d)", issue: issue("syntax", 4, "closing parenthesis") },
  { name: "an open domain-literal", text: "a@[b", issue: issue("syntax", 2, "closing bracket") },
  { name: "an open group", text: "g: a@b", issue: issue("syntax", 6, "semicolon") },
  { name: "a group in a group", text: "g: h: a@b;;", issue: issue("syntax", 4, "@ or <") },
  { name: "a group without name", text: ": a@b;", issue: issue("syntax", 0, "display-name") },
  {
    name: "a group named by an address in brackets",
    text: "<a@b>: c@d;",
    issue: issue("text-after-address", 5, "comma"),
  },
  { name: "a route without domain", text: "<,:a@b>", issue: issue("syntax", 2, "domain") },
  { name: "something else in a route", text: "<@a b:c@d>", issue: issue("syntax", 4, "comma or colon") },
  { name: "a name in a route", text: "<@a,b:c@d>", issue: issue("syntax", 4, "route") },
  { name: "a route without colon", text: "<@a,@b>", issue: issue("syntax", 6, "comma or colon") },
];

describe("address-list", () => {
  test.each(lists)("$name", ({ text, addresses, written }) => {
    const list = parseAddressList(text);
    expect(list.kind === "list" ? list.addresses.map(withoutSpans) : list).toStrictEqual(addresses);
    expect(formatAddressList(addresses)).toBe(written ?? text);
  });

  test.each(issues)("an issue: $name", ({ text, issue: expected }) => {
    expect(parseAddressList(text)).toStrictEqual({ kind: "issue", ...expected });
  });

  test("every part of an address knows where it was read", () => {
    expect(parseAddressList(' "A" B (c) <@r:a..b@c.d> , g : x@y;')).toStrictEqual({
      kind: "list",
      addresses: [
        {
          kind: "mailbox",
          displayName: "A B",
          displayNameSpan: { start: 1, end: 6 },
          localPart: "a..b",
          localPartSpan: { start: 15, end: 19 },
          domain: "c.d",
          domainSpan: { start: 20, end: 23 },
          domainGaps: [],
          route: ["r"],
          comments: ["c"],
          span: { start: 1, end: 24 },
          strayDots: true,
          unquotedName: false,
        },
        {
          kind: "group",
          displayName: "g",
          displayNameSpan: { start: 27, end: 28 },
          members: [
            {
              kind: "mailbox",
              displayName: null,
              displayNameSpan: null,
              localPart: "x",
              localPartSpan: { start: 31, end: 32 },
              domain: "y",
              domainSpan: { start: 33, end: 34 },
              domainGaps: [],
              route: [],
              comments: [],
              span: { start: 31, end: 34 },
              strayDots: false,
              unquotedName: false,
            },
          ],
          comments: [],
          span: { start: 27, end: 35 },
        },
      ],
    });
  });

  test("reading what was written gives the addresses, in one line", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(mailboxes, groups), { minLength: 1, maxLength: 4 }), (addresses) => {
        const text = formatAddressList(addresses);
        const list = parseAddressList(text);
        expect(text).not.toMatch(/[\r\n]/);
        expect(list.kind === "list" ? list.addresses.map(withoutSpans) : list).toStrictEqual(addresses);
      }),
    );
  });

  test("no text throws; whatever is read can be written and read again", () => {
    fc.assert(
      fc.property(fc.oneof(addressText, fc.string({ unit: "binary" })), (text) => {
        const list = parseAddressList(text);
        if (list.kind === "issue") {
          expect(list.at).toBeLessThanOrEqual(text.length);
          return;
        }
        const addresses = list.addresses.map(withoutSpans);
        const again = parseAddressList(formatAddressList(addresses));
        expect(again.kind === "list" ? again.addresses.map(withoutSpans) : again).toStrictEqual(addresses);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    mailbox("a\r\nb@c"),
    mailbox("a\0@c"),
    mailbox("a@b c"),
    mailbox("a@"),
    mailbox("a@b", { domain: "b>,<c@d" }),
    mailbox("a@b", { route: ["x y"] }),
    mailbox("a@b", { route: ["x,@y"] }),
    mailbox("a@b", { route: [""] }),
    mailbox("a@b", { domain: "b, c@d" }),
    mailbox("a@(b)"),
    mailbox("a@b.(c)d"),
  ])("a value that no list can hold is a TypeError: $localPart@$domain $route", (address) => {
    expect(() => formatAddressList([address])).toThrow(TypeError);
    expect(() => formatAddressList([address])).toThrow(
      /^addresses: expected a local-part and domains that can be written, got ".+"$/,
    );
  });

  test.each([
    "(",
    "()",
    "(a ",
    "a,",
    "a.",
    '"',
    "\\",
    "<",
    "@",
    "g:",
    "=?a?Q?",
    "a@b,",
    "(\\",
    "[",
    "x ",
    "@a,",
  ])("RFC 5322 §3.2.2: 200 kB of %s are read in one pass", (unit) => {
    const text = `<${unit.repeat(200_000 / unit.length)}`;
    const started = performance.now();
    expect(["issue", "list"]).toContain(parseAddressList(text).kind);
    expect(["issue", "list"]).toContain(parseAddressList(text.slice(1)).kind);
    // A quadratic reading takes minutes.
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
