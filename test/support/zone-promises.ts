import type { Zone } from "../../src/dns/zone.ts";

/** TXT records of the zone in the shape of `node:dns/promises`. */
export function zonePromises(zone: Zone): (name: string, type: string) => Promise<string[][]> {
  return (name) => {
    const records = zone[name];
    const strings = typeof records === "object" && "TXT" in records ? records.TXT : undefined;
    if (!Array.isArray(strings)) return Promise.reject(Object.assign(new Error(name), { code: "ENOTFOUND" }));
    return Promise.resolve(strings.map((each: string | readonly string[]) => [each].flat()));
  };
}
