import { describe, expect, test } from "vitest";
import { fieldsOf, read } from "../support/reading.ts";

interface LinesCase {
  readonly header: string;
  /** Name and value of each field. */
  readonly fields: readonly (readonly [string, string])[];
  readonly notes?: readonly string[];
}

/** What is read of a header, and of its notes those on lines, as code and place. */
function linesOf(header: string, headerBytes?: number): Omit<LinesCase, "header"> {
  const limits = { headerBytes: headerBytes ?? 1000, headerFields: 100, headerFieldBytes: 1000 };
  const message = read(header, { limits });
  const told = message.notes.filter(({ code }) => code !== "no-header-end" && code !== "eight-bit-header");
  const notes = told.map((note) => `${note.code} ${"offset" in note ? note.offset : ""}`);
  return { fields: fieldsOf(message), notes };
}

describe("the lines of a header (RFC 5322 §2.2, §4.5)", () => {
  const cases: readonly LinesCase[] = [
    { header: "A: b\r\n\r\n", fields: [["A", " b"]] },
    {
      header: "A: b\nC:\n\n",
      fields: [
        ["A", " b"],
        ["C", ""],
      ],
    },
    {
      header: "A: b\r\n c\r\n\td\r\nE: f",
      fields: [
        ["A", " b\r\n c\r\n\td"],
        ["E", " f"],
      ],
    },
    { header: "A \t: b\r\n", fields: [["A", " b"]], notes: ["space-before-colon 1"] },
    { header: "A \r\n : b\r\n", fields: [["A", " b"]], notes: ["space-before-colon 1"] },
    { header: "A\r: b\r\n", fields: [], notes: ["malformed-header-line 0", "bare-cr 1"] },
    { header: " a\r\nB: c\r\n", fields: [["B", " c"]], notes: ["leading-folded-line 0"] },
    { header: "no field\r\n folded\r\nA: b\r\n", fields: [["A", " b"]], notes: ["malformed-header-line 0"] },
    { header: ": b\r\nA: b\r\n", fields: [["A", " b"]], notes: ["malformed-header-line 0"] },
    { header: "A b: c\r\n", fields: [], notes: ["malformed-header-line 0"] },
    {
      header: "A\x7f: c\r\n\x80: c\r\n!~: c\r\n",
      fields: [["!~", " c"]],
      notes: ["malformed-header-line 0"],
    },
    { header: "A", fields: [], notes: ["malformed-header-line 0"] },
    { header: "A:", fields: [["A", ""]] },
    { header: "A\r\n:b\r\n", fields: [], notes: ["malformed-header-line 0"] },
    { header: "A: b\r\n C: d\r\n", fields: [["A", " b\r\n C: d"]], notes: ["folded-line-like-field 6"] },
    {
      header: "A: b\r\n \tC-3 \t:\td\r\n",
      fields: [["A", " b\r\n \tC-3 \t:\td"]],
      notes: ["folded-line-like-field 6"],
    },
    { header: "A: b\r\n C:d\r\n", fields: [["A", " b\r\n C:d"]] },
    { header: "A: b\r\n C_d: e\r\n", fields: [["A", " b\r\n C_d: e"]] },
    { header: "A: b\r\n C d: e\r\n", fields: [["A", " b\r\n C d: e"]] },
    { header: "A: b\r\n : e\r\n", fields: [["A", " b\r\n : e"]] },
    {
      header: "A: b\r\n c\r\n D: e\r\n",
      fields: [["A", " b\r\n c\r\n D: e"]],
      notes: ["folded-line-like-field 10"],
    },
    { header: "A: b: c\r\n", fields: [["A", " b: c"]] },
    {
      header: "\xef\xbb\xbfA: b\r\n",
      fields: [["A", " b"]],
      notes: ["byte-order-mark 0"],
    },
    {
      header: "\xef\xbb\xbfFrom: b\r\n",
      fields: [["From", " b"]],
      notes: ["byte-order-mark 0", "disguised-from 0"],
    },
    { header: "\0From: b\r\n", fields: [], notes: ["nul 0", "malformed-header-line 0", "disguised-from 0"] },
  ];
  test.each(cases)("$header", ({ header, fields, notes = [] }) => {
    expect(linesOf(header)).toStrictEqual({ fields, notes });
  });

  test("a line that the limit cuts is not kept, one that ends before it is", () => {
    const header = "A: b\r\nC: d\r\nE: f\r\n\r\n";
    const names = [5, 6, 7, 11, 12, 13, 17, 18, 19, 20, 21].map((limit) => {
      const { fields, notes } = linesOf(header, limit);
      return `${limit} ${fields.map(([name]) => name).join("")} ${notes?.join() ?? ""}`;
    });
    expect(names).toStrictEqual([
      "5  header-limit 0",
      "6  header-limit 0",
      "7 A header-limit 6",
      "11 A header-limit 6",
      "12 A header-limit 6",
      "13 AC header-limit 12",
      "17 AC header-limit 12",
      "18 AC header-limit 12",
      "19 ACE header-limit 18",
      "20 ACE ",
      "21 ACE ",
    ]);
  });
});
