import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor } from "oxc-parser";
import type { Reached } from "./coverage-feedback.ts";
import { includes } from "./intervals.ts";

/** How many of the branches of a file were taken. */
export interface FileBranches {
  readonly file: string;
  readonly taken: number;
  readonly branches: number;
}

interface Node {
  readonly start: number;
}

/**
 * Branches taken in each file of which anything ran: the arms of `if`, `?:`, `&&`, `||`, `??` and `switch` that
 * have a text of their own. Arms in functions that never ran count as not taken.
 */
export function branchesReached(reached: Reached): readonly FileBranches[] {
  const parts = [...reached.values()];
  return [...new Set(parts.map(({ url }) => url))]
    .toSorted()
    .map((url) => {
      const functions = parts.filter((part) => part.url === url);
      const arms = branchesIn(fileURLToPath(url));
      const taken = arms.filter((at) => {
        const [inner] = functions
          .filter(({ start, end }) => start <= at && at < end)
          .toSorted((a, b) => a.end - a.start - (b.end - b.start));
        return inner !== undefined && !includes(inner.missed, at);
      });
      const file = url.slice(url.indexOf("/.build/") + "/.build/".length).replace(/\.js$/, ".ts");
      return { file, taken: taken.length, branches: arms.length };
    })
    .filter(({ branches }) => branches > 0);
}

/** Offsets at which branches begin. */
function branchesIn(path: string): readonly number[] {
  const { program } = parseSync(path, readFileSync(path, "utf8"));
  const arms: Node[] = [];
  new Visitor({
    IfStatement: ({ consequent, alternate }) => {
      arms.push(consequent);
      if (alternate !== null && alternate.type !== "IfStatement") arms.push(alternate);
    },
    ConditionalExpression: ({ consequent, alternate }) => arms.push(consequent, alternate),
    LogicalExpression: ({ right }) => arms.push(right),
    SwitchCase: (each) => arms.push(each),
  }).visit(program);
  return arms.map(({ start }) => start);
}
