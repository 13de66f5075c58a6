import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { CONTESTANTS, type Contestant, type ContestantName } from "./contestants.ts";
import type { Corpus } from "./corpus.ts";
import { check } from "./words.ts";

/** What an engine is told to do; `turn` goes over some of the messages, several times. */
type Order =
  | { readonly kind: "load"; readonly corpus: Corpus }
  | { readonly kind: "check" }
  | { readonly kind: "turn"; readonly from: number; readonly to: number; readonly times: number };

/**
 * One contestant in a thread and an engine of its own, so that nobody pays for what another left behind:
 * garbage to collect, and compiled code that the engine throws away with the types it was made for.
 */
export class Engine {
  readonly name: ContestantName;
  readonly #worker: Worker;

  constructor(name: ContestantName) {
    this.name = name;
    this.#worker = new Worker(new URL(import.meta.url), { workerData: name });
  }

  /** Takes the messages that all further orders are about. */
  async load(corpus: Corpus): Promise<void> {
    await this.#order({ kind: "load", corpus });
  }

  /** Rejects when the contestant answers wrongly. */
  async check(): Promise<void> {
    await this.#order({ kind: "check" });
  }

  /** Processor time, in microseconds, that the contestant needs for the messages of a range. */
  turn(from: number, to: number, times = 1): Promise<number> {
    return this.#order({ kind: "turn", from, to, times });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #order(order: Order): Promise<number> {
    const answer = once(this.#worker, "message");
    this.#worker.postMessage(order, []);
    return Number((await answer)[0]);
  }
}

/** Obeys orders, one after the other. */
function serve(
  name: ContestantName,
  answer: (microseconds: number) => void,
): (order: Order) => Promise<void> {
  let contestant: Contestant | null = null;
  let messages: Corpus["messages"] = [];
  return async (order) => {
    if (order.kind === "load") {
      // A Buffer arrives as a plain array of bytes.
      messages = order.corpus.messages.map((message) => ({ ...message, bytes: bufferOf(message.bytes) }));
      contestant = CONTESTANTS[name](order.corpus.zone);
      answer(0);
      return;
    }
    if (contestant === null) throw new Error("expected messages before any other order");
    const start = process.cpuUsage();
    if (order.kind === "check") {
      await check(contestant, messages);
    } else {
      const chosen = messages.slice(order.from, order.to);
      for (let time = 0; time < order.times; time++) {
        for (const message of chosen) await contestant.authenticate(message);
      }
    }
    const { user, system } = process.cpuUsage(start);
    answer(user + system);
  };
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const obey = serve(workerData as ContestantName, (microseconds) => port.postMessage(microseconds, []));
  // A rejection ends the thread, which rejects the order in turn.
  port.on("message", (order: Order) => void obey(order));
}
