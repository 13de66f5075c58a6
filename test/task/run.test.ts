import { describe, expect, it } from "vitest";
import type { VerifyAnswer } from "../../src/crypto/provider.ts";
import type { DnsExchange } from "../../src/dns/answer.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { CancellationSource } from "../../src/task/cancellation.ts";
import type { DriverPlatform } from "../../src/task/effect-answers.ts";
import { run } from "../../src/task/run.ts";
import { runSync } from "../../src/task/run-sync.ts";
import {
  all,
  fetchResource,
  lookup,
  transcript,
  verifySignatureBytes,
  type FetchAnswer,
  type Task,
} from "../../src/task/task.ts";
import { heldResolver, settle } from "../support/held-resolver.ts";

const zone = snapshotResolver({
  "a.example": { A: ["192.0.2.1"] },
  "b.example": { A: ["192.0.2.2"] },
  "c.example": { A: ["192.0.2.3"] },
});
const timeout = { kind: "failure", reason: "timeout" };

/** A timer that the test lets run out. */
function handTimer(): {
  readonly schedule: NonNullable<DriverPlatform["schedule"]>;
  readonly timers: { readonly milliseconds: number; readonly runOut: () => void; cancelled: boolean }[];
} {
  const timers: { readonly milliseconds: number; readonly runOut: () => void; cancelled: boolean }[] = [];
  return {
    timers,
    schedule: (milliseconds, callback) => {
      const timer = { milliseconds, runOut: callback, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
  };
}

const request = {
  algorithm: "ed25519-sha256",
  key: { type: "ed25519", raw: new Uint8Array(32) },
  signedBytes: new Uint8Array(),
  signature: new Uint8Array(),
} as const;

function* askBoth(first: string, second: string): Task<readonly unknown[]> {
  return yield* all([lookup("A", first), lookup("A", second)]);
}

function* askInTurn(...names: readonly string[]): Task<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const name of names) answers.push(yield* lookup("A", name));
  return answers;
}

function* askWithTranscript(...names: readonly string[]): Task<readonly unknown[]> {
  const answers = yield* askInTurn(...names);
  const exchanges: readonly DnsExchange[] = yield* transcript();
  return [...answers, exchanges];
}

const nothing = (): void => undefined;

