import { decodeBase64, encodeBase64 } from "../base/base64.ts";
import { hex } from "../base/bytes.ts";
import type { DocumentChecking, DocumentChecks } from "../bimi/document-checks.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import type { DnsExchange } from "../dns/answer.ts";
import { transcriptResolver } from "../dns/transcript.ts";
import { transcriptFetcher, type FetchExchange } from "../task/fetch-transcript.ts";
import { runSync } from "../task/run-sync.ts";
import { analyze } from "./analyze.ts";
import { resolveInputs, type AnalysisInputs } from "./inputs.ts";
import { AnalysisReader } from "./read.ts";
import type { MessageReport } from "./report.ts";

/** Raised when a reader of older bundles would misread a newer one. */
export const BUNDLE_VERSION = 1;

/** Everything needed to repeat an analysis: one JSON document that proves a verdict years later. */
export interface EvidenceBundle {
  readonly waxsealBundle: typeof BUNDLE_VERSION;
  readonly message: BundledMessage;
  readonly inputs: AnalysisInputs;
  readonly dns: readonly DnsExchange[];
  /** The documents that BIMI asked for, if any. */
  readonly fetches: readonly FetchExchange[];
}

/** The message itself in base64, or only its SHA-256 where it must not be passed on. */
export type BundledMessage =
  | { readonly kind: "bytes"; readonly base64: string }
  | { readonly kind: "digest"; readonly sha256: string; readonly size: number };

/** Whether the bundle carries the message or only names it. */
export type BundleContent = "message" | "digest";

/** Makes the evidence bundle of a report and the message it is about. A report without its transcripts is a `TypeError`. */
export function makeBundle(
  report: MessageReport,
  message: Uint8Array,
  crypto: Pick<CryptoProvider, "createHash">,
  content: BundleContent = "message",
): EvidenceBundle {
  const { inputs, dns, fetches } = report;
  if (dns === null || fetches === null)
    throw new TypeError("report: expected its transcripts, dns and fetches; it was made without them");
  const bundled: BundledMessage =
    content === "message"
      ? { kind: "bytes", base64: encodeBase64(message) }
      : { kind: "digest", sha256: sha256(message, crypto), size: message.length };
  return { waxsealBundle: BUNDLE_VERSION, message: bundled, inputs, dns, fetches };
}

/** What a replay takes beside the bundle. */
export interface ReplayOptions {
  /** The message, for a bundle that holds only its digest. */
  readonly message?: Uint8Array;
  /** `documentChecks` of `waxseal/bimi`, for a bundle with documents that BIMI asked for. */
  readonly documentChecks?: DocumentChecking;
}

/**
 * Repeats the analysis that a bundle records, without network or clock, and returns the identical
 * report.
 *
 * A bundle that holds only the digest needs the message, one with documents their checks. A bundle of
 * another shape, or a message with another digest, is a `TypeError` that says what was expected.
 */
export function replayBundle(
  bundle: EvidenceBundle,
  crypto: CryptoProvider,
  options: ReplayOptions = {},
): MessageReport {
  if (!isObject(bundle) || bundle.waxsealBundle !== BUNDLE_VERSION) {
    throw new TypeError(
      `bundle.waxsealBundle: expected ${BUNDLE_VERSION}, an evidence bundle of this version`,
    );
  }
  const inputs = readInputs(bundle.inputs);
  const { message } = options;
  const bytes = message ?? bundledBytes(bundle.message);
  if (message !== undefined) requireSameMessage(bundle.message, message, crypto);
  const reader = new AnalysisReader(inputs, crypto);
  reader.push(bytes);
  const platform = {
    dns: transcriptResolver(bundle.dns),
    fetch: transcriptFetcher(bundle.fetches),
    crypto,
  };
  const checks = bundle.fetches.length === 0 ? null : makeChecks(inputs, crypto, options);
  return runSync(analyze(reader.finish(), inputs, checks), platform, { limits: inputs.limits });
}

function makeChecks(
  { limits, policy }: AnalysisInputs,
  crypto: CryptoProvider,
  { documentChecks }: ReplayOptions,
): DocumentChecks {
  if (documentChecks === undefined) {
    throw new TypeError("options.documentChecks: expected it, the bundle holds documents of BIMI");
  }
  return documentChecks(crypto, { limits, roots: policy.bimi.roots });
}

function readInputs(inputs: AnalysisInputs): AnalysisInputs {
  if (!isObject(inputs)) throw new TypeError("bundle.inputs: expected an object");
  return resolveInputs(inputs.envelope, inputs);
}

function bundledBytes(message: BundledMessage): Uint8Array {
  if (!isObject(message)) throw new TypeError("bundle.message: expected an object");
  if (message.kind === "digest") {
    throw new TypeError("message: expected the message, the bundle holds only its digest");
  }
  const bytes = typeof message.base64 === "string" ? decodeBase64(message.base64) : null;
  if (bytes === null) throw new TypeError("bundle.message.base64: expected base64");
  return bytes;
}

function requireSameMessage(
  bundled: BundledMessage,
  message: Uint8Array,
  crypto: Pick<CryptoProvider, "createHash">,
): void {
  const expected = bundled.kind === "digest" ? bundled.sha256 : sha256(bundledBytes(bundled), crypto);
  const found = sha256(message, crypto);
  if (found !== expected) throw new TypeError(`message: expected SHA-256 ${expected}, got ${found}`);
}

function sha256(bytes: Uint8Array, crypto: Pick<CryptoProvider, "createHash">): string {
  const hash = crypto.createHash("sha256");
  hash.update(bytes);
  return hex(hash.digest());
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
