import { posix } from "node:path";
import { parseSource, type SourceFile } from "./sources.ts";

export interface ExportedNames {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** Names a module exports by its text, those of `export *` followed; values and types together. */
export function exportedNames(path: string, files: ReadonlyMap<string, SourceFile>): ReadonlySet<string> {
  const file = files.get(path);
  if (file === undefined) throw new Error(`${path}: no such module`);
  const names = new Set<string>();
  for (const { entries } of parseSource(file).module.staticExports) {
    for (const { exportName, moduleRequest } of entries) {
      if (exportName.name !== null) names.add(exportName.name);
      else if (moduleRequest !== null) {
        const target = posix.join(posix.dirname(path), moduleRequest.value);
        for (const name of exportedNames(target, files)) names.add(name);
      }
    }
  }
  return names;
}

/** All names of an entry, those that exist at run time apart from those that are types only. */
export function splitNames(all: ReadonlySet<string>, module: object): ExportedNames {
  const values = Object.keys(module).toSorted();
  return { values, types: [...all].filter((name) => !values.includes(name)).toSorted() };
}
