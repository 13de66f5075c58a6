import { expect, it } from "vitest";
import { exportedNames, splitNames } from "./exports.ts";
import { sourceFiles } from "./sources.ts";

const byPath = new Map(sourceFiles().map((file) => [file.path, file]));

it("the entries export the names of test/hygiene/exports.json (npm run docs writes it anew)", async () => {
  const entries = {
    waxseal: splitNames(exportedNames("src/index.ts", byPath), await import("../../src/index.ts")),
    "waxseal/core": splitNames(exportedNames("src/core.ts", byPath), await import("../../src/core.ts")),
    "waxseal/bimi": splitNames(exportedNames("src/bimi.ts", byPath), await import("../../src/bimi.ts")),
  };
  await expect(`${JSON.stringify(entries, null, 2)}\n`).toMatchFileSnapshot("./exports.json");
});

it("names are read from declarations, lists, renames and stars", () => {
  const files = new Map(
    [
      { path: "src/a.ts", text: 'export * from "./b/c.ts";\nexport { x as y, type T } from "./d.ts";' },
      {
        path: "src/b/c.ts",
        text: "export const one = 1;\nexport interface Two {}\nexport function* three() {}",
      },
    ].map((file) => [file.path, file]),
  );
  const names = exportedNames("src/a.ts", files);
  expect(splitNames(names, { one: 1, y: 2, three: 3 })).toStrictEqual({
    values: ["one", "three", "y"],
    types: ["T", "Two"],
  });
});
