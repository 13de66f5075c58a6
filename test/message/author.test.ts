import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../src/base/utf8.ts";
import { byteText } from "../../src/base/bytes.ts";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import { formatAddressList } from "../../src/message/address-format.ts";
import { decideAuthor } from "../../src/message/author.ts";
import type {
  AuthorAmbiguity,
  AuthorDecision,
  AuthorMailbox,
  AuthorNote,
} from "../../src/message/author-decision.ts";
import { addressText, mailbox } from "../support/addresses.ts";
import { read } from "../support/reading.ts";

/** The decision on a message with this header block. */
function decide(header: string): AuthorDecision {
  const { fields, notes } = read(byteText(encodeUtf8(`${header}\r\n\r\nbody\r\n`)));
  return decideAuthor(fields, notes);
}

function author(addrSpec: string, rest: Partial<AuthorMailbox> = {}): AuthorMailbox {
  const at = addrSpec.lastIndexOf("@");
  const domainText = addrSpec.slice(at + 1);
  return {
    localPart: addrSpec.slice(0, at),
    domainText,
    domain: domainText,
    displayName: null,
    fieldIndex: 0,
    ...rest,
  };
}

const single = (sole: AuthorMailbox, ...notes: AuthorNote[]): AuthorDecision => ({
  kind: "single",
  mailbox: sole,
  notes,
});

const multiple = (mailboxes: readonly AuthorMailbox[], ...notes: AuthorNote[]): AuthorDecision => ({
  kind: "multiple",
  mailboxes,
  notes,
});

const ambiguous = (causes: readonly AuthorAmbiguity[], ...notes: AuthorNote[]): AuthorDecision => ({
  kind: "ambiguous",
  causes,
  notes,
});

interface Case {
  readonly name: string;
  readonly header: string;
  readonly expected: AuthorDecision;
}

