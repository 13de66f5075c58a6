import { readFileSync, readdirSync } from "node:fs";
import { parseSync, type ParseResult } from "oxc-parser";

/** A module of the project: its path from the root of the project, with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript module under a folder of the project, sorted by path. */
export function sourceFiles(folder: string = "src"): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .toSorted()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** The syntax tree of a module; a module that does not parse is an error here, not an empty tree. */
export function parseSource(file: SourceFile): ParseResult {
  const result = parseSync(file.path, file.text);
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${file.path}: ${error.message}`);
  return result;
}

/** `path:line` of an offset in a module. */
export function placeOf(file: SourceFile, offset: number): string {
  return `${file.path}:${file.text.slice(0, offset).split("\n").length}`;
}
