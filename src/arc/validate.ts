import { TraceRecorder } from "../base/trace.ts";
import type { DkimPolicy } from "../dkim/policy.ts";
import { headerLimitCause, type SignatureContext } from "../dkim/verify.ts";
import { all, done, type Task } from "../task/task.ts";
import { changesOf } from "./changes.ts";
import { notesOfSet } from "./chain-notes.ts";
import { verifyMessageSignature } from "./message-signature.ts";
import type { ArcPolicy } from "./policy.ts";
import type { ArcResult, ArcSet } from "./result.ts";
import { canonicalizeSets, verifySeal, type SealContext } from "./seal-verification.ts";
import { signatureCause } from "./signature-causes.ts";
import { structureCause } from "./structure.ts";
import { ARC_FIELD_NAMES, exceedsLimit, type CollectedChain, type CollectedSet } from "./sets.ts";
import type { ArcEvent } from "./trace.ts";
import { judgeTrust } from "./trust.ts";

/** The message was read with the digests of `planArcDigests(chain)`. */
export interface ChainInput extends Omit<SignatureContext, "policy"> {
  /** What `collectArcSets` found in the fields of the message. */
  readonly chain: CollectedChain;
  readonly policy: ArcPolicy;
  /** What is asked of signatures and keys: the receiver's rules for DKIM hold for chains as well. */
  readonly signaturePolicy: DkimPolicy;
}

/**
 * Validates the Authenticated Received Chain of a message.
 *
 * The status is decided in the order of the algorithm, and the first reason to fail is its cause. Beyond
 * that every set that can be is evaluated, also where the algorithm has already stopped, because that is
 * what tells where a chain broke; there are 50 sets at most, and a key is asked for once.
 *
 * RFC 8617 §5.2
 */
export function* validateChain(input: ChainInput): Task<ArcResult> {
  const { chain, limits, message } = input;
  const trace = new TraceRecorder<ArcEvent>();
  if (chain.sets.length === 0 && chain.strays.length === 0) {
    return { result: "none", trusted: false, sets: [], changes: [], notes: [], trace: trace.events };
  }
  recordStructure(chain, trace);
  const sets = exceedsLimit(chain, limits) ? [] : yield* evaluateSets(input);
  const common = {
    sets,
    changes: changesOf(sets),
    notes: sets.length === 0 ? [] : chain.sets.flatMap(notesOfSet),
    trace: trace.events,
  };
  const cause = headerLimitCause(message) ?? structureCause(chain, limits) ?? signatureCause(sets);
  recordSignatures(sets, trace);
  if (cause !== null) return { result: "fail", trusted: false, cause, ...common };
  const oldestPass = oldestPassOf(sets);
  trace.record({ code: "arc.oldest-pass", instance: oldestPass, rfc: "RFC 8617 §5.2" });
  return { result: "pass", oldestPass, ...common, ...judgeTrust(sets, input.policy) };
}

function evaluateSets({ chain, message, signaturePolicy, now, limits }: ChainInput): Task<readonly ArcSet[]> {
  const canonical = canonicalizeSets(chain, message.lineEnding);
  const context: SealContext = { chain, message, policy: signaturePolicy, now, limits, canonical };
  return all(chain.sets.map((set) => evaluateSet(set, context)));
}

function* evaluateSet(set: CollectedSet, context: SealContext): Task<ArcSet> {
  const { instance, results } = set;
  const [seal, messageSignature] = yield* all([
    set.seal === null ? done(null) : verifySeal(set.seal, context),
    set.messageSignature === null ? done(null) : verifyMessageSignature(set.messageSignature, context),
  ]);
  return {
    instance,
    sealer: sealerOf(seal),
    seal,
    messageSignature,
    authenticationResults: results && { fieldIndex: results.field.index, ...results.reading },
  };
}

function sealerOf(seal: ArcSet["seal"]): ArcSet["sealer"] {
  if (seal === null) return null;
  if (!("seal" in seal)) return seal.claimed;
  const { sdid, selector } = seal.seal;
  return { sdid, selector };
}

/**
 * The oldest instance from which on every message signature verifies, 0 when all do.
 *
 * RFC 8617 §5.2, step 5
 */
function oldestPassOf(sets: readonly ArcSet[]): number {
  const broken = sets.findLast(({ messageSignature }) => messageSignature?.result !== "pass");
  return broken === undefined ? 0 : broken.instance + 1;
}

function recordStructure({ sets, strays }: CollectedChain, trace: TraceRecorder<ArcEvent>): void {
  trace.record({
    code: "arc.collected",
    sets: sets.length,
    strays: strays.length,
    rfc: "RFC 8617 §5.2",
  });
  for (const { instance, fields } of sets) {
    for (const field of ARC_FIELD_NAMES) {
      const count = fields[field].length;
      if (count !== 1) {
        trace.record({ code: "arc.set-incomplete", instance, field, count, rfc: "RFC 8617 §4.2.1" });
      }
    }
  }
}

/** In the order of the algorithm: newest to oldest, message signatures before seals. RFC 8617 §5.2 */
function recordSignatures(sets: readonly ArcSet[], trace: TraceRecorder<ArcEvent>): void {
  const newestFirst = sets.toReversed();
  for (const { instance, messageSignature } of newestFirst) {
    if (messageSignature === null) continue;
    const { result } = messageSignature;
    trace.record({ code: "arc.message-signature", instance, result, rfc: "RFC 8617 §5.2" });
  }
  for (const { instance, seal } of newestFirst) {
    if (seal === null) continue;
    trace.record({ code: "arc.seal", instance, result: seal.result, rfc: "RFC 8617 §5.2" });
  }
}