const fieldCases: readonly Case[] = [
  {
    name: "RFC 5322 §3.6: two From fields, the other author first",
    header: "From: a@attack.example\r\nFrom: b@legit.example",
    expected: ambiguous([{ code: "multiple-from", fieldIndices: [0, 1] }]),
  },
  {
    name: "RFC 5322 §3.6: two From fields far apart, one of them empty, in any case of letters",
    header: "FROM: b@legit.example\r\nSubject: x\r\nfrom:",
    expected: ambiguous([{ code: "multiple-from", fieldIndices: [0, 2] }]),
  },
  {
    name: "RFC 5322 §2.2.3: a folded line at the very top may be a From field",
    header: " From: b@legit.example\r\nFrom: a@attack.example",
    expected: ambiguous([{ code: "leading-folded-line" }]),
  },
  {
    name: "RFC 5322 §2.2.3: a folded line under another field is part of it, and noted with its domains",
    header: "Subject: x\r\n From: Any <a@attack.example>\r\nFrom: b@legit.example",
    expected: single(author("b@legit.example", { fieldIndex: 1 }), {
      code: "folded-line-like-from",
      fieldIndex: 0,
      domains: ["attack.example"],
    }),
  },
  {
    name: "RFC 5322 §4.5.2: white space before the colon",
    header: "From \t: b@legit.example",
    expected: single(author("b@legit.example"), { code: "space-before-colon", fieldIndex: 0 }),
  },
  {
    name: "RFC 5322 §4.5.2: a From field with white space before the colon is the second one",
    header: "From : b@legit.example\r\nFrom: a@attack.example",
    expected: ambiguous([{ code: "multiple-from", fieldIndices: [0, 1] }], {
      code: "space-before-colon",
      fieldIndex: 0,
    }),
  },
  {
    name: "RFC 5322 §4.5.2: white space before the colon of another field says nothing of the author",
    header: "From: b@legit.example\r\nSubject : x",
    expected: single(author("b@legit.example")),
  },
  {
    name: "RFC 5322 §4.5.2: a bare CR is no white space before the colon",
    header: "From\r: a@attack.example\r\nSubject: x",
    expected: ambiguous([{ code: "disguised-from", offset: 0 }]),
  },
  {
    name: "RFC 5322 §4.5.2: white space with a fold before the colon",
    header: "From\r\n : b@legit.example\r\nSubject: x",
    expected: single(author("b@legit.example"), { code: "space-before-colon", fieldIndex: 0 }),
  },
  {
    name: "RFC 5322 §2.2: a NUL in the name From, which some readers leave out",
    header: "From\0: b@legit.example\r\nFrom: a@attack.example",
    expected: ambiguous([{ code: "disguised-from", offset: 0 }]),
  },
  {
    name: "RFC 5322 §2.2: a byte order mark before From",
    header: "X: y\r\n\ufefffrom: b@legit.example",
    expected: ambiguous([{ code: "disguised-from", offset: 6 }]),
  },
  {
    name: "RFC 5322 §2.2: a byte order mark at the very top, and From behind it",
    header: "\ufeffFrom: b@legit.example\r\nX: y",
    expected: ambiguous([{ code: "disguised-from", offset: 0 }]),
  },
  {
    name: "RFC 5322 §2.2: a byte order mark at the very top, and From further down",
    header: "\ufeffX: y\r\nFrom: a@attack.example",
    expected: single(author("a@attack.example", { fieldIndex: 1 })),
  },
  {
    name: "RFC 5322 §2.2: other lines that are no fields leave the author alone",
    header: "From b@legit.example Mon Jan  1 12:00:00 2024\r\nFr\0\r\nom\0e: x\r\nFrom: a@attack.example",
    expected: single(author("a@attack.example")),
  },
  {
    name: "RFC 5322 §3.6.2: Sender and Resent-From are never borrowed",
    header: "Sender: b@legit.example\r\nResent-From: b@legit.example\r\nReply-To: b@legit.example",
    expected: { kind: "none", cause: "no-field", notes: [] },
  },
  {
    name: "RFC 5322 §3.6.2: no header at all",
    header: "",
    expected: { kind: "none", cause: "no-field", notes: [] },
  },
  { name: "an empty From", header: "From: ", expected: { kind: "none", cause: "no-mailbox", notes: [] } },
  {
    name: "RFC 5322 §2.2: a bare CR hides a From field in another field",
    header: "X: y\rFrom: <admin@legit.example>\r\nFrom: a@attack.example",
    expected: ambiguous([{ code: "hidden-from", fieldIndex: 0, at: 4 }]),
  },
  {
    name: "RFC 5322 §2.2: a bare CR hides the only From field",
    header: "X: y\r\rfRoM \t: <admin@legit.example>",
    expected: ambiguous([{ code: "hidden-from", fieldIndex: 0, at: 5 }]),
  },
  {
    name: "RFC 5322 §2.2: a bare CR elsewhere leaves the author alone",
    header: "X: y\rz From: q\rFromage: r\r\nFrom: a@attack.example",
    expected: single(author("a@attack.example", { fieldIndex: 1 })),
  },
  {
    name: "RFC 5322 §2.2: a bare CR in From",
    header: "From: admin@legit.example\r<a@attack.example>",
    expected: ambiguous([
      { code: "bare-cr", fieldIndex: 0, at: 20 },
      { code: "text-after-address", fieldIndex: 0, at: 20 },
    ]),
  },
];

