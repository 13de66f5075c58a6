import { Random } from "../support/random.ts";
import { readCorpus, writeCorpus } from "./corpus.ts";
import { CoverageFeedback } from "./coverage-feedback.ts";
import { MESSAGE_TARGETS } from "./messages.ts";
import { mutate } from "./mutate.ts";
import { PARSER_TARGETS } from "./parsers.ts";
import type { FuzzTarget } from "./target.ts";

/**
 * Feeds mutated inputs to every target in turn, keeps those that reach code no input reached before, and writes
 * them and whatever breaks a promise to fixtures/fuzz. Usage: npm run fuzz -- --minutes 10 [--target name]
 */

/** Inputs between two looks at the coverage; a look costs as much as many inputs. */
const BATCH = 512;
/** Most inputs kept for a target. */
const KEPT = 60;

const minutes = Number(option("--minutes") ?? "1");
const only = option("--target");
const seed = Number(option("--seed") ?? String(Date.now() % 1_000_000));
const targets = [...PARSER_TARGETS, ...MESSAGE_TARGETS].filter(
  ({ name }) => only === undefined || name === only,
);

if (!(minutes > 0) || targets.length === 0)
  throw new TypeError("usage: fuzz --minutes N [--target name] [--seed N]");

console.log(`seed ${seed}`);
let total = 0;
let crashed = 0;
for (const target of targets) {
  const { executions, crashes } = fuzz(target, (minutes * 60_000) / targets.length);
  total += executions;
  crashed += crashes;
}
console.log(`${total} executions, ${crashed} broken promises`);
process.exitCode = crashed === 0 ? 0 : 1;

function fuzz(
  target: FuzzTarget,
  milliseconds: number,
): { readonly executions: number; readonly crashes: number } {
  const random = new Random(seed);
  const { inputs, crashes } = readCorpus(target);
  const corpus = [...inputs];
  const broken = new Set<string>();
  const feedback = new CoverageFeedback();
  feedback.start();
  for (const input of corpus) execute(target, input, broken);
  feedback.fresh();
  const end = Date.now() + milliseconds;
  let executions = 0;
  while (Date.now() < end) {
    const batch = Array.from({ length: BATCH }, () =>
      mutate(random, random.pick(corpus), target.dictionary, corpus),
    );
    for (const input of batch) execute(target, input, broken);
    executions += BATCH;
    const fresh = feedback.fresh();
    if (fresh.size === 0) continue;
    const found = locate(target, batch, fresh, feedback);
    if (corpus.length < KEPT) corpus.push(found);
    else corpus[random.between(0, corpus.length - 1)] = found;
  }
  feedback.stop();
  writeCorpus(target, { inputs: corpus, crashes: [...new Set([...crashes, ...broken])] });
  console.log(
    `${target.name}: ${executions} executions, ${feedback.size} blocks, ${corpus.length} inputs, ${broken.size} broken promises`,
  );
  return { executions, crashes: broken.size };
}

/** The input of the batch that runs one of the blocks, found by halving. */
function locate(
  target: FuzzTarget,
  batch: readonly string[],
  blocks: ReadonlySet<string>,
  feedback: CoverageFeedback,
): string {
  // What they break was said when they ran for the first time.
  const said = new Set(batch);
  let left = batch;
  while (left.length > 1) {
    const half = left.slice(0, Math.ceil(left.length / 2));
    for (const input of half) execute(target, input, said);
    left = feedback.ran(blocks) ? half : left.slice(half.length);
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

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}
