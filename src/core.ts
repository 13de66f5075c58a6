/**
 * Everything that needs no platform: parsers and formatters, tasks, drivers, and resolvers over given
 * answers. A caller brings a `Platform`.
 */

export { analyze } from "./analysis/analyze.ts";
export { toAuthenticationResults } from "./analysis/authentication-results.ts";
export { explain } from "./analysis/explain/explain.ts";
export { formatExplanation } from "./analysis/explain/quote.ts";
export type { Quote, Statement, StatementKind, Topic } from "./analysis/explain/statement.ts";
export { DEFAULT_POLICY, resolveInputs } from "./analysis/inputs.ts";
export type {
  AnalysisInputs,
  Envelope,
  InputOptions,
  LineEndings,
  Policy,
  PolicyOptions,
} from "./analysis/inputs.ts";
export { AnalysisReader } from "./analysis/read.ts";
export type { ReadMessage } from "./analysis/read.ts";
export type { ReplayIndicator } from "./analysis/replay-indicators.ts";
export { SCHEMA_VERSION } from "./analysis/report.ts";
export type {
  DmarcReport,
  IprevReport,
  MessageFacts,
  MessageReport,
  NotEvaluated,
  SpfReport,
} from "./analysis/report.ts";
export { run } from "./task/run.ts";
export { runSync } from "./task/run-sync.ts";
export { snapshotResolver } from "./dns/snapshot.ts";
