import { writeFileSync } from "node:fs";
import { programOptions, wholeNumber } from "../support/program-options.ts";
import { branchesReached } from "./branches.ts";
import { CoverageFeedback } from "./coverage-feedback.ts";
import { type FuzzRun, fuzz } from "./fuzzer.ts";
import { formatFuzzReport } from "./report.ts";

const options = programOptions(
  "fuzz",
  "Feeds mutated inputs to every target in turn, keeps those that reach code no input reached before,\nand writes them and whatever breaks a promise to fixtures/fuzz.",
  {
    minutes: { default: "1", help: "for all targets together" },
    executions: {
      default: "",
      help: "of each target, and a quarter of it of slow ones, however long they take",
    },
    target: { default: "", help: "only the target of this name" },
    seed: { default: "", help: "of the mutations, else the time" },
    report: { default: "", help: "Markdown page to write the figures and the branches reached to" },
  },
);

const feedback = new CoverageFeedback();
feedback.start();
// The code under test is loaded when its coverage is being looked at, so that it counts from its first line.
const { FUZZ_TARGETS } = await import("./targets.ts");
const targets = FUZZ_TARGETS.filter(({ name }) => options.target === "" || name === options.target);
if (targets.length === 0) {
  console.error(`--target: expected one of ${FUZZ_TARGETS.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const seed = options.seed === "" ? Date.now() % 1_000_000 : wholeNumber("seed", options.seed);
const budget =
  options.executions === ""
    ? {
        milliseconds: (wholeNumber("minutes", options.minutes) * 60_000) / targets.length,
        executions: Infinity,
      }
    : { milliseconds: Infinity, executions: wholeNumber("executions", options.executions) };

console.log(`seed ${seed}`);
const runs: FuzzRun[] = [];
for (const target of targets) {
  const run = fuzz(target, budget, seed, feedback);
  runs.push(run);
  const { executions, seconds, inputs, discoveries, broken } = run;
  console.log(
    `${target.name}: ${executions} executions in ${seconds.toFixed(0)} s, ${discoveries} discoveries, ${inputs} inputs, ${broken} broken promises`,
  );
  if (options.report !== "") writeFileSync(options.report, reportSoFar());
}
if (options.report === "") console.log(`\n${reportSoFar()}`);
feedback.stop();
process.exitCode = runs.some(({ broken }) => broken > 0) ? 1 : 0;

function reportSoFar(): string {
  return formatFuzzReport(runs, branchesReached(feedback.reached), seed);
}
