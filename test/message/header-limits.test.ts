import { describe, expect, test } from "vitest";
import type { MessageNote } from "../../src/message/message.ts";
import { digestOf, read, sha256 } from "../support/reading.ts";

describe("limits of the header", () => {
  const limits = { headerBytes: 40, headerFields: 3, headerFieldBytes: 20 };
  const limited: readonly { name: string; header: string; names: string; note: MessageNote }[] = [
    {
      name: "past the number of fields no field is kept",
      header: "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n",
      names: "ABC",
      note: { code: "header-limit", limit: "headerFields", value: 3, offset: 18 },
    },
    {
      name: "a field over the limit ends what is kept",
      header: "A: 1\r\nB: 23456789\r\n 1234567\r\nC: 3\r\n\r\n",
      names: "A",
      note: { code: "header-limit", limit: "headerFieldBytes", value: 20, offset: 6 },
    },
    {
      name: "of two limits passed the one that is met first is told",
      header: "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 567890123456\r\nF: 6\r\n\r\n",
      names: "ABC",
      note: { code: "header-limit", limit: "headerFields", value: 3, offset: 18 },
    },
    {
      name: "a field cut by the limit of the block is not kept",
      header: "A: 1234567890\r\nB: 1234567890\r\nC: 1234567890\r\n\r\n",
      names: "AB",
      note: { code: "header-limit", limit: "headerBytes", value: 40, offset: 30 },
    },
    {
      name: "a field that a line past the limit continues is not kept",
      header: "A: 1234567890\r\nB: 1234567890\r\nC: 12345\r\n 6\r\n\r\n",
      names: "AB",
      note: { code: "header-limit", limit: "headerBytes", value: 40, offset: 30 },
    },
  ];
  for (const { name, header, names, note } of limited) {
    test(`${name}, and the body is read all the same`, () => {
      const message = read(`${header}body`, { limits });
      expect({
        names: message.fields.map((field) => field.name).join(""),
        notes: message.notes,
        sizes: [message.headerBytes, message.bodyBytes],
        digest: digestOf(message, "simple", null),
      }).toStrictEqual({
        names,
        notes: [note],
        sizes: [header.length, 4],
        digest: { digest: sha256("body\r\n"), canonicalBytes: 6, hashedBytes: 6 },
      });
    });
  }

  test("exactly at the limits nothing is amiss", () => {
    const header = "A: 1\r\nB: 456789012345678\r\nC: 4567890\r\n\r\n";
    expect([
      header.length,
      read(header, { limits }).notes,
      read(header, { limits }).fields.length,
    ]).toStrictEqual([40, [], 3]);
  });

  test("a header that never ends and folded lines without end take linear time", () => {
    for (const unit of ["A: b\r\n", "\n ", " \n", "\r", "A:", "A: b\r\n\t:\r\n", "\0\r"]) {
      const message = read(`A: b\r\n${unit.repeat(3_000_000 / unit.length)}`);
      expect(message.headerBytes + message.bodyBytes).toBe(message.size);
    }
  });
});
