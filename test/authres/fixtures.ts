import { readFileSync } from "node:fs";
import { byteText } from "../../src/base/bytes.ts";
import { encodeUtf8 } from "../../src/base/utf8.ts";
import type { HeaderField } from "../../src/message/header-field.ts";

/** The cases of one file under fixtures/cases/authres. */
export function casesOf(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/cases/authres/${file}`, import.meta.url), "utf8"));
}

/** Header fields from their lines, as a message would hold them. */
export function headerOf(lines: readonly string[]): readonly HeaderField[] {
  let offset = 0;
  return lines.map((line, index) => {
    const bytes = encodeUtf8(`${line}\r\n`);
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trimEnd();
    const rawValue = byteText(encodeUtf8(line.slice(colon + 1)));
    const lowerName = name.toLowerCase();
    const field = { index, offset, name, lowerName, bytes, valueStart: colon + 1, rawValue };
    offset += bytes.length;
    return field;
  });
}
