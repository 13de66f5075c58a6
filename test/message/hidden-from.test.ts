import { describe, expect, test } from "vitest";
import { bytesOf, byteText } from "../../src/base/bytes.ts";
import type { HeaderField } from "../../src/message/header-field.ts";
import { foldedFromLines, hiddenFrom, isDisguisedFrom } from "../../src/message/hidden-from.ts";
import { read } from "../support/reading.ts";

/** A field of these bytes; nothing else of it is looked at. */
function fieldOf(text: string): HeaderField {
  const [field] = read("X: y\r\n\r\n").fields;
  if (field === undefined) throw new Error("expected a field");
  return { ...field, bytes: bytesOf(text) };
}

describe("From behind a line end inside a field (RFC 5322 §2.2)", () => {
  const cases = [
    { text: "X: y\r\n", at: null },
    { text: "X: y\rFrom: z\r\n", at: 4 },
    { text: "X: y\nfROM:z", at: 4 },
    { text: "X: y\r\nFrom \t: z\r\n", at: 5 },
    { text: "X\r\rFrom: z\n", at: 2 },
    { text: "\rFrom:", at: 0 },
    { text: "X: y\r From: z\r\n", at: null },
    { text: "X: y\rFrom z\r\n", at: null },
    { text: "X: y\rFrom\r\n", at: null },
    { text: "X: y\rFro: z\r\n", at: null },
    { text: "X: y\rxFrom: z\r\n", at: null },
    { text: "X: y\rFromx: z\r\n", at: null },
    { text: "X: y\rGrom: z\r\n", at: null },
    { text: "From: z\r\n", at: null },
    { text: "X: y\r\nA\rFrom: b\r\n", at: 7 },
    { text: "", at: null },
  ];
  test.each(cases)("$text: $at", ({ text, at }) => {
    expect(hiddenFrom(fieldOf(text))).toBe(at);
  });

  const folded = [
    { text: "X: y\r\n From: a\r\n", lines: ["From: a\r"] },
    { text: "X: y\r\n\t FROM : a\r\n b\r\n From:c", lines: ["FROM : a\r", "From:c"] },
    { text: "X: y\r\n Subject: a\r\n", lines: [] },
    { text: "X: y\r\nFrom: a\r\n", lines: [] },
    { text: "X: y\n From: a\n z", lines: ["From: a"] },
    { text: "X: y\r From: a\r\n", lines: ["From: a\r"] },
    { text: "X: y\r\n \r\n", lines: [] },
    { text: " From: a\r\n", lines: [] },
  ];
  test.each(folded)("folded lines of $text: $lines (RFC 5322 §2.2.3)", ({ text, lines }) => {
    expect(foldedFromLines(fieldOf(text)).map(byteText)).toStrictEqual(lines);
  });

  const disguised = [
    { line: "From:", is: true },
    { line: "\0F\x01r \xefo\xbb\xbfm\t:x", is: true },
    { line: "FROM:", is: true },
    { line: "From", is: false },
    { line: "From;", is: false },
    { line: "Frm:", is: false },
    { line: "xFrom:", is: false },
    { line: "", is: false },
    { line: `${" ".repeat(59)}From:`, is: true },
    { line: `${" ".repeat(60)}From:`, is: false },
  ];
  test.each(disguised)("$line is From in disguise: $is", ({ line, is }) => {
    const bytes = bytesOf(`abc${line}:From:`);
    expect(isDisguisedFrom(bytes, 3, 3 + line.length)).toBe(is);
  });
});
