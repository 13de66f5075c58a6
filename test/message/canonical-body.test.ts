import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteText, bytesOf, concatBytes } from "../../src/base/bytes.ts";
import { bodyCanonicalizer } from "../../src/message/canonical-body.ts";
import type { Canonicalization } from "../../src/message/message.ts";
import { bodyText, cutAt } from "../support/bodies.ts";
import { shortTexts } from "../support/short-texts.ts";

function canonicalize(algorithm: Canonicalization, pieces: readonly Uint8Array[]): string {
  const output: Uint8Array[] = [];
  const canonicalizer = bodyCanonicalizer(algorithm, { update: (bytes) => output.push(bytes.slice()) });
  for (const piece of pieces) canonicalizer.push(piece);
  canonicalizer.finish();
  return byteText(concatBytes(output));
}

/** The rules of RFC 6376 §3.4.3 and §3.4.4 line by line on the whole body. */
const reference: Readonly<Record<Canonicalization, (body: string) => string>> = {
  simple: (body) => withoutLastEmptyLines(body.split("\r\n")) || "\r\n",
  relaxed: (body) =>
    withoutLastEmptyLines(
      body.split("\r\n").map((line) => {
        const reduced = line.replaceAll(/[\t ]+/g, " ");
        return reduced.endsWith(" ") ? reduced.slice(0, -1) : reduced;
      }),
    ),
};

function withoutLastEmptyLines(lines: readonly string[]): string {
  const count = lines.findLastIndex((line) => line !== "") + 1;
  return lines
    .slice(0, count)
    .map((line) => `${line}\r\n`)
    .join("");
}

const cases: readonly {
  readonly name: string;
  readonly body: string;
  readonly simple: string;
  readonly relaxed: string;
}[] = [
  {
    name: "the example of §3.4.5",
    body: " C \r\nD \t E\r\n\r\n\r\n",
    simple: " C \r\nD \t E\r\n",
    relaxed: " C\r\nD E\r\n",
  },
  { name: "no body is CRLF under simple and nothing under relaxed", body: "", simple: "\r\n", relaxed: "" },
  { name: "one empty line is an empty body", body: "\r\n", simple: "\r\n", relaxed: "" },
  { name: "only empty lines are an empty body", body: "\r\n\r\n\r\n", simple: "\r\n", relaxed: "" },
  { name: "a missing last CRLF is added", body: "a", simple: "a\r\n", relaxed: "a\r\n" },
  {
    name: "lines of white space are empty under relaxed only",
    body: "a\r\n \r\n\t\r\n",
    simple: "a\r\n \r\n\t\r\n",
    relaxed: "a\r\n",
  },
  { name: "a body of white space alone", body: " \t ", simple: " \t \r\n", relaxed: "" },
  {
    name: "white space before the end of a last line without CRLF goes",
    body: "a  ",
    simple: "a  \r\n",
    relaxed: "a\r\n",
  },
  {
    name: "empty lines inside stay",
    body: "a\r\n\r\n\r\nb\r\n",
    simple: "a\r\n\r\n\r\nb\r\n",
    relaxed: "a\r\n\r\n\r\nb\r\n",
  },
  {
    name: "leading white space becomes one space",
    body: "\t\ta\r\n",
    simple: "\t\ta\r\n",
    relaxed: " a\r\n",
  },
  { name: "a bare LF ends no line", body: "a \nb\n", simple: "a \nb\n\r\n", relaxed: "a \nb\n\r\n" },
  { name: "a bare CR ends no line", body: "a \rb\r", simple: "a \rb\r\r\n", relaxed: "a \rb\r\r\n" },
  { name: "CR before CRLF is text", body: "a \r\r\n", simple: "a \r\r\n", relaxed: "a \r\r\n" },
  { name: "a last white space and CR is text", body: "a \r", simple: "a \r\r\n", relaxed: "a \r\r\n" },
  {
    name: "bytes past ASCII are no white space",
    body: "a\xa0\xa0b\x85\r\n",
    simple: "a\xa0\xa0b\x85\r\n",
    relaxed: "a\xa0\xa0b\x85\r\n",
  },
  {
    name: "exclamation marks after spaces stay as they are",
    body: "a !! !\r\n\x1f !\r\n",
    simple: "a !! !\r\n\x1f !\r\n",
    relaxed: "a !! !\r\n\x1f !\r\n",
  },
];

