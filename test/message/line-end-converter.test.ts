import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineEndConverter } from "../../src/message/line-end-converter.ts";

const text = fc
  .array(fc.constantFrom("\r", "\n", "\r\n", "a", "\x8d\x0b\x0e", "words of a line, many of them", "\0"), {
    maxLength: 40,
  })
  .map((parts) => parts.join(""));
const cut = fc.tuple(text, fc.array(fc.nat(50), { maxLength: 8 }));

/** What has to come out, by the rules applied to the whole text at once. */
const cases = [
  { converts: "bare-lf", rule: (whole: string) => whole.replace(/(?<!\r)\n/g, "\r\n") },
  { converts: "bare-cr-and-lf", rule: (whole: string) => whole.replace(/\r\n|\r|\n/g, "\r\n") },
] as const;

function convert(converter: LineEndConverter, whole: string, sizes: readonly number[]): string {
  let start = 0;
  let converted = "";
  for (const size of [...sizes, whole.length]) {
    const piece = Buffer.from(whole.slice(start, start + size), "latin1");
    converted += Buffer.from(converter.convert(piece)).toString("latin1");
    start += size;
  }
  return converted + Buffer.from(converter.finish()).toString("latin1");
}

describe("converting line ends", () => {
  for (const { converts, rule } of cases) {
    it(`${converts}: equals the rule applied to the whole text, however it is cut`, () => {
      fc.assert(
        fc.property(cut, ([whole, sizes]) => {
          expect(convert(new LineEndConverter(converts), whole, sizes)).toBe(rule(whole));
        }),
        { numRuns: 2000 },
      );
    });
  }
});
