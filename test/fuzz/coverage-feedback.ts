import { Session } from "node:inspector";

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface ScriptCoverage {
  readonly scriptId: string;
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** Tells which parts of the project's code ran, by V8's own block counters. */
export class CoverageFeedback {
  readonly #session = new Session();
  readonly #reached = new Set<string>();

  start(): void {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  stop(): void {
    this.#session.post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }

  /** Blocks reached so far. */
  get size(): number {
    return this.#reached.size;
  }

  /** The blocks that ran since the last call and had never run before. */
  fresh(): ReadonlySet<string> {
    const fresh = new Set([...this.#take()].filter((block) => !this.#reached.has(block)));
    for (const block of fresh) this.#reached.add(block);
    return fresh;
  }

  /** Whether any of these blocks ran since the last call. */
  ran(blocks: ReadonlySet<string>): boolean {
    return [...this.#take()].some((block) => blocks.has(block));
  }

  #take(): ReadonlySet<string> {
    const blocks = new Set<string>();
    this.#session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error !== null) throw error;
      const { result } = answer as { result: readonly ScriptCoverage[] };
      for (const script of result) if (isOurs(script.url)) addBlocks(script, blocks);
    });
    return blocks;
  }
}

function addBlocks({ scriptId, functions }: ScriptCoverage, blocks: Set<string>): void {
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges) {
      // Orders of magnitude tell a loop that ran once from one that ran a hundred times.
      const magnitude = Math.min(4, Math.floor(Math.log10(count)));
      if (count > 0) blocks.add(`${scriptId}:${startOffset}:${endOffset}:${magnitude}`);
    }
  }
}

function isOurs(url: string): boolean {
  return url.includes("/.build/src/");
}
