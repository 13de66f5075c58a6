import { printableJson } from "../base/printable.ts";

/** A value as indented JSON with a final line end, safe to show on a terminal. */
export function jsonDocument(value: unknown): string {
  return `${printableJson(JSON.stringify(value, null, 2))}\n`;
}

/** A value as one line of JSON, safe to show on a terminal. */
export function jsonLine(value: unknown): string {
  return `${printableJson(JSON.stringify(value))}\n`;
}
