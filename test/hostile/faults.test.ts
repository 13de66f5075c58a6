import { describe, expect, it } from "vitest";
import {
  adviseDisposition,
  authenticate,
  type DnsAnswer,
  type DnsFailureReason,
  type MessageReport,
  type RecordData,
  type RecordType,
  type Resolver,
  resolveInputs,
  snapshotResolver,
} from "waxseal";
import { generateCase } from "../support/generate/generate.ts";
import { analyzeSync, fixtureNames, fixtureReport, readFixture } from "../support/analyzing.ts";
import { heldResolver, settle } from "../support/held-resolver.ts";
import { brandedReport } from "../support/branded-mail.ts";

type Fault = DnsFailureReason | "nxdomain" | "nodata" | "huge";

/** Faults that say nothing about the domain: they may pass with time. */
const TEMPORARY: readonly Fault[] = ["timeout", "servfail", "refused", "malformed"];
const LASTING: readonly Fault[] = ["nxdomain", "nodata", "huge"];

const HUGE: { readonly [Type in RecordType]: RecordData[Type] } = {
  TXT: Array.from({ length: 400 }, () => "x".repeat(255)),
  A: "192.0.2.200",
  AAAA: "2001:db8::200",
  PTR: "far.example",
  CNAME: "far.example",
  MX: { exchange: "far.example", priority: 1 },
};

/** Answers like the resolver behind it, but for the question with the given number. */
function faulty(behind: Resolver, number: number, fault: Fault): Resolver {
  let asked = 0;
  return {
    resolve: <Type extends RecordType>(type: Type, name: string) =>
      asked++ === number ? faultOf(type, fault) : behind.resolve(type, name),
  };
}

function faultOf<Type extends RecordType>(type: Type, fault: Fault): DnsAnswer<RecordData[Type]> {
  if (fault === "nxdomain" || fault === "nodata") return { kind: fault };
  if (fault !== "huge") return { kind: "failure", reason: fault };
  const record: RecordData[Type] = HUGE[type];
  return { kind: "records", records: [record, ...Array.from({ length: 2000 }, () => record)] };
}

/** Everything that passes, by name. */
function passes({ spf, iprev, dkim, dmarc, arc, bimi }: MessageReport): readonly string[] {
  const results: readonly (readonly [string, string])[] = [
    ["spf mailfrom", spf.mailFrom.result],
    ["spf helo", spf.helo.result],
    ["iprev", iprev.result],
    ...dkim.map(({ result }, index) => [`dkim ${index}`, result] as const),
    ["dmarc", dmarc.result],
    ["arc", arc.result],
    ["bimi", bimi.result],
  ];
  return results.flatMap(([name, result]) => (result === "pass" ? [name] : []));
}

/** A message that is analysed without fault, and what it is analysed with. */
interface Subject {
  readonly message: Uint8Array;
  readonly healthy: MessageReport;
  readonly answers: Resolver;
}

function fixtureSubject(name: string): Subject {
  const { message, zone } = readFixture(name);
  return { message, healthy: fixtureReport(name), answers: snapshotResolver(zone) };
}

function generatedSubject(index: number): Subject {
  const { message, zone, envelope, now } = generateCase(11, index);
  const answers = snapshotResolver(zone);
  return { message, healthy: analyzeSync(message, resolveInputs(envelope, { now }), answers), answers };
}

/** Analyses the message once for every question and fault, with that question failing. */
function eachFault(
  { message, healthy, answers }: Subject,
  faults: readonly Fault[],
  check: (faulted: MessageReport, what: string) => void,
): void {
  for (const fault of faults) {
    for (let number = 0; number < (healthy.dns?.length ?? 0); number++) {
      check(
        analyzeSync(message, healthy.inputs, faulty(answers, number, fault)),
        `question ${number}: ${fault}`,
      );
    }
  }
}

function expectNoNewPass(subject: Subject, faults: readonly Fault[]): void {
  const before = passes(subject.healthy);
  eachFault(subject, faults, (report, what) => {
    expect([what, passes(report).filter((pass) => !before.includes(pass))]).toStrictEqual([what, []]);
  });
}

function expectNoNewRejection(subject: Subject): void {
  const { healthy } = subject;
  const before = adviseDisposition(healthy).action;
  eachFault(subject, TEMPORARY, (report, what) => {
    const { action } = adviseDisposition(report);
    const worse = [
      ...(action === "reject" && before !== "reject" ? ["reject"] : []),
      ...(report.dmarc.result === "fail" && healthy.dmarc.result !== "fail" ? ["dmarc=fail"] : []),
    ];
    expect([what, worse]).toStrictEqual([what, []]);
  });
}

const GENERATED = Array.from({ length: 40 }, (_, index) => index);

describe.each(GENERATED)("generated mail %i, each DNS question failing in turn", (index) => {
  const subject = generatedSubject(index);

  it("never passes for a temporary failure what the healthy run did not pass", () => {
    expectNoNewPass(subject, TEMPORARY);
  });

  it("RFC 9989 §5.3.6: is never rejected for a temporary failure", () => {
    expectNoNewRejection(subject);
  });
});

describe.each(fixtureNames())("%s, each DNS question failing in turn", (name) => {
  const subject = fixtureSubject(name);

  it("never passes what the healthy run did not pass", () => {
    expectNoNewPass(subject, [...TEMPORARY, ...LASTING]);
  });

  it("RFC 9989 §5.3.6: a temporary failure never leads to a rejection, nor to a fail of DMARC", () => {
    expectNoNewRejection(subject);
  });

  it("stops at every question when it is cancelled, and leaves nothing running", async () => {
    const { message, healthy, answers } = subject;
    const { envelope, now, trustedHops, policy } = healthy.inputs;
    for (let answered = 0; answered < (healthy.dns?.length ?? 0); answered++) {
      const controller = new AbortController();
      const reason = new Error(`cancelled after ${answered}`);
      const held = heldResolver(answers);
      const promise = authenticate(message, envelope, {
        now,
        trustedHops,
        policy,
        resolver: held,
        signal: controller.signal,
      });
      const outcome = promise.then(
        () => "settled",
        (error: unknown) => error,
      );
      await settle();
      for (let released = 0; released < answered; released++) {
        held.questions[released]?.release();
        await settle();
      }
      controller.abort(reason);
      expect(await outcome).toBe(reason);
      const asked = held.questions.length;
      for (const question of held.questions) question.release();
      await settle();
      expect({
        askedAfter: held.questions.length - asked,
        told: held.questions.slice(answered).every(({ cancellation }) => cancellation?.aborted === true),
      }).toStrictEqual({ askedAfter: 0, told: true });
    }
  });
});

describe("documents that cannot be fetched", () => {
  it.each([
    "timeout",
    "unreachable",
    "http-status",
    "too-large",
    "not-https",
    "address-refused",
    "too-many-redirects",
  ] as const)("%s shows no indicator", async (reason) => {
    const { bimi, dmarc } = await brandedReport({ fetcher: { fetch: () => ({ kind: "failure", reason }) } });
    expect([dmarc.result, bimi.result === "pass"]).toStrictEqual(["pass", false]);
  });
});
