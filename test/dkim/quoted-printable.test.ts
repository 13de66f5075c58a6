import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../../src/base/utf8.ts";
import { decodeDkimQuotedPrintable, encodeDkimQuotedPrintable } from "../../src/dkim/quoted-printable.ts";

const cases = [
  { name: "plain text is itself", text: "abc", value: "abc" },
  { name: "white space is no part of the value (RFC 6376 §2.11)", text: "a b\r\n\tc", value: "abc" },
  { name: "an encoded space is", text: "a=20b", value: "a b" },
  { name: "octets form UTF-8 (RFC 8616 §5)", text: "=C3=BCr", value: "ür" },
  { name: "encoded and plain UTF-8 mix (RFC 8616 §5)", text: "ü=C3=BC€", value: "üü€" },
  { name: "white space between the digits goes first", text: "=2\r\n 0", value: " " },
  { name: "lower-case digits are not allowed", text: "=3b", value: null },
  { name: "an equals sign alone", text: "a=", value: null },
  { name: "a soft line break does not exist", text: "a=\r\n b", value: null },
  { name: "a first digit that is none", text: "=G0", value: null },
  { name: "a first digit that is none, among octets of UTF-8", text: "=G0=9F=98=80", value: null },
  { name: "a colon for a digit", text: "=4:", value: null },
  { name: "a second digit that is none", text: "=0G", value: null },
  { name: "one digit before the end", text: "=4", value: null },
  { name: "a plus sign for a digit", text: "=+1", value: null },
  { name: "an octet of zero", text: "=00=7C|", value: "\0||" },
  { name: "octets that are no UTF-8", text: "=FF", value: null },
];

test.each(cases)("$name", ({ text, value }) => {
  expect(decodeDkimQuotedPrintable(text)).toBe(value);
});

test("all but the safe characters is encoded, the bar with it (RFC 6376 §2.11, §3.5)", () => {
  const written = ["az{}~!:<", "=;|", " \t\r\n", "\0\x1f\x7f", "é€"].map(encodeDkimQuotedPrintable);
  expect(written).toStrictEqual(["az{}~!:<", "=3D=3B=7C", "=20=09=0D=0A", "=00=1F=7F", "=C3=A9=E2=82=AC"]);
});

test("whatever is encoded octet by octet comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      const encoded = Array.from(
        encodeUtf8(value),
        (octet) => `=${octet.toString(16).toUpperCase().padStart(2, "0")}`,
      );
      expect(decodeDkimQuotedPrintable(encoded.join(""))).toBe(value);
    }),
  );
});
