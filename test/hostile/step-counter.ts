import { Session } from "node:inspector";
import { runSync, nodePlatform, snapshotResolver, AnalysisReader, analyze, resolveInputs } from "waxseal";
import { bytesOf } from "../../src/base/bytes.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { type Mail, NOW } from "./mail.ts";

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
}

/**
 * Counts the steps of analyses: how often each block of the library's code runs, by V8's own counters. The same
 * input takes the same steps on every machine, but for what is remembered from earlier ones.
 */
export class StepCounter {
  readonly #session = new Session();

  start(): void {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  stop(): void {
    this.#session.disconnect();
  }

  stepsOf({ message, envelope = {}, zone = {} }: Mail): number {
    const bytes = bytesOf(message);
    const platform = { ...nodePlatform(), dns: snapshotResolver(zone) };
    const inputs = resolveInputs(envelope, { now: NOW });
    this.#take();
    const reader = new AnalysisReader(inputs, nodeCrypto);
    reader.push(bytes);
    runSync(analyze(reader.finish(), inputs), platform);
    return this.#take();
  }

  #take(): number {
    let steps = 0;
    this.#session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error !== null) throw error;
      const { result } = answer as { result: readonly ScriptCoverage[] };
      for (const { url, functions } of result) {
        if (!url.includes("/src/")) continue;
        for (const { ranges } of functions) for (const { count } of ranges) steps += count;
      }
    });
    return steps;
  }
}
