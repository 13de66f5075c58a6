import type { Contestant } from "./contestants.ts";
import type { CorpusMessage, Words } from "./corpus.ts";
import type { Measured } from "./table.ts";

const MEGABYTE = 1_000_000;

/** A wrong answer voids the run. */
export async function check(contestant: Contestant, messages: readonly CorpusMessage[]): Promise<void> {
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
  return (
    words.spf === expected.spf &&
    words.dmarc === expected.dmarc &&
    words.arc === expected.arc &&
    words.dkim.length === expected.dkim.length &&
    words.dkim.every((word, index) => isVerified(word) === isVerified(expected.dkim[index]))
  );
}

function isVerified(word: string | undefined): boolean {
  return word === "pass";
}

/** Measures every contestant on the same messages, round after round. */
export function measure(
  contestants: readonly Contestant[],
  messages: readonly CorpusMessage[],
  rounds: number,
): Promise<readonly Measured[]> {
  return measureRounds(
    contestants,
    Array.from({ length: rounds }, () => messages),
  );
}

/**
 * Runs every contestant over the messages of a round, in turn, round after round, and takes the median
 * of each.
 *
 * What counts is processor time, with that of the engine's own threads: other programs on the machine
 * disturb it less than the clock.
 */
export async function measureRounds(
  contestants: readonly Contestant[],
  rounds: readonly (readonly CorpusMessage[])[],
): Promise<readonly Measured[]> {
  const spent = new Map(contestants.map(({ name }): [string, Spent[]] => [name, []]));
  for (const messages of rounds) {
    const bytes = messages.reduce((sum, message) => sum + message.bytes.length, 0);
    for (const contestant of contestants) {
      const start = process.cpuUsage();
      for (const message of messages) await contestant.authenticate(message);
      const { user, system } = process.cpuUsage(start);
      const microseconds = user + system;
      spent.get(contestant.name)?.push({
        perMessage: microseconds / messages.length,
        perMegabyte: (microseconds / bytes) * MEGABYTE,
      });
    }
  }
  return contestants.map(({ name }) => {
    const turns = spent.get(name) ?? [];
    return {
      name,
      microsecondsPerMessage: median(turns.map(({ perMessage }) => perMessage)),
      megabytesPerSecond: 1e6 / median(turns.map(({ perMegabyte }) => perMegabyte)),
    };
  });
}

/** Microseconds of one turn. */
interface Spent {
  readonly perMessage: number;
  readonly perMegabyte: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
