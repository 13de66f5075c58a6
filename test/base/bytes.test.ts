import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteText, bytesOf, concatBytes, equalBytes, hex } from "../../src/base/bytes.ts";

const anyBytes = fc.uint8Array({ maxLength: 100 });

describe("byte text", () => {
  test("is what Latin-1 decoding gives", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(byteText(bytes)).toBe(Buffer.from(bytes).toString("latin1"));
      }),
    );
  });

  test("returns to the same bytes", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(bytesOf(byteText(bytes))).toStrictEqual(bytes);
      }),
    );
  });

  test("holds a million bytes", () => {
    const bytes = new Uint8Array(1_000_000).map((_, index) => index % 256);
    expect(byteText(bytes) === Buffer.from(bytes).toString("latin1")).toBe(true);
  });

  test("keeps only the low eight bits of what is no byte", () => {
    expect(bytesOf("\u0141")).toStrictEqual(Uint8Array.of(0x41));
  });
});

describe("bytes", () => {
  test("are equal when they hold the same", () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (left, right) => {
        expect(equalBytes(left, right)).toBe(Buffer.compare(left, right) === 0);
        expect(equalBytes(left, left.slice())).toBe(true);
      }),
    );
  });

  test("are joined in order", () => {
    fc.assert(
      fc.property(fc.array(anyBytes, { maxLength: 5 }), (parts) => {
        expect(concatBytes(parts)).toStrictEqual(Uint8Array.from(Buffer.concat(parts)));
      }),
    );
  });

  test("are written in lower-case hexadecimal", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(hex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      }),
    );
  });
});
