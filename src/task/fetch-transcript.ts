import { decodeBase64, encodeBase64 } from "../base/base64.ts";
import { isRecordObject } from "../dns/record-shape.ts";
import type { Fetcher } from "./platform.ts";
import type { FetchAnswer, FetchFailureReason } from "./task.ts";

/** A fetch with its answer, as it stands in a report: plain data, the body in base64. */
export interface FetchExchange {
  readonly url: string;
  readonly answer: RecordedFetch;
}

export type RecordedFetch =
  | { readonly kind: "body"; readonly base64: string }
  | { readonly kind: "failure"; readonly reason: FetchFailureReason };

const FAILURE_REASONS: readonly FetchFailureReason[] = [
  "not-fetched",
  "not-https",
  "address-refused",
  "too-many-redirects",
  "http-status",
  "too-large",
  "timeout",
  "unreachable",
  "not-in-snapshot",
];

/** The answer as it is recorded. */
export function recordFetch(url: string, answer: FetchAnswer): FetchExchange {
  return {
    url,
    answer: answer.kind === "body" ? { kind: "body", base64: encodeBase64(answer.bytes) } : answer,
  };
}

/**
 * Answers from a transcript, failures included, so that a run over it repeats the recorded one. What is
 * not in it is answered `not-in-snapshot`.
 *
 * The transcript comes from a file as a rule, so its shape is checked: a `TypeError` names the place.
 */
export function transcriptFetcher(exchanges: readonly FetchExchange[]): Fetcher {
  if (!Array.isArray(exchanges)) throw new TypeError("fetches: expected a list");
  const answers = new Map<string, FetchAnswer>();
  for (const [index, exchange] of exchanges.entries()) {
    const path = `fetches[${index}]`;
    if (!isRecordObject(exchange) || typeof exchange["url"] !== "string") {
      throw new TypeError(`${path}: expected { url, answer }`);
    }
    const { url } = exchange;
    if (answers.has(url)) throw new TypeError(`${path}: the URL stands there twice`);
    answers.set(url, readAnswer(exchange["answer"], `${path}.answer`));
  }
  return { fetch: (url) => answers.get(url) ?? { kind: "failure", reason: "not-in-snapshot" } };
}

function readAnswer(value: unknown, path: string): FetchAnswer {
  if (!isRecordObject(value)) throw new TypeError(`${path}: expected an answer`);
  const { kind, base64, reason: given } = value;
  if (kind === "failure") {
    const reason = FAILURE_REASONS.find((known) => known === given);
    if (reason !== undefined) return { kind, reason };
    throw new TypeError(`${path}.reason: expected one of ${FAILURE_REASONS.join(", ")}`);
  }
  if (kind !== "body") throw new TypeError(`${path}.kind: expected body or failure`);
  const bytes = typeof base64 === "string" ? decodeBase64(base64) : null;
  if (bytes === null) throw new TypeError(`${path}.base64: expected base64`);
  return { kind, bytes };
}