const grammarCases: readonly Case[] = [
  {
    name: "RFC 5322 §4.4: white space and comments in a domain, where careless readers see it end",
    header: "From: x@legit.example (c) .attack .example, y@a . b",
    expected: multiple(
      [author("x@legit.example.attack.example"), author("y@a.b")],
      { code: "split-domain", fieldIndex: 0, domain: "legit.example" },
      { code: "split-domain", fieldIndex: 0, domain: "legit.example.attack" },
      { code: "split-domain", fieldIndex: 0, domain: "a" },
    ),
  },
  {
    name: "RFC 5322 §3.6.2: mailboxes of two domains",
    header: "From: <a@attack.example>, <b@legit.example>",
    expected: multiple([author("a@attack.example"), author("b@legit.example")]),
  },
  {
    name: "RFC 5322 §3.6.2: mailboxes of one domain",
    header: "From: a@legit.example, B <b@LEGIT.example>",
    expected: multiple([
      author("a@legit.example"),
      author("b@LEGIT.example", { domain: "legit.example", displayName: "B" }),
    ]),
  },
  {
    name: "a bare address and one in brackets",
    header: "From: admin@legit.example,<x@attack.example>",
    expected: multiple([author("admin@legit.example"), author("x@attack.example")]),
  },
  {
    name: "RFC 5322 §3.4: a list element that is only an encoded-word with an address in it",
    header: "From:=?utf-8?B?PGFkbWluQGxlZ2l0LmV4YW1wbGU+?=,<second@attack.example>",
    expected: ambiguous([{ code: "element-without-address", fieldIndex: 0, at: 40 }]),
  },
  {
    name: "RFC 5322 §3.4: an escaped comma between addresses",
    header: "From: <admin@legit.example>\\,<x@attack.example>",
    expected: ambiguous([{ code: "text-after-address", fieldIndex: 0, at: 22 }]),
  },
  {
    name: "RFC 5322 §3.4: an address behind the bracket",
    header: "From: <any@attack.example>admin@legit.example",
    expected: ambiguous([{ code: "text-after-address", fieldIndex: 0, at: 21 }]),
  },
  {
    name: "RFC 5322 §3.2.5: an address without quotes where a name stands",
    header: "From: admin@legit.example via List <l@list.example>",
    expected: ambiguous([{ code: "text-after-address", fieldIndex: 0, at: 21 }]),
  },
  {
    name: "RFC 5322 §3.2.5: the address itself without quotes where a name stands",
    header: "From: admin@legit.example <Admin@Legit.example>",
    expected: single(
      author("Admin@Legit.example", { domain: "legit.example", displayName: "admin@legit.example" }),
      { code: "unquoted-name", fieldIndex: 0 },
    ),
  },
  {
    name: "RFC 5322 §4.1: a NUL within the brackets",
    header: "From: <admin@legit.example\0@attack.example>",
    expected: ambiguous([{ code: "nul", fieldIndex: 0, at: 21 }]),
  },
  {
    name: "RFC 5322 §4.1: a NUL between two addresses",
    header: "From: admin@legit.example\0<any@attack.example>",
    expected: ambiguous([{ code: "nul", fieldIndex: 0, at: 20 }]),
  },
  {
    name: "RFC 5322 §4.1: a NUL at the end, in a comment",
    header: "From: admin@legit.example (\0)",
    expected: ambiguous([{ code: "nul", fieldIndex: 0, at: 22 }]),
  },
  {
    name: "RFC 5322 §3.4: a syntax error with its place",
    header: "From: <admin@legit.example",
    expected: ambiguous([{ code: "syntax", fieldIndex: 0, at: 21, expected: ">" }]),
  },
  {
    name: "RFC 5322 §4.4: white space in what is no domain name divides no domain",
    header: "From: a@legit.example .b!c",
    expected: single(author("a@legit.example.b!c", { domain: null })),
  },
  {
    name: "RFC 5322 §4.4: white space behind the dot that ends a domain divides none",
    header: "From: <a@legit.example. >",
    expected: single(author("a@legit.example.", { domain: "legit.example" }), {
      code: "trailing-dot",
      fieldIndex: 0,
    }),
  },
  {
    name: "RFC 5322 §4.4: a source route of one domain is noted as well",
    header: "From: <@attack.example:admin@legit.example>",
    expected: single(author("admin@legit.example"), {
      code: "obsolete-route",
      fieldIndex: 0,
      domains: ["attack.example"],
    }),
  },
  {
    name: "RFC 5322 §4.4: a source route is ignored, its domains are noted",
    header: "From: <@attack.example,@any.example:admin@legit.example>",
    expected: single(author("admin@legit.example"), {
      code: "obsolete-route",
      fieldIndex: 0,
      domains: ["attack.example", "any.example"],
    }),
  },
  {
    name: "RFC 6854 §2.1: the members of a group are the authors, also of one named like an address",
    header: "From: admin@legit.example: any@attack.example;",
    expected: single(
      author("any@attack.example"),
      { code: "group", fieldIndex: 0, name: "admin@legit.example" },
      { code: "group-name-address", fieldIndex: 0, domain: "legit.example" },
    ),
  },
  {
    name: "RFC 6854 §2.1: a group without members has no author",
    header: "From: x:;",
    expected: { kind: "none", cause: "no-mailbox", notes: [{ code: "group", fieldIndex: 0, name: "x" }] },
  },
  {
    name: "misplaced dots are noted",
    header: "From: a..b.@c.example",
    expected: single(author("a..b.@c.example"), { code: "stray-dots", fieldIndex: 0, localPart: "a..b." }),
  },
];

