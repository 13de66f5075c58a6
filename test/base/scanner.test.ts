import { describe, expect, test } from "vitest";
import { isAlpha, isDigit, isWsp } from "../../src/base/characters.ts";
import { Scanner } from "../../src/base/scanner.ts";

describe("scanner", () => {
  test("reads left to right and knows where it is", () => {
    const scanner = new Scanner("abc 12;x");
    const word = scanner.takeWhile(isAlpha);
    const space = scanner.takeWhile(isWsp);
    const start = scanner.position;
    const digits = scanner.takeWhile(isDigit);
    expect([word, space, digits, scanner.since(start), scanner.rest(), scanner.position]).toStrictEqual([
      "abc",
      " ",
      "12",
      "12",
      ";x",
      6,
    ]);
  });

  test("takes a character or leaves it", () => {
    const scanner = new Scanner(";x");
    expect([
      scanner.take("x"),
      scanner.take(";"),
      scanner.take("x"),
      scanner.take("x"),
      scanner.done,
    ]).toStrictEqual([false, true, true, false, true]);
  });

  test("takes a word without case or leaves it whole", () => {
    const scanner = new Scanner("Include:x");
    expect([scanner.takeWord("includes"), scanner.takeWord("INCLUDE"), scanner.rest()]).toStrictEqual([
      false,
      true,
      ":x",
    ]);
  });

  test("sees nothing past its end", () => {
    const scanner = new Scanner("abcdef", 1, 3);
    expect([
      scanner.peek(),
      scanner.peek(2),
      scanner.takeWord("bcd"),
      scanner.takeWhile(isAlpha),
      scanner.take("d"),
      scanner.peek(),
      scanner.rest(),
      scanner.done,
    ]).toStrictEqual([0x62, -1, false, "bc", false, -1, "", true]);
  });

  test("an empty take is the empty text", () => {
    expect(new Scanner("").takeWhile(isAlpha)).toBe("");
  });
});
