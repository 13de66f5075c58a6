import { describe, expect, test } from "vitest";
import { LineEndConverter } from "../../src/message/line-end-converter.ts";
import { shortTexts } from "../support/short-texts.ts";

/** The text converted in these pieces. */
function converted(converts: "bare-lf" | "bare-cr-and-lf", pieces: readonly string[]): string {
  const converter = new LineEndConverter(converts);
  const output = pieces.map((piece) =>
    Buffer.from(converter.convert(Buffer.from(piece, "latin1"))).toString("latin1"),
  );
  return output.join("") + Buffer.from(converter.finish()).toString("latin1");
}

const rules = {
  "bare-lf": (text: string): string => text.replace(/(?<!\r)\n/g, "\r\n"),
  "bare-cr-and-lf": (text: string): string => text.replace(/\r\n|\r|\n/g, "\r\n"),
} as const;

describe("line ends become CRLF (RFC 6376 §5.3)", () => {
  const texts = shortTexts("a\r\n", 5).flatMap((text) => [
    text,
    `abcd${text}efghi`,
    `${text}\x0b\x0e\x80\xff`,
  ]);

  test.each(["bare-lf", "bare-cr-and-lf"] as const)(
    "%s in every short text, cut anywhere or not",
    (converts) => {
      const wrong: string[] = [];
      for (const text of texts) {
        const expected = rules[converts](text);
        for (const cut of [0, 1, 3, 5])
          if (converted(converts, [text.slice(0, cut), text.slice(cut)]) !== expected)
            wrong.push(JSON.stringify([text, cut]));
      }
      expect(wrong).toStrictEqual([]);
    },
  );

  test("a view of bytes is read from where it begins", () => {
    const bytes = Buffer.from("\n\n\nabc\ndefgh\n", "latin1").subarray(3);
    const output = Buffer.from(new LineEndConverter("bare-lf").convert(bytes));
    expect(output.toString("latin1")).toBe("abc\r\ndefgh\r\n");
  });

  test("every byte but CR and LF stays as it is", () => {
    const bytes = Uint8Array.from({ length: 1024 }, (_, index) => (index * 7) & 0xff).filter(
      (byte) => byte !== 0x0a && byte !== 0x0d,
    );
    expect(Buffer.from(new LineEndConverter("bare-cr-and-lf").convert(bytes))).toStrictEqual(
      Buffer.from(bytes),
    );
  });
});
