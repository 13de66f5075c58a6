import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** The packages named in the first column of the table under a heading. */
function packagesUnder(heading: string, page: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return Array.from(section.matchAll(/^\| `([^`]+)` \| [^|\s]/gm), ([, name = ""]) => name);
}

it("every runtime dependency has a row with its reason in docs/architecture.md, and every row its package", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const page = readFileSync("docs/architecture.md", "utf8");
  expect(packagesUnder("Dependencies", page)).toStrictEqual(Object.keys(dependencies).toSorted());
});

it("a row without a reason does not count", () => {
  const page = "# A\n\n## Dependencies\n\n| `one` | why |\n| `two` |  |\n\n## More\n\n| `three` | why |\n";
  expect(packagesUnder("Dependencies", page)).toStrictEqual(["one"]);
});