const deceptionCases: readonly Case[] = [
  {
    name: "an encoded name that decodes to another address",
    header: "From: =?utf-8?Q?admin=40legit=2Eexample?= <x@attack.example>",
    expected: single(author("x@attack.example", { displayName: "admin@legit.example" }), {
      code: "display-name-address",
      fieldIndex: 0,
      domain: "legit.example",
    }),
  },
  {
    name: "a list that names the author in quotes",
    header: 'From: "admin@legit.example via List" <l@list.example>',
    expected: single(author("l@list.example", { displayName: "admin@legit.example via List" }), {
      code: "display-name-address",
      fieldIndex: 0,
      domain: "legit.example",
    }),
  },
  {
    name: "an encoded-word in quotes, which only lenient readers decode, of a charset unknown here",
    header: 'From: "=?gb2312?B?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?=" <x@attack.example>',
    expected: single(
      author("x@attack.example", { displayName: "=?gb2312?B?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?=" }),
      { code: "display-name-address", fieldIndex: 0, domain: "legit.example" },
    ),
  },
  {
    name: "a fullwidth at sign in a name",
    header: "From: admin\uff20legit.example <x@attack.example>",
    expected: single(author("x@attack.example", { displayName: "admin\uff20legit.example" }), {
      code: "display-name-address",
      fieldIndex: 0,
      domain: "legit.example",
    }),
  },
  {
    name: "a domain alone in a name; the author's own and those above it are no deception",
    header: 'From: "Legit.example, mail.own.example, own.example, v2.0, $1.50" <x@mail.own.example>',
    expected: single(
      author("x@mail.own.example", {
        displayName: "Legit.example, mail.own.example, own.example, v2.0, $1.50",
      }),
      { code: "display-name-domain", fieldIndex: 0, domain: "legit.example" },
    ),
  },
  {
    name: "an address of the author's own domain in a name is no deception",
    header: 'From: "x@OWN.example." <y@own.example>',
    expected: single(author("y@own.example", { displayName: "x@OWN.example." })),
  },
  {
    name: "RFC 5322 §3.4.1: a quoted local-part that shows another address",
    header: 'From: "Someone <s@attack.example>"@legit.example',
    expected: single(author("Someone <s@attack.example>@legit.example"), {
      code: "local-part-address",
      fieldIndex: 0,
      domain: "attack.example",
    }),
  },
  {
    name: "an encoded-word as local-part",
    header: "From: =?utf-8?Q?admin=40legit.example?=@attack.example",
    expected: single(author("=?utf-8?Q?admin=40legit.example?=@attack.example"), {
      code: "local-part-address",
      fieldIndex: 0,
      domain: "legit.example",
    }),
  },
  {
    name: "RFC 5322 §3.2.2: an address in a comment",
    header: "From: admin@legit.example(<any@attack.example>)",
    expected: single(author("admin@legit.example"), {
      code: "comment-address",
      fieldIndex: 0,
      domain: "attack.example",
    }),
  },
  {
    name: "RFC 5322 §3.2.2: an address in each of two comments",
    header: "From: admin@legit.example (a@one.example) (b@two.example)",
    expected: single(
      author("admin@legit.example"),
      { code: "comment-address", fieldIndex: 0, domain: "one.example" },
      { code: "comment-address", fieldIndex: 0, domain: "two.example" },
    ),
  },
  {
    name: "RFC 5322 §3.2.2: an address in nested comments and an encoded-word",
    header: "From: admin@legit.example ((a (=?utf-8?Q?any=40attack.example?=)))",
    expected: single(author("admin@legit.example"), {
      code: "comment-address",
      fieldIndex: 0,
      domain: "attack.example",
    }),
  },
];

