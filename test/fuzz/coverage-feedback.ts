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

  /** Whether anything ran since the last call that had never run before. */
  anythingNew(): boolean {
    const before = this.#reached.size;
    this.#session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error !== null) throw error;
      const { result } = answer as { result: readonly ScriptCoverage[] };
      for (const script of result) if (isOurs(script.url)) this.#add(script);
    });
    return this.#reached.size > before;
  }

  #add({ scriptId, functions }: ScriptCoverage): void {
    for (const { ranges } of functions) {
      for (const { startOffset, endOffset, count } of ranges) {
        // Orders of magnitude tell a loop that ran once from one that ran a hundred times.
        if (count > 0)
          this.#reached.add(
            `${scriptId}:${startOffset}:${endOffset}:${Math.min(4, Math.floor(Math.log10(count)))}`,
          );
      }
    }
  }
}

function isOurs(url: string): boolean {
  return url.includes("/.build/src/");
}
