import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { GrowingBytes } from "../../src/message/growing-bytes.ts";
import { LineScanner } from "../../src/message/line-scanner.ts";
import type { LineEnding, MessageNote } from "../../src/message/message.ts";
import { SCALAR_KERNEL } from "../../src/message/scalar-kernel.ts";
import { read, sha256 } from "../support/reading.ts";

/** The notes on a text that begins at offset 100, scanned in these pieces. */
function notesOn(
  pieces: readonly string[],
  part: "header" | "body" = "body",
  lineEnding: LineEnding = "crlf",
): readonly MessageNote[] {
  const scanner = new LineScanner(part, 100, SCALAR_KERNEL);
  for (const piece of pieces) scanner.push(bytesOf(piece));
  return scanner.finish(lineEnding);
}

const long = (start: number, longest: number): MessageNote => ({
  code: "long-line",
  part: "body",
  count: 1,
  offset: start,
  longest,
});

describe("what is noted of lines", () => {
  const a = "a".repeat(998);
  const cases: readonly {
    readonly name: string;
    readonly text: string;
    readonly notes: readonly MessageNote[];
  }[] = [
    { name: "nothing", text: "", notes: [] },
    { name: "lines in order", text: "a\r\n\r\nb", notes: [] },
    { name: "a CR alone", text: "a\rb", notes: [{ code: "bare-cr", part: "body", count: 1, offset: 101 }] },
    {
      name: "a CR at the end",
      text: "ab\r",
      notes: [{ code: "bare-cr", part: "body", count: 1, offset: 102 }],
    },
    {
      name: "an LF at the start",
      text: "\nab",
      notes: [{ code: "bare-lf", part: "body", count: 1, offset: 100 }],
    },
    { name: "LFs", text: "a\nb\r\n\n", notes: [{ code: "bare-lf", part: "body", count: 2, offset: 101 }] },
    { name: "NULs", text: "\0a\0", notes: [{ code: "nul", part: "body", count: 2, offset: 100 }] },
    { name: "bytes past ASCII in a body", text: "\x80\xff", notes: [] },
    { name: "998 octets (RFC 5322 §2.1.1)", text: `${a}\r\n${a}`, notes: [] },
    { name: "999 octets", text: `${a}b\r\n`, notes: [long(100, 999)] },
    { name: "5000 octets", text: `x\r\n${a.repeat(5)}${"b".repeat(10)}\r\n`, notes: [long(103, 5000)] },
    { name: "999 octets at the end", text: `x\r\n${a}b`, notes: [long(103, 999)] },
    {
      name: "two long lines",
      text: `${a}bcd\r\nx\r\n${a}b\r\n`,
      notes: [{ code: "long-line", part: "body", count: 2, offset: 100, longest: 1001 }],
    },
    {
      name: "a long line that an LF ends, and a CR before another byte",
      text: `${a}b\r\n${a}\rc\n`,
      notes: [
        { code: "bare-cr", part: "body", count: 1, offset: 2099 },
        { code: "bare-lf", part: "body", count: 1, offset: 2101 },
        { code: "long-line", part: "body", count: 2, offset: 100, longest: 1000 },
      ],
    },
  ];
  test.each(cases)("$name, however it is cut", ({ text, notes }) => {
    expect(notesOn([text])).toStrictEqual(notes);
    const places = [1, 2, 3, 997, 998, 999, 1000, 1001, 1002, 1999, 2000, text.length - 1];
    const cuts = places.filter((cut) => cut > 0 && cut < text.length);
    for (const cut of cuts) expect(notesOn([text.slice(0, cut), text.slice(cut)])).toStrictEqual(notes);
    if (text.length < 2000) expect(notesOn(Array.from(text))).toStrictEqual(notes);
  });

  test("in a header, bytes past ASCII (RFC 5322 §2.2)", () => {
    expect(notesOn(["a\x7f\x80", "b\xff"], "header")).toStrictEqual([
      { code: "eight-bit-header", count: 2, offset: 102 },
    ]);
    expect(notesOn(["a\x7f"], "header")).toStrictEqual([]);
  });

  test("where LF ends lines no LF is bare, and a CR still is", () => {
    expect(notesOn(["a\nb\rc\n"], "body", "lf")).toStrictEqual([
      { code: "bare-cr", part: "body", count: 1, offset: 103 },
    ]);
  });
});

describe("a long body", () => {
  const stored = `${"line\n".repeat(30_000)}last`;
  test.each(["\n", "\r\n"])("is walked in strides that change nothing (RFC 6376 §5.3)", (lineEnd) => {
    const message = read(`A: b${lineEnd}${lineEnd}${stored.replaceAll("\n", lineEnd)}`, {
      planDigests: () => [{ canonicalization: "simple", hash: "sha256", lengthLimit: null }],
    });
    const digest = message.bodyDigest({ canonicalization: "simple", hash: "sha256", lengthLimit: null });
    const network = `${stored.replaceAll("\n", "\r\n")}\r\n`;
    expect(digest).toStrictEqual({
      digest: new Uint8Array(Buffer.from(sha256(network), "hex")),
      hashedBytes: network.length,
      canonicalBytes: network.length,
    });
  });
});

describe("bytes that grow", () => {
  test("are the pieces one after the other, up to the limit", () => {
    for (const limit of [0, 1, 5, 6, 7, 100]) {
      const growing = new GrowingBytes(limit);
      for (const piece of ["", "ab", "c", "defg", "", "h"]) growing.append(bytesOf(piece));
      expect(Buffer.from(growing.bytes).toString("latin1")).toBe("abcdefgh".slice(0, limit));
    }
  });
});
