import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import type { MessageNote } from "../../src/message/message.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { readMessageBytes } from "../../src/message/read-message.ts";
import { bodyText, cutAt } from "../support/bodies.ts";
import { factsOf, read, readerOptions } from "../support/reading.ts";

describe("message reader, on any message", () => {
  test("any way of cutting a message gives the same result", () => {
    const part = fc.oneof(
      { weight: 2, arbitrary: bodyText },
      {
        weight: 1,
        arbitrary: fc.constantFrom("A: b\r\n", "From : x\r\n", " c\r\n", "\r\n", "x".repeat(999)),
      },
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }).map((parts) => bytesOf(parts.join(""))),
        fc.array(fc.nat(400), { maxLength: 10 }),
        fc.constantFrom("as-received" as const, "normalize" as const),
        (bytes, cuts, lineEndings) => {
          const reader = new MessageReader({ ...readerOptions, lineEndings });
          for (const piece of cutAt(bytes, cuts)) reader.push(piece);
          const whole = readMessageBytes(bytes, { ...readerOptions, lineEndings });
          expect(factsOf(reader.finish())).toStrictEqual(factsOf(whole));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("the notes on bytes equal a search through the whole text", () => {
    const line = fc.constantFrom(
      "\r\n",
      "\n",
      "\r",
      "\0",
      "a\r\n",
      "b".repeat(500),
      "c".repeat(998),
      "\r\n\r\n",
      "\r\r\n",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (parts) => {
        const body = parts.join("");
        const found = (code: "bare-cr" | "bare-lf" | "nul", pattern: RegExp): MessageNote[] => {
          const matches = [...body.matchAll(pattern)];
          const offset = 8 + (matches[0]?.index ?? 0);
          return matches.length === 0 ? [] : [{ code, part: "body", count: matches.length, offset }];
        };
        const expected: readonly MessageNote[] = [
          ...found("bare-cr", /\r(?!\n)/g),
          ...found("bare-lf", /(?<!\r)\n/g),
          ...found("nul", /\0/g),
          ...longLines(body),
        ];
        const byOffset = expected.toSorted((left, right) => left.offset - right.offset);
        expect(read(`A: b\r\n\r\n${body}`).notes).toStrictEqual(byOffset);
      }),
      { numRuns: 500 },
    );
  });
});

function longLines(body: string): readonly MessageNote[] {
  const long: { readonly offset: number; readonly length: number }[] = [];
  let offset = 8;
  const lines = body.split("\n");
  for (const [index, line] of lines.entries()) {
    const length = index < lines.length - 1 && line.endsWith("\r") ? line.length - 1 : line.length;
    if (length > 998) long.push({ offset, length });
    offset += line.length + 1;
  }
  const longest = Math.max(...long.map(({ length }) => length));
  const [first] = long;
  return first === undefined
    ? []
    : [{ code: "long-line", part: "body", count: long.length, offset: first.offset, longest }];
}
