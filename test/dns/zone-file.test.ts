import { expect, it } from "vitest";
import { formatTxtRecord } from "../../src/dns/zone-file.ts";

const cases = [
  { name: "a short text is one string", text: "v=DKIM1; p=", expected: 'a.example. IN TXT "v=DKIM1; p="\n' },
  { name: "an empty text is one empty string", text: "", expected: 'a.example. IN TXT ""\n' },
  {
    name: "255 bytes are one string",
    text: "x".repeat(255),
    expected: `a.example. IN TXT "${"x".repeat(255)}"\n`,
  },
  {
    name: "256 bytes are two",
    text: "x".repeat(256),
    expected: `a.example. IN TXT (\n  "${"x".repeat(255)}"\n  "x" )\n`,
  },
  {
    name: "quotes, backslashes and what is not printable are escaped",
    text: '"\\\n\xff\0',
    expected: String.raw`a.example. IN TXT "\"\\\010\255\000"` + "\n",
  },
];

it.each(cases)("$name (RFC 1035 §5.1)", ({ text, expected }) => {
  expect(formatTxtRecord("a.example", text)).toBe(expected);
});
