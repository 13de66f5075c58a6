import { readFileSync, readdirSync } from "node:fs";

/** A fenced block of a Markdown page. */
export interface Block {
  readonly page: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** What stands behind the opening fence: `ts run`. */
  readonly info: string;
  readonly lines: readonly string[];
}

/** A program in the documentation: only type-checked, or also run, with the output shown after it. */
export interface Program {
  readonly block: Block;
  readonly run: boolean;
  readonly output: readonly string[] | null;
}

/** One command at a prompt, and what the page shows below it. */
export interface Command {
  readonly command: string;
  readonly output: readonly string[];
}

/** A session at a prompt. */
export interface Session {
  readonly block: Block;
  readonly commands: readonly Command[];
}

/** The pages whose examples are executed. */
export function documentedPages(): readonly { readonly page: string; readonly text: string }[] {
  const docs = readdirSync("docs", { encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => `docs/${name}`);
  return ["README.md", ...docs].map((page) => ({ page, text: readFileSync(page, "utf8") }));
}

/** All fenced blocks of a page; `gap` tells whether text stands between a block and the one before it. */
function blocksOf(page: string, text: string): readonly (Block & { readonly gap: boolean })[] {
  const blocks: (Block & { gap: boolean })[] = [];
  let open: { line: number; info: string; lines: string[]; gap: boolean } | null = null;
  let gap = false;
  for (const [index, line] of text.split("\n").entries()) {
    const [, info] = /^```(.*)$/.exec(line) ?? [];
    if (open === null && info !== undefined) open = { line: index + 1, info: info.trim(), lines: [], gap };
    else if (open !== null && info === "") {
      blocks.push({ page, ...open });
      open = null;
      gap = false;
    } else if (open !== null) open.lines.push(line);
    else if (line.trim() !== "") gap = true;
  }
  if (open !== null) throw new Error(`${page}:${open.line}: the block has no end`);
  return blocks;
}

/** Blocks marked `ts run` and `ts check`; a `text` block right behind the former is its output. */
export function programsOf(page: string, text: string): readonly Program[] {
  const blocks = blocksOf(page, text);
  return blocks.flatMap((block, index) => {
    if (block.info !== "ts run" && block.info !== "ts check") return [];
    const run = block.info === "ts run";
    const next = blocks[index + 1];
    const output = run && next?.info === "text" && !next.gap ? next.lines : null;
    return [{ block, run, output }];
  });
}

/** `console` blocks whose first line is a prompt with `npx waxseal`; a command may go on after a backslash. */
export function sessionsOf(page: string, text: string): readonly Session[] {
  return blocksOf(page, text).flatMap((block) => {
    if (block.info !== "console" || !/^\$ .*\bnpx waxseal\b/.test(block.lines[0] ?? "")) return [];
    const commands: { command: string; output: string[] }[] = [];
    for (const line of block.lines) {
      const last = commands.at(-1);
      if (line.startsWith("$ ")) commands.push({ command: line.slice(2), output: [] });
      else if (last?.command.endsWith("\\") === true && last.output.length === 0) last.command += `\n${line}`;
      else last?.output.push(line);
    }
    return [{ block, commands }];
  });
}

/** Whether an output is the one shown: `…` in a line stands for any text in it, a line `…` for any lines. */
export function isShownAs(actual: readonly string[], shown: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return actual.length === 0;
  if (first.trim() === "…") {
    return actual.some((_, skipped) => isShownAs(actual.slice(skipped), rest)) || isShownAs([], rest);
  }
  const [line, ...others] = actual;
  if (line === undefined) return false;
  const pattern = first
    .trimEnd()
    .split("…")
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`, "u").test(line.trimEnd()) && isShownAs(others, rest);
}
