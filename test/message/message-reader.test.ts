import { describe, expect, test } from "vitest";
import { byteText, bytesOf } from "../../src/base/bytes.ts";
import type { MessageNote } from "../../src/message/message.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { factsOf, fieldsOf, read, readerOptions, sha256 } from "../support/reading.ts";

interface Case {
  readonly name: string;
  readonly message: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly notes: readonly MessageNote[];
  readonly sizes: readonly [headerBytes: number, bodyBytes: number];
  readonly lineEnding?: "lf";
}

const cases: readonly Case[] = [
  {
    name: "fields keep their order and exact values",
    message: "A: 1\r\nb:2\r\n\r\nbody\r\n",
    fields: [
      ["A", " 1"],
      ["b", "2"],
    ],
    notes: [],
    sizes: [13, 6],
  },
  {
    name: "a folded line belongs to the field above",
    message: "A: 1\r\n 2\r\n\t3\r\nB: 4\r\n\r\n",
    fields: [
      ["A", " 1\r\n 2\r\n\t3"],
      ["B", " 4"],
    ],
    notes: [],
    sizes: [22, 0],
  },
  { name: "an empty message has nothing", message: "", fields: [], notes: [noEnd(0)], sizes: [0, 0] },
  {
    name: "an empty first line leaves only a body",
    message: "\r\nA: 1\r\n",
    fields: [],
    notes: [],
    sizes: [2, 6],
  },
  {
    name: "a header without an empty line is all header",
    message: "A: 1\r\nB: 2",
    fields: [
      ["A", " 1"],
      ["B", " 2"],
    ],
    notes: [noEnd(10)],
    sizes: [10, 0],
  },
  {
    name: "a folded line at the very top belongs to nothing and is noted (RFC 5322 §2.2.3)",
    message: " From: x@attack.example\r\nFrom: a@legit.example\r\n\r\n",
    fields: [["From", " a@legit.example"]],
    notes: [{ code: "leading-folded-line", offset: 0 }],
    sizes: [50, 0],
  },
  {
    name: "a folded line that looks like a field is noted",
    message: "Subject: x\r\n From: a@attack.example\r\nFrom: b@legit.example\r\n\r\n",
    fields: [
      ["Subject", " x\r\n From: a@attack.example"],
      ["From", " b@legit.example"],
    ],
    notes: [{ code: "folded-line-like-field", fieldIndex: 0, offset: 12 }],
    sizes: [62, 0],
  },
  {
    name: "folded field names of a signature do not look like a field",
    message: "DKIM-Signature: h=From:To\r\n :Subject:Date:\r\n Cc; b=\r\n x:y\r\n\r\n",
    fields: [["DKIM-Signature", " h=From:To\r\n :Subject:Date:\r\n Cc; b=\r\n x:y"]],
    notes: [],
    sizes: [61, 0],
  },
  {
    name: "white space before the colon makes a field all the same (RFC 5322 §4.5)",
    message: "From : x\r\nTo\r\n : y\r\n\r\n",
    fields: [
      ["From", " x"],
      ["To", " y"],
    ],
    notes: [
      { code: "space-before-colon", fieldIndex: 0, offset: 4 },
      { code: "space-before-colon", fieldIndex: 1, offset: 12 },
    ],
    sizes: [22, 0],
  },
  {
    name: "lines that are no field are passed over with what is folded under them",
    message:
      "From a@b.example Mon Jan  1 12:00:00\r\n\tfolded: x\r\nA: 1\r\nno colon\r\n: no name\r\nB: 2\r\n\r\n",
    fields: [
      ["A", " 1"],
      ["B", " 2"],
    ],
    notes: [{ code: "malformed-header-line", count: 3, offset: 0 }],
    sizes: [85, 0],
  },
  {
    name: "a byte order mark at the top costs no field, nor what is folded under it",
    message: "\xef\xbb\xbfA: 1\r\n b\r\nB: 2\r\n\r\n",
    fields: [
      ["A", " 1\r\n b"],
      ["B", " 2"],
    ],
    notes: [
      { code: "eight-bit-header", count: 3, offset: 0 },
      { code: "byte-order-mark", offset: 0 },
    ],
    sizes: [21, 0],
  },
  {
    name: "a byte order mark further down is part of a line that is no field",
    message: "A: 1\r\n\xef\xbb\xbfB: 2\r\n\r\n",
    fields: [["A", " 1"]],
    notes: [
      { code: "eight-bit-header", count: 3, offset: 6 },
      { code: "malformed-header-line", count: 1, offset: 6 },
    ],
    sizes: [17, 0],
  },
  {
    name: "a bare CR hides nothing: it is a byte of the value",
    message: "X: y\rFrom: <admin@legit.example>\r\n\r\nz\r",
    fields: [["X", " y\rFrom: <admin@legit.example>"]],
    notes: [
      { code: "bare-cr", part: "header", count: 1, offset: 4 },
      { code: "bare-cr", part: "body", count: 1, offset: 37 },
    ],
    sizes: [36, 2],
  },
  {
    name: "a line of CR alone does not end the header",
    message: "A: 1\r\n\r\r\nB: 2\r\n\r\n",
    fields: [
      ["A", " 1"],
      ["B", " 2"],
    ],
    notes: [
      { code: "bare-cr", part: "header", count: 1, offset: 6 },
      { code: "malformed-header-line", count: 1, offset: 6 },
    ],
    sizes: [17, 0],
  },
  {
    name: "a bare LF ends a header line and the header, in the body it is a byte",
    message: "A: 1\r\nB: 2\nC: 3\n\nbo\ndy\n",
    fields: [
      ["A", " 1"],
      ["B", " 2"],
      ["C", " 3"],
    ],
    notes: [
      { code: "bare-lf", part: "header", count: 3, offset: 10 },
      { code: "bare-lf", part: "body", count: 2, offset: 19 },
    ],
    sizes: [17, 6],
  },
  {
    name: "a first line that ends with LF makes every LF a line end (RFC 6376 §5.3)",
    message: "A: 1\n 2\nB: 2\r\n\nbo\ndy\n",
    fields: [
      ["A", " 1\n 2"],
      ["B", " 2"],
    ],
    notes: [],
    sizes: [15, 6],
    lineEnding: "lf",
  },
  {
    name: "NUL and bytes past ASCII are noted with count and first offset",
    message: "A: \0\xe4\xf6\r\n\r\nx\0y\0",
    fields: [["A", " \0\xe4\xf6"]],
    notes: [
      { code: "nul", part: "header", count: 1, offset: 3 },
      { code: "eight-bit-header", count: 2, offset: 4 },
      { code: "nul", part: "body", count: 2, offset: 11 },
    ],
    sizes: [10, 4],
  },
  {
    name: "lines over 998 octets are noted (RFC 5322 §2.1.1)",
    message: `A:${"x".repeat(996)}\r\nB:${"x".repeat(997)}\r\n\r\n${"y".repeat(998)}\r\n${"y".repeat(1500)}\r\n${"z".repeat(2000)}`,
    fields: [
      ["A", "x".repeat(996)],
      ["B", "x".repeat(997)],
    ],
    notes: [
      { code: "long-line", part: "header", count: 1, offset: 1000, longest: 999 },
      { code: "long-line", part: "body", count: 2, offset: 3003, longest: 2000 },
    ],
    sizes: [2003, 4502],
  },
];

