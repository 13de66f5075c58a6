import type { FileBranches } from "./branches.ts";
import type { FuzzRun } from "./fuzzer.ts";

/** The figures of a run as a page: targets, then the branches taken in each file. */
export function formatFuzzReport(
  runs: readonly FuzzRun[],
  files: readonly FileBranches[],
  seed: number,
): string {
  const executions = runs.reduce((sum, run) => sum + run.executions, 0);
  const broken = runs.reduce((sum, run) => sum + run.broken, 0);
  const taken = files.reduce((sum, file) => sum + file.taken, 0);
  const branches = files.reduce((sum, file) => sum + file.branches, 0);
  return [
    "# Fuzzing",
    "",
    "Written by `npm run fuzz -- --executions N --report docs/fuzzing.md`. Inputs are mutated at random; those that reach code",
    "that no input of their target reached before are kept and mutated further. A promise is broken where a parser throws, where",
    "what it read is not what it reads again after writing, or where a report is not that of its own transcript.",
    "",
    `Seed ${seed}.`,
    "",
    "| target | executions | inputs that reached new code | broken promises |",
    "| --- | ---: | ---: | ---: |",
    ...runs.map(
      (run) => `| ${run.target} | ${grouped(run.executions)} | ${run.discoveries} | ${run.broken} |`,
    ),
    `| all | ${grouped(executions)} | | ${broken} |`,
    "",
    "## Branches taken in each file",
    "",
    "Of `if`, `?:`, `&&`, `||`, `??` and `switch`, the arms that have a text of their own, in every file that the targets load. Files",
    "of which they use a part only (the command line's, the network's) are at a disadvantage here; the tests are another matter.",
    "",
    "| file | branches taken | of | |",
    "| --- | ---: | ---: | ---: |",
    ...files.map((file) => row(`\`${file.file}\``, file.taken, file.branches)),
    row("all", taken, branches),
    "",
  ].join("\n");
}

function row(name: string, taken: number, branches: number): string {
  return `| ${name} | ${taken} | ${branches} | ${((100 * taken) / branches).toFixed(0)} % |`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
