import type { EffectAnswers } from "./effect-answers.ts";
import { Pending, type Eventual } from "./pending.ts";
import type { Task } from "./task.ts";

const RUN_BEFORE = "task: expected a task that has not been run, each runs once";

/** The tasks that a driver was given; a generator runs once. */
const begun = new WeakSet<Task<unknown>>();

/**
 * Runs a task until its result. As long as answers are at hand it goes on without waiting; what is
 * returned is the result when nothing had to be waited for.
 */
export function startTask<Result>(task: Task<Result>, answers: EffectAnswers): Eventual<Result> {
  if (typeof task.next !== "function")
    throw new TypeError("task: expected a task, call its function to get one");
  if (begun.has(task)) throw new TypeError(RUN_BEFORE);
  begun.add(task);
  return advance(task, undefined, answers, null);
}

/** Takes a task on with an input; `promised` is the result that somebody waits for since it last stood still. */
function advance<Result>(
  task: Task<Result>,
  input: unknown,
  answers: EffectAnswers,
  promised: Pending<Result> | null,
): Eventual<Result> {
  let step = task.next(input);
  while (step.done !== true) {
    const effect = step.value;
    let answer = effect.effect === "all" ? startAll(effect.tasks, answers) : answers.answer(effect);
    if (answer instanceof Pending) {
      if (answer.outcome === null) {
        const result = promised ?? new Pending<Result>();
        answer.whenSettled((value) => advance(task, value, answers, result));
        return result;
      }
      answer = answer.outcome.value;
    }
    step = task.next(answer);
  }
  promised?.settle(step.value);
  return step.value;
}

/** Starts the tasks side by side; the results stand in the order of the tasks, not of their ends. */
function startAll(tasks: readonly Task<unknown>[], answers: EffectAnswers): Eventual<readonly unknown[]> {
  if (new Set(tasks).size < tasks.length) throw new TypeError(RUN_BEFORE);
  const results: unknown[] = [];
  for (const task of tasks) results.push(advance(task, undefined, answers, null));
  return settleAll(results);
}

/** The results where all are there, else a promise of them; those still to come are filled in as they come. */
function settleAll(results: unknown[]): Eventual<readonly unknown[]> {
  let awaited = 0;
  for (const result of results) if (result instanceof Pending) awaited++;
  if (awaited === 0) return results;
  const all = new Pending<readonly unknown[]>();
  for (const [index, result] of results.entries()) {
    if (!(result instanceof Pending)) continue;
    result.whenSettled((value) => {
      results[index] = value;
      awaited--;
      if (awaited === 0) all.settle(results);
    });
  }
  return all;
}