describe("run", () => {
  it("gives what runSync gives, at a promise's remove", async () => {
    const result = await run(askBoth("a.example", "b.example"), { dns: zone });
    expect(result).toStrictEqual(runSync(askBoth("a.example", "b.example"), { dns: zone }));
  });

  it("runs a task whose answers are at hand through in one go", () => {
    let ended = false;
    function* task(): Task<void> {
      yield* askInTurn("a.example", "b.example", "c.example");
      ended = true;
    }
    const promise = run(task(), { dns: zone });
    expect(ended).toBe(true);
    return promise;
  });

  it("asks independent questions at once, dependent ones in turn", async () => {
    const dns = heldResolver(zone);
    const promise = run(all([askInTurn("a.example", "b.example"), askInTurn("c.example")]), { dns });
    expect(dns.questions.map(({ name }) => name)).toStrictEqual(["a.example", "c.example"]);
    dns.questions[0]?.release();
    await settle();
    expect(dns.questions.map(({ name }) => name)).toStrictEqual(["a.example", "c.example", "b.example"]);
    dns.questions[2]?.release();
    dns.questions[1]?.release();
    expect(await promise).toStrictEqual([
      [
        { kind: "records", records: ["192.0.2.1"] },
        { kind: "records", records: ["192.0.2.2"] },
      ],
      [{ kind: "records", records: ["192.0.2.3"] }],
    ]);
  });

  it("shares a question that is on its way", async () => {
    const dns = heldResolver(zone);
    const promise = run(askBoth("a.example", "A.example."), { dns });
    expect(dns.questions).toHaveLength(1);
    dns.questions[0]?.release();
    const [first, second] = await promise;
    expect(second).toBe(first);
  });

  it("answers open and later questions with a timeout at the deadline, and a result still comes out", async () => {
    const dns = heldResolver(zone);
    const { schedule, timers } = handTimer();
    const task = askWithTranscript("a.example", "b.example", "c.example", "a.example");
    const promise = run(task, { dns, schedule }, { deadlineMs: 500 });
    dns.questions[0]?.release();
    await settle();
    expect(timers.map(({ milliseconds }) => milliseconds)).toStrictEqual([500]);
    timers[0]?.runOut();
    const answered = { kind: "records", records: ["192.0.2.1"] };
    expect(await promise).toStrictEqual([
      answered,
      timeout,
      timeout,
      answered,
      [
        { type: "A", name: "a.example", answer: answered },
        { type: "A", name: "b.example", answer: timeout },
        { type: "A", name: "c.example", answer: timeout },
      ],
    ]);
    expect(dns.questions.map(({ name }) => name)).toStrictEqual(["a.example", "b.example"]);
    expect(dns.questions[1]?.cancellation?.aborted).toBe(true);
    dns.questions[1]?.fail(new Error("too late to matter"));
    await settle();
  });

  it("gives up fetches at the deadline, but not the verification of signatures", async () => {
    const { schedule, timers } = handTimer();
    let verified: (answer: VerifyAnswer) => void = nothing;
    const platform: DriverPlatform = {
      dns: zone,
      schedule,
      fetch: { fetch: () => new Promise<FetchAnswer>(() => undefined) },
      crypto: {
        verify: () =>
          new Promise((resolve) => {
            verified = resolve;
          }),
      },
    };
    const promise = run(
      all([fetchResource("https://example.com/"), verifySignatureBytes(request)]),
      platform,
    );
    expect(timers.map(({ milliseconds }) => milliseconds)).toStrictEqual([30_000]);
    timers[0]?.runOut();
    await settle();
    verified({ valid: true });
    expect(await promise).toStrictEqual([timeout, { valid: true }]);
  });

  it("sets no deadline, and hangs on no signal, when nothing is to be waited for", async () => {
    const { schedule, timers } = handTimer();
    await run(lookup("A", "a.example"), { dns: zone, schedule });
    expect(timers).toStrictEqual([]);
  });

  it("cancels its timer and leaves the signal when it ends", async () => {
    const dns = heldResolver(zone);
    const { schedule, timers } = handTimer();
    const signal = new CountedSignal();
    const promise = run(lookup("A", "a.example"), { dns, schedule }, { signal });
    expect(signal.listening).toBe(1);
    dns.questions[0]?.release();
    await promise;
    expect(signal.listening).toBe(0);
    expect(timers.map(({ cancelled }) => cancelled)).toStrictEqual([true]);
  });

  it("rejects with the reason of the signal, wherever the run stands", async () => {
    const names = ["a.example", "b.example", "c.example"];
    for (let answered = 0; answered < names.length; answered++) {
      const dns = heldResolver(zone);
      const { schedule, timers } = handTimer();
      const signal = new CountedSignal();
      const promise = run(askInTurn(...names), { dns, schedule }, { signal });
      for (let index = 0; index < answered; index++) {
        dns.questions[index]?.release();
        await settle();
      }
      const reason = { enough: answered };
      signal.cancel(reason);
      await expect(promise).rejects.toBe(reason);
      dns.questions[answered]?.release();
      await settle();
      expect(dns.questions).toHaveLength(answered + 1);
      expect(dns.questions[answered]?.cancellation?.reason).toBe(reason);
      expect(signal.listening).toBe(0);
      expect(timers.map(({ cancelled }) => cancelled)).toStrictEqual([true]);
    }
  });

  it("asks nothing when the signal was given before", async () => {
    const dns = heldResolver(zone);
    const reason = new Error("never mind");
    await expect(run(lookup("A", "a.example"), { dns }, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    expect(dns.questions).toHaveLength(0);
  });

  it("stands still once the signal is given while answers are at hand", async () => {
    const controller = new AbortController();
    const asked: string[] = [];
    const dns: DriverPlatform["dns"] = {
      resolve: (type, name) => {
        asked.push(name);
        if (name === "b.example") controller.abort("stop");
        return zone.resolve(type, name);
      },
    };
    const names = ["a.example", "b.example", "c.example"];
    await expect(run(askInTurn(...names), { dns }, { signal: controller.signal })).rejects.toBe("stop");
    expect(asked).toStrictEqual(["a.example", "b.example"]);
  });

  it("lets an exception of the resolver through unchanged, thrown at once or later", async () => {
    const error = new Error("broken resolver");
    const throwing: DriverPlatform["dns"] = {
      resolve: () => {
        throw error;
      },
    };
    await expect(run(lookup("A", "a.example"), { dns: throwing })).rejects.toBe(error);
    const dns = heldResolver(zone);
    const { schedule, timers } = handTimer();
    const promise = run(askBoth("a.example", "b.example"), { dns, schedule });
    dns.questions[1]?.fail(error);
    await expect(promise).rejects.toBe(error);
    expect(dns.questions[0]?.cancellation?.aborted).toBe(true);
    expect(timers.map(({ cancelled }) => cancelled)).toStrictEqual([true]);
  });

  it("lets an exception in a task through, also when the deadline brought it on", async () => {
    const error = new Error("a bug in a task");
    function* task(): Task<void> {
      yield* lookup("A", "a.example");
      throw error;
    }
    const held = heldResolver(zone);
    const later = run(task(), { dns: held });
    held.questions[0]?.release();
    await expect(later).rejects.toBe(error);
    const { schedule, timers } = handTimer();
    const atDeadline = run(task(), { dns: heldResolver(zone), schedule });
    timers[0]?.runOut();
    await expect(atDeadline).rejects.toBe(error);
  });

  const mistakes = [
    {
      name: "a task run before",
      call: () => run(spent(), { dns: zone }),
      message: /^task: expected a task that/,
    },
    {
      name: "a deadline below zero",
      call: () =>
        run(lookup("A", "a.example"), { dns: zone, schedule: () => () => undefined }, { deadlineMs: -1 }),
      message: /^deadlineMs: expected 0 to 2147483647/,
    },
    {
      name: "a deadline longer than timers take",
      call: () =>
        run(
          lookup("A", "a.example"),
          { dns: zone, schedule: () => () => undefined },
          { deadlineMs: 2 ** 31 },
        ),
      message: /^deadlineMs: expected 0 to 2147483647/,
    },
    {
      name: "a deadline on a platform without a timer",
      call: () => run(lookup("A", "a.example"), { dns: zone }, { deadlineMs: 1000 }),
      message: /^platform\.schedule: expected a function/,
    },
  ];
  for (const { name, call, message } of mistakes) {
    it(`takes ${name} for a mistake of the caller`, async () => {
      await expect(call()).rejects.toThrow(TypeError);
      await expect(call()).rejects.toThrow(message);
    });
  }
});

function spent(): Task<unknown> {
  const task = lookup("A", "a.example");
  runSync(task, { dns: zone });
  return task;
}

/** A signal that knows who listens. */
class CountedSignal extends CancellationSource {
  listening = 0;

  override addEventListener(type: "abort", listener: () => void): void {
    this.listening++;
    super.addEventListener(type, listener);
  }

  override removeEventListener(type: "abort", listener: () => void): void {
    this.listening--;
    super.removeEventListener(type, listener);
  }
}
