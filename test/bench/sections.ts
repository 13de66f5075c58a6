import { makeColdCorpus, makeCorpus, makeCorpusOf, makeSizedCorpus, type Corpus } from "./corpus.ts";
import type { Engine } from "./engine.ts";
import { measure, wholeRounds } from "./measure.ts";
import type { Measured } from "./table.ts";

/** One table of the output: contestants side by side, and what they are measured against. */
export interface Section {
  readonly title: string;
  readonly reference: string;
  readonly rows: readonly Measured[];
}

const SEED = 47;
const MEGABYTE = 1_000_000;
/** Rounds before measuring, until the engine has compiled what is hot. */
const WARM_ROUNDS = 30;
/** Bytes of a turn at least: in a shorter one, most of the time is that of a processor that did something else before. */
const TURN_BYTES = 5 * MEGABYTE;
/** Messages of a round in which every key is new. */
const COLD_MESSAGES = 40;

/** Everyone measured. An engine serves all sections, and stays warm. */
export type Engines = Readonly<Record<"floor" | "sha256" | "waxseal" | "mailauth", Engine>>;

/** The corpus, then messages whose keys nobody has met. */
export async function corpusSections(
  { floor, waxseal, mailauth }: Engines,
  rounds: number,
  count: number,
): Promise<readonly Section[]> {
  const engines = [floor, waxseal, mailauth];
  const corpus = makeCorpus(SEED, count);
  await load(engines, corpus);
  for (const engine of engines) await engine.check();
  for (const engine of engines) await engine.turn(0, count, WARM_ROUNDS);
  const rows = await measure(engines, corpus, wholeRounds(corpus, rounds));
  return [
    { title: `${count} messages of 2 to 200 KB`, reference: "mailauth", rows },
    await coldSection(engines, rounds),
  ];
}

/**
 * Every round has messages of its own, since after one round their keys are known; those of the first are
 * only there to make the engine warm again.
 */
async function coldSection(engines: readonly Engine[], rounds: number): Promise<Section> {
  const count = COLD_MESSAGES * rounds;
  const corpus = makeColdCorpus(SEED, COLD_MESSAGES + count);
  await load(engines, corpus);
  for (const engine of engines) await engine.turn(0, COLD_MESSAGES, WARM_ROUNDS);
  const slices = Array.from({ length: rounds }, (_, round) => COLD_MESSAGES * (round + 1)).map((from) => ({
    from,
    to: from + COLD_MESSAGES,
  }));
  const rows = await measure(engines, corpus, slices);
  // Only now: a check before would have met the keys.
  for (const engine of engines) await engine.check();
  return { title: `${count} messages of 2 to 200 KB, every key new`, reference: "mailauth", rows };
}

async function load(engines: readonly Engine[], corpus: Corpus): Promise<void> {
  for (const engine of engines) await engine.load(corpus);
}

/** Large messages in base64 and in text full of white space. */
export async function sizedSections(engines: Engines, rounds: number): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const size of [1, 5, 25]) {
    for (const kind of ["base64", "whitespace"] as const) {
      const corpus = makeSizedCorpus(SEED, kind, size * MEGABYTE);
      sections.push(await sizedSection(engines, `${size} MB of ${kind}`, corpus, rounds));
    }
  }
  return sections;
}

async function sizedSection(
  { sha256, waxseal, mailauth }: Engines,
  title: string,
  corpus: Corpus,
  rounds: number,
): Promise<Section> {
  const engines = [sha256, waxseal, mailauth];
  await load(engines, corpus);
  for (const engine of engines) await engine.check();
  for (const engine of [sha256, waxseal]) await engine.turn(0, 1, WARM_ROUNDS);
  const bytes = corpus.messages.reduce((sum, message) => sum + message.bytes.length, 0);
  const turns = wholeRounds(corpus, rounds, Math.ceil(TURN_BYTES / bytes));
  return { title, reference: "sha256", rows: await measure(engines, corpus, turns) };
}

const HOSTILE: readonly (readonly [string, (size: number) => string])[] = [
  ["one line", (size) => "x".repeat(size)],
  ["only spaces", (size) => " ".repeat(size)],
  ["alternating white space", (size) => "a ".repeat(size / 2)],
  ["only CRLF", (size) => "\r\n".repeat(size / 2)],
  ["short lines ending in a space", (size) => "ab \r\n".repeat(size / 5)],
];

/** How the time grows when a body of one shape is made twice as long. */
export interface Doubling {
  readonly shape: string;
  readonly ratio: number;
}

/** Bodies made to be slow, and what doubling them costs. */
export async function hostileSections(
  engines: Engines,
  rounds: number,
): Promise<{ readonly sections: readonly Section[]; readonly doublings: readonly Doubling[] }> {
  const sections: Section[] = [];
  const doublings: Doubling[] = [];
  for (const [shape, make] of HOSTILE) {
    const corpus = makeCorpusOf(SEED, () => make(5 * MEGABYTE));
    const twice = makeCorpusOf(SEED, () => make(10 * MEGABYTE));
    sections.push(await sizedSection(engines, `5 MB, ${shape}`, corpus, rounds));
    doublings.push({ shape, ratio: await growth(engines.waxseal, corpus, twice, rounds) });
  }
  return { sections, doublings };
}

/** How many times as long the second takes as the first. */
async function growth(engine: Engine, first: Corpus, second: Corpus, rounds: number): Promise<number> {
  const times: number[] = [];
  for (const corpus of [first, second]) {
    await engine.load(corpus);
    await engine.turn(0, 1, WARM_ROUNDS);
    const [own] = await measure([engine], corpus, wholeRounds(corpus, rounds));
    times.push(own?.microsecondsPerMessage ?? Number.NaN);
  }
  const [once = Number.NaN, twice = Number.NaN] = times;
  return twice / once;
}
