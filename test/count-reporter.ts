import type { Reporter, TestModule } from "vitest/node";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A module that failed without a failed test (it did not load, or a hook threw) counts as one failure. */
function countModule(module: TestModule): Counts {
  const states = Array.from(module.children.allTests(), (test) => test.result().state);
  const failed = states.filter((state) => state === "failed").length;
  const passed = states.filter((state) => state === "passed").length;
  return {
    passed,
    failed: failed === 0 && module.state() === "failed" ? 1 : failed,
    skipped: states.length - passed - failed,
  };
}

/** Ends the run's output, after every other reporter's, with the line `N passed, N failed, N skipped`. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = modules.map(countModule);
    const sum = (key: keyof Counts): number => counts.reduce((total, count) => total + count[key], 0);
    const failed = sum("failed") + unhandledErrors.length;
    const line = `${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`;
    process.once("exit", () => {
      process.stdout.write(`\n${line}\n`);
    });
  }
}
