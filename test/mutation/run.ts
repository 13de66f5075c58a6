import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Random } from "../support/random.ts";
import { AREAS, ownTests, widerTests, type Area } from "./areas.ts";
import { bundleTest, mutateSources, type MutatedSources } from "./bundle.ts";
import { isNoticed, type Mutant, type Outcome } from "./mutant.ts";
import { Plan } from "./plan.ts";
import { Workshop } from "./workshop.ts";

/**
 * Makes every small change to the sources of an area in turn and looks whether a test notices.
 * Usage: npm run mutation -- [--area spf] [--file record] [--seed N] [--sample N] [--budget ms] [--wider-budget ms]
 *
 * The outcomes stand in .build/mutation/AREA.jsonl, one a line.
 */

const FOLDER = ".build/mutation";

const { values } = parseArgs({
  options: {
    area: { type: "string", multiple: true },
    file: { type: "string", multiple: true, default: [""] },
    seed: { type: "string", default: "1" },
    sample: { type: "string" },
    budget: { type: "string", default: "700" },
    "wider-budget": { type: "string", default: "0" },
    survivors: { type: "boolean", default: false },
  },
});

const areas = AREAS.filter(({ name }) => values.area === undefined || values.area.includes(name));
if (areas.length === 0)
  throw new TypeError(`--area expects one of ${AREAS.map(({ name }) => name).join(", ")}`);
for (const area of areas) await mutateArea(area);

async function mutateArea(area: Area): Promise<void> {
  const begun = Date.now();
  const sources = mutateSources(area.sources);
  const folder = `${FOLDER}/${area.name}`;
  mkdirSync(folder, { recursive: true });
  const log = `${FOLDER}/${area.name}.jsonl`;
  const last = values.survivors ? lastOutcomes(log) : [];
  const chosen = chosenMutants(sources.mutants, last);
  const workshop = new Workshop([folder, String(sources.mutants.length), values.seed]);
  const own = await planOf(ownTests(area), sources, folder, workshop);
  console.log(
    `${area.name}: ${chosen.length} of ${sources.mutants.length} mutants, ready after ${since(begun)}`,
  );
  let outcomes = await tryAll(chosen, own, Number(values.budget), workshop);
  const widerBudget = Number(values["wider-budget"]);
  if (widerBudget > 0) {
    const wider = await planOf(widerTests(area), sources, folder, workshop);
    const remaining = outcomes.filter((outcome) => !isNoticed(outcome));
    console.log(`${area.name}: ${remaining.length} to the wider tests after ${since(begun)}`);
    const again = new Map(
      (await tryAll(remaining, wider, widerBudget, workshop)).map((outcome) => [outcome.id, outcome]),
    );
    outcomes = outcomes.map((outcome) => {
      const second = again.get(outcome.id);
      return second === undefined || second.fate === "uncovered" ? outcome : second;
    });
  }
  workshop.close();
  if (values.survivors) outcomes = merged(last, sources.mutants, outcomes);
  writeFileSync(log, outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join(""));
  console.log(`${area.name}: ${summary(outcomes)} in ${since(begun)}`);
}

/** The outcomes of last time with those of this time in their places. */
function merged(
  last: readonly Outcome[],
  mutants: readonly Mutant[],
  outcomes: readonly Outcome[],
): readonly Outcome[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const byKey = new Map(Array.from(keysOf(mutants), ([{ id }, key]) => [key, byId.get(id)]));
  return Array.from(keysOf(last), ([outcome, key]) => byKey.get(key) ?? outcome);
}

/** All mutants of the area, those of one file, or a sample of them; with `--survivors` those not noticed last time. */
function chosenMutants(mutants: readonly Mutant[], last: readonly Outcome[]): readonly Mutant[] {
  const lastKeys = keysOf(last);
  const survivors = new Set(
    last.filter((outcome) => !isNoticed(outcome)).map((outcome) => lastKeys.get(outcome)),
  );
  const keys = keysOf(mutants);
  const named = mutants.filter(
    (mutant) =>
      values.file.some((part) => mutant.file.includes(part)) &&
      (!values.survivors || survivors.has(keys.get(mutant))),
  );
  return values.sample === undefined
    ? named
    : new Random(Number(values.seed)).sample(named, Number(values.sample));
}

function lastOutcomes(log: string): readonly Outcome[] {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Outcome);
}

/** What tells each mutant of a list from the others while lines move: what it changes, for the how-manieth time. */
function keysOf<Item extends Mutant>(mutants: readonly Item[]): ReadonlyMap<Item, string> {
  const counts = new Map<string, number>();
  return new Map(
    mutants.map((mutant) => {
      const { file, operator, original, replacement } = mutant;
      const change = JSON.stringify([file, operator, original, replacement]);
      const count = (counts.get(change) ?? 0) + 1;
      counts.set(change, count);
      return [mutant, `${change} ${count}`];
    }),
  );
}

async function planOf(
  tests: readonly string[],
  sources: MutatedSources,
  folder: string,
  workshop: Workshop,
): Promise<Plan> {
  const plan = new Plan(sources.mutants);
  for (const file of tests) {
    writeFileSync(`${folder}/${file.replaceAll("/", "__")}.cjs`, await bundleTest(file, sources));
    const answer = await workshop.ask({ kind: "baseline", file });
    if (answer?.kind !== "baseline") {
      console.log(`${file} cannot be run here`);
      continue;
    }
    const failing = answer.tests.filter(({ passes }) => !passes);
    for (const { name } of failing)
      console.log(`left out, since it fails without a mutant: ${file} > ${name}`);
    plan.addFile(file, answer.loading, answer.tests);
  }
  return plan;
}

async function tryAll(
  mutants: readonly Mutant[],
  plan: Plan,
  budget: number,
  workshop: Workshop,
): Promise<readonly Outcome[]> {
  const begun = Date.now();
  const outcomes: Outcome[] = [];
  for (const mutant of mutants) {
    outcomes.push(await tryOne(mutant, plan, budget, workshop));
    if (outcomes.length % 200 === 0)
      console.log(`${outcomes.length}: ${summary(outcomes)} in ${since(begun)}`);
  }
  return outcomes;
}

async function tryOne(mutant: Mutant, plan: Plan, budget: number, workshop: Workshop): Promise<Outcome> {
  const tests = plan.testsFor(mutant.id, budget);
  if (tests.length === 0) return { ...mutant, fate: "uncovered", by: null };
  const answer = await workshop.ask({ kind: "attempt", mutant: mutant.id, tests });
  if (answer === null) return { ...mutant, fate: "timeout", by: null };
  if (answer.kind !== "attempt") throw new Error("the worker answers another question");
  return { ...mutant, fate: answer.fate, by: answer.by };
}

function summary(outcomes: readonly Outcome[]): string {
  const count = (fate: Outcome["fate"]): number => outcomes.filter((outcome) => outcome.fate === fate).length;
  const score = ((100 * outcomes.filter(isNoticed).length) / outcomes.length).toFixed(1);
  return `${score} %, ${count("killed")} killed, ${count("timeout")} timeouts, ${count("survived")} survived, ${count("uncovered")} uncovered`;
}

function since(begun: number): string {
  return `${((Date.now() - begun) / 1000).toFixed(0)} s`;
}
