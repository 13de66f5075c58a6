import { describe, expect, test } from "vitest";
import { isClauseWord, readClauses } from "../../src/message/received-clauses.ts";
import { isBareAddress, readClient, type ClientStyle } from "../../src/message/received-client.ts";

interface ClientCase {
  readonly from: string;
  readonly known?: ClientStyle;
  /** HELO, rDNS and address; style; comments that tell something else. */
  readonly client: readonly [helo: string | null, rdns: string | null, tcpAddress: string | null];
  readonly style?: ClientStyle;
  readonly comments?: readonly string[];
}

describe("the from clause (RFC 5321 §4.4)", () => {
  const cases: readonly ClientCase[] = [
    { from: "a.example", client: ["a.example", null, null] },
    { from: "", client: [null, null, null] },
    { from: "a.example (b.example [192.0.2.1])", client: ["a.example", "b.example", "192.0.2.1"] },
    { from: "a.example (b.example. [192.0.2.1])", client: ["a.example", "b.example", "192.0.2.1"] },
    { from: "a.example (unknown [192.0.2.1])", client: ["a.example", null, "192.0.2.1"] },
    { from: "a.example ([IPv6:2001:DB8::1])", client: ["a.example", null, "2001:db8::1"] },
    { from: "a.example ([2001:db8::1]:25)", client: ["a.example", null, "2001:db8::1"] },
    { from: "a.example (user@b.example [192.0.2.1])", client: ["a.example", "b.example", "192.0.2.1"] },
    { from: "a.example (192.0.2.1)", client: ["a.example", null, "192.0.2.1"] },
    { from: "a.example (user@192.0.2.1)", client: ["a.example", null, "192.0.2.1"] },
    { from: "a.example (192.0.2.1 x)", client: ["a.example", null, null], comments: ["192.0.2.1 x"] },
    { from: "a.example ([192.0.2.11)", client: ["a.example", null, null], comments: ["[192.0.2.11"] },
    { from: "a.example (b [192.0.2.1)", client: ["a.example", null, null], comments: ["b [192.0.2.1"] },
    {
      from: "a.example (b [xIPv6:2001:db8::1])",
      client: ["a.example", null, null],
      comments: ["b [xIPv6:2001:db8::1]"],
    },
    { from: "a.example (b 192.0.2.1])", client: ["a.example", null, null], comments: ["b 192.0.2.1]"] },
    {
      from: "a.example (b [192.0.2.1] (may be forged))",
      client: ["a.example", "b", "192.0.2.1"],
    },
    { from: "a.example ((x [192.0.2.1]))", client: ["a.example", null, null], comments: ["(x [192.0.2.1])"] },
    {
      from: "a.example (b [192.0.2.1]) (c [192.0.2.2])",
      client: ["a.example", "b", "192.0.2.1"],
      comments: ["c [192.0.2.2]"],
    },
    { from: "a.example (  b   [192.0.2.1] )", client: ["a.example", "b", "192.0.2.1"] },
    { from: "a.example (port=25)", client: ["a.example", null, null], comments: ["port=25"] },
    {
      from: "b.example ([192.0.2.1] helo=a.example)",
      client: ["a.example", "b.example", "192.0.2.1"],
      style: "exim",
    },
    { from: "[192.0.2.1] (helo=a.example)", client: ["a.example", null, "192.0.2.1"], style: "exim" },
    {
      from: "[192.0.2.1] ([192.0.2.2] helo=a.example)",
      client: ["a.example", null, "192.0.2.2"],
      style: "exim",
    },
    { from: "b.example (helo=a.example)", client: ["a.example", null, null], style: "exim" },
    { from: "b.example ([192.0.2.1])", known: "exim", client: ["b.example", "b.example", "192.0.2.1"] },
    { from: "b.example.", known: "exim", client: ["b.example.", null, null] },
    {
      from: "b.example ([192.0.2.1] helo=a.example) (port=25) (x)",
      client: ["a.example", "b.example", "192.0.2.1"],
      style: "exim",
      comments: ["x"],
    },
    {
      from: "b.example ([192.0.2.1] helo=[192.0.2.9] [192.0.2.2])",
      client: ["[192.0.2.9]", "b.example", "192.0.2.1"],
      style: "exim",
    },
    {
      from: "b.example (helo=a.example) (helo=c.example)",
      client: ["a.example", null, null],
      style: "exim",
    },
    { from: "b.example (helo=)", client: ["b.example", null, null], style: "exim" },
    {
      from: "b.example (HELO a.example) (192.0.2.1)",
      client: ["a.example", "b.example", "192.0.2.1"],
      style: "qmail",
    },
    { from: "b.example (ehlo a.example)", client: ["a.example", null, null], style: "qmail" },
    { from: "b.example (HELO)", client: ["b.example", null, null], style: "qmail" },
    {
      from: "b.example (HELO a b) (192.0.2.1)",
      client: ["b.example", "b.example", "192.0.2.1"],
      style: "qmail",
    },
    { from: "unknown (HELO a) (192.0.2.1)", client: ["a", null, "192.0.2.1"], style: "qmail" },
    { from: "b.example (xHELO a)", client: ["b.example", null, null], comments: ["xHELO a"] },
    { from: "b.example (HELOx a)", client: ["b.example", null, null], comments: ["HELOx a"] },
    {
      from: "b.example (HELO a) (c.example [192.0.2.1])",
      client: ["a", "c.example", "192.0.2.1"],
      style: "qmail",
    },
    {
      from: "b.example (c.example [192.0.2.1])",
      known: "qmail",
      client: ["b.example", "c.example", "192.0.2.1"],
    },
    { from: "two words (b [192.0.2.1])", client: ["two words", "b", "192.0.2.1"] },
  ];
  test.each(cases)("$from, $known", ({ from, known = null, client, style = known, comments = [] }) => {
    const clause = readClauses(`from ${from}`).clauses.get("from");
    if (clause === undefined) throw new Error("expected a from clause");
    const [helo, rdns, tcpAddress] = client;
    expect(readClient(clause, known)).toStrictEqual({ client: { helo, rdns, tcpAddress }, style, comments });
  });

  test("a bare address is one without brackets, an ident before it or not", () => {
    const comments = [
      "192.0.2.1",
      "2001:db8::1",
      "IPv6:2001:db8::1",
      "x@192.0.2.1",
      "[192.0.2.1]",
      "a",
      "1.2.3",
    ];
    expect(comments.map(isBareAddress)).toStrictEqual([true, true, true, true, false, false, false]);
  });
});