describe("body canonicalization (RFC 6376 §3.4.3, §3.4.4)", () => {
  for (const { name, body, ...expected } of cases) {
    test(name, () => {
      const actual = {
        simple: canonicalize("simple", [bytesOf(body)]),
        relaxed: canonicalize("relaxed", [bytesOf(body)]),
      };
      expect(actual).toStrictEqual(expected);
      expect({ simple: reference.simple(body), relaxed: reference.relaxed(body) }).toStrictEqual(expected);
    });

    test(`${name}, byte by byte`, () => {
      const bytes = Array.from(bytesOf(body), (byte) => Uint8Array.of(byte));
      const actual = { simple: canonicalize("simple", bytes), relaxed: canonicalize("relaxed", bytes) };
      expect(actual).toStrictEqual(expected);
    });
  }

  for (const algorithm of ["simple", "relaxed"] as const) {
    test(`${algorithm} equals the rules on every short body, cut in two anywhere or not`, () => {
      const wrong: string[] = [];
      for (const body of [...shortTexts("a\r\n ", 4), ...shortTexts("\r\n", 7)]) {
        const expected = reference[algorithm](body);
        for (let cut = 0; cut < body.length; cut++) {
          const actual = canonicalize(algorithm, cutAt(bytesOf(body), [cut]));
          if (actual !== expected) wrong.push(JSON.stringify({ body, cut, actual }));
        }
      }
      expect(wrong).toStrictEqual([]);
    });

    test(`${algorithm} equals the rules with thousands of empty lines at the end and in the middle`, () => {
      for (const count of [2047, 2048, 2049, 4097]) {
        for (const body of [
          `a${"\r\n".repeat(count)}`,
          `${"\r\n".repeat(count)}b`,
          `a${"\r\n".repeat(count)}b \r`,
        ])
          expect(canonicalize(algorithm, cutAt(bytesOf(body), [7]))).toBe(reference[algorithm](body));
      }
    });

    test(`${algorithm} equals the rules applied to the whole body, however it is cut`, () => {
      fc.assert(
        fc.property(bodyText, fc.array(fc.nat(200), { maxLength: 8 }), (body, cuts) => {
          expect(canonicalize(algorithm, cutAt(bytesOf(body), cuts))).toBe(reference[algorithm](body));
        }),
        { numRuns: 2000 },
      );
    });

    test(`${algorithm} equals the rules on any bytes`, () => {
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 64 }),
          fc.array(fc.nat(64), { maxLength: 4 }),
          (body, cuts) => {
            expect(canonicalize(algorithm, cutAt(body, cuts))).toBe(reference[algorithm](byteText(body)));
          },
        ),
        { numRuns: 1000 },
      );
    });

    test(`${algorithm} of its own result changes nothing`, () => {
      fc.assert(
        fc.property(bodyText, (body) => {
          const once = canonicalize(algorithm, [bytesOf(body)]);
          expect(canonicalize(algorithm, [bytesOf(once)])).toBe(once);
        }),
      );
    });

    test(`${algorithm} crosses the capacity of one step unharmed`, () => {
      for (const unit of ["a  b \t\r\n", " ", "\r\n", "x\r", "\n", " \r", "\t\r\n", "0123456789 "]) {
        const body = `${unit.repeat(Math.ceil(140_000 / unit.length))}end \r\n\r\n`;
        const actual = canonicalize(algorithm, [bytesOf(body)]);
        expect(actual === reference[algorithm](body), JSON.stringify(unit)).toBe(true);
      }
    });
  }

  test("millions of line ends or spaces take linear time and are held as a number", () => {
    for (const unit of ["\r\n", " ", " \r\n", "\t "]) {
      const bytes = bytesOf(unit.repeat(5_000_000 / unit.length));
      let passed = 0;
      const canonicalizer = bodyCanonicalizer("relaxed", { update: (piece) => (passed += piece.length) });
      canonicalizer.push(bytes);
      canonicalizer.finish();
      expect(passed).toBe(0);
    }
  });
});
