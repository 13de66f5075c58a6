import type { GeneratedCase } from "../support/generate/case.ts";
import type { Comparison } from "./compare.ts";
import type { Classified } from "./rules.ts";

/** Counts of a differential run. */
export class Tally {
  #cases = 0;
  readonly families: Map<string, number> = new Map();
  readonly mutators: Map<string, number> = new Map();
  readonly reached: Map<string, number> = new Map();
  /** Verdicts compared, by `peer protocol`. */
  readonly compared: Map<string, number> = new Map();
  /** Disagreements by `rule` and then by peer. */
  readonly rules: Map<string, Map<string, number>> = new Map();
  readonly unclassified: Classified[] = [];

  get cases(): number {
    return this.#cases;
  }

  countCase({ family, mutators }: GeneratedCase, reached: readonly string[]): void {
    this.#cases++;
    increment(this.families, family);
    for (const mutator of mutators.length === 0 ? ["unchanged"] : new Set(mutators))
      increment(this.mutators, mutator);
    for (const word of reached) increment(this.reached, word);
  }

  countComparison(
    peer: string,
    compared: Comparison["compared"],
    disagreements: readonly Classified[],
  ): void {
    for (const [protocol, count] of Object.entries(compared))
      increment(this.compared, `${peer} ${protocol}`, count);
    for (const each of disagreements) {
      if (each.rule === null) {
        this.unclassified.push(each);
        continue;
      }
      const peers = this.rules.get(each.rule) ?? new Map<string, number>();
      increment(peers, peer);
      this.rules.set(each.rule, peers);
    }
  }
}

function increment(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
