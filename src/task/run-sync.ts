import { resolveLimits, type Limits } from "../base/limits.ts";
import { EffectAnswers, type DriverPlatform, type PromisedAnswer } from "./effect-answers.ts";
import { startTask } from "./machine.ts";
import { outcomeOf } from "./pending.ts";
import type { Task } from "./task.ts";

export interface RunSyncOptions {
  readonly limits?: Partial<Limits>;
}

/**
 * Runs a task over answers that are at hand: a snapshot, a transcript, a warm cache.
 *
 * A platform that answers with a promise is a `TypeError`; use `run` for it. So is a task that was
 * run before.
 */
export function runSync<Result>(
  task: Task<Result>,
  platform: DriverPlatform,
  options: RunSyncOptions = {},
): Result {
  const answers = new EffectAnswers(platform, resolveLimits(options.limits), refuseWaiting);
  const outcome = outcomeOf(startTask(task, answers));
  if (outcome === null) throw new TypeError("task: expected to end, it waits for an answer that cannot come");
  return outcome.value;
}

function refuseWaiting<Value>(promised: PromisedAnswer<Value>): never {
  // The promise is given up; should it reject later, that concerns nobody any more.
  promised.promise.catch(() => undefined);
  throw new TypeError(`${promised.asked}: expected an answer at hand, got a promise; use run()`);
}
