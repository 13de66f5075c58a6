import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAscii } from "../../src/base/bytes.ts";
import { decodeUtf8, decodeUtf8Leniently, encodeUtf8 } from "../../src/base/utf8.ts";

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes near the borders of UTF-8 sequences. */
const borderBytes = fc
  .array(
    fc.constantFrom(
      0x00,
      0x41,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
    ),
    { maxLength: 12 },
  )
  .map((bytes) => Uint8Array.from(bytes));

describe("UTF-8 (RFC 3629)", () => {
  test("encodes as TextEncoder does, unpaired surrogates as U+FFFD", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), fc.nat(0xffff), (text, unit) => {
        const withUnit = text + String.fromCharCode(unit) + text;
        expect(encodeUtf8(withUnit)).toStrictEqual(Uint8Array.from(new TextEncoder().encode(withUnit)));
      }),
    );
  });

  test("decodes what is well-formed and nothing else (§4)", () => {
    fc.assert(
      fc.property(fc.oneof(borderBytes, fc.uint8Array({ maxLength: 12 })), (bytes) => {
        expect(decodeUtf8(bytes)).toBe(decodeStrictly(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  test("returns to the same text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 50 }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      }),
    );
  });

  test("lenient decoding never fails and agrees where the bytes are well-formed", () => {
    fc.assert(
      fc.property(borderBytes, (bytes) => {
        const strict = decodeUtf8(bytes);
        const lenient = decodeUtf8Leniently(bytes);
        if (strict === null) expect(lenient).toContain("\ufffd");
        else expect(lenient).toBe(strict);
      }),
    );
    expect(decodeUtf8Leniently(Uint8Array.of(0x61, 0xff, 0xc3, 0xa9, 0xc3))).toBe("a\ufffdé\ufffd");
  });

  test("ASCII is every byte below 0x80", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20, max: 0x90 }), (bytes) => {
        expect(isAscii(bytes)).toBe([...bytes].every((byte) => byte < 0x80));
      }),
    );
  });
});
