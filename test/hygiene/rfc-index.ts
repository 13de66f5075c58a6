import { readFileSync } from "node:fs";
import type { Sections } from "./rfc-sections.ts";

/** What may be cited: documents by the name citations use, with their sections and the errata that matter. */
export type RfcIndex = Readonly<Record<string, RfcEntry>>;

export interface RfcEntry {
  readonly title: string;
  readonly errata?: readonly number[];
  readonly sections: Sections;
}

export function readRfcIndex(): RfcIndex {
  return JSON.parse(readFileSync("docs/rfc-index.json", "utf8")) as RfcIndex;
}
