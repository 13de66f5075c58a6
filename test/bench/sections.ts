import { digest, floor, mailauth, waxseal } from "./contestants.ts";
import {
  makeColdCorpus,
  makeCorpus,
  makeMessageOf,
  makeSizedMessage,
  usualZone,
  type CorpusMessage,
} from "./corpus.ts";
import { check, measure, measureRounds } from "./measure.ts";
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
/** Messages of a round in which every key is new. */
const COLD_MESSAGES = 40;

/** The corpus, then messages whose keys nobody has met. */
export async function corpusSections(rounds: number, count: number): Promise<readonly Section[]> {
  const { messages, zone } = makeCorpus(SEED, count);
  const contestants = [floor(), waxseal(zone), mailauth(zone)];
  for (const contestant of contestants) await check(contestant, messages);
  await measure(contestants, messages, WARM_ROUNDS);
  const rows = await measure(contestants, messages, rounds);
  return [
    { title: `${count} messages of 2 to 200 KB`, reference: "mailauth", rows },
    await coldSection(rounds),
  ];
}

/** Every round has messages of its own: after one round their keys are known. */
async function coldSection(rounds: number): Promise<Section> {
  const count = COLD_MESSAGES * rounds;
  const { messages, zone } = makeColdCorpus(SEED, count);
  const slices = Array.from({ length: rounds }, (_, round) =>
    messages.slice(COLD_MESSAGES * round, COLD_MESSAGES * (round + 1)),
  );
  const contestants = [floor(), waxseal(zone), mailauth(zone)];
  const rows = await measureRounds(contestants, slices);
  // Only now: a check before would have met the keys.
  for (const contestant of contestants) await check(contestant, messages);
  return { title: `${count} messages of 2 to 200 KB, every key new`, reference: "mailauth", rows };
}

/** Large messages in base64 and in text full of white space. */
export async function sizedSections(rounds: number): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const size of [1, 5, 25]) {
    for (const kind of ["base64", "whitespace"] as const) {
      const message = makeSizedMessage(SEED, kind, size * MEGABYTE);
      sections.push(await sizedSection(`${size} MB of ${kind}`, message, rounds));
    }
  }
  return sections;
}

async function sizedSection(title: string, message: CorpusMessage, rounds: number): Promise<Section> {
  const contestants = [digest(), waxseal(usualZone()), mailauth(usualZone())];
  for (const contestant of contestants) await check(contestant, [message]);
  await measure(contestants.slice(0, 2), [message], WARM_ROUNDS);
  return { title, reference: "sha256", rows: await measure(contestants, [message], rounds) };
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
  rounds: number,
): Promise<{ readonly sections: readonly Section[]; readonly doublings: readonly Doubling[] }> {
  const sections: Section[] = [];
  const doublings: Doubling[] = [];
  for (const [shape, make] of HOSTILE) {
    const message = makeMessageOf(SEED, make(5 * MEGABYTE));
    sections.push(await sizedSection(`5 MB, ${shape}`, message, rounds));
    const twice = makeMessageOf(SEED, make(10 * MEGABYTE));
    doublings.push({ shape, ratio: (await timeOf(twice, rounds)) / (await timeOf(message, rounds)) });
  }
  return { sections, doublings };
}

async function timeOf(message: CorpusMessage, rounds: number): Promise<number> {
  const contestants = [waxseal(usualZone())];
  await measure(contestants, [message], WARM_ROUNDS);
  const [own] = await measure(contestants, [message], rounds);
  return own?.microsecondsPerMessage ?? Number.NaN;
}
