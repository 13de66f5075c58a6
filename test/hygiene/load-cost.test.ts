import { posix } from "node:path";
import { expect, it } from "vitest";
import { parseSource, sourceFiles, type SourceFile } from "./sources.ts";

const byPath = new Map(sourceFiles().map((file) => [file.path, file]));

/** What a module loads when it is imported: dynamic imports and types are left out. */
function loads(file: SourceFile): readonly string[] {
  const { module } = parseSource(file);
  const imported = module.staticImports.flatMap(({ entries, moduleRequest }) =>
    entries.length > 0 && entries.every((entry) => entry.isType) ? [] : [moduleRequest.value],
  );
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.isType || entry.moduleRequest === null ? [] : [entry.moduleRequest.value],
    ),
  );
  return [...imported, ...exported];
}

/** The packages that an entry loads, with those of all modules below it. */
function packagesOf(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const modules = new Set([entry]);
  for (const path of modules) {
    const file = byPath.get(path);
    if (file === undefined) throw new TypeError(`expected a module, got ${path}`);
    for (const specifier of loads(file)) {
      if (specifier.startsWith(".")) modules.add(posix.join(posix.dirname(path), specifier));
      else packages.add(specifier);
    }
  }
  return packages;
}

/** What reads XML and certificates; it takes longer to load than all the rest. */
const DOCUMENT_READERS = [
  "@peculiar/asn1-schema",
  "@peculiar/asn1-x509",
  "@peculiar/asn1-x509-logotype",
  "saxes",
];

it.each(["src/index.ts", "src/core.ts", "src/cli/main.ts"])(
  "%s loads no reader of XML or certificates",
  (entry) => {
    const packages = packagesOf(entry);
    expect(DOCUMENT_READERS.filter((name) => packages.has(name))).toStrictEqual([]);
  },
);

it("src/bimi.ts loads them", () => {
  const packages = packagesOf("src/bimi.ts");
  expect(DOCUMENT_READERS.filter((name) => packages.has(name))).toStrictEqual(DOCUMENT_READERS);
});
