import { generateCase } from "../support/generate/generate.ts";
import { compare } from "./compare.ts";
import { observe, type Observation } from "./observe.ts";
import type { Peer } from "./peer.ts";
import { reached } from "./reach.ts";
import { classify } from "./rules.ts";
import { Tally } from "./tally.ts";

export interface DifferentialPlan {
  readonly seed: number;
  readonly cases: number;
  readonly peers: readonly Peer[];
  readonly onProgress?: (done: number) => void;
}

/** Cases made and judged at a time: enough to keep other programs busy, few enough to hold. */
const BATCH = 250;

/** Makes the cases, has every peer judge them, and counts where they differ. */
export async function runDifferential({ seed, cases, peers, onProgress }: DifferentialPlan): Promise<Tally> {
  const tally = new Tally();
  for (let start = 0; start < cases; start += BATCH) {
    const batch = observeBatch(seed, start, Math.min(start + BATCH, cases));
    for (const { each, report } of batch) tally.countCase(each, reached(report));
    const verdicts = await Promise.all(peers.map((peer) => peer.judge(batch)));
    for (const [index, peer] of peers.entries()) {
      for (const [at, observation] of batch.entries()) {
        const theirs = verdicts[index]?.[at];
        if (theirs === undefined) throw new Error(`${peer.name}: expected ${batch.length} answers`);
        const comparison = compare(peer.name, observation, theirs);
        tally.countComparison(peer.name, comparison.compared, classify(comparison));
      }
    }
    onProgress?.(start + batch.length);
  }
  return tally;
}

function observeBatch(seed: number, start: number, end: number): readonly Observation[] {
  const batch: Observation[] = [];
  for (let index = start; index < end; index++) batch.push(observe(generateCase(seed, index)));
  return batch;
}