const domainCases: readonly Case[] = [
  {
    name: "RFC 9989 §5.3.1: upper case and a trailing dot",
    header: "From: u@Legit.EXAMPLE.",
    expected: single(author("u@Legit.EXAMPLE.", { domain: "legit.example" }), {
      code: "trailing-dot",
      fieldIndex: 0,
    }),
  },
  {
    name: "RFC 9989 §5.3.1: a U-label becomes an A-label",
    header: "From: u@b\u00fccher.example",
    expected: single(author("u@b\u00fccher.example", { domain: "xn--bcher-kva.example" })),
  },
  {
    name: "RFC 5890 §2.3.2.1: an A-label stays",
    header: "From: u@xn--bcher-kva.example",
    expected: single(author("u@xn--bcher-kva.example")),
  },
  {
    name: "RFC 5890 §2.3.2.1: a fullwidth dot is a dot, and noted",
    header: "From: u@legit\uff0eexample",
    expected: single(author("u@legit\uff0eexample", { domain: "legit.example" }), {
      code: "mapped-domain",
      fieldIndex: 0,
      written: "legit\uff0eexample",
      domain: "legit.example",
    }),
  },
  {
    name: "RFC 5890 §4.4: a label of two scripts",
    header: "From: u@p\u0430ypal.example",
    expected: single(
      author("u@p\u0430ypal.example", { domain: "xn--pypal-4ve.example" }),
      { code: "mixed-script", fieldIndex: 0, domain: "xn--pypal-4ve.example" },
      { code: "lookalike", fieldIndex: 0, domain: "xn--pypal-4ve.example", resembles: "paypal.example" },
    ),
  },
  {
    name: "RFC 5890 §4.4: a label all of another script that looks like ASCII",
    header: "From: u@\u0430\u0440\u0440\u04cf\u0435.example",
    expected: single(
      author("u@\u0430\u0440\u0440\u04cf\u0435.example", { domain: "xn--80ak6aa92e.example" }),
      {
        code: "lookalike",
        fieldIndex: 0,
        domain: "xn--80ak6aa92e.example",
        resembles: "apple.example",
      },
    ),
  },
  {
    name: "RFC 5890 §2.3.2.1: what is no A-label is no domain",
    header: "From: u@xn--zz--zz.example",
    expected: single(author("u@xn--zz--zz.example", { domain: null })),
  },
  {
    name: "RFC 5322 §3.4.1: a domain-literal is no domain",
    header: "From: u@[192.0.2.1]",
    expected: single(author("u@[192.0.2.1]", { domain: null })),
  },
  {
    name: "RFC 1035 §2.3.4: a single label",
    header: "From: u@localhost",
    expected: single(author("u@localhost")),
  },
  {
    name: "RFC 1035 §2.3.4: an empty label",
    header: "From: u@a..example",
    expected: single(author("u@a..example", { domain: null })),
  },
  {
    name: "RFC 1035 §2.3.4: a label of 64 octets",
    header: `From: u@${"a".repeat(64)}.example`,
    expected: single(author(`u@${"a".repeat(64)}.example`, { domain: null })),
  },
  {
    name: "RFC 1035 §2.3.4: a name of 254 octets",
    header: `From: u@${"abcdefg.".repeat(31)}abcdef`,
    expected: single(author(`u@${"abcdefg.".repeat(31)}abcdef`, { domain: null })),
  },
];

