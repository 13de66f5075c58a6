import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ambientReads, casts, typeEscapes } from "./escapes.ts";
import { sourceFiles, type SourceFile } from "./sources.ts";

const sources = sourceFiles();
const planted = (text: string): SourceFile => ({ path: "src/planted.ts", text });

/** Modules that may contain casts, each with the reason. */
const castReasons = new Map(
  Object.entries(JSON.parse(readFileSync("test/hygiene/casts.json", "utf8")) as Record<string, string>),
);

/** Only what binds the core to its surroundings may read them. */
const mayReadSurroundings = ({ path }: SourceFile): boolean =>
  path === "src/index.ts" || path.startsWith("src/node/") || path.startsWith("src/cli/");

describe("type escapes", () => {
  it("stand nowhere under src: no any, nothing silenced", () => {
    expect(sources.flatMap(typeEscapes)).toStrictEqual([]);
  });

  it.each([
    "let x: any;",
    "f(x as any);",
    "type T = readonly any[];",
    "// @ts-ignore",
    "/* oxlint-disable */",
  ])("are found in %s", (text) => {
    expect(typeEscapes(planted(text))).toHaveLength(1);
  });

  it("are not seen in prose and strings", () => {
    expect(typeEscapes(planted('// any of these\nconst x = "as any";'))).toStrictEqual([]);
  });
});

describe("casts", () => {
  it("stand only in the modules of test/hygiene/casts.json, and each of those has one", () => {
    const found = sources.filter((file) => casts(file).length > 0);
    const unlisted = found.filter(({ path }) => !castReasons.has(path)).flatMap(casts);
    const stale = [...castReasons.keys()].filter((path) => !found.some((file) => file.path === path));
    expect({ unlisted, stale }).toStrictEqual({ unlisted: [], stale: [] });
  });

  it.each(["f(x as T);", "f(x as unknown as T);", "f(<T>x);", "f(x!);"])("are found in %s", (text) => {
    expect(casts(planted(text)).length).toBeGreaterThan(0);
  });

  it("are not `as const`, `satisfies` or a renamed import", () => {
    const text = 'import { a as b } from "./a.ts";\nconst x = [1] as const;\nconst y = x satisfies T;';
    expect(casts(planted(text))).toStrictEqual([]);
  });
});

describe("clock, chance and environment", () => {
  it("are read only in src/index.ts, src/node and src/cli", () => {
    expect(sources.filter((file) => !mayReadSurroundings(file)).flatMap(ambientReads)).toStrictEqual([]);
  });

  it.each([
    "const t = Date.now();",
    "const t = new Date();",
    "const t = Date();",
    "const r = Math.random();",
    "const e = process.env;",
    "const p = performance.now();",
    "setTimeout(f, 1);",
  ])("are found in %s", (text) => {
    expect(ambientReads(planted(text))).toHaveLength(1);
  });

  it("are not a date made from a number, nor a name of one's own", () => {
    expect(ambientReads(planted("const d = new Date(now);\nstep.process(x);"))).toStrictEqual([]);
  });
});

describe("modules", () => {
  it("end by line 300", () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toStrictEqual([]);
  });

  it("have no default export and no name that says nothing", () => {
    const bad = sources.filter(
      ({ path, text }) =>
        /^export default\b/m.test(text) || /\/(utils?|helpers?|common|tools?|misc)(\/|\.ts$)/.test(path),
    );
    expect(bad.map(({ path }) => path)).toStrictEqual([]);
  });
});
