import { describe, expect, it } from "vitest";
import type { DnsAnswer, RecordData, RecordType } from "../../src/dns/answer.ts";
import { cachingResolver, type CachingOptions } from "../../src/dns/caching.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { CancellationSource } from "../../src/task/cancellation.ts";
import { heldResolver, settle, type HeldResolver } from "../support/held-resolver.ts";

const zone = snapshotResolver({
  "a.example": { A: ["192.0.2.1"], TXT: ["text"] },
  "b.example": { A: ["192.0.2.2"] },
  "c.example": { A: ["192.0.2.3"] },
  "slow.example": "timeout",
});

type Answer = DnsAnswer<RecordData[RecordType]>;

/** Answers all questions alike and counts them. */
function constant(answer: DnsAnswer<never>): { readonly resolver: Resolver; readonly asked: () => number } {
  let asked = 0;
  return {
    resolver: {
      resolve: () => {
        asked++;
        return answer;
      },
    },
    asked: () => asked,
  };
}

interface Clock {
  readonly now: () => number;
  seconds: number;
}

function handClock(): Clock {
  const clock: Clock = { seconds: 0, now: () => clock.seconds * 1000 };
  return clock;
}

const lifetimes: readonly {
  name: string;
  answer: DnsAnswer<never>;
  options: Partial<CachingOptions>;
  seconds: number;
}[] = [
  {
    name: "nodata of unknown time to live for a minute",
    answer: { kind: "nodata" },
    options: {},
    seconds: 60,
  },
  {
    name: "nxdomain of unknown time to live for a minute",
    answer: { kind: "nxdomain" },
    options: {},
    seconds: 60,
  },
  { name: "nxdomain for its time to live", answer: { kind: "nxdomain", ttl: 17 }, options: {}, seconds: 17 },
  { name: "nodata for an hour at most", answer: { kind: "nodata", ttl: 90_000 }, options: {}, seconds: 3600 },
  {
    name: "nodata for at least what the caller says",
    answer: { kind: "nodata", ttl: 1 },
    options: { negative: { shortest: 30 } },
    seconds: 30,
  },
  {
    name: "nodata for what the caller says when unknown",
    answer: { kind: "nodata" },
    options: { negative: { unknown: 7 } },
    seconds: 7,
  },
  {
    name: "a failure for five seconds",
    answer: { kind: "failure", reason: "servfail" },
    options: {},
    seconds: 5,
  },
  {
    name: "a failure for what the caller says",
    answer: { kind: "failure", reason: "timeout" },
    options: { failureSeconds: 2 },
    seconds: 2,
  },
];

describe("cachingResolver", () => {
  for (const { name, answer, options, seconds } of lifetimes) {
    it(`keeps ${name}`, () => {
      const { resolver, asked } = constant(answer);
      const clock = handClock();
      const caching = cachingResolver(resolver, { now: clock.now, ...options });
      void caching.resolve("A", "a.example");
      clock.seconds = seconds - 0.5;
      void caching.resolve("A", "a.example");
      expect(asked()).toBe(1);
      clock.seconds = seconds;
      void caching.resolve("A", "a.example");
      expect(asked()).toBe(2);
    });
  }

  const positive: readonly {
    name: string;
    ttl: number | undefined;
    options: Partial<CachingOptions>;
    seconds: number;
  }[] = [
    { name: "for five minutes when the time to live is unknown", ttl: undefined, options: {}, seconds: 300 },
    { name: "for the time to live", ttl: 20, options: {}, seconds: 20 },
    { name: "for a day at most", ttl: 1_000_000, options: {}, seconds: 86_400 },
    {
      name: "for no longer than the caller says",
      ttl: 1000,
      options: { positive: { longest: 10 } },
      seconds: 10,
    },
    { name: "for at least what the caller says", ttl: 0, options: { positive: { shortest: 3 } }, seconds: 3 },
  ];
  for (const { name, ttl, options, seconds } of positive) {
    it(`keeps records ${name}`, () => {
      const answers = recordsWith(ttl);
      const clock = handClock();
      const caching = cachingResolver(answers.resolver, { now: clock.now, ...options });
      void caching.resolve("A", "a.example");
      clock.seconds = seconds - 0.5;
      void caching.resolve("A", "A.example.");
      expect(answers.asked()).toBe(1);
      clock.seconds = seconds;
      void caching.resolve("A", "a.example");
      expect(answers.asked()).toBe(2);
    });
  }

  it("keeps nothing that lives for zero seconds", () => {
    const { resolver, asked } = recordsWith(0);
    const caching = cachingResolver(resolver, { now: () => 0 });
    void caching.resolve("A", "a.example");
    void caching.resolve("A", "a.example");
    expect(asked()).toBe(2);
  });

  it("returns a kept answer at once, with the time it has left", async () => {
    const held = heldResolver(recordsWith(20).resolver);
    const clock = handClock();
    const caching = cachingResolver(held, { now: clock.now });
    const first = caching.resolve("A", "a.example");
    held.questions[0]?.release();
    expect(await first).toStrictEqual({ kind: "records", records: ["192.0.2.1"], ttl: 20 });
    clock.seconds = 12.5;
    expect(caching.resolve("A", "a.example")).toStrictEqual({
      kind: "records",
      records: ["192.0.2.1"],
      ttl: 8,
    });
  });

  it("keeps types apart and the least recently used answer no longer than there is room", () => {
    const held = recordsWith(undefined);
    const caching = cachingResolver(held.resolver, { now: () => 0, maxEntries: 2 });
    for (const name of ["a.example", "b.example", "a.example", "c.example", "a.example"])
      void caching.resolve("A", name);
    expect(held.asked()).toBe(3);
    void caching.resolve("AAAA", "a.example");
    void caching.resolve("A", "b.example");
    expect(held.asked()).toBe(5);
  });

  it("shares a question under way", async () => {
    const held = heldResolver(zone);
    const caching = cachingResolver(held, { now: () => 0 });
    const answers = [
      caching.resolve("A", "a.example"),
      caching.resolve("A", "A.example"),
      caching.resolve("TXT", "a.example"),
    ];
    expect(held.questions.map(({ type }) => type)).toStrictEqual(["A", "TXT"]);
    for (const question of held.questions) question.release();
    const [first, second] = [await answers[0], await answers[1]];
    expect(first).toStrictEqual({ kind: "records", records: ["192.0.2.1"] });
    expect(second).toBe(first);
  });

  it("lets an exception through to all who wait and does not keep it", async () => {
    const held = heldResolver(zone);
    const caching = cachingResolver(held, { now: () => 0 });
    const answers = [caching.resolve("A", "a.example"), caching.resolve("A", "a.example")];
    const error = new Error("broken resolver");
    held.questions[0]?.fail(error);
    for (const answer of answers) await expect(answer).rejects.toBe(error);
    const again = caching.resolve("A", "a.example");
    held.questions[1]?.release();
    expect(await again).toStrictEqual({ kind: "records", records: ["192.0.2.1"] });
  });
});

