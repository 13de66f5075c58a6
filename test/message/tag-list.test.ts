import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findTag, parseTagList, type TagListIssue } from "../../src/message/tag-list.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly issues: readonly TagListIssue[];
}

const cases: readonly Case[] = [
  {
    name: "tags keep their order, white space around name and value goes, inside it stays",
    text: " v=1 ; a = rsa-sha256;\r\n\tb=ab\r\n cd ; ",
    tags: [
      ["v", "1"],
      ["a", "rsa-sha256"],
      ["b", "ab\r\n cd"],
    ],
    issues: [],
  },
  { name: "a final semicolon is legal", text: "v=1;", tags: [["v", "1"]], issues: [] },
  { name: "an empty value is legal", text: "p=", tags: [["p", ""]], issues: [] },
  {
    name: "a name holds letters, digits and underscores",
    text: "a_1=b; Z9=c",
    tags: [
      ["a_1", "b"],
      ["Z9", "c"],
    ],
    issues: [],
  },
  {
    name: "a name ends at other characters",
    text: "a`=b",
    tags: [],
    issues: [{ code: "syntax", tag: "a", at: { start: 1, end: 4 }, expected: "=" }],
  },
  { name: "a value may hold =", text: "b=YQ==", tags: [["b", "YQ=="]], issues: [] },
  {
    name: "names are compared with case",
    text: "d=a; D=b",
    tags: [
      ["d", "a"],
      ["D", "b"],
    ],
    issues: [],
  },
  {
    name: "a duplicated name keeps the first value and points at the second name",
    text: "s=a; d=x; s=b",
    tags: [
      ["s", "a"],
      ["d", "x"],
    ],
    issues: [{ code: "duplicate-tag", name: "s", at: { start: 10, end: 11 }, expected: "tag name" }],
  },
  {
    name: "a tag without = is an issue and reading goes on",
    text: "v=1; foo; p=x",
    tags: [
      ["v", "1"],
      ["p", "x"],
    ],
    issues: [{ code: "syntax", tag: "foo", at: { start: 8, end: 8 }, expected: "=" }],
  },
  {
    name: "a last tag without = is an issue too",
    text: "v=1; p",
    tags: [["v", "1"]],
    issues: [{ code: "syntax", tag: "p", at: { start: 6, end: 6 }, expected: "=" }],
  },
  {
    name: "white space of any length goes around a value",
    text: "v= \t 1 \t ",
    tags: [["v", "1"]],
    issues: [],
  },
  {
    name: "DEL is no part of a value, an octet past ASCII is (RFC 8616 §5)",
    text: "v=a\x7fb; n=\x80",
    tags: [["n", "\x80"]],
    issues: [{ code: "syntax", tag: "v", at: { start: 3, end: 4 }, expected: "tag value" }],
  },
  {
    name: "a fold at the very start is passed over, a bare CR is not (RFC 6376 §2.8)",
    text: "\n v=1; p=a\rb",
    tags: [["v", "1"]],
    issues: [{ code: "syntax", tag: "p", at: { start: 10, end: 11 }, expected: "tag value" }],
  },
  {
    name: "a bare CR behind a text that begins with white space",
    text: " v=a\rb",
    tags: [],
    issues: [{ code: "syntax", tag: "v", at: { start: 4, end: 5 }, expected: "tag value" }],
  },
  {
    name: "an empty tag in the middle is an issue",
    text: "v=1;; p=x",
    tags: [
      ["v", "1"],
      ["p", "x"],
    ],
    issues: [{ code: "empty-tag", at: { start: 4, end: 4 }, expected: "tag name" }],
  },
  {
    name: "an empty text holds no tag",
    text: "",
    tags: [],
    issues: [{ code: "empty-tag", at: { start: 0, end: 0 }, expected: "tag name" }],
  },
  {
    name: "a semicolon alone holds no tag",
    text: ";",
    tags: [],
    issues: [{ code: "empty-tag", at: { start: 0, end: 0 }, expected: "tag name" }],
  },
  {
    name: "a name starts with a letter",
    text: "1a=x",
    tags: [],
    issues: [{ code: "syntax", tag: null, at: { start: 0, end: 4 }, expected: "tag name" }],
  },
  {
    name: "a name holds no hyphen",
    text: "a-b=x",
    tags: [],
    issues: [{ code: "syntax", tag: "a", at: { start: 1, end: 5 }, expected: "=" }],
  },
  {
    name: "NUL is no character of a value",
    text: "s=a\0b",
    tags: [],
    issues: [{ code: "syntax", tag: "s", at: { start: 3, end: 4 }, expected: "tag value" }],
  },
  {
    name: "a bare CR is no white space",
    text: "s=a\rb",
    tags: [],
    issues: [{ code: "syntax", tag: "s", at: { start: 3, end: 4 }, expected: "tag value" }],
  },
  {
    name: "a line end folds only before white space or at the end",
    text: "s=a\r\nb; t=1\r\n",
    tags: [["t", "1"]],
    issues: [{ code: "syntax", tag: "s", at: { start: 3, end: 4 }, expected: "tag value" }],
  },
  { name: "a bare LF folds as CRLF does", text: "s=\n a", tags: [["s", "a"]], issues: [] },
  { name: "values may hold more than ASCII (RFC 8616 §5)", text: "i=ü@é", tags: [["i", "ü@é"]], issues: [] },
  {
    name: "names of object members are ordinary tags",
    text: "__proto__=x; constructor=y",
    tags: [["constructor", "y"]],
    issues: [{ code: "syntax", tag: null, at: { start: 0, end: 11 }, expected: "tag name" }],
  },
];

