import type { BimiResult } from "../bimi/result.ts";
import type { ArcResult } from "../arc/result.ts";
import type { DnsExchange } from "../dns/answer.ts";
import type { DkimResult } from "../dkim/result.ts";
import type { DmarcResult } from "../dmarc/result.ts";
import type { IprevResult } from "../iprev/result.ts";
import type { AuthorDecision } from "../message/author-decision.ts";
import type { LineEnding, MessageNote } from "../message/message.ts";
import type { ReceivedHop } from "../message/received-chain.ts";
import type { SpfResult } from "../spf/result.ts";
import type { FetchExchange } from "../task/fetch-transcript.ts";
import type { ArcOverride } from "./arc-override.ts";
import type { ReplayIndicator } from "./replay-indicators.ts";
import type { AnalysisInputs } from "./inputs.ts";

/** Raised when a reader of older reports would misread a newer one. */
export const SCHEMA_VERSION = 1;

/** Something that could not be evaluated because an input was missing: no verdict, not even `none`. */
export interface NotEvaluated<Reason extends string> {
  readonly result: "not-evaluated";
  readonly reason: Reason;
}

export type SpfReport = SpfResult | NotEvaluated<"no-client-ip" | "no-mail-from" | "no-helo">;
export type IprevReport = IprevResult | NotEvaluated<"no-client-ip">;

/**
 * DMARC as far as the inputs allow: without an SPF evaluation a `fail` (or an error) is not proven,
 * because MAIL FROM might align. `withoutSpf` is what DKIM alone gives.
 */
export type DmarcReport =
  | DmarcResult
  | (NotEvaluated<"spf-not-evaluated"> & { readonly withoutSpf: DmarcResult });

/** BIMI rests on DMARC; where that is not decided, neither is this. */
export type BimiReport = BimiResult | NotEvaluated<"dmarc-not-evaluated">;

/** The chain, and what of it speaks for accepting a message that fails DMARC. */
export type ArcReport = ArcResult & { readonly override: ArcOverride | null };

/** What is known of the message's bytes. */
export interface MessageFacts {
  readonly size: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly headerFields: number;
  readonly lineEnding: LineEnding;
  /** SHA-256 of the bytes as received, hexadecimal; null when it was not asked for. */
  readonly digest: string | null;
  readonly notes: readonly MessageNote[];
}

/**
 * The whole analysis of one message: plain data that survives JSON. Together with the message,
 * `inputs`, `dns` and `fetches` reproduce it exactly.
 */
export interface MessageReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly inputs: AnalysisInputs;
  readonly message: MessageFacts;
  readonly author: AuthorDecision;
  readonly spf: { readonly mailFrom: SpfReport; readonly helo: SpfReport };
  readonly iprev: IprevReport;
  /** One result for each DKIM-Signature field, top to bottom. */
  readonly dkim: readonly DkimResult[];
  readonly dmarc: DmarcReport;
  readonly arc: ArcReport;
  readonly bimi: BimiReport;
  /** The Received fields, top to bottom. */
  readonly received: readonly ReceivedHop[];
  /** Signs that a valid signature was taken from another delivery; they never change a verdict. */
  readonly replayIndicators: readonly ReplayIndicator[];
  /** Every DNS question and its answer, or null where the caller left them out. */
  readonly dns: readonly DnsExchange[] | null;
  /** Every document that was asked for, with its answer, or null where the caller left them out. */
  readonly fetches: readonly FetchExchange[] | null;
}
