import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { decodeBase64, encodeBase64 } from "../../src/base/base64.ts";

const cases: readonly { readonly name: string; readonly text: string; readonly bytes: string | null }[] = [
  { name: "nothing is nothing", text: "", bytes: "" },
  { name: "white space is ignored wherever it stands (RFC 6376 §2.11)", text: " Y\tW\r\n Jj ", bytes: "abc" },
  { name: "one byte has two paddings", text: "YQ==", bytes: "a" },
  { name: "two bytes have one padding", text: "YWI=", bytes: "ab" },
  { name: "white space may stand in the padding", text: "YQ= =", bytes: "a" },
  { name: "padding may not be missing", text: "YQ", bytes: null },
  { name: "padding may not be short", text: "YQ=", bytes: null },
  { name: "padding may not be surplus", text: "YWJj=", bytes: null },
  { name: "padding alone is nothing", text: "====", bytes: null },
  { name: "data may not follow padding", text: "YQ==YQ==", bytes: null },
  { name: "a single last character holds no byte", text: "YWJjY", bytes: null },
  { name: "bits after the data of one byte are zero (RFC 4648 §3.5)", text: "YR==", bytes: null },
  { name: "bits after the data of two bytes are zero (RFC 4648 §3.5)", text: "YWJ=", bytes: null },
  { name: "the URL alphabet is another", text: "-_-_", bytes: null },
  { name: "characters past a byte are foreign", text: "YWJ\u0163", bytes: null },
  { name: "NUL is foreign", text: "YW\0Jj", bytes: null },
];

describe("base64 (RFC 4648 §4)", () => {
  for (const { name, text, bytes } of cases) {
    test(name, () => {
      expect(decodeBase64(text)).toStrictEqual(bytes === null ? null : bytesOf(bytes));
    });
  }

  test("is written as Buffer writes it and read back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(decodeBase64(encodeBase64(bytes))).toStrictEqual(bytes);
      }),
    );
  });

  test("one value has one encoding", () => {
    const text = fc
      .array(fc.constantFrom(...Array.from("ABQgwxyz059+/== ")), { maxLength: 12 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (candidate) => {
        const bytes = decodeBase64(candidate);
        if (bytes !== null) expect(encodeBase64(bytes)).toBe(candidate.replaceAll(" ", ""));
      }),
      { numRuns: 2000 },
    );
  });
});
