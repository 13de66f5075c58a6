import { readdirSync } from "node:fs";

/** A folder of the sources whose mutants are tried, and the tests that are about it. */
export interface Area {
  readonly name: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

export const AREAS: readonly Area[] = [
  { name: "spf", sources: ["src/spf/"], tests: ["test/spf/", "test/conformance/openspf"] },
  { name: "dkim", sources: ["src/dkim/"], tests: ["test/dkim/"] },
  { name: "dmarc", sources: ["src/dmarc/"], tests: ["test/dmarc/"] },
  { name: "authres", sources: ["src/authres/"], tests: ["test/authres/"] },
  { name: "message", sources: ["src/message/"], tests: ["test/message/"] },
];

/** Tests about more than one area, for the mutants that the area's own tests do not notice. */
const WIDER = ["analysis", "arc", "bimi", "hostile", "property", "conformance", "iprev"].map(
  (name) => `test/${name}/`,
);

export function ownTests(area: Area): readonly string[] {
  return testFiles((path) => area.tests.some((prefix) => path.startsWith(prefix)));
}

export function widerTests(area: Area): readonly string[] {
  const own = new Set(ownTests(area));
  return testFiles((path) => WIDER.some((prefix) => path.startsWith(prefix)) && !own.has(path));
}

function testFiles(chosen: (path: string) => boolean): readonly string[] {
  return readdirSync("test", { recursive: true, encoding: "utf8" })
    .map((name) => `test/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".test.ts") && chosen(path))
    .toSorted();
}
