import { randomInt } from "node:crypto";
import type { DnsFailure, DnsFailureReason, RecordType } from "../dns/answer.ts";
import type { Cancellation } from "../task/cancellation.ts";
import type { AttemptLimits } from "./attempt-limits.ts";
import type { AttemptBounds, AttemptOutcome } from "./wire-attempt.ts";
import { askHttps } from "./wire-https.ts";
import { encodeQuestion, type WireQuestion, type WireResponse } from "./wire-message.ts";
import { responseFailure } from "./wire-records.ts";
import type { WireServer } from "./wire-server.ts";
import { askTcp } from "./wire-tcp.ts";
import { askUdp } from "./wire-udp.ts";

/** The servers of a resolver and how they are asked. */
export interface WireServers extends AttemptLimits {
  readonly servers: readonly WireServer[];
}

/** Identifiers are 16 bits. RFC 1035 §4.1.1 */
const IDENTIFIERS = 0x1_0000;

/**
 * Asks the servers in turn, round after round, until one has an answer. One that says that it has
 * none is not asked again, and what it said is the outcome if no other server does better.
 */
export async function askServers(
  asked: WireServers,
  type: RecordType,
  name: string,
  cancellation: Cancellation | undefined,
): Promise<{ readonly kind: "response"; readonly response: WireResponse } | DnsFailure> {
  const bounds: AttemptBounds = { timeoutMs: asked.timeoutMs, cancellation };
  const open = new Set(asked.servers);
  let worst: DnsFailureReason = "timeout";
  for (let round = 0; round < asked.tries; round++) {
    for (const server of open) {
      const outcome = await askServer(server, type, name, bounds);
      const reason = failureOf(outcome);
      if (outcome.kind === "response" && reason === null) return outcome;
      if (outcome.kind === "response") open.delete(server);
      if (reason !== null) worst = reason;
    }
  }
  return { kind: "failure", reason: worst };
}

/** Why the outcome is no answer. Noise alone says nothing, but silence would have been a timeout. */
function failureOf(outcome: AttemptOutcome): DnsFailureReason | null {
  if (outcome.kind === "response") return responseFailure(outcome.response.code);
  return outcome.noise ? "malformed" : null;
}

/** One attempt at one server, with an identifier that nobody can know. RFC 5452 §9.2 */
async function askServer(
  server: WireServer,
  type: RecordType,
  name: string,
  bounds: AttemptBounds,
): Promise<AttemptOutcome> {
  // Caches for HTTP can only serve questions that look alike. RFC 8484 §4.1
  if (server.kind === "url") return askHttps(server, encodeQuestion(type, name, 0), bounds);
  const question: WireQuestion = encodeQuestion(type, name, randomInt(IDENTIFIERS));
  const outcome = await askUdp(server, question, bounds);
  if (outcome.kind === "unanswered" || !outcome.response.truncated) return outcome;
  // What was cut off is no answer; the whole comes over TCP. RFC 2181 §9
  return askTcp(server, question, bounds);
}