describe("clauses (RFC 5321 §4.4)", () => {
  const cases = [
    {
      text: "from a by b via c with d id e for f tls g; x; date",
      clauses: { from: ["a"], by: ["b"], via: ["c"], with: ["d"], id: ["e"], for: ["f"], tls: ["g", "x"] },
      comments: [],
      dateText: "date",
    },
    { text: "FROM by BY from x", clauses: { from: ["by"], by: ["from", "x"] }, comments: [], dateText: null },
    { text: "from (c) by b", clauses: { from: [], by: ["b"] }, comments: [], dateText: null },
    { text: "by b (c) from a (d)", clauses: { by: ["b"], from: ["a"] }, comments: ["c"], dateText: null },
    { text: "by a by b (c)", clauses: { by: ["a"] }, comments: ["c"], dateText: null },
    { text: "by a(b)c;d", clauses: { by: ["a", "c"] }, comments: ["b"], dateText: "d" },
    { text: "by a (b;c) (d\\);e); f", clauses: { by: ["a"] }, comments: ["b;c", "d);e"], dateText: "f" },
    { text: "by a (b (c) d", clauses: { by: ["a"] }, comments: ["b (c) d"], dateText: null },
    { text: "by a (b\\", clauses: { by: ["a"] }, comments: ["b"], dateText: null },
    { text: "by a) b", clauses: { by: ["a", "b"] }, comments: [], dateText: null },
    { text: "by\ta\0b", clauses: { by: ["a", "b"] }, comments: [], dateText: null },
    { text: ";", clauses: {}, comments: [], dateText: "" },
    { text: "(", clauses: {}, comments: [""], dateText: null },
    { text: "", clauses: {}, comments: [], dateText: null },
  ];
  test.each(cases)("$text", ({ text, clauses, comments, dateText }) => {
    const read = readClauses(text);
    const words = Object.fromEntries(Array.from(read.clauses, ([name, clause]) => [name, clause.words]));
    expect({ words, comments: read.comments, dateText: read.dateText }).toStrictEqual({
      words: clauses,
      comments,
      dateText,
    });
  });

  test("a word holds no white space, parenthesis or semicolon", () => {
    expect(["", "a", "a b", " a", "a(", ")a", "a;", "[a]"].map(isClauseWord)).toStrictEqual([
      false,
      true,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
