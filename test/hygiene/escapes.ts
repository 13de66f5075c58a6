import { Visitor } from "oxc-parser";
import { parseSource, placeOf, type SourceFile } from "./sources.ts";

/** Comments that silence a tool. */
const SILENCER =
  /@ts-(ignore|nocheck|expect-error)|(oxlint|eslint|biome|prettier|oxfmt)-(disable|ignore)|v8 ignore/;

/** `any` in a type and comments that silence the compiler, the linter, the formatter or the coverage. */
export function typeEscapes(file: SourceFile): readonly string[] {
  const { program, comments } = parseSource(file);
  const found: string[] = [];
  new Visitor({
    TSAnyKeyword: (node) => {
      found.push(`${placeOf(file, node.start)} any`);
    },
  }).visit(program);
  for (const comment of comments) {
    const [silencer] = SILENCER.exec(comment.value) ?? [];
    if (silencer !== undefined) found.push(`${placeOf(file, comment.start)} ${silencer}`);
  }
  return found;
}

/** Assertions that tell the compiler something it did not find out: `x as T`, `<T>x` and `x!`, not `as const`. */
export function casts(file: SourceFile): readonly string[] {
  const found: string[] = [];
  const note = (start: number, kind: string): void => {
    found.push(`${placeOf(file, start)} ${kind}`);
  };
  new Visitor({
    TSAsExpression: ({ start, typeAnnotation }) => {
      if (file.text.slice(typeAnnotation.start, typeAnnotation.end) !== "const") note(start, "as");
    },
    TSTypeAssertion: ({ start }) => note(start, "<T>"),
    TSNonNullExpression: ({ start }) => note(start, "!"),
  }).visit(parseSource(file).program);
  return found;
}

/** Objects of the surroundings: clock, chance and environment reach the core through these alone. */
const SURROUNDINGS = new Set(["process", "performance", "globalThis", "Buffer", "setTimeout", "setInterval"]);
const CLOCK_AND_CHANCE = new Set(["Date.now", "Math.random"]);

/** Reads of the clock, of chance and of the process. */
export function ambientReads(file: SourceFile): readonly string[] {
  const found: string[] = [];
  const note = (start: number, what: string): void => {
    found.push(`${placeOf(file, start)} ${what}`);
  };
  const noteSurroundings = (start: number, name: string): void => {
    if (SURROUNDINGS.has(name)) note(start, name);
  };
  new Visitor({
    MemberExpression: ({ start, object, property }) => {
      if (object.type !== "Identifier") return;
      noteSurroundings(start, object.name);
      const path = `${object.name}.${file.text.slice(property.start, property.end)}`;
      if (CLOCK_AND_CHANCE.has(path)) note(start, path);
    },
    CallExpression: ({ start, callee }) => {
      if (callee.type !== "Identifier") return;
      noteSurroundings(start, callee.name);
      if (callee.name === "Date") note(start, "Date()");
    },
    NewExpression: ({ start, callee, arguments: args }) => {
      if (callee.type === "Identifier" && callee.name === "Date" && args.length === 0)
        note(start, "new Date()");
    },
  }).visit(parseSource(file).program);
  return found;
}
