import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DnsExchange } from "../../src/dns/answer.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { transcriptResolver } from "../../src/dns/transcript.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { run } from "../../src/task/run.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { all, lookup, transcript, type Task } from "../../src/task/task.ts";
import { heldResolver, settle } from "../support/held-resolver.ts";

/** A synthetic evaluation: questions in turn or side by side, and one that depends on an answer. */
type Plan =
  | { readonly kind: "ask"; readonly name: string }
  | { readonly kind: "turn" | "side"; readonly plans: readonly Plan[] }
  | { readonly kind: "choose"; readonly name: string; readonly found: Plan; readonly other: Plan };

const names = ["a.example", "b.example", "c.example", "d.example", "A.example", "e.example."];
const name = fc.constantFrom(...names);

const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ kind: fc.constant("ask" as const), name }),
    fc.record({
      kind: fc.constantFrom("turn" as const, "side" as const),
      plans: fc.array(tie("plan"), { maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant("choose" as const), name, found: tie("plan"), other: tie("plan") }),
  ),
}));

const zone = fc.dictionary(
  fc.constantFrom("a.example", "b.example", "c.example", "d.example", "e.example"),
  fc.constantFrom<Zone[string]>(
    { A: ["192.0.2.1"] },
    { A: [] },
    { CNAME: ["a.example"] },
    "timeout",
    "servfail",
  ),
  { noNullPrototype: true },
);

function* evaluate(step: Plan): Task<unknown> {
  switch (step.kind) {
    case "ask":
      return yield* lookup("A", step.name);
    case "side":
      return yield* all(step.plans.map(evaluate));
    case "turn": {
      const results: unknown[] = [];
      for (const each of step.plans) results.push(yield* evaluate(each));
      return results;
    }
    case "choose": {
      const answer = yield* lookup("A", step.name);
      return yield* evaluate(answer.kind === "records" ? step.found : step.other);
    }
  }
}

interface Report {
  readonly result: unknown;
  readonly dns: readonly DnsExchange[];
}

function* report(step: Plan): Task<Report> {
  const result = yield* evaluate(step);
  return { result, dns: yield* transcript() };
}

const nothing = (): void => undefined;

describe("drivers", () => {
  it("give one report under any latency, the same as without any", async () => {
    await fc.assert(
      fc.asyncProperty(plan, zone, fc.infiniteStream(fc.nat()), async (step, data, order) => {
        const expected = runSync(report(step), { dns: snapshotResolver(data) });
        const dns = heldResolver(snapshotResolver(data));
        const promise = run(report(step), { dns });
        const released = new Set<number>();
        while (released.size < dns.questions.length) {
          const open = dns.questions.map((_, index) => index).filter((index) => !released.has(index));
          const next = open[order.next().value % open.length] ?? 0;
          released.add(next);
          dns.questions[next]?.release();
          await settle();
        }
        expect(await promise).toStrictEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it("ask each question once", () => {
    fc.assert(
      fc.property(plan, zone, (step, data) => {
        const asked: string[] = [];
        const behind = snapshotResolver(data);
        const { dns } = runSync(report(step), {
          dns: {
            resolve: (type, questioned) => {
              asked.push(questioned.toLowerCase().replace(/\.$/, ""));
              return behind.resolve(type, questioned);
            },
          },
        });
        expect(asked.toSorted()).toStrictEqual(dns.map((exchange) => exchange.name));
      }),
    );
  });

  it("repeat a report from its transcript", () => {
    fc.assert(
      fc.property(plan, zone, fc.nat({ max: 4 }), (step, data, dnsQuestions) => {
        const options = { limits: { dnsQuestions } };
        const recorded = runSync(report(step), { dns: snapshotResolver(data) }, options);
        expect(runSync(report(step), { dns: transcriptResolver(recorded.dns) }, options)).toStrictEqual(
          recorded,
        );
      }),
    );
  });

  it("are not moved by answers that nobody asks for", () => {
    fc.assert(
      fc.property(plan, zone, zone, (step, data, more) => {
        const recorded = runSync(report(step), { dns: snapshotResolver(data) });
        const others = Object.keys(more)
          .filter((other) => !recorded.dns.some((exchange) => exchange.name === other))
          .map((other) => ({ type: "A", name: other, answer: { kind: "nxdomain" } }) as const);
        const dns = transcriptResolver([...others, ...recorded.dns]);
        expect(runSync(report(step), { dns })).toStrictEqual(recorded);
      }),
    );
  });

  it("end for every answer held back to the deadline, in timeouts", async () => {
    await fc.assert(
      fc.asyncProperty(plan, zone, fc.nat({ max: 6 }), async (step, data, answered) => {
        const dns = heldResolver(snapshotResolver(data));
        let runOut = nothing;
        const schedule = (_milliseconds: number, callback: () => void): (() => void) => {
          runOut = callback;
          return () => undefined;
        };
        const promise = run(report(step), { dns, schedule });
        for (let index = 0; index < answered; index++) {
          dns.questions[index]?.release();
          await settle();
        }
        runOut();
        const late = await promise;
        // What came out stands: the transcript, timeouts included, repeats it.
        expect(runSync(report(step), { dns: transcriptResolver(late.dns) })).toStrictEqual(late);
      }),
      { numRuns: 100 },
    );
  });
});
