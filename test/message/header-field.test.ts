import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { type HeaderField, textValue, unfoldedValue, valueEndOf } from "../../src/message/header-field.ts";
import { read } from "../support/reading.ts";

/** A field with this value; nothing else of it is looked at. */
function fieldOf(rawValue: string): HeaderField {
  const [field] = read("X: y\r\n\r\n").fields;
  if (field === undefined) throw new Error("expected a field");
  return { ...field, rawValue };
}

describe("a header field", () => {
  test.each([
    { raw: " a", unfolded: " a" },
    { raw: " a\r\n b\r\n\tc", unfolded: " a b\tc" },
    { raw: " a\n b", unfolded: " a b" },
    { raw: "\r\n a", unfolded: " a" },
    { raw: "\n a", unfolded: " a" },
    { raw: "\n\t\n b", unfolded: "\t b" },
    { raw: " a\r\nb", unfolded: " a\r\nb" },
    { raw: " a\nb\r\n c\nd", unfolded: " a\nb c\nd" },
    { raw: " a\r\r\n b", unfolded: " a\r b" },
    { raw: " a\r b", unfolded: " a\r b" },
    { raw: " a\r\n", unfolded: " a\r\n" },
    { raw: "\r\n\r\n a", unfolded: "\r\n a" },
    { raw: "  a", unfolded: "  a" },
    { raw: "", unfolded: "" },
  ])("unfolds $raw (RFC 5322 §2.2.3)", ({ raw, unfolded }) => {
    expect(unfoldedValue(fieldOf(raw))).toBe(unfolded);
  });

  test.each([
    { raw: " a\r\n b", text: " a b" },
    { raw: " \xc3\xbc", text: " \u00fc" },
    { raw: " \xfc", text: " \xfc" },
  ])("is text where it is UTF-8, else byte text: $raw (RFC 6532 §3.2)", ({ raw, text }) => {
    expect(textValue(fieldOf(raw))).toBe(text);
  });

  test.each([
    { line: "A:b\r\n", end: 3 },
    { line: "A:b\n", end: 3 },
    { line: "A:b", end: 3 },
    { line: "A:b\r", end: 3 },
    { line: "A:\r\n", end: 2 },
    { line: "A:\n", end: 2 },
    { line: "A:\r\r\n", end: 3 },
    { line: "A:", end: 2 },
  ])("ends before the line end of $line (RFC 5322 §2.2)", ({ line, end }) => {
    expect(valueEndOf(bytesOf(line), 2)).toBe(end);
  });
});
