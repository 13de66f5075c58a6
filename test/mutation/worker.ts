import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as FastCheck from "fast-check";
import type { Answer, Order, Trial } from "./orders.ts";
import { BOTTOMLESS, Switchboard } from "./switchboard.ts";
import { TestFile, type LoadedTests } from "./test-file.ts";

/** The process that runs tests with mutants switched on; it may be killed at any time. */

const [bundles = "", mutants = "0", seed = "1"] = process.argv.slice(2);
const switchboard = new Switchboard(Number(mutants));
const files = new Map<string, TestFile>();
// The bundles share one fast-check: shrinking a failure would only tell what nobody reads.
const fastCheck = createRequire(`${process.cwd()}/package.json`)("fast-check") as typeof FastCheck;
fastCheck.configureGlobal({ seed: Number(seed), endOnFailure: true });

process.on("message", (order: Order) => {
  void answer(order);
});
// A promise that a mutant leaves behind must not end the process.
process.on("unhandledRejection", () => {});

async function answer(order: Order): Promise<void> {
  const answered = order.kind === "baseline" ? await baseline(order.file) : await attempt(order);
  process.send?.(answered);
}

function fileOf(path: string): TestFile {
  const known = files.get(path);
  if (known !== undefined) return known;
  const code = readFileSync(`${bundles}/${path.replaceAll("/", "__")}.cjs`, "utf8");
  const file = new TestFile(path, code, switchboard);
  files.set(path, file);
  return file;
}

/** What every test of a file costs and reaches without a mutant. */
async function baseline(path: string): Promise<Answer> {
  const file = fileOf(path);
  // Twice, for the costs of a warm process.
  file.load();
  switchboard.start(-1, BOTTOMLESS);
  const begun = performance.now();
  const loaded = file.load();
  for (const test of loaded.tests) await loaded.prepare(test);
  const loading = {
    milliseconds: performance.now() - begun,
    turns: switchboard.used,
    reached: switchboard.reached(),
  };
  const tests: Trial[] = [];
  for (const [index, test] of loaded.tests.entries()) {
    switchboard.start(-1, BOTTOMLESS);
    const start = performance.now();
    const passes = await loaded.run(test).then(
      () => true,
      () => false,
    );
    tests.push({
      index,
      name: test.name,
      passes,
      milliseconds: performance.now() - start,
      turns: switchboard.used,
      reached: switchboard.reached(),
    });
  }
  await loaded.close();
  return { kind: "baseline", file: path, loading, tests };
}

/** Runs the tests of the order until one notices the mutant. */
async function attempt(order: Order & { kind: "attempt" }): Promise<Answer> {
  const open = new Map<string, LoadedTests>();
  let noticed: Answer = { kind: "attempt", fate: "survived", by: null };
  for (const { file, index, name, loading, running } of order.tests) {
    switchboard.start(order.mutant, loading);
    try {
      const loaded = open.get(file) ?? fileOf(file).load();
      open.set(file, loaded);
      const test = loaded.tests[index];
      if (test === undefined) throw new Error("the test is not declared");
      await loaded.prepare(test);
      switchboard.refill(running);
      await loaded.run(test);
      if (!switchboard.isOut()) continue;
    } catch {
      // A failure is what is looked for.
    }
    noticed = { kind: "attempt", fate: switchboard.isOut() ? "timeout" : "killed", by: `${file} > ${name}` };
    break;
  }
  for (const loaded of open.values()) await loaded.close().catch(() => {});
  return noticed;
}
