import type { Zone } from "../../src/dns/zone.ts";

const LABEL = /example/gi;
const OTHER = "elpmaxe";

/** The text with every label `example` as another label of the same length, letter case kept. */
export function renameText(text: string): string {
  return text.replace(LABEL, (label) =>
    OTHER.replace(/[^]/g, (letter, at: number) =>
      label.charAt(at) === label.charAt(at).toUpperCase() ? letter.toUpperCase() : letter,
    ),
  );
}

/** Plain data with every text renamed, and every name of a field. */
export function renameData<Data>(data: Data): Data {
  return JSON.parse(renameText(JSON.stringify(data))) as Data;
}

/** A zone with every name renamed; texts are renamed as a whole and cut where they were cut. */
export function renameZone(zone: Zone): Zone {
  const names = Object.entries(zone).map(([name, entry]): [string, Zone[string]] => {
    if (typeof entry === "string") return [renameText(name), entry];
    const { TXT, ...others } = entry;
    const renamed = renameData(others);
    if (TXT === undefined || typeof TXT === "string") {
      return [renameText(name), TXT === undefined ? renamed : { ...renamed, TXT }];
    }
    return [renameText(name), { ...renamed, TXT: TXT.map(renameRecord) }];
  });
  return Object.fromEntries(names);
}

function renameRecord(record: string | readonly string[]): string | readonly string[] {
  if (typeof record === "string") return renameText(record);
  const text = renameText(record.join(""));
  let start = 0;
  return record.map((part) => text.slice(start, (start += part.length)));
}
