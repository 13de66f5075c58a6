import { collectArcSets, planArcDigests, type CollectedChain } from "../../src/arc/sets.ts";
import { DEFAULT_ARC_POLICY, type ArcPolicy } from "../../src/arc/policy.ts";
import type { ArcResult } from "../../src/arc/result.ts";
import { validateChain } from "../../src/arc/validate.ts";
import { resolveLimits, type Limits } from "../../src/base/limits.ts";
import { DEFAULT_DKIM_POLICY, type DkimPolicy } from "../../src/dkim/policy.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { MessageReader } from "../../src/message/message-reader.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { runSync } from "../../src/task/run-sync.ts";

export interface ValidateOptions {
  readonly zone: Zone;
  readonly policy?: Partial<ArcPolicy>;
  readonly signaturePolicy?: Partial<DkimPolicy>;
  readonly limits?: Partial<Limits>;
  readonly now?: number;
  /** Where the message is cut before it is read. */
  readonly cuts?: readonly number[];
}

export interface Validation {
  readonly result: ArcResult;
  /** The names that were asked for. */
  readonly questions: readonly string[];
}

/** The moment at which the tests' messages are judged unless they say otherwise. */
export const NOW = 1_760_000_000;

/** Validates the chain of a message written one character per byte. */
export function validate(message: string, options: ValidateOptions): Validation {
  const { now = NOW, cuts = [] } = options;
  const limits = resolveLimits(options.limits);
  let chain: CollectedChain = { sets: [], strays: [] };
  const reader = new MessageReader({
    crypto: nodeCrypto,
    limits,
    planDigests: (fields) => {
      chain = collectArcSets(fields);
      return planArcDigests(chain, limits);
    },
  });
  const bytes = Buffer.from(message, "latin1");
  let start = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    reader.push(bytes.subarray(start, cut));
    start = cut;
  }
  const questions: string[] = [];
  const snapshot = snapshotResolver(options.zone);
  const task = validateChain({
    message: reader.finish(),
    chain,
    policy: { ...DEFAULT_ARC_POLICY, ...options.policy },
    signaturePolicy: { ...DEFAULT_DKIM_POLICY, ...options.signaturePolicy },
    now,
    limits,
  });
  const result = runSync(task, {
    crypto: nodeCrypto,
    dns: {
      resolve: (type, name) => {
        questions.push(`${type} ${name}`);
        return snapshot.resolve(type, name);
      },
    },
  });
  return { result, questions };
}

/** The status, with the code of the cause and its instance where there is one. */
export function status(message: string, options: ValidateOptions): string {
  const { result } = validate(message, options);
  if (result.result === "none") return "none";
  if (result.result === "pass") return `pass oldest-pass=${result.oldestPass}`;
  const { cause } = result;
  return `fail ${cause.code}${"instance" in cause ? ` i=${cause.instance}` : ""}`;
}
