import { cpus } from "node:os";
import { digest, floor, mailauth, waxseal, type Contestant, type Words } from "./contestants.ts";
import { makeCorpus, makeMessageOf, makeSizedMessage, usualZone, type CorpusMessage } from "./corpus.ts";
import { formatTable, type Measured } from "./table.ts";

/** Measures everything side by side in one run: `npm run bench -- [--json] [--rounds N] [--messages N]`. */

const SEED = 47;
const MEGABYTE = 1_000_000;

function readOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at === -1 ? fallback : Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new TypeError(`--${name}: expected a whole number above zero`);
  return value;
}

/** A wrong answer voids the run. */
async function check(contestant: Contestant, messages: readonly CorpusMessage[]): Promise<void> {
  for (const [index, message] of messages.entries()) {
    const words = await contestant.authenticate(message);
    if (words !== null && !sameWords(words, message.expected)) {
      throw new Error(
        `${contestant.name}, message ${index}: expected ${JSON.stringify(message.expected)}, got ${JSON.stringify(words)}`,
      );
    }
  }
}

/** mailauth says neutral where a body hash does not match (dkim=neutral); both mean "not verified". */
function sameWords(words: Words, expected: Words): boolean {
  const verified = (word: string): boolean => word === "pass";
  return (
    words.spf === expected.spf &&
    words.dmarc === expected.dmarc &&
    words.dkim.length === expected.dkim.length &&
    words.dkim.every((word, index) => verified(word) === verified(expected.dkim[index] ?? ""))
  );
}

/** Runs every contestant over the messages, in turn, round after round, and takes the median of each. */
async function measure(
  contestants: readonly Contestant[],
  messages: readonly CorpusMessage[],
  rounds: number,
): Promise<Measured[]> {
  const bytes = messages.reduce((sum, message) => sum + message.bytes.length, 0);
  const seconds = new Map(contestants.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      const start = process.hrtime.bigint();
      for (const message of messages) await contestant.authenticate(message);
      seconds.get(contestant.name)?.push(Number(process.hrtime.bigint() - start) / 1e9);
    }
  }
  return contestants.map(({ name }) => {
    const times = (seconds.get(name) ?? []).toSorted((left, right) => left - right);
    const median = times[Math.floor(times.length / 2)] ?? 0;
    return {
      name,
      microsecondsPerMessage: (median * 1e6) / messages.length,
      megabytesPerSecond: bytes / median / MEGABYTE,
    };
  });
}

interface Section {
  readonly title: string;
  readonly reference: string;
  readonly rows: readonly Measured[];
}

const HOSTILE: readonly (readonly [string, (size: number) => string])[] = [
  ["one line", (size) => "x".repeat(size)],
  ["only spaces", (size) => " ".repeat(size)],
  ["alternating white space", (size) => "a ".repeat(size / 2)],
  ["only CRLF", (size) => "\r\n".repeat(size / 2)],
  ["short lines ending in a space", (size) => "ab \r\n".repeat(size / 5)],
];

async function corpusSection(rounds: number, count: number): Promise<Section> {
  const corpus = makeCorpus(SEED, count);
  const contestants = [floor(), waxseal(corpus.zone), mailauth(corpus.zone)];
  for (const contestant of contestants) await check(contestant, corpus.messages);
  await measure(contestants, corpus.messages, 1);
  const rows = await measure(contestants, corpus.messages, rounds);
  return { title: `${count} messages of 2 to 200 KB`, reference: "mailauth", rows };
}

async function sizedSection(title: string, message: CorpusMessage, rounds: number): Promise<Section> {
  const contestants = [digest(), waxseal(usualZone()), mailauth(usualZone())];
  for (const contestant of contestants) await check(contestant, [message]);
  return { title, reference: "sha256", rows: await measure(contestants, [message], rounds) };
}

async function main(): Promise<void> {
  const rounds = readOption("rounds", 9);
  const sections = [await corpusSection(rounds, readOption("messages", 400))];
  for (const size of [1, 5, 25]) {
    for (const kind of ["base64", "whitespace"] as const) {
      const message = makeSizedMessage(SEED, kind, size * MEGABYTE);
      sections.push(await sizedSection(`${size} MB of ${kind}`, message, Math.min(rounds, 5)));
    }
  }
  for (const [name, make] of HOSTILE) {
    const message = makeMessageOf(SEED, make(5 * MEGABYTE));
    sections.push(await sizedSection(`5 MB, ${name}`, message, Math.min(rounds, 3)));
  }
  const machine = { processor: cpus()[0]?.model ?? "unknown", node: process.version };
  if (process.argv.includes("--json")) {
    process.stdout.write(
      `${JSON.stringify({ ...machine, sections, peakRssKilobytes: process.resourceUsage().maxRSS }, null, 2)}\n`,
    );
    return;
  }
  process.stdout.write(`${machine.processor}, Node ${machine.node}, medians of interleaved rounds\n\n`);
  for (const { title, reference, rows } of sections)
    process.stdout.write(`${formatTable(title, rows, reference)}\n`);
  process.stdout.write(
    `peak RSS of the whole run: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB\n`,
  );
}

await main();
