import type { Corpus } from "./corpus.ts";
import type { Engine } from "./engine.ts";
import type { Measured } from "./table.ts";

const MEGABYTE = 1_000_000;

/** The messages of one round, by their places in the corpus, and how many times a turn goes over them. */
export interface Round {
  readonly from: number;
  readonly to: number;
  readonly times?: number;
}

/** So many rounds over the whole corpus. */
export function wholeRounds({ messages }: Corpus, rounds: number, times = 1): readonly Round[] {
  return Array.from({ length: rounds }, () => ({ from: 0, to: messages.length, times }));
}

/**
 * Runs every contestant over the messages of a round, in turn, round after round, and takes the median
 * of each. The engines must hold the corpus.
 *
 * What counts is processor time, with that of the engine's own threads: other programs on the machine
 * disturb it less than the clock.
 */
export async function measure(
  engines: readonly Engine[],
  { messages }: Corpus,
  rounds: readonly Round[],
): Promise<readonly Measured[]> {
  const spent = new Map(engines.map(({ name }): [string, Spent[]] => [name, []]));
  for (const { from, to, times = 1 } of rounds) {
    const bytes = messages.slice(from, to).reduce((sum, message) => sum + message.bytes.length, 0);
    for (const engine of engines) {
      const microseconds = (await engine.turn(from, to, times)) / times;
      spent.get(engine.name)?.push({
        perMessage: microseconds / (to - from),
        perMegabyte: (microseconds / bytes) * MEGABYTE,
      });
    }
  }
  return engines.map(({ name }) => {
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
