import { writeFile } from "node:fs/promises";
import { analyze } from "../analysis/analyze.ts";
import { makeBundle, type BundleContent } from "../analysis/bundle.ts";
import type { AnalysisInputs, Envelope } from "../analysis/inputs.ts";
import { AnalysisReader, type ReadMessage } from "../analysis/read.ts";
import { recoverEnvelope, type RecoveredEnvelope } from "../analysis/recover-envelope.ts";
import type { MessageReport } from "../analysis/report.ts";
import type { Resolver } from "../dns/resolver.ts";
import { readReceivedChain } from "../message/received-chain.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { loadDocumentChecks } from "../node/document-checks.ts";
import { nodeFetcher } from "../node/fetcher.ts";
import { nodePlatform } from "../node/platform.ts";
import { run } from "../task/run.ts";
import { completeInputs, receivedMoment, typedInputs, type EnvelopeOptions } from "./envelope-options.ts";
import { inputFailure } from "./failure.ts";
import { openMessage, readMessageFile, reasonOf, spokenName } from "./input.ts";
import type { Terminal } from "./terminal.ts";

/** One message with its result. */
export interface Analyzed {
  readonly name: string;
  readonly report: MessageReport;
  /** What of the envelope was taken from the message, and where. */
  readonly recovered: RecoveredEnvelope;
}

/** What the user typed about one message. */
export interface MessageOptions extends EnvelopeOptions {
  /** Whether the documents of BIMI are fetched. */
  readonly fetch?: boolean;
}

/** Where the evidence of a message goes, and whether the message itself goes with it. */
export interface BundleTarget {
  readonly file: string;
  readonly content: BundleContent;
}

/** Reads and analyses one message; a stream unless its bytes are wanted for a bundle. */
export async function analyzeMessage(
  name: string,
  options: MessageOptions,
  bundle: BundleTarget | null,
  resolver: Resolver,
  terminal: Terminal,
): Promise<Analyzed> {
  const typed = typedInputs(options);
  if (bundle === null) {
    return analyzeRead(name, await readChunks(openMessage(name, terminal), typed), typed, options, resolver);
  }
  const bytes = await readMessageFile(name, terminal);
  const analyzed = await analyzeBytes(name, bytes, options, resolver);
  await writeBundle(bundle, analyzed.report, bytes);
  return analyzed;
}

/** Analyses a message at hand. */
export async function analyzeBytes(
  name: string,
  bytes: Uint8Array,
  options: MessageOptions,
  resolver: Resolver,
): Promise<Analyzed> {
  const typed = typedInputs(options);
  return analyzeRead(name, await readChunks([bytes], typed), typed, options, resolver);
}

async function readChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  inputs: AnalysisInputs,
): Promise<ReadMessage> {
  const reader = new AnalysisReader(inputs, nodeCrypto);
  for await (const chunk of chunks) reader.push(chunk);
  return reader.finish();
}

async function analyzeRead(
  name: string,
  read: ReadMessage,
  typed: AnalysisInputs,
  options: MessageOptions,
  resolver: Resolver,
): Promise<Analyzed> {
  const { fields, size } = read.message;
  if (size === 0) throw inputFailure(`${spokenName(name)}: is empty`);
  if (fields.length === 0) throw inputFailure(`${spokenName(name)}: is no message, it has no header field`);
  const recovered = recoverEnvelope(fields, typed.trustedHops);
  const moment =
    options.now === "received" ? receivedMoment(readReceivedChain(fields, typed.trustedHops)) : typed.now;
  if (moment === null) {
    throw inputFailure(`${spokenName(name)}: --now received: no trusted Received field tells a date`);
  }
  const inputs = completeInputs(typed, recovered, moment);
  const fetching = options.fetch === true;
  const checks = fetching ? await loadDocumentChecks(inputs) : null;
  const platform = nodePlatform({ resolver, ...(fetching ? { fetcher: nodeFetcher() } : {}) });
  const report = await run(analyze(read, inputs, checks), platform, { limits: inputs.limits });
  return { name, report, recovered: withoutTyped(recovered, typed.envelope) };
}

/** Only what was really taken from the message is said to be so. */
function withoutTyped({ envelope, sources }: RecoveredEnvelope, typed: Envelope): RecoveredEnvelope {
  return {
    envelope,
    sources: {
      clientIp: typed.clientIp === undefined ? sources.clientIp : null,
      helo: typed.helo === undefined ? sources.helo : null,
      mailFrom: typed.mailFrom === undefined ? sources.mailFrom : null,
    },
  };
}

async function writeBundle(
  { file, content }: BundleTarget,
  report: MessageReport,
  message: Uint8Array,
): Promise<void> {
  const bundle = makeBundle(report, message, nodeCrypto, content);
  await writeFile(file, `${JSON.stringify(bundle)}\n`).catch((error: unknown) => {
    throw inputFailure(`${file}: ${reasonOf(error)}`);
  });
}
