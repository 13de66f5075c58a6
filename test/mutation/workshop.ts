import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer, Order } from "./orders.ts";

/** Longest that the worker may keep silent before it is ended, in milliseconds. */
const SILENCE = { baseline: 300_000, attempt: 20_000 };
/** Orders after which the worker is replaced, so that what mutants leave behind does not pile up. */
const ORDERS = 400;

/** One worker process at a time, replaced when it hangs, dies or has done enough. */
export class Workshop {
  readonly #parameters: readonly string[];
  #worker: ChildProcess | null = null;
  #orders = 0;

  constructor(parameters: readonly string[]) {
    this.#parameters = parameters;
  }

  /** The worker's answer; null when it had to be ended or died. */
  async ask(order: Order): Promise<Answer | null> {
    if (this.#orders >= ORDERS) this.close();
    this.#orders += 1;
    const worker = (this.#worker ??= this.#hire());
    const answer = await new Promise<Answer | null>((resolve) => {
      const timer = setTimeout(() => settle(null), SILENCE[order.kind]);
      const onMessage = (message: Answer): void => settle(message);
      const onExit = (): void => settle(null);
      const settle = (value: Answer | null): void => {
        clearTimeout(timer);
        worker.off("message", onMessage);
        worker.off("exit", onExit);
        resolve(value);
      };
      worker.on("message", onMessage);
      worker.on("exit", onExit);
      worker.send(order);
    });
    if (answer === null) this.close();
    return answer;
  }

  close(): void {
    this.#worker?.kill("SIGKILL");
    this.#worker = null;
    this.#orders = 0;
  }

  #hire(): ChildProcess {
    const path = fileURLToPath(new URL("worker.js", import.meta.url));
    return fork(path, this.#parameters, {
      execArgv: ["--max-old-space-size=2048"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
  }
}
