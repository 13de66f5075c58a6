import { parseSource, type SourceFile } from "../hygiene/sources.ts";
import { changesIn } from "./changes.ts";
import type { Change, Mutant } from "./mutant.ts";

/** A file with all its mutants in it: `__m(id)` is true for the one that is switched on. */
export interface Schemata {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Compiles every mutant of a file into it, numbered from `firstId`, and a look at the fuel (`__f()`) into every
 * loop. With `mutated` false only the loops are changed.
 *
 * Changes come outer before inner, so that of two that open at one place the outer one opens first, and of two
 * that close at one place the inner one closes first.
 */
export function schemataOf(file: SourceFile, firstId: number, mutated: boolean): Schemata {
  const { changes, loops } = changesIn(parseSource(file).program, file.text);
  const openings: Insertion[] = [];
  const closings: Insertion[] = [];
  const enclose = (start: number, open: string, end: number, close: string): void => {
    openings.push({ at: start, text: open });
    closings.unshift({ at: end, text: close });
  };
  for (const { type, start, end } of loops) {
    if (type === "BlockStatement") openings.push({ at: start + 1, text: "__f();" });
    else enclose(start, "{__f();", end, "}");
  }
  const mutants: Mutant[] = [];
  for (const change of mutated ? changes : []) {
    const id = firstId + mutants.length;
    const [startShift, open, close] = wrapping(change, id);
    enclose(change.start + startShift, open, change.end - startShift, close);
    mutants.push(describe(file, change, id));
  }
  return { text: inserted(file.text, openings, closings), mutants };
}

/** How far inside the change its wrapping stands, and its two ends. */
function wrapping(change: Change, id: number): readonly [number, string, string] {
  switch (change.form) {
    case "expression":
      return [0, `(__m(${id})?(${change.replacement}):`, ")"];
    case "statement":
      return [0, `{if(!__m(${id})){`, "}}"];
    case "block":
      return [1, `if(!__m(${id})){`, "}"];
    case "return":
      return [1, `if(__m(${id}))return;`, ""];
    case "continue":
      return [1, `if(__m(${id}))continue;`, ""];
  }
}

function describe(file: SourceFile, change: Change, id: number): Mutant {
  const { start, end, operator, replacement } = change;
  return {
    id,
    file: file.path,
    line: file.text.slice(0, start).split("\n").length,
    operator,
    original: file.text.slice(start, end),
    replacement,
  };
}

/** The text with both kinds of insertions; at one offset what closes comes before what opens. */
function inserted(text: string, openings: readonly Insertion[], closings: readonly Insertion[]): string {
  const all = [...closings, ...openings].toSorted((a, b) => a.at - b.at);
  let result = "";
  let done = 0;
  for (const insertion of all) {
    result += text.slice(done, insertion.at) + insertion.text;
    done = insertion.at;
  }
  return result + text.slice(done);
}
