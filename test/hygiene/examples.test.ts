import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { format } from "node:util";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  documentedPages,
  isShownAs,
  programsOf,
  sessionsOf,
  type Block,
  type Command,
  type Session,
} from "./examples.ts";

const pages = documentedPages();
const programs = pages.flatMap(({ page, text }) => programsOf(page, text));
const sessions = pages.flatMap(({ page, text }) => sessionsOf(page, text));

const FOLDER = ".build/examples";
const moduleOf = ({ page, line }: Block): string =>
  `${page.replaceAll(/[^a-zA-Z0-9]+/g, "-")}-line-${line}.ts`;
const placeOf = ({ page, line }: Block): string => `${page}:${line}`;

/** Compares through the shown text, so that a difference is printed as a difference of texts. */
function expectShown(actual: readonly string[], shown: readonly string[]): void {
  const difference = isShownAs(actual, shown) ? shown : actual;
  expect(difference.join("\n")).toBe(shown.join("\n"));
}

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const { block } of programs) writeFileSync(`${FOLDER}/${moduleOf(block)}`, block.lines.join("\n"));
  const config = {
    extends: "../../tsconfig.json",
    compilerOptions: {
      rootDir: "../..",
      paths: {
        waxseal: ["../../src/index.ts"],
        "waxseal/core": ["../../src/core.ts"],
        "waxseal/bimi": ["../../src/bimi.ts"],
      },
      declaration: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
    },
    include: ["*.ts"],
  };
  writeFileSync(`${FOLDER}/tsconfig.json`, JSON.stringify(config));
});

describe.skipIf(programs.length === 0)("the programs in the documentation", { timeout: 60_000 }, () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("have correct types", () => {
    const { stdout } = spawnSync("node_modules/.bin/tsc", ["-p", FOLDER], { encoding: "utf8" });
    // Errors in the sources themselves are the business of the type check of the sources.
    expect(linesOf(stdout).filter((line) => !/^(src\/|\s)/.test(line))).toStrictEqual([]);
  });

  const runnable = programs
    .filter(({ run }) => run)
    .map((program) => ({ ...program, place: placeOf(program.block) }));
  it.each(runnable)("$place runs and prints what the page shows", async ({ block, output }) => {
    const printed: string[] = [];
    vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
      printed.push(...format(...values).split("\n"));
    });
    await import(/* @vite-ignore */ `${process.cwd()}/${FOLDER}/${moduleOf(block)}`);
    if (output !== null) expectShown(printed, output);
  });
});

/** Marks the end of a command's output in a session. */
const MARK = "--- end of the output of a documented command ---";

/** Runs a session in one shell; `npx waxseal` is the built command, `npm` does nothing. */
function runSession({ commands }: Session): readonly (readonly string[])[] {
  const script = [
    'npx() { shift; node dist/cli/main.js "$@"; }',
    "npm() { :; }",
    "export NO_COLOR=1 COLUMNS=80",
    ...commands.map(({ command }) => `${command}\n{ status=$?; echo "${MARK}"; (exit $status); }`),
    "true",
  ].join("\n");
  const output = execFileSync("bash", ["-c", `exec 2>&1\n${script}`], { encoding: "utf8", input: "" });
  return output.split(`${MARK}\n`).slice(0, -1).map(linesOf);
}

const session = (...commands: readonly Command[]): Session => ({
  block: { page: "README.md", line: 1, info: "console", lines: [] },
  commands,
});

describe("the sessions in the documentation", { timeout: 60_000 }, () => {
  const placed = sessions.map((one) => ({ one, place: placeOf(one.block) }));
  it.for(placed)("$place prints what the page shows", ({ one }) => {
    const outputs = runSession(one);
    for (const [index, { output }] of one.commands.entries()) expectShown(outputs[index] ?? [], output);
  });

  it("are run in one shell, with the status and both outputs of each command", () => {
    const commands = ["npm ci && npx waxseal --help | head -n 1", "false", "echo $?; echo error >&2"];
    const outputs = runSession(session(...commands.map((command) => ({ command, output: [] }))));
    expect(outputs).toStrictEqual([[expect.stringMatching(/^Usage: waxseal /)], [], ["1", "error"]]);
  });
});

describe("the reading of pages", () => {
  const page = [
    "Text.",
    "```ts run",
    "console.log(1);",
    "```",
    "",
    "```text",
    "1",
    "```",
    "```ts",
    "illustration",
    "```",
    "```ts check",
    "const x = 1;",
    "```",
    "which is not output:",
    "```text",
    "other",
    "```",
    "```console",
    "$ npx waxseal spf \\",
    "    example.com",
    "pass",
    "$ echo $?",
    "0",
    "```",
    "```console",
    "$ npm install waxseal",
    "```",
  ].join("\n");

  it("finds programs, with their output where it stands right behind them", () => {
    const found = programsOf("a.md", page).map(({ block, run, output }) => ({
      line: block.line,
      run,
      output,
    }));
    expect(found).toStrictEqual([
      { line: 2, run: true, output: ["1"] },
      { line: 12, run: false, output: null },
    ]);
  });

  it("finds sessions with waxseal, their commands and outputs", () => {
    expect(sessionsOf("a.md", page).map(({ commands }) => commands)).toStrictEqual([
      [
        { command: "npx waxseal spf \\\n    example.com", output: ["pass"] },
        { command: "echo $?", output: ["0"] },
      ],
    ]);
  });

  it("lets an ellipsis stand for text or lines, and nothing else", () => {
    const actual = ["first", "second 12 ms", "third"];
    const shown = [
      ["first", "second 12 ms", "third"],
      ["first", "second … ms", "third"],
      ["…", "third"],
      ["first", "…"],
      ["…", "first", "…", "third", "…"],
      ["first", "third"],
      ["first", "second . ms", "third"],
      ["first", "second 12 ms"],
      ["…", "fourth"],
    ];
    expect(shown.map((lines) => isShownAs(actual, lines))).toStrictEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
