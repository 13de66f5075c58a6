import { analyze } from "../analysis/analyze.ts";
import { resolveInputs, type Envelope, type InputOptions } from "../analysis/inputs.ts";
import { AnalysisReader } from "../analysis/read.ts";
import type { MessageReport } from "../analysis/report.ts";
import { requireArgument, TRUE_OR_FALSE, type OptionRule } from "../base/options.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { Fetcher } from "../task/platform.ts";
import { run } from "../task/run.ts";
import { loadDocumentChecks } from "./document-checks.ts";
import { pushMessage, type MessageSource } from "./message-source.ts";
import { nodePlatform } from "./platform.ts";

export interface AuthenticateOptions extends Partial<InputOptions> {
  /** Default: the servers of the system. */
  readonly resolver?: Resolver;
  /** Fetches the documents of BIMI, `nodeFetcher()` from the web. Default: nothing is fetched. */
  readonly fetcher?: Fetcher;
  /** Milliseconds until open DNS questions count as timed out. Default 30,000. */
  readonly deadlineMs?: number;
  /** Rejects with the signal's reason when aborted. */
  readonly signal?: AbortSignal;
  /** Whether the report keeps every DNS question and every fetch with its answer. Default true. */
  readonly transcript?: boolean;
}

const RESOLVER = objectWith("resolve");
const FETCHER = objectWith("fetch");
const SIGNAL: OptionRule = {
  expected: "an AbortSignal",
  accepts: (value) => value instanceof AbortSignal,
};

/** An object of the caller, known by what it can do. */
function objectWith(method: string): OptionRule {
  return {
    expected: `an object with the method ${method}`,
    accepts: (value) =>
      typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function",
  };
}

/**
 * Authenticates one message: SPF, DKIM, DMARC, ARC and BIMI, with the proof of every result.
 *
 * Nothing that a message or the DNS holds rejects the promise. It rejects with a `TypeError` for a
 * mistake in the arguments, with the reason of `signal`, and with what a stream or resolver throws.
 */
export async function authenticate(
  message: MessageSource,
  envelope: Envelope,
  options: AuthenticateOptions = {},
): Promise<MessageReport> {
  const { resolver, fetcher, deadlineMs, signal, transcript = true, now = Date.now() / 1000 } = options;
  const inputs = resolveInputs(envelope, { ...options, now });
  if (resolver !== undefined) requireArgument("options.resolver", resolver, RESOLVER);
  if (fetcher !== undefined) requireArgument("options.fetcher", fetcher, FETCHER);
  if (signal !== undefined) requireArgument("options.signal", signal, SIGNAL);
  requireArgument("options.transcript", transcript, TRUE_OR_FALSE);
  const platform = nodePlatform({
    ...(resolver === undefined ? {} : { resolver }),
    ...(fetcher === undefined ? {} : { fetcher }),
  });
  const reader = new AnalysisReader(inputs, platform.crypto);
  await pushMessage(message, reader, signal);
  const checks = fetcher === undefined ? null : await loadDocumentChecks(inputs);
  const report = await run(analyze(reader.finish(), inputs, checks), platform, {
    limits: inputs.limits,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(signal === undefined ? {} : { signal }),
  });
  return transcript ? report : { ...report, dns: null, fetches: null };
}
