import { describe, expect, it } from "vitest";
import { bytesOf } from "../../src/base/bytes.ts";
import { bimiFieldsToRemove, formatBimiFields } from "../../src/bimi/header-fields.ts";
import { parseBimiRecord } from "../../src/bimi/record.ts";
import type { BimiResult } from "../../src/bimi/result.ts";
import type { HeaderField } from "../../src/message/header-field.ts";

function passed(text: string, svg = "<svg/>"): BimiResult {
  const reading = parseBimiRecord(text);
  if (reading.kind !== "record") throw new TypeError(`expected a record, got ${reading.kind}`);
  const document = { svg, bytes: svg.length, sha256: "", compressed: false };
  return {
    result: "pass",
    assertion: { domain: "example.com", selector: "default", record: reading.record },
    indicator: { result: "valid", document, title: "", notes: [] },
    authority: "none",
    evidence: null,
    notes: [],
    trace: [],
  };
}

const URL = "https://example.com/i.svg";

describe("formatBimiFields", () => {
  const cases: readonly (readonly [name: string, result: BimiResult, fields: string])[] = [
    [
      "without evidence names the Indicator alone (BIMI draft §8.9)",
      passed(`v=BIMI1; l=${URL}`),
      `BIMI-Location: v=BIMI1;\r\n l=${URL};\r\nBIMI-Indicator:\r\n PHN2Zy8+\r\n`,
    ],
    [
      "evidence that was not checked is not named",
      passed(`v=BIMI1; l=${URL}; a=https://example.com/e.pem`),
      `BIMI-Location: v=BIMI1;\r\n l=${URL};\r\nBIMI-Indicator:\r\n PHN2Zy8+\r\n`,
    ],
    [
      "a preference that was stated is passed on (BIMI draft §8.11)",
      passed(`v=BIMI1; l=${URL}; avp=personal`),
      `BIMI-Location: v=BIMI1;\r\n l=${URL};\r\nBIMI-Indicator:\r\n PHN2Zy8+\r\nBIMI-Logo-Preference: avp=personal;\r\n`,
    ],
    [
      "a preference that is none is not (BIMI draft §8.11)",
      passed(`v=BIMI1; l=${URL}; avp=none`),
      `BIMI-Location: v=BIMI1;\r\n l=${URL};\r\nBIMI-Indicator:\r\n PHN2Zy8+\r\n`,
    ],
    [
      "a URI longer than a line leaves BIMI-Location out",
      passed(`v=BIMI1; l=https://example.com/${"a".repeat(1000)}.svg`),
      "BIMI-Indicator:\r\n PHN2Zy8+\r\n",
    ],
    [
      "without a pass there is nothing (BIMI draft §8.9, §8.10)",
      { result: "none", cause: { code: "no-record" }, notes: [], trace: [] },
      "",
    ],
  ];
  it.each(cases)("%s", (_, result, fields) => {
    expect(formatBimiFields(result)).toBe(fields);
  });

  it("an image of many bytes is folded into short lines", () => {
    const svg = `<svg>${"x".repeat(1000)}</svg>`;
    const [, text = ""] = formatBimiFields(passed(`v=BIMI1; l=${URL}`, svg)).split("BIMI-Indicator:");
    const lines = text.split("\r\n").slice(1, -1);
    expect(Math.max(...lines.map(({ length }) => length))).toBe(77);
    expect(Buffer.from(lines.join(""), "base64").toString()).toBe(svg);
  });
});

it("the fields of receivers are to be removed wherever they stand, in any case (BIMI draft §6.6, §8.8)", () => {
  const names = [
    "From",
    "BIMI-Location",
    "bimi-indicator",
    "BIMI-Selector",
    "Bimi-Logo-Preference",
    "X-BIMI",
  ];
  const fields = names.map((name, index): HeaderField => {
    const bytes = bytesOf(`${name}: x\r\n`);
    const valueStart = name.length + 1;
    return { index, offset: 0, name, lowerName: name.toLowerCase(), bytes, valueStart, rawValue: " x" };
  });
  expect(bimiFieldsToRemove(fields)).toStrictEqual([1, 2, 4]);
});
