import { describe, expect, it } from "vitest";
import {
  isBareCharacter,
  isDomainCharacter,
  isDomainName,
  isDotAtom,
  isKeyword,
  isKeywordCharacter,
  isToken,
  isTokenCharacter,
} from "../../src/authres/characters.ts";
import { formatProperty, formatValue } from "../../src/authres/written-part.ts";

const WORDS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const LETTERS_AND_DIGITS = WORDS.replace("_", "");

/** The ASCII characters of a class, in order. */
function members(isMember: (code: number) => boolean): string {
  const codes = Array.from({ length: 0x80 }, (_, code) => code).filter(isMember);
  return String.fromCharCode(...codes);
}

function inOrder(text: string): string {
  return Array.from(text).toSorted().join("");
}

describe("classes of characters", () => {
  const cases = [
    { name: "token (RFC 2045 §5.1)", is: isTokenCharacter, ascii: `${WORDS}!#$%&'*+-.^\`{|}~`, others: true },
    {
      name: "token or dot-atom (RFC 5322 §3.2.3)",
      is: isBareCharacter,
      ascii: `${WORDS}!#$%&'*+-.^\`{|}~/=?`,
      others: true,
    },
    {
      name: "domain name (RFC 6376 §3.5)",
      is: isDomainCharacter,
      ascii: `${LETTERS_AND_DIGITS}-.`,
      others: true,
    },
    {
      name: "Keyword (RFC 5321 §4.1.2)",
      is: isKeywordCharacter,
      ascii: `${LETTERS_AND_DIGITS}-`,
      others: false,
    },
  ];
  it.each(cases)("$name", ({ is, ascii, others }) => {
    expect(members(is)).toBe(inOrder(ascii));
    expect([0x80, 0xe9, 0x2028].map(is)).toStrictEqual([others, others, others]);
  });

  const words = ["", "a", "a-b", "a-", "-a", "a.b", ".a", "a.", "a..b", "a b", "é", "a=b", "a_b"];
  it.each([
    { name: "Keyword", is: isKeyword, accepted: ["a", "a-b", "-a"] },
    { name: "token", is: isToken, accepted: ["a", "a-b", "a-", "-a", "a.b", ".a", "a.", "a..b", "é", "a_b"] },
    { name: "dot-atom", is: isDotAtom, accepted: ["a", "a-b", "a-", "-a", "a.b", "é", "a=b", "a_b"] },
    { name: "domain name", is: isDomainName, accepted: ["a", "a-b", "a-", "-a", "a.b", "é"] },
  ])("$name as a whole", ({ is, accepted }) => {
    expect(words.filter(is)).toStrictEqual(accepted);
  });
});

describe("written values (RFC 8601 §2.2)", () => {
  it.each([
    { text: "", is: '""' },
    { text: "a.b", is: "a.b" },
    { text: "é", is: '"é"' },
    { text: 'a"\\b', is: '"a\\"\\\\b"' },
    { text: "a@b", is: '"a@b"' },
  ])("$text is written $is", ({ text, is }) => {
    expect(formatValue(text)).toBe(is);
  });

  it.each([
    { text: "a@b.example", bare: true },
    { text: "@b.example", bare: true },
    { text: "a..b@c.example", bare: false },
    { text: "a@b@c.example", bare: false },
    { text: "é@b.example", bare: false },
    { text: "a@é.example", bare: false },
    { text: "a@b_c.example", bare: false },
    { text: "a@", bare: false },
    { text: "a.example", bare: true },
  ])("the address $text stands bare: $bare", ({ text, bare }) => {
    expect(formatProperty({ ptype: "smtp", property: "mailfrom", pvalue: text })).toBe(
      `smtp.mailfrom=${bare ? text : `"${text}"`}`,
    );
  });
});
