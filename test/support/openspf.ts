import { existsSync, readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { Zone } from "../../src/dns/zone.ts";

/** One case of an openspf suite with the zone of its section. */
export interface OpenspfCase {
  readonly section: string;
  readonly name: string;
  readonly helo: string;
  readonly host: string;
  readonly mailFrom: string;
  /** The results the suite accepts, the preferred one first. */
  readonly results: readonly string[];
  /** The explanation expected; null where the suite asks for its own default, undefined where for none. */
  readonly explanation: string | null | undefined;
  readonly zone: Zone;
}

interface SuiteCase {
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  readonly result: string | readonly string[];
  readonly explanation?: string;
}

interface SuiteSection {
  readonly description: string;
  readonly tests: Readonly<Record<string, SuiteCase>>;
  readonly zonedata: Readonly<Record<string, readonly SuiteEntry[]>>;
}

type SuiteEntry = "TIMEOUT" | Readonly<Record<string, unknown>>;

/** The suite's cases, or null where the suite is not at hand. */
export function readOpenspfSuite(file: string): readonly OpenspfCase[] | null {
  const url = new URL(`../../../shared/suites/${file}`, import.meta.url);
  if (!existsSync(url)) return null;
  return parseAllDocuments(readFileSync(url, "utf8")).flatMap((document) => {
    const section = document.toJS() as SuiteSection;
    const zone = readZonedata(section.zonedata);
    return Object.entries(section.tests).map(([name, test]) => ({
      section: section.description,
      name,
      helo: test.helo,
      host: test.host,
      mailFrom: test.mailfrom,
      results: typeof test.result === "string" ? [test.result] : test.result,
      explanation: test.explanation === "DEFAULT" ? null : test.explanation,
      zone,
    }));
  });
}

const TYPES = ["TXT", "A", "AAAA", "PTR", "CNAME", "MX"] as const;

function readZonedata(zonedata: SuiteSection["zonedata"]): Zone {
  const names = Object.entries(zonedata).map(([name, entries]) => [name, readName(entries)] as const);
  return Object.fromEntries(names) as Zone;
}

/**
 * Records by type. Type SPF stands for TXT where a name lists no TXT of its own (`NONE` lists none on
 * purpose), and TIMEOUT is the answer for every type not listed.
 */
function readName(entries: readonly SuiteEntry[]): unknown {
  const byType = new Map<string, unknown[]>();
  let rest: "timeout" | undefined;
  for (const entry of entries) {
    if (entry === "TIMEOUT") {
      rest = "timeout";
      continue;
    }
    for (const [type, value] of Object.entries(entry)) {
      byType.set(type, [...(byType.get(type) ?? []), value === "NONE" ? null : readValue(type, value)]);
    }
  }
  const text = byType.get("TXT") ?? byType.get("SPF");
  if (text !== undefined)
    byType.set(
      "TXT",
      text.filter((value) => value !== null),
    );
  if (byType.has("CNAME")) return { CNAME: byType.get("CNAME") };
  const answers = TYPES.map((type) => {
    const records = byType.get(type);
    return [type, records === undefined || records.length === 0 ? rest : records];
  });
  return Object.fromEntries(answers.filter(([, records]) => records !== undefined));
}

function readValue(type: string, value: unknown): unknown {
  if (type !== "MX") return value;
  const [priority, exchange] = value as readonly [number, string];
  return { priority, exchange: exchange === "" ? "." : exchange };
}
