import { resolveLimits, type Limits } from "../base/limits.ts";
import { CancellationSource, type Cancellation } from "./cancellation.ts";
import { EffectAnswers, type DriverPlatform, type PromisedAnswer } from "./effect-answers.ts";
import { startTask } from "./machine.ts";
import { Pending } from "./pending.ts";
import type { Task } from "./task.ts";

export interface RunOptions {
  readonly limits?: Partial<Limits>;
  /** Milliseconds until open questions are given up. Default 30 s: more than the 20 s of RFC 7208 §4.6.4 */
  readonly deadlineMs?: number;
  /** Ends the run at once: the promise rejects with the signal's reason. */
  readonly signal?: Cancellation;
}

const DEFAULT_DEADLINE_MS = 30_000;
/** What 31 bits hold; timers take no more. */
const LONGEST_DEADLINE_MS = 0x7fff_ffff;

/**
 * Runs a task over a live platform: independent tasks side by side, each question once.
 *
 * At the deadline every open and every later question is answered `timeout`, so a result still comes
 * out. An exception of the platform, and any mistake in the call, rejects the promise unchanged.
 */
export function run<Result>(
  task: Task<Result>,
  platform: DriverPlatform,
  options: RunOptions = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const deadlineMs = readDeadline(options, platform);
    new LiveRun(platform, options, resolve, reject).start(task, deadlineMs);
  });
}

/** One run: what must be let go of when it ends, in whichever way. */
class LiveRun<Result> {
  readonly #platform: DriverPlatform;
  readonly #signal: Cancellation | undefined;
  readonly #resolve: (result: Result) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #answers: EffectAnswers;
  readonly #questions = new CancellationSource();
  readonly #onAbort = (): void => this.#fail(this.#signal?.reason);
  #cancelDeadline: (() => void) | undefined;
  #over = false;

  constructor(
    platform: DriverPlatform,
    options: RunOptions,
    resolve: (result: Result) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#platform = platform;
    this.#signal = options.signal;
    this.#resolve = resolve;
    this.#reject = reject;
    const limits = resolveLimits(options.limits);
    this.#answers = new EffectAnswers(platform, limits, (promised) => this.#wait(promised), this.#questions);
  }

  start(task: Task<Result>, deadlineMs: number): void {
    if (this.#signal?.aborted === true) return this.#onAbort();
    this.#signal?.addEventListener("abort", this.#onAbort);
    this.#guard(() => {
      const result = startTask(task, this.#answers);
      if (!(result instanceof Pending)) return this.#finish(result);
      result.whenSettled((value) => this.#finish(value));
      this.#cancelDeadline = this.#platform.schedule?.(deadlineMs, () => this.#guard(() => this.#expire()));
    });
  }

  #wait<Value>(promised: PromisedAnswer<Value>): void {
    promised.promise.then(
      (value) => this.#guard(() => promised.arrive(value)),
      (reason: unknown) => {
        if (promised.isOpen()) this.#fail(reason);
      },
    );
  }

  #finish(result: Result): void {
    this.#end();
    this.#resolve(result);
  }

  #expire(): void {
    this.#questions.cancel(new Error("the deadline of the run was reached"));
    this.#answers.expire();
  }

  /** Takes a step of the run; an exception in it, of the platform or a bug of ours, ends the run. */
  #guard(step: () => void): void {
    if (this.#over) return;
    try {
      step();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(reason: unknown): void {
    if (this.#over) return;
    this.#end();
    this.#answers.stop();
    this.#reject(reason);
    this.#questions.cancel(reason);
  }

  #end(): void {
    this.#over = true;
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#cancelDeadline?.();
  }
}

function readDeadline(options: RunOptions, platform: DriverPlatform): number {
  const { deadlineMs } = options;
  if (deadlineMs === undefined) return DEFAULT_DEADLINE_MS;
  if (!(deadlineMs >= 0 && deadlineMs <= LONGEST_DEADLINE_MS)) {
    throw new TypeError(`deadlineMs: expected 0 to ${LONGEST_DEADLINE_MS} milliseconds, got ${deadlineMs}`);
  }
  if (platform.schedule === undefined) {
    throw new TypeError("platform.schedule: expected a function, a deadline is asked for");
  }
  return deadlineMs;
}
