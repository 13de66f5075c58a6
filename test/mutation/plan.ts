import type { Mutant } from "./mutant.ts";
import type { ChosenTest, Loading, Trial } from "./orders.ts";
import type { Tank } from "./switchboard.ts";

/** What is allowed beyond what a test needs without a mutant. */
const SPARE: Tank = { turns: 100_000, milliseconds: 1500 };
/** How many times what it needs without a mutant is allowed. */
const FACTOR = 4;

interface Candidate extends ChosenTest {
  readonly ownCost: number;
  readonly loadingCost: number;
  /** Likeliest to notice first: 0 is about the mutant's file, 1 runs its place, 2 its file, 3 just loads the file. */
  readonly distance: 0 | 1 | 2 | 3;
}

/** Which tests reach which mutant, the likeliest and cheapest first. */
export class Plan {
  readonly #mutants: readonly Mutant[];
  readonly #candidates = new Map<number, Candidate[]>();

  constructor(mutants: readonly Mutant[]) {
    this.#mutants = mutants;
  }

  addFile(file: string, loading: Loading, tests: readonly Trial[]): void {
    const before = { loading: tankFor(loading), loadingCost: loading.milliseconds };
    for (const test of tests) {
      if (!test.passes) continue;
      const { index, name, reached } = test;
      const common = { file, index, name, ...before, running: tankFor(test), ownCost: test.milliseconds };
      const run = new Set(reached);
      const files = new Set(reached.map((id) => this.#fileOf(id)));
      // What is reached while the modules are loaded may matter to every test of the file.
      for (const id of new Set([...loading.reached, ...reached])) {
        const source = this.#fileOf(id);
        const isAbout = source !== undefined && subjectOf(file) === subjectOf(source);
        const distance = isAbout ? 0 : run.has(id) ? 1 : files.has(source) ? 2 : 3;
        const known = this.#candidates.get(id);
        if (known === undefined) this.#candidates.set(id, [{ ...common, distance }]);
        else known.push({ ...common, distance });
      }
    }
  }

  /** The tests for a mutant, as many as fit into the budget of milliseconds; at least one if any reaches it. */
  testsFor(mutant: number, budget: number): readonly ChosenTest[] {
    const chosen: ChosenTest[] = [];
    const loaded = new Set<string>();
    let spent = 0;
    const candidates = (this.#candidates.get(mutant) ?? []).toSorted(
      (a, b) => a.distance - b.distance || a.ownCost + a.loadingCost - b.ownCost - b.loadingCost,
    );
    for (const { distance: _, ownCost, loadingCost, ...test } of candidates) {
      const cost = ownCost + (loaded.has(test.file) ? 0 : loadingCost);
      if (spent + cost > budget && chosen.length > 0) continue;
      spent += cost;
      loaded.add(test.file);
      chosen.push(test);
    }
    return chosen;
  }

  #fileOf(mutant: number): string | undefined {
    return this.#mutants[mutant]?.file;
  }
}

function tankFor({ turns, milliseconds }: Loading): Tank {
  return {
    turns: turns * FACTOR + SPARE.turns,
    milliseconds: milliseconds * FACTOR + SPARE.milliseconds,
  };
}

/** `spf/record` of both src/spf/record.ts and test/spf/record.test.ts. */
function subjectOf(path: string): string {
  return path.replace(/^(src|test)\//, "").replace(/(\.test)?\.ts$/, "");
}
