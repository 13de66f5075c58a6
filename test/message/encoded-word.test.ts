import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeEncodedWords, decodeLeniently, formatEncodedWords } from "../../src/message/encoded-word.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  /** What the text means; the text itself where nothing is to be decoded. */
  readonly shown: string;
  /** What a lenient reader may show, where that is something else. */
  readonly lenient?: string;
}

const cases: readonly Case[] = [
  { name: "RFC 2047 §8: one word", text: "=?ISO-8859-1?Q?a?=", shown: "a" },
  { name: "RFC 2047 §8: text beside a word keeps its space", text: "=?ISO-8859-1?Q?a?= b", shown: "a b" },
  {
    name: "RFC 2047 §8: space between adjacent words is dropped",
    text: "=?ISO-8859-1?Q?a?=   =?ISO-8859-1?Q?b?=",
    shown: "ab",
  },
  { name: "RFC 2047 §8: an underscore is a space", text: "=?ISO-8859-1?Q?a_b?=", shown: "a b" },
  {
    name: "RFC 2047 §6.2: words of different charsets are joined without space",
    text: "=?utf-8?Q?=C3=A4?= =?iso-8859-1?Q?=E4?= =?windows-1252?Q?=80=81?=",
    shown: "\u00e4\u00e4\u20ac\ufffd",
  },
  {
    name: "RFC 2047 §4.1: base64, with and without padding",
    text: "=?utf-8?B?w6Q=?= =?UTF-8?b?w6Q?=",
    shown: "\u00e4\u00e4",
  },
  {
    name: "a character cut in two by adjacent words is whole again",
    text: "=?utf-8?Q?=C3?= =?utf-8?B?pA==?=",
    shown: "\u00e4",
  },
  {
    name: "bytes that are no UTF-8 are shown as U+FFFD and hide nothing",
    text: "=?utf-8?Q?=FFx=40y?=",
    shown: "\ufffdx@y",
  },
  { name: "bytes past us-ascii are shown as U+FFFD", text: "=?us-ascii?Q?a=E4?=", shown: "a\ufffd" },
  { name: "ISO 8859-15 has the euro sign", text: "=?ISO-8859-15?Q?=A4?=", shown: "\u20ac" },
  { name: "RFC 2231 §5: a language is ignored", text: "=?us-ascii*en?Q?a?=", shown: "a" },
  {
    name: "an unknown charset stays as written; a lenient reader shows its ASCII part",
    text: "=?gb2312?Q?a=40b=C4?=",
    shown: "=?gb2312?Q?a=40b=C4?=",
    lenient: "a@b\ufffd",
  },
  {
    name: "RFC 2047 §5: inside a word it is no encoded-word; a lenient reader decodes it",
    text: "x=?utf-8?Q?a?=",
    shown: "x=?utf-8?Q?a?=",
    lenient: "xa",
  },
  { name: "RFC 2047 §2: an unknown encoding stays", text: "=?utf-8?X?a?=", shown: "=?utf-8?X?a?=" },
  { name: "RFC 2047 §2: empty text stays", text: "=?utf-8?Q??=", shown: "=?utf-8?Q??=" },
  { name: "an unfinished word stays", text: "=?utf-8?Q?a =?utf-8 =? ?=", shown: "=?utf-8?Q?a =?utf-8 =? ?=" },
  { name: "a stray = in Q stays", text: "=?utf-8?Q?a=4?=", shown: "a=4" },
  { name: "what a word decodes to is not decoded again", text: "=?us-ascii?Q?=3D=3Fx?=", shown: "=?x" },
  {
    name: "RFC 2047 §2: letters of the encoding in either case",
    text: "=?utf-8?q?=c3=A4?= =?utf-8?b?YQ==?=",
    shown: "\u00e4a",
  },
  { name: "digits that are none stay as written", text: "=?utf-8?Q?=g0=0g=4?=", shown: "=g0=0g=4" },
  {
    name: "base64 of every length, foreign characters skipped",
    text: "=?utf-8?B?Y!WI?=c =?utf-8?B?YQ==YQ==?=",
    shown: "=?utf-8?B?Y!WI?=c a\u0006\u0010",
    lenient: "abc a\u0006\u0010",
  },
  { name: "a digit alone holds no byte", text: "=?utf-8?B?YWJjZ?= =?utf-8?B?Z?=", shown: "abc" },
  {
    name: "RFC 2047 §2: control and 8-bit characters inside make it none; a lenient reader decodes it",
    text: "=?utf-8?Q?a\x1f?= =?utf-8?Q?b\x7f?= =?utf-8?Q?!~?=",
    shown: "=?utf-8?Q?a\x1f?= =?utf-8?Q?b\x7f?= !~",
    lenient: "a\x1fb\x7f!~",
  },
  {
    name: "names of charsets hold what registered names do",
    text: "=?x-a_b.c:d+e'f*g?Q?a?= =?a b?Q?a?= =?a,b?Q?a?= =??Q?a?= =?a?Q,a?= =?a,Q?a?=",
    shown: "=?x-a_b.c:d+e'f*g?Q?a?= =?a b?Q?a?= =?a,b?Q?a?= =??Q?a?= =?a?Q,a?= =?a,Q?a?=",
    lenient: "a =?a b?Q?a?= =?a,b?Q?a?= =??Q?a?= =?a?Q,a?= =?a,Q?a?=",
  },
  {
    name: "a word cut off after its text",
    text: "=?utf-8?Q?a? =?utf-8?Q?a?",
    shown: "=?utf-8?Q?a? =?utf-8?Q?a?",
  },
  {
    name: "white space before a word and between words that are none stays",
    text: " \t=?utf-8?Q?a?=\t=?utf-8?Q?b?= \t c =?gb2312?Q?d?=  =?utf-8?Q?e?= ",
    shown: " \tab \t c =?gb2312?Q?d?=  e ",
    lenient: " \tab \t c de ",
  },
  {
    name: "a lenient reader takes the first word of several beginnings",
    text: "=?=?utf-8?Q?a?=b=?utf-8?Q?c?= \t =?utf-8?Q?d?=?=",
    shown: "=?=?utf-8?Q?a?=b=?utf-8?Q?c?= \t =?utf-8?Q?d?=?=",
    lenient: "=?abcd?=",
  },
  { name: "charsets are joined without case", text: "=?UTF-8?Q?=C3?= =?utf-8?Q?=A4?=", shown: "\u00e4" },
  { name: "white space at the ends stays", text: "  a  ", shown: "  a  " },
];