/** Two who wait for one question. */
function two(): {
  readonly held: HeldResolver;
  readonly caching: Resolver;
  readonly sources: readonly [CancellationSource, CancellationSource];
  readonly answers: readonly [Answer | Promise<Answer>, Answer | Promise<Answer>];
} {
  const held = heldResolver(zone);
  const caching = cachingResolver(held, { now: () => 0 });
  const sources = [new CancellationSource(), new CancellationSource()] as const;
  const answers = [
    caching.resolve("A", "a.example", sources[0]),
    caching.resolve("A", "a.example", sources[1]),
  ] as const;
  return { held, caching, sources, answers };
}

describe("cancelling a question that several wait for", () => {
  it("ends the wait of the one who cancels, and the others get the answer", async () => {
    const { held, sources, answers } = two();
    sources[0].cancel("enough");
    await expect(answers[0]).rejects.toBe("enough");
    expect(held.questions[0]?.cancellation?.aborted).toBe(false);
    held.questions[0]?.release();
    expect(await answers[1]).toStrictEqual({ kind: "records", records: ["192.0.2.1"] });
    sources[1].cancel("too late");
  });

  it("cancels the question once nobody waits any more, and a later one is asked anew", async () => {
    const { held, caching, sources, answers } = two();
    sources[0].cancel("enough");
    sources[1].cancel("last");
    await expect(answers[0]).rejects.toBe("enough");
    await expect(answers[1]).rejects.toBe("last");
    expect(held.questions[0]?.cancellation?.reason).toBe("last");
    const again = caching.resolve("A", "a.example");
    expect(held.questions).toHaveLength(2);
    held.questions[0]?.fail("cancelled");
    await settle();
    held.questions[1]?.release();
    expect(await again).toStrictEqual({ kind: "records", records: ["192.0.2.1"] });
  });

  it("rejects at once for who has cancelled before", async () => {
    const held = heldResolver(zone);
    const source = new CancellationSource();
    source.cancel("before");
    const answer = cachingResolver(held, { now: () => 0 }).resolve("A", "a.example", source);
    await expect(answer).rejects.toBe("before");
    expect(held.questions[0]?.cancellation?.aborted).toBe(true);
  });
});

describe("options of a cache that make no sense", () => {
  const cases: readonly { options: Partial<CachingOptions>; message: string }[] = [
    { options: { maxEntries: 0 }, message: "maxEntries: expected a whole number above zero" },
    { options: { positive: { unknown: -1 } }, message: "positive.unknown: expected seconds, not negative" },
    {
      options: { negative: { longest: Number.NaN } },
      message: "negative.longest: expected seconds, not negative",
    },
    {
      options: { positive: { shortest: 100_000 } },
      message: "positive.shortest: expected no more than positive.longest",
    },
    { options: { failureSeconds: Infinity }, message: "failureSeconds: expected seconds, not negative" },
  ];
  for (const { options, message } of cases) {
    it(`are refused: ${message}`, () => {
      expect(() => cachingResolver(zone, { now: () => 0, ...options })).toThrow(new TypeError(message));
    });
  }

  it("are refused: no clock", () => {
    // @ts-expect-error: the clock is needed
    expect(() => cachingResolver(zone, {})).toThrow(/^now: expected a function/);
  });
});

/** Answers every question with one address and counts them. */
function recordsWith(ttl: number | undefined): { readonly resolver: Resolver; readonly asked: () => number } {
  let asked = 0;
  const behind = snapshotResolver({ "*": { A: ["192.0.2.1"], AAAA: ["2001:db8::1"] } });
  return {
    asked: () => asked,
    resolver: {
      resolve: (type, name) => {
        asked++;
        const answer = behind.resolve(type, name);
        return ttl === undefined || answer instanceof Promise || answer.kind === "failure"
          ? answer
          : { ...answer, ttl };
      },
    },
  };
}
