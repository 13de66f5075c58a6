import { Session } from "node:inspector";
import { type Intervals, intersect, subtract } from "./intervals.ts";

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** What of one function ran. */
interface FunctionCoverage {
  readonly url: string;
  readonly start: number;
  readonly end: number;
  /** The parts that did not. */
  readonly missed: Intervals;
}

/** Code that ran, by function. */
export type Reached = ReadonlyMap<string, FunctionCoverage>;

/**
 * Tells which parts of the project's code ran, by V8's block counters. They only say whether a block ran since
 * they were last read: that leaves the code compiled, where counting would make it many times slower.
 */
export class CoverageFeedback {
  readonly #session = new Session();
  readonly #ever = new Map<string, FunctionCoverage>();
  #reached = new Map<string, FunctionCoverage>();

  start(): void {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  }

  stop(): void {
    this.#session.post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }

  /** Everything reached since the start, functions that never ran included. */
  get reached(): Reached {
    return this.#ever;
  }

  /** Begins with another target: whatever it reaches is new. */
  forget(): void {
    this.#take();
    this.#reached = new Map();
  }

  /** The parts that ran since the last look and had never run before. */
  fresh(): Reached {
    const fresh = new Map<string, FunctionCoverage>();
    for (const [key, ran] of this.#take()) {
      const known = this.#reached.get(key);
      const missed = known === undefined ? ran.missed : intersect(known.missed, ran.missed);
      this.#reached.set(key, { ...ran, missed });
      const whole: Intervals = [[ran.start, ran.end]];
      const added = subtract(known === undefined ? whole : known.missed, missed);
      if (added.length > 0) fresh.set(key, { ...ran, missed: subtract(whole, added) });
    }
    return fresh;
  }

  /** Those of these parts that ran since the last look, and those that did not. */
  split(parts: Reached): { readonly ran: number; readonly left: Reached } {
    const taken = this.#take();
    const left = new Map<string, FunctionCoverage>();
    let ran = 0;
    for (const [key, part] of parts) {
      const whole: Intervals = [[part.start, part.end]];
      const wanted = subtract(whole, part.missed);
      const remaining = intersect(wanted, taken.get(key)?.missed ?? whole);
      if (length(remaining) < length(wanted)) ran++;
      if (remaining.length > 0) left.set(key, { ...part, missed: subtract(whole, remaining) });
    }
    return { ran, left };
  }

  #take(): Reached {
    const functions = this.#read();
    for (const [key, ran] of functions) {
      const known = this.#ever.get(key);
      this.#ever.set(
        key,
        known === undefined ? ran : { ...ran, missed: intersect(known.missed, ran.missed) },
      );
    }
    return functions;
  }

  #read(): Reached {
    const functions = new Map<string, FunctionCoverage>();
    this.#session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error !== null) throw error;
      const { result } = answer as { result: readonly ScriptCoverage[] };
      for (const { url, functions: each } of result.filter(isOurs)) {
        for (const { ranges } of each) addFunction(url, ranges, functions);
      }
    });
    return functions;
  }
}

/** The outermost range is the function; each one inside overrides what is around it. */
function addFunction(
  url: string,
  [outermost, ...inner]: readonly Range[],
  functions: Map<string, FunctionCoverage>,
): void {
  if (outermost === undefined) return;
  const { startOffset: start, endOffset: end } = outermost;
  let missed: Intervals = outermost.count === 0 ? [[start, end]] : [];
  for (const { startOffset, endOffset, count } of inner) {
    const part: Intervals = [[startOffset, endOffset]];
    missed = count === 0 ? [...subtract(missed, part), ...part] : subtract(missed, part);
  }
  functions.set(`${url}:${start}:${end}`, { url, start, end, missed });
}

function length(intervals: Intervals): number {
  return intervals.reduce((sum, [start, end]) => sum + end - start, 0);
}

function isOurs({ url }: ScriptCoverage): boolean {
  return url.includes("/.build/src/");
}
