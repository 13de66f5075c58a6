import { CancellationSource, type Cancellation } from "../task/cancellation.ts";

/** What the owner of a shared question does with its end. */
export interface QuestionEnd<Answer> {
  readonly answered: (answer: Answer) => void;
  /** The question takes no more listeners: it was answered, failed, or was given up by all. */
  readonly ended: () => void;
}

interface Waiter<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** A question under way that several wait for, each free to leave; the last one to leave cancels it. */
export class SharedQuestion<Answer> {
  readonly #source = new CancellationSource();
  readonly #waiters = new Set<Waiter<Answer>>();
  #end: QuestionEnd<Answer> | undefined;

  /** What the question itself is asked with. */
  get cancellation(): Cancellation {
    return this.#source;
  }

  follow(answer: Promise<Answer>, end: QuestionEnd<Answer>): void {
    this.#end = end;
    answer.then(
      (given) => this.#answer(given, end),
      (reason: unknown) => this.#fail(reason, end),
    );
  }

  /** The answer; rejects with the reason of the cancellation once that comes first. */
  wait(cancellation: Cancellation | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiters.delete(waiter);
        reject(cancellation?.reason);
        if (this.#waiters.size === 0) this.#giveUp(cancellation?.reason);
      };
      const leave = (): void => cancellation?.removeEventListener("abort", onAbort);
      const waiter: Waiter<Answer> = {
        resolve: (answer) => {
          leave();
          resolve(answer);
        },
        reject: (reason) => {
          leave();
          reject(reason);
        },
      };
      this.#waiters.add(waiter);
      if (cancellation?.aborted === true) onAbort();
      else cancellation?.addEventListener("abort", onAbort);
    });
  }

  #answer(answer: Answer, end: QuestionEnd<Answer>): void {
    end.ended();
    end.answered(answer);
    for (const waiter of this.#leaveAll()) waiter.resolve(answer);
  }

  #fail(reason: unknown, end: QuestionEnd<Answer>): void {
    end.ended();
    for (const waiter of this.#leaveAll()) waiter.reject(reason);
  }

  #leaveAll(): readonly Waiter<Answer>[] {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    return waiters;
  }

  #giveUp(reason: unknown): void {
    this.#end?.ended();
    this.#source.cancel(reason);
  }
}