const ordinaryCases: readonly Case[] = [
  {
    name: "a name of several words",
    header: "From: Chase Card Services Online Services Team <chaseonline@chaseonline.chase.com>",
    expected: single(
      author("chaseonline@chaseonline.chase.com", {
        displayName: "Chase Card Services Online Services Team",
      }),
    ),
  },
  {
    name: "initials with dots in quotes",
    header: 'From: "Y. R. Yang" <yry@cs.yale.edu>',
    expected: single(author("yry@cs.yale.edu", { displayName: "Y. R. Yang" })),
  },
  {
    name: "initials with dots without quotes",
    header: "From: John Q. Public <jqp@own.example>",
    expected: single(author("jqp@own.example", { displayName: "John Q. Public" })),
  },
  {
    name: "the name in a comment",
    header: "From: jqp@own.example (John Public)",
    expected: single(author("jqp@own.example")),
  },
  {
    name: "a folded field of two lines",
    header: "From: =?utf-8?B?w4Q=?=\r\n =?utf-8?B?w5Y=?=\r\n\t<a@own.example>",
    expected: single(author("a@own.example", { displayName: "\u00c4\u00d6" })),
  },
  {
    name: "RFC 6532 §3.2: UTF-8 in the name",
    header: "From: J\u00fcrgen <j@own.example>",
    expected: single(author("j@own.example", { displayName: "J\u00fcrgen" })),
  },
  {
    name: "the From of El Presidente",
    header: "From: El Presidente <president@whitehouse.com>",
    expected: single(author("president@whitehouse.com", { displayName: "El Presidente" })),
  },
];

