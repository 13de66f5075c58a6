import type { Zone } from "../../../src/dns/zone.ts";

/** The TXT records of each name of a zone, each record as one text: for rules that look at what was published. */
export function zoneTextsByName(zone: Zone): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(zone).map(([name, entry]) => {
    const records = typeof entry === "string" ? [] : (entry.TXT ?? []);
    const texts = typeof records === "string" ? [] : records;
    return [name, texts.map((record) => (typeof record === "string" ? record : record.join("")))];
  });
}

/** All TXT records of a zone. */
export function zoneTexts(zone: Zone): readonly string[] {
  return zoneTextsByName(zone).flatMap(([, texts]) => texts);
}
