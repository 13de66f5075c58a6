import { describe, expect, it } from "vitest";
import { authenticate, DEFAULT_LIMITS, type Resolver, snapshotResolver } from "waxseal";
import { bytesOf } from "../../src/base/bytes.ts";
import { type Mail, NOW } from "./mail.ts";
import { DNS_SHAPES, SIGNATURE_SHAPES } from "./worst-inputs.ts";

/** Time for everything. */
const DEADLINE_MS = 150;
/** What a busy machine may add before and after the deadline. */
const PATIENCE_MS = 10_000;

/** Answers never, or each one later than the one before. */
function slowResolver(
  zone: Mail["zone"],
  pause: (question: number) => Promise<void>,
): {
  readonly resolver: Resolver;
  readonly asked: () => number;
} {
  let questions = 0;
  const answers = snapshotResolver(zone ?? {});
  return {
    asked: () => questions,
    resolver: {
      resolve: async (type, name) => {
        await pause(questions++);
        return await answers.resolve(type, name);
      },
    },
  };
}

const PAUSES = [
  ["never comes", () => new Promise<void>(() => undefined)],
  [
    "comes later each time",
    (question: number) =>
      new Promise<void>((resolve) => {
        setTimeout(resolve, 20 * question).unref();
      }),
  ],
] as const;

const SHAPES = [...SIGNATURE_SHAPES, ...DNS_SHAPES].flatMap((shape) =>
  PAUSES.map(([how, pause]) => ({ ...shape, how, pause })),
);

describe("CWE-400: slow answers", () => {
  it.each(SHAPES)(
    "an answer $how: the report comes by the deadline, after a bounded number of questions: $name",
    async ({ usual, mail, pause }) => {
      const { message, envelope = {}, zone } = mail(usual);
      const { resolver, asked } = slowResolver(zone, pause);
      const began = performance.now();
      const report = await authenticate(bytesOf(message), envelope, {
        resolver,
        now: NOW,
        deadlineMs: DEADLINE_MS,
      });
      expect(performance.now() - began).toBeLessThan(DEADLINE_MS + PATIENCE_MS);
      expect(asked()).toBeLessThanOrEqual(DEFAULT_LIMITS.dnsQuestions);
      const words = [report.spf.mailFrom, ...report.dkim, report.dmarc].map(({ result }) => result);
      expect(words).not.toContain("pass");
    },
  );
});