function noEnd(offset: number): MessageNote {
  return { code: "no-header-end", offset };
}

describe("message reader", () => {
  for (const { name, message, fields, notes, sizes, lineEnding } of cases) {
    test(name, () => {
      const { size, headerBytes, bodyBytes, ...actual } = read(message);
      expect({
        fields: fieldsOf(read(message)),
        notes: actual.notes,
        sizes: [headerBytes, bodyBytes],
        lineEnding: actual.lineEnding,
        digest: actual.digest,
      }).toStrictEqual({ fields, notes, sizes, lineEnding: lineEnding ?? "crlf", digest: sha256(message) });
      expect(size).toBe(message.length);
    });

    test(`${name}, byte by byte`, () => {
      const reader = new MessageReader(readerOptions);
      for (const byte of bytesOf(message)) reader.push(Uint8Array.of(byte));
      expect(factsOf(reader.finish())).toStrictEqual(factsOf(read(message)));
    });
  }

  test("a field tells where it stands and what it is", () => {
    const { fields } = read("A: 1\r\nFrom : x\r\n y\r\n\r\n");
    expect(fields[1]).toStrictEqual({
      index: 1,
      offset: 6,
      name: "From",
      lowerName: "from",
      bytes: bytesOf("From : x\r\n y\r\n"),
      valueStart: 6,
      rawValue: " x\r\n y",
    });
  });

  test("field bytes are the bytes of the message", () => {
    const message = "A : 1\r\n\t2\r\nB:\r\n\r\n";
    const joined = read(message)
      .fields.map((field) => byteText(field.bytes))
      .join("");
    expect(`${joined}\r\n`).toBe(message);
  });
});

test("notes stand in the order of their places", () => {
  const notes = read(" a\r\nB: c\rd\r\n\r\n").notes.map((note) => note.code);
  expect(notes).toStrictEqual(["leading-folded-line", "bare-cr"]);
});

test("a message that is normalized can be finished once as well", () => {
  const reader = new MessageReader({ ...readerOptions, lineEndings: "normalize" });
  reader.finish();
  expect(() => reader.finish()).toThrow(new TypeError("finish: the message was finished"));
});