describe("encoded-words", () => {
  test.each(cases)("$name", ({ text, shown, lenient }) => {
    expect([decodeEncodedWords(text), decodeLeniently(text)]).toStrictEqual([shown, lenient ?? shown]);
  });

  test("RFC 2047 §2: written words have at most 75 characters and only whole characters", () => {
    const words = formatEncodedWords("\u20ac".repeat(40) + "\u{1f600}".repeat(40)).split(" ");
    expect(words.filter((word) => word.length > 75)).toStrictEqual([]);
    expect(words.map(decodeEncodedWords).join("")).toBe("\u20ac".repeat(40) + "\u{1f600}".repeat(40));
  });

  test("RFC 2047 §2: a word holds 45 bytes", () => {
    const sizes = ["", "a".repeat(45), "a".repeat(46), "\u20ac".repeat(15), `a${"\u20ac".repeat(15)}`].map(
      (text) =>
        formatEncodedWords(text)
          .split(" ")
          .map((word) => word.length),
    );
    expect(sizes).toStrictEqual([[12], [72], [72, 16], [72], [72, 16]]);
  });

  test("decoding what was written gives the text", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
        expect(decodeEncodedWords(formatEncodedWords(text))).toBe(text);
        expect(decodeLeniently(formatEncodedWords(text))).toBe(text);
      }),
    );
  });

  test("a long text is cut into words of 45 octets (RFC 2047 §2)", () => {
    const words = formatEncodedWords("a".repeat(100)).split(" ");
    expect(words.map((word) => decodeEncodedWords(word).length)).toStrictEqual([45, 45, 10]);
  });

  test("no text throws, and text without =? is left alone", () => {
    const piece = fc.constantFrom(
      "=?",
      "?=",
      "?",
      "utf-8",
      "?B?",
      "?Q?",
      "=",
      "_",
      "w6Q",
      " ",
      "\u00e4",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const shown = [decodeEncodedWords(text), decodeLeniently(text)];
        if (!text.includes("=?")) expect(shown).toStrictEqual([text, text]);
        else expect(shown.every((each) => each.length <= text.length)).toBe(true);
      }),
    );
  });
});
