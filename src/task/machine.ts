import type { EffectAnswers } from "./effect-answers.ts";
import { Pending, type Eventual } from "./pending.ts";
import type { Task } from "./task.ts";

/** The tasks that a driver has begun; a generator runs once. */
const begun = new WeakSet<Task<unknown>>();

/**
 * Runs a task until its result. As long as answers are at hand it goes on without waiting; the
 * result is there on return when nothing had to be waited for.
 */
export function startTask<Result>(task: Task<Result>, answers: EffectAnswers): Eventual<Result> {
  if (typeof task.next !== "function")
    throw new TypeError("task: expected a task, call its function to get one");
  if (begun.has(task)) throw new TypeError("task: expected a task that has not been run, each runs once");
  begun.add(task);
  const result = new Pending<Result>();
  advance(task, undefined, answers, result);
  return result;
}

function advance<Result>(
  task: Task<Result>,
  input: unknown,
  answers: EffectAnswers,
  result: Pending<Result>,
): void {
  let step = task.next(input);
  while (step.done !== true) {
    const effect = step.value;
    const pending = effect.effect === "all" ? startAll(effect.tasks, answers) : answers.answer(effect);
    if (pending.outcome === null) {
      pending.whenSettled((value) => advance(task, value, answers, result));
      return;
    }
    step = task.next(pending.outcome.value);
  }
  result.settle(step.value);
}

/** Starts the tasks side by side; the results stand in the order of the tasks, not of their ends. */
function startAll(tasks: readonly Task<unknown>[], answers: EffectAnswers): Eventual<readonly unknown[]> {
  const all = new Pending<readonly unknown[]>();
  const results = tasks.map((): unknown => undefined);
  let open = tasks.length;
  if (open === 0) all.settle(results);
  for (const [index, task] of tasks.entries()) {
    startTask(task, answers).whenSettled((value) => {
      results[index] = value;
      open--;
      if (open === 0) all.settle(results);
    });
  }
  return all;
}
