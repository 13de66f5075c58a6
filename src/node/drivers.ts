import type { Platform } from "../task/platform.ts";
import { run as runOn, type RunOptions } from "../task/run.ts";
import { runSync as runSyncOn, type RunSyncOptions } from "../task/run-sync.ts";
import type { Task } from "../task/task.ts";
import { nodeCrypto } from "./crypto.ts";
import { nodePlatform } from "./platform.ts";

/** The driver `run` on Node's platform; what is given stands for a part of it, a resolver of one's own as a rule. */
export function run<Result>(
  task: Task<Result>,
  platform: Partial<Platform> = {},
  options: RunOptions = {},
): Promise<Result> {
  return runOn(task, { ...nodePlatform(), ...platform }, options);
}

/** The driver `runSync` with Node's cryptography; answers must be at hand, so the resolver is the caller's. */
export function runSync<Result>(
  task: Task<Result>,
  platform: Pick<Platform, "dns"> & Partial<Platform>,
  options: RunSyncOptions = {},
): Result {
  return runSyncOn(task, { crypto: nodeCrypto, ...platform }, options);
}
