import type { FileBranches } from "./branches.ts";
import type { FuzzRun } from "./fuzzer.ts";

/** The figures of a run as Markdown tables: targets, then the branches taken in each file. */
export function formatFuzzReport(runs: readonly FuzzRun[], files: readonly FileBranches[]): string {
  const executions = runs.reduce((sum, run) => sum + run.executions, 0);
  const broken = runs.reduce((sum, run) => sum + run.broken, 0);
  const taken = files.reduce((sum, file) => sum + file.taken, 0);
  const branches = files.reduce((sum, file) => sum + file.branches, 0);
  return [
    "| target | executions | inputs that reached new code | broken promises |",
    "| --- | ---: | ---: | ---: |",
    ...runs.map(
      (run) => `| ${run.target} | ${grouped(run.executions)} | ${run.discoveries} | ${run.broken} |`,
    ),
    `| all | ${grouped(executions)} | | ${broken} |`,
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
