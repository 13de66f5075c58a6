import { Random } from "../support/random.ts";
import { readCorpus, writeCorpus } from "./corpus.ts";
import type { CoverageFeedback, Reached } from "./coverage-feedback.ts";
import { mutate } from "./mutate.ts";
import type { FuzzTarget } from "./target.ts";

/** Inputs between two looks at the coverage, for a look costs as much as many inputs; and for slow targets. */
const BATCH = 512;
const SLOW_BATCH = 32;
/** Most inputs kept for a target. */
const KEPT = 60;
/** Inputs looked for in a batch that reached something new. */
const FOUND_PER_BATCH = 8;

/** Executions of a slow target for each hundred of another. */
const SLOW_SHARE = 25;

/** When to end: whichever comes first. */
export interface Budget {
  readonly milliseconds: number;
  readonly executions: number;
}

/** What came of one target. */
export interface FuzzRun {
  readonly target: string;
  readonly executions: number;
  readonly seconds: number;
  readonly inputs: number;
  /** Inputs that reached something no input had reached. */
  readonly discoveries: number;
  readonly broken: number;
}

/** Mutates the kept inputs of a target until the budget is spent, keeps what reaches new code and whatever breaks a promise. */
export function fuzz(target: FuzzTarget, budget: Budget, seed: number, feedback: CoverageFeedback): FuzzRun {
  const random = new Random(seed);
  const { inputs, crashes } = readCorpus(target);
  const corpus = [...inputs];
  const broken = new Set<string>();
  feedback.forget();
  for (const input of corpus) execute(target, input, broken);
  feedback.fresh();
  const began = Date.now();
  const size = target.slow ? SLOW_BATCH : BATCH;
  const wanted = target.slow ? Math.ceil((budget.executions * SLOW_SHARE) / 100) : budget.executions;
  let executions = 0;
  let discoveries = 0;
  while (Date.now() - began < budget.milliseconds && executions < wanted) {
    const batch = Array.from({ length: size }, () =>
      mutate(random, random.pick(corpus), target.dictionary, corpus),
    );
    for (const input of batch) execute(target, input, broken);
    executions += size;
    for (const found of discover(target, batch, feedback)) {
      discoveries++;
      if (corpus.length < KEPT) corpus.push(found);
      else corpus[random.between(0, corpus.length - 1)] = found;
    }
  }
  writeCorpus(target, { inputs: corpus, crashes: [...new Set([...crashes, ...broken])] });
  return {
    target: target.name,
    executions,
    seconds: (Date.now() - began) / 1000,
    inputs: corpus.length,
    discoveries,
    broken: broken.size,
  };
}

/** Inputs of the batch that together ran what no earlier batch did. */
function discover(
  target: FuzzTarget,
  batch: readonly string[],
  feedback: CoverageFeedback,
): readonly string[] {
  const found: string[] = [];
  let fresh = feedback.fresh();
  while (fresh.size > 0 && found.length < FOUND_PER_BATCH) {
    const input = locate(target, batch, fresh, feedback);
    execute(target, input, new Set([input]));
    const { ran, left } = feedback.split(fresh);
    // What an earlier input prepared, such as a cache, one alone does not repeat.
    if (ran === 0) break;
    found.push(input);
    fresh = left;
  }
  return found;
}

/** An input of the batch that runs one of the parts, found by halving. */
function locate(
  target: FuzzTarget,
  batch: readonly string[],
  parts: Reached,
  feedback: CoverageFeedback,
): string {
  // What they break was said when they ran for the first time.
  const said = new Set(batch);
  let left = batch;
  while (left.length > 1) {
    const half = left.slice(0, Math.ceil(left.length / 2));
    for (const input of half) execute(target, input, said);
    left = feedback.split(parts).ran > 0 ? half : left.slice(half.length);
  }
  return left[0] ?? "";
}

function execute(target: FuzzTarget, input: string, broken: Set<string>): void {
  try {
    target.feed(input);
  } catch (error) {
    if (broken.has(input)) return;
    broken.add(input);
    console.log(
      `${target.name}: ${JSON.stringify(input)}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}
