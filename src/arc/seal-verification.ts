import { decodeBase64 } from "../base/base64.ts";
import { concatBytes } from "../base/bytes.ts";
import { TraceRecorder } from "../base/trace.ts";
import { policyCause } from "../dkim/acceptance.ts";
import { lookUpKeys } from "../dkim/key-lookup.ts";
import type { DkimKey } from "../dkim/key-record.ts";
import { tryKeys } from "../dkim/key-trial.ts";
import type { DkimPolicyCause } from "../dkim/result.ts";
import { signatureValueSpan } from "../dkim/signed-data.ts";
import { defaultAuid } from "../dkim/signature.ts";
import type { DkimEvent } from "../dkim/trace.ts";
import type { SignatureContext } from "../dkim/verify.ts";
import { canonicalizeHeaderField, canonicalizeSignatureField } from "../message/canonical-header.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { LineEnding } from "../message/message.ts";
import type { Task } from "../task/task.ts";
import type { SealResult } from "./result.ts";
import type { Seal } from "./seal.ts";
import type { CollectedChain, CollectedSeal, CollectedSet } from "./sets.ts";

/** What seals are verified by: the chain, and its fields in canonical form, made once for all seals. */
export interface SealContext extends SignatureContext {
  readonly chain: CollectedChain;
  readonly canonical: ReadonlyMap<HeaderField, Uint8Array>;
}

/** The fields of all sets in the one form in which seals hash them. RFC 8617 §4.1.3 */
export function canonicalizeSets(
  { sets }: CollectedChain,
  lineEnding: LineEnding,
): ReadonlyMap<HeaderField, Uint8Array> {
  const fields = sets.flatMap((set) => completeSet(set) ?? []);
  return new Map(fields.map((field) => [field, canonicalizeHeaderField(field, "relaxed", lineEnding)]));
}

/**
 * Verifies one seal: the signature over all sets up to its own.
 *
 * RFC 8617 §5.2, §5.1.1
 */
export function* verifySeal({ field, reading }: CollectedSeal, context: SealContext): Task<SealResult> {
  const fieldIndex = field.index;
  if ("issue" in reading) {
    const { issue: cause, text, claimed } = reading;
    return { result: "neutral", fieldIndex, cause, text, claimed, notes: [], trace: [] };
  }
  const { seal } = reading;
  const trace = new TraceRecorder<DkimEvent>();
  const common = { fieldIndex, seal, notes: [], trace: trace.events };
  const scope = sealedSets(seal, context.chain);
  if ("missing" in scope) {
    const cause = { code: "incomplete-set", instance: scope.missing } as const;
    return { result: "permerror", key: null, cause, ...common };
  }
  const { sdid, selector, algorithm, hash } = seal;
  const use = { sdid, selector, algorithm, hash, ...defaultAuid(sdid) };
  const keys = yield* lookUpKeys(use, context.limits.dkimKeyRecords, trace);
  if ("failure" in keys) {
    const cause = { code: "dns", name: keys.name, reason: keys.failure.reason } as const;
    return { result: "temperror", cause, ...common };
  }
  const found = { fieldIndex, seal, notes: keys.notes, trace: trace.events };
  if ("cause" in keys) return { result: "permerror", key: null, cause: keys.cause, ...found };
  const signedBytes = sealInput(scope.sets, field, context);
  const fields = 3 * scope.sets.length;
  trace.record({ code: "dkim.header-input", fields, bytes: signedBytes.length, rfc: "RFC 6376 §3.7" });
  const signature = decodeBase64(seal.signatureData) ?? new Uint8Array();
  const header = { algorithm, signedBytes, signature };
  const outcome = yield* tryKeys(keys.candidates, header, trace);
  const { key } = outcome;
  if (outcome.kind === "unusable") return { result: "permerror", key, cause: outcome.cause, ...found };
  const verified = { key: outcome.key, ...found };
  if (outcome.kind === "untried") return { result: "policy", cause: outcome.cause, ...verified };
  if (outcome.kind === "invalid") return { result: "fail", headerDiagnosis: outcome.diagnosis, ...verified };
  const cause = sealPolicyCause(seal, outcome.key, context);
  return cause === null ? { result: "pass", ...verified } : { result: "policy", cause, ...verified };
}

/** A seal has neither a lifetime nor a body; ARC never had rsa-sha1, so no policy can admit it. RFC 8301 §3.1 */
function sealPolicyCause(
  seal: Seal,
  key: DkimKey,
  { now, policy }: SignatureContext,
): DkimPolicyCause | null {
  const signature = { ...seal, expiresAt: null };
  return policyCause(
    { signature, key, coverage: { unsignedBodyBytes: 0 }, now },
    { ...policy, rsaSha1: "refuse" },
  );
}

/** The three fields of a set that has each exactly once. */
type SealedSet = readonly [results: HeaderField, messageSignature: HeaderField, seal: HeaderField];

/**
 * The sets under a seal: all up to its own, or its own alone where it says that the chain was broken.
 *
 * RFC 8617 §5.1.1, §5.1.2
 */
function sealedSets(
  { instance, chainValidation }: Seal,
  { sets }: CollectedChain,
): { readonly sets: readonly SealedSet[] } | { readonly missing: number } {
  const first = chainValidation === "fail" ? instance : 1;
  const scope: SealedSet[] = [];
  for (let number = first; number <= instance; number++) {
    const set = completeSet(sets.find((each) => each.instance === number));
    if (set === null) return { missing: number };
    scope.push(set);
  }
  return { sets: scope };
}

function completeSet(set: CollectedSet | undefined): SealedSet | null {
  if (set === undefined) return null;
  const { results, messageSignature, seal } = set;
  if (results === null || messageSignature === null || seal === null) return null;
  return [results.field, messageSignature.field, seal.field];
}

/**
 * The bytes under a seal: every field relaxed, set by set, the seal itself last and without the value
 * of its `b=`.
 *
 * RFC 8617 §4.1.3, §5.1.1
 */
function sealInput(
  sets: readonly SealedSet[],
  own: HeaderField,
  { canonical, message: { lineEnding } }: SealContext,
): Uint8Array {
  const fields = sets.flat().filter((field) => field !== own);
  return concatBytes([
    ...fields.map((field) => canonical.get(field) ?? new Uint8Array()),
    canonicalizeSignatureField(
      { field: own, signatureValue: signatureValueSpan(own) },
      "relaxed",
      lineEnding,
    ),
  ]);
}
