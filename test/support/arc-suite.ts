import { existsSync, readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { Zone } from "../../src/dns/zone.ts";

/** One case of the ARC suite with the zone of its section. */
export interface ArcSuiteCase {
  readonly section: string;
  readonly name: string;
  readonly message: string;
  /** The status expected, in lower case; null where the suite states none. */
  readonly status: string | null;
  readonly zone: Zone;
}

interface SuiteSection {
  readonly description: string;
  readonly tests: Readonly<Record<string, { readonly message: string; readonly cv: string }>>;
  readonly "txt-records": Readonly<Record<string, string>>;
}

/** The cases of the validation suite, or null where the suite is not at hand. */
export function readArcValidationSuite(): readonly ArcSuiteCase[] | null {
  const url = new URL("../../../shared/suites/arc-draft-validation-tests.yml", import.meta.url);
  if (!existsSync(url)) return null;
  return parseAllDocuments(readFileSync(url, "utf8")).flatMap((document) => {
    const section = document.toJS() as SuiteSection;
    const records = Object.entries(section["txt-records"]);
    const zone: Zone = Object.fromEntries(records.map(([name, text]) => [name, { TXT: [text] }]));
    return Object.entries(section.tests).map(([name, { message, cv }]) => ({
      section: section.description,
      name,
      message: message.replaceAll("\n", "\r\n"),
      status: cv === "" ? null : cv.toLowerCase(),
      zone,
    }));
  });
}
