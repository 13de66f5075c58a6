import { existsSync, readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

/** One case of the ARC sealing suite. */
export interface ArcSignCase {
  readonly section: string;
  readonly name: string;
  readonly message: string;
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: string;
  readonly signedAt: number;
  readonly signedFields: readonly string[];
  readonly authservId: string;
  /** The values of ARC-Seal, ARC-Message-Signature and ARC-Authentication-Results; null where no set is to be added. */
  readonly expected: readonly [seal: string, messageSignature: string, results: string] | null;
}

interface SuiteSection {
  readonly description: string;
  readonly tests: Readonly<Record<string, SuiteCase>>;
  readonly domain: string;
  readonly sel: string;
  readonly privatekey: string;
}

interface SuiteCase {
  readonly message: string;
  readonly t: number;
  readonly "sig-headers": string;
  readonly "srv-id": string;
  readonly AS: string;
  readonly AMS: string;
  readonly AAR: string;
}

/** The cases of the sealing suite, or null where the suite is not at hand. */
export function readArcSignSuite(): readonly ArcSignCase[] | null {
  const url = new URL("../../../shared/suites/arc-draft-sign-tests.yml", import.meta.url);
  if (!existsSync(url)) return null;
  const sections = parseAllDocuments(readFileSync(url, "utf8")).map(
    (document) => document.toJS() as SuiteSection,
  );
  return sections.flatMap((section) =>
    Object.entries(section.tests).map(([name, test]) => ({
      section: section.description,
      name,
      message: test.message.replaceAll("\n", "\r\n"),
      domain: section.domain,
      selector: section.sel,
      privateKey: section.privatekey,
      signedAt: test.t,
      signedFields: test["sig-headers"].split(":"),
      authservId: test["srv-id"],
      expected: test.AS.trim() === "" ? null : [test.AS, test.AMS, test.AAR],
    })),
  );
}
