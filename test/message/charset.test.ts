import { describe, expect, test } from "vitest";
import { decodeAsciiPart, decoderOf } from "../../src/message/charset.ts";

const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const platform = (label: string): string => new TextDecoder(label).decode(bytes);

describe("charsets", () => {
  test.each(["us-ascii", "ASCII"])("%s has nothing past 0x7F (RFC 2047 §2)", (name) => {
    const ascii = String.fromCharCode(...bytes.subarray(0, 0x80));
    expect(decoderOf(name)?.(bytes)).toBe(ascii + "\ufffd".repeat(128));
    expect(decodeAsciiPart(bytes)).toBe(ascii + "\ufffd".repeat(128));
  });

  test.each(["iso-8859-1", "Latin1", "iso8859-1"])("%s is the bytes themselves", (name) => {
    expect(decoderOf(name)?.(bytes)).toBe(String.fromCharCode(...bytes));
  });

  test.each(["ISO-8859-15", "latin-9", "iso8859-15"])("%s is the platform's", (name) => {
    expect(decoderOf(name)?.(bytes)).toBe(platform("iso-8859-15"));
  });

  test.each(["windows-1252", "CP1252"])("%s has other characters from 0x80 to 0x9F", (name) => {
    const others = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ";
    expect(decoderOf(name)?.(bytes)).toBe(
      String.fromCharCode(...bytes.subarray(0, 0x80)) + others + String.fromCharCode(...bytes.subarray(0xa0)),
    );
  });

  test.each(["UTF-8", "utf8"])("%s shows what is no UTF-8 as U+FFFD", (name) => {
    expect(decoderOf(name)?.(Uint8Array.of(0xc3, 0xbc, 0xff, 0x61))).toBe("ü\ufffda");
  });

  test.each(["", "utf-16", "iso-8859-2", "latin15", "constructor"])("%j is not known", (name) => {
    expect(decoderOf(name)).toBeNull();
  });
});