describe("the author of a message", () => {
  describe.each([
    ["which field it is", fieldCases],
    ["what the grammar says", grammarCases],
    ["what deceives the eye is a note and changes nothing", deceptionCases],
    ["its domain in comparable form", domainCases],
    ["ordinary mail is never ambiguous", ordinaryCases],
  ] as const)("%s", (_, cases) => {
    test.each(cases)("$name", ({ header, expected }) => {
      expect(decide(header)).toStrictEqual(expected);
    });
  });

  test.each([
    {
      header: "From: a@b.example\r\n".repeat(3),
      limits: { headerFields: 2 },
      limit: "headerFields",
      value: 2,
    },
    {
      header: `From: ${"x".repeat(100)}@b.example\r\n`,
      limits: { headerFieldBytes: 50 },
      limit: "headerFieldBytes",
      value: 50,
    },
    {
      header: `From: a@b.example\r\nX: ${"x".repeat(100)}\r\n`,
      limits: { headerBytes: 60 },
      limit: "headerBytes",
      value: 60,
    },
  ])(
    "a header block past $limit is ambiguous: what was left out may name another author",
    ({ header, limits, limit, value }) => {
      const { fields, notes } = read(`${header}\r\n`, { limits: { ...DEFAULT_LIMITS, ...limits } });
      const decision = decideAuthor(fields, notes);
      const cause = decision.kind === "ambiguous" ? decision.causes[0] : decision;
      expect(cause).toStrictEqual({ code: "header-limit", limit, value });
    },
  );

  test("RFC 6532 §3.2: in a field that is not UTF-8 a domain past ASCII is none", () => {
    const { fields, notes } = read("From: J\u00fcrgen <j@own.example>, k@b\u00fccher.example\r\n\r\n");
    expect(decideAuthor(fields, notes)).toStrictEqual(
      multiple(
        [
          author("j@own.example", { displayName: "J\u00fcrgen" }),
          author("k@b\u00fccher.example", { domain: null }),
        ],
        { code: "not-utf-8", fieldIndex: 0 },
      ),
    );
  });

  test("RFC 5322 §2.2: in a message with CRLF a bare LF in the header ends a line, so both From fields count", () => {
    expect(decide("X: y\nFrom: <admin@legit.example>\r\nFrom: a@attack.example")).toStrictEqual(
      ambiguous([{ code: "multiple-from", fieldIndices: [1, 2] }]),
    );
  });

  test("no header block throws, and a single author has the address that the grammar reads alone", () => {
    const line = fc.oneof(
      addressText,
      fc.string({ unit: "binary" }),
      fc.constantFrom("\rFrom: <a@b>", "\r\n From: a@b"),
    );
    const name = fc.constantFrom("From:", "from :", "From", " From:", "X:", "");
    const header = fc.array(fc.tuple(name, line), { maxLength: 4 });
    fc.assert(
      fc.property(header, (lines) => {
        const decision = decide(lines.map((parts) => parts.join(" ")).join("\r\n"));
        if (decision.kind !== "single") return;
        const { localPart, domainText } = decision.mailbox;
        const written = formatAddressList([mailbox("@", { localPart, domain: domainText })]);
        expect(decide(`From: ${written}`)).toMatchObject({
          kind: "single",
          mailbox: { localPart, domainText },
        });
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["(", "a@b ", "\r", "\rFrom", "\r\n From: x@y", "=?a?Q?", "a.", "@", "\uff20x.y "])(
    "hostile repetition of %j costs time in proportion",
    (unit) => {
      const started = performance.now();
      for (const frame of [
        "From: UNIT",
        'From: "UNIT" <a@b.example>',
        "From: a@b.example (UNIT)",
        "X: UNIT",
      ]) {
        decide(frame.replace("UNIT", () => unit.repeat(100_000 / unit.length)));
      }
      // A quadratic reading takes minutes.
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );
});

const limited = (header: string, addressListBytes: number): AuthorDecision => {
  const { fields, notes } = read(`${header}\r\n\r\n`);
  return decideAuthor(fields, notes, { ...DEFAULT_LIMITS, addressListBytes });
};
const cause = (value: number): AuthorAmbiguity => ({
  code: "header-limit",
  limit: "addressListBytes",
  value,
});

describe("limits of the author", () => {
  const plain = "From: a@b.example";

  test("From of as many bytes as the limit is read, of one more it is ambiguous (RFC 5322 §3.6.2)", () => {
    expect(limited(plain, plain.length + 2)).toStrictEqual(single(author("a@b.example")));
    expect(limited(plain, plain.length + 1)).toStrictEqual(ambiguous([cause(plain.length + 1)]));
  });

  test("what is past the limit is not read: it has no notes and no other causes (RFC 5322 §3.6.2)", () => {
    expect(limited("From: a@b.example (c@d.example), <", 20)).toStrictEqual(ambiguous([cause(20)]));
  });

  test("folded lines that read like From count as well, and are not read past the limit", () => {
    const folded = `${plain}\r\nX: y\r\n From: c@d.example`;
    const line = "From: c@d.example\r".length;
    const note: AuthorNote = { code: "folded-line-like-from", fieldIndex: 1, domains: ["d.example"] };
    expect(limited(folded, plain.length + 2 + line)).toStrictEqual(single(author("a@b.example"), note));
    expect(limited(folded, plain.length + 1 + line)).toStrictEqual(
      ambiguous([cause(plain.length + 1 + line)]),
    );
  });

  test("names past ASCII of as many as the limit are read, of one more it is ambiguous", () => {
    const header = 'From: "ü.example and ä.example" <a@b.example>';
    const { fields, notes } = read(byteText(encodeUtf8(`${header}\r\n\r\n`)));
    const decided = [2, 1].map((addressNames) => {
      const decision = decideAuthor(fields, notes, { ...DEFAULT_LIMITS, addressNames });
      return decision.kind === "ambiguous" ? decision.causes : decision.kind;
    });
    expect(decided).toStrictEqual(["single", [{ code: "header-limit", limit: "addressNames", value: 1 }]]);
  });
});

test("addresses in the comments of a group and of a mailbox are noted, each comment a text of its own", () => {
  const { notes } = decide("From: g (x@legit) (.example y@other.example): a@b.example (z@b.example) (v@w);");
  expect(notes).toStrictEqual(
    expect.arrayContaining([
      { code: "comment-address", fieldIndex: 0, domain: "legit" },
      { code: "comment-address", fieldIndex: 0, domain: "other.example" },
      { code: "comment-address", fieldIndex: 0, domain: "w" },
    ]),
  );
});
