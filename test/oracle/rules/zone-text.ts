import type { Zone } from "../../../src/dns/zone.ts";

/** The TXT records of a zone, each as one text: for rules that look at what was published. */
export function zoneTexts(zone: Zone): readonly string[] {
  return Object.values(zone).flatMap((name) => {
    const records = typeof name === "string" ? undefined : name.TXT;
    if (records === undefined || typeof records === "string") return [];
    return records.map((record) => (typeof record === "string" ? record : record.join("")));
  });
}