describe("tag-list (RFC 6376 §3.2)", () => {
  for (const { name, text, tags, issues } of cases) {
    test(name, () => {
      const list = parseTagList(text);
      expect({
        tags: [...list.tags].map(([key, tag]) => [key, tag.value]),
        issues: list.issues,
      }).toStrictEqual({
        tags,
        issues,
      });
    });
  }

  test("a tag carries its exact text and where it stands", () => {
    expect(parseTagList("v=1; b = x y \r\n ; c=z").tags.get("b")).toStrictEqual({
      name: "b",
      value: "x y",
      raw: " x y \r\n ",
      nameSpan: { start: 5, end: 6 },
      valueSpan: { start: 9, end: 12 },
      rawSpan: { start: 8, end: 16 },
    });
  });

  test("of a hundred thousand issues the first hundred are kept, and the tags behind them read", () => {
    const { tags, issues } = parseTagList(`v=1;${";".repeat(100_000)}b=x`);
    expect(issues).toHaveLength(100);
    expect([...tags.keys()]).toStrictEqual(["v", "b"]);
  });

  test("a tag is found by its whole name", () => {
    expect(findTag("bh=x; b=y", "b")?.value).toBe("y");
  });

  test("spans and texts agree on any input", () => {
    const fragment = fc.constantFrom(
      "v",
      "=",
      ";",
      " ",
      "\t",
      "\r\n",
      "\n",
      "\r",
      "b",
      "_",
      "1",
      "\0",
      "ü",
      "x=",
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        const text = fragments.join("");
        const { tags, issues } = parseTagList(text);
        for (const tag of tags.values()) {
          expect(text.slice(tag.nameSpan.start, tag.nameSpan.end)).toBe(tag.name);
          expect(text.slice(tag.valueSpan.start, tag.valueSpan.end)).toBe(tag.value);
          expect(text.slice(tag.rawSpan.start, tag.rawSpan.end)).toBe(tag.raw);
          expect(tag.raw.includes(";")).toBe(false);
          expect(/^[ \t\r\n]|[ \t\r\n]$/.test(tag.value)).toBe(false);
          expect(tag.raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "")).toBe(tag.value);
        }
        for (const name of ["v", "b", "x", "b_"])
          expect(findTag(text, name)).toStrictEqual(tags.get(name) ?? null);
        for (const { at } of issues) expect(at.start <= at.end && at.end <= text.length).toBe(true);
      }),
    );
  });
});
