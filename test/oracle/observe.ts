import { analyze } from "../../src/analysis/analyze.ts";
import { resolveInputs } from "../../src/analysis/inputs.ts";
import { AnalysisReader } from "../../src/analysis/read.ts";
import type { MessageReport } from "../../src/analysis/report.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { runSync } from "../../src/task/run-sync.ts";
import type { GeneratedCase } from "../support/generate/case.ts";

/** A case with what waxseal makes of it. */
export interface Observation {
  readonly each: GeneratedCase;
  readonly report: MessageReport;
}

export function observe(each: GeneratedCase): Observation {
  const inputs = resolveInputs(each.envelope, { now: each.now });
  const reader = new AnalysisReader(inputs, nodeCrypto);
  reader.push(each.message);
  const platform = { dns: snapshotResolver(each.zone), crypto: nodeCrypto };
  return { each, report: runSync(analyze(reader.finish(), inputs), platform, { limits: inputs.limits }) };
}
