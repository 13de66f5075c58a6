import { describe, expect, test } from "vitest";
import { AddressLexer, isAtext } from "../../src/message/address-lexer.ts";

/** What a method reads at the start of the text, or its issue. */
function outcomeOf(text: string, read: (lexer: AddressLexer) => unknown): unknown {
  const lexer = new AddressLexer(text);
  const value = read(lexer);
  if (lexer.issue === null) return { value, position: lexer.position };
  const { kind: _, ...issue } = lexer.issue;
  return { value, ...issue };
}

const read = (value: string, position: number): unknown => ({ value, position });
const syntax = (at: number, expected: string): unknown => ({ value: null, code: "syntax", at, expected });

describe("the tokens of addresses", () => {
  test("an atom is made of letters, digits, these marks and what is past ASCII (RFC 5322 §3.2.3)", () => {
    const ascii = Array.from({ length: 0x80 }, (_, code) => code).filter(isAtext);
    expect(String.fromCharCode(...ascii)).toBe(
      "!#$%&'*+-/0123456789=?ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~",
    );
    expect([0x80, 0x81, 0x2028].map(isAtext)).toStrictEqual([true, true, true]);
  });

  test.each([
    { text: " \t a", is: read(" \t ", 3) },
    { text: "\r\n a", is: read(" ", 3) },
    { text: "\n\ta", is: read("\t", 2) },
    { text: " \r\n \n a", is: read("   ", 6) },
    { text: "\r a", is: read("", 0) },
    { text: "\ra\n b", is: read("", 0) },
    { text: "\r\r\n b", is: read("", 0) },
    { text: "\r\n", is: read("", 0) },
    { text: "\n\n b", is: read("", 0) },
    { text: "\r\n\r\n b", is: read("", 0) },
    { text: "a", is: read("", 0) },
  ])("white space of $text (RFC 5322 §3.2.2)", ({ text, is }) => {
    expect(outcomeOf(text, (lexer) => lexer.skipFws())).toStrictEqual(is);
  });

  test.each([
    { text: '"a b"c', is: read("a b", 5) },
    { text: '"!\t~\u00e9 "', is: read("!\t~\u00e9 ", 7) },
    { text: '" a\r\n b"', is: read(" a b", 8) },
    { text: '"\\"\\\\\\a\\ \\\t"', is: read('"\\a \t', 12) },
    { text: '""', is: read("", 2) },
    { text: '"a', is: syntax(0, "closing quote") },
    { text: '"a\\', is: syntax(3, "quoted character") },
    { text: '"\u001f"', is: syntax(1, "quoted text") },
    { text: '"a\u007f"', is: syntax(2, "quoted text") },
    { text: '"a\r"', is: syntax(2, "quoted text") },
    { text: '"\\\u007f"', is: syntax(2, "quoted character") },
    { text: '"\\\u0001"', is: syntax(2, "quoted character") },
  ])("quoted-string $text (RFC 5322 §3.2.4)", ({ text, is }) => {
    expect(outcomeOf(text, (lexer) => lexer.readQuotedString())).toStrictEqual(is);
  });

  test.each([
    { text: "[192.0.2.1]x", is: read("[192.0.2.1]", 11) },
    { text: "[ a\t\r\n b ]", is: read("[ab]", 10) },
    { text: "[Z^!~\u00e9]", is: read("[Z^!~\u00e9]", 7) },
    { text: "[a\\]\\b]", is: read("[a\\]\\b]", 7) },
    { text: "[]", is: read("[]", 2) },
    { text: "[a", is: syntax(0, "closing bracket") },
    { text: "[a[b]", is: syntax(2, "domain-literal text") },
    { text: "[a\u001f]", is: syntax(2, "domain-literal text") },
    { text: "[\u007f]", is: syntax(1, "domain-literal text") },
    { text: "[\\", is: syntax(2, "quoted character") },
    { text: "[\\\u0001]", is: syntax(2, "quoted character") },
  ])("domain-literal $text (RFC 5322 §3.4.1)", ({ text, is }) => {
    expect(outcomeOf(text, (lexer) => lexer.readDomainLiteral())).toStrictEqual(is);
  });

  test.each([
    { text: "(a)", comments: ["a"] },
    { text: " (a (b (c)) d)\r\n ( e\t f )", comments: ["a (b (c)) d", " e\t f "] },
    { text: "(a\\)\\(b)", comments: ["a)(b"] },
    { text: "(!'*+[]~\u00e9)", comments: ["!'*+[]~\u00e9"] },
    { text: "(=?utf-8?Q?a?= =?utf-8?Q?b?= (=?utf-8?Q?c?=))", comments: ["ab (c)"] },
    { text: "(\\=?utf-8?Q?a?=)", comments: ["=?utf-8?Q?a?="] },
    { text: "()", comments: [""] },
  ])("comments of $text (RFC 5322 §3.2.2)", ({ text, comments }) => {
    const lexer = new AddressLexer(text);
    expect([lexer.skipCfws(), lexer.takeComments(), lexer.takeComments(), lexer.done]).toStrictEqual([
      true,
      comments,
      [],
      true,
    ]);
  });

  test.each([
    { text: "(a", at: 0, expected: "closing parenthesis" },
    { text: "(a (b)", at: 0, expected: "closing parenthesis" },
    { text: "(a\\", at: 3, expected: "quoted character" },
    { text: "(a \u001f)", at: 3, expected: "comment text" },
    { text: "(\u007f)", at: 1, expected: "comment text" },
    { text: "(\r)", at: 1, expected: "comment text" },
  ])("the comment $text is broken at $at", ({ text, at, expected }) => {
    expect(outcomeOf(text, (lexer) => lexer.skipCfws())).toStrictEqual({
      value: false,
      code: "syntax",
      at,
      expected,
    });
  });

  test("the first fault stays", () => {
    const lexer = new AddressLexer("a");
    expect([lexer.fail("empty", 0, "address"), lexer.unexpected("comma")]).toStrictEqual([null, null]);
    expect(lexer.issue).toStrictEqual({ kind: "issue", code: "empty", at: 0, expected: "address" });
  });
});
