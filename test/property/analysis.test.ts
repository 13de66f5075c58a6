import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analysis/analyze.ts";
import { makeBundle, replayBundle, type EvidenceBundle } from "../../src/analysis/bundle.ts";
import { resolveInputs } from "../../src/analysis/inputs.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { transcriptResolver } from "../../src/dns/transcript.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { authenticate } from "../../src/node/authenticate.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { run } from "../../src/task/run.ts";
import { analyzeSync, fixtureNames, readFixture, readWhole } from "../support/analyzing.ts";
import type { GeneratedCase } from "../support/generate/case.ts";
import { generateCase, generateOf } from "../support/generate/generate.ts";
import { heldResolver, settle } from "../support/held-resolver.ts";
import { renameData, renameText, renameZone } from "../support/rename.ts";

/** Cases of every family, by their number. */
const generated = fc.nat({ max: 100_000 }).map((index) => generateCase(11, index));

function reportOf({ message, envelope, zone, now }: GeneratedCase): ReturnType<typeof analyzeSync> {
  return analyzeSync(message, resolveInputs(envelope, { now }), snapshotResolver(zone));
}

/** The message in pieces, cut where the fractions say. */
function* pieces(message: Uint8Array, fractions: readonly number[]): Generator<Uint8Array> {
  const cuts = fractions.map((fraction) => Math.floor(fraction * message.length)).toSorted((a, b) => a - b);
  for (const [index, cut] of [0, ...cuts].entries())
    yield message.subarray(cut, cuts[index] ?? message.length);
}

async function* streamed(message: Uint8Array, fractions: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces(message, fractions)) yield await Promise.resolve(piece);
}

const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 12 });

describe("a whole analysis", () => {
  it("does not depend on how a stream cuts the message", async () => {
    await fc.assert(
      fc.asyncProperty(generated, fractions, async (each, cuts) => {
        const options = { resolver: snapshotResolver(each.zone), now: each.now };
        expect(await authenticate(streamed(each.message, cuts), each.envelope, options)).toStrictEqual(
          await authenticate(each.message, each.envelope, options),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same report in whatever order answers arrive, and without waiting", async () => {
    await fc.assert(
      fc.asyncProperty(generated, fc.infiniteStream(fc.nat()), async (each, order) => {
        const inputs = resolveInputs(each.envelope, { now: each.now });
        const dns = heldResolver(snapshotResolver(each.zone));
        const promise = run(analyze(readWhole(each.message, inputs), inputs), { dns, crypto: nodeCrypto });
        const released = new Set<number>();
        await settle();
        while (released.size < dns.questions.length) {
          const open = dns.questions.map((_, index) => index).filter((index) => !released.has(index));
          const next = open[order.next().value % open.length] ?? 0;
          released.add(next);
          dns.questions[next]?.release();
          await settle();
        }
        expect(await promise).toStrictEqual(reportOf(each));
      }),
      { numRuns: 200 },
    );
  });

  it("is repeated exactly by its bundle, through JSON", () => {
    fc.assert(
      fc.property(generated, (each) => {
        const report = reportOf(each);
        const bundle = JSON.stringify(makeBundle(report, each.message, nodeCrypto));
        expect(replayBundle(JSON.parse(bundle) as EvidenceBundle, nodeCrypto)).toStrictEqual(report);
      }),
      { numRuns: 300 },
    );
  });

  it("is not moved by an answer that nobody asked for", () => {
    const answer = fc.constantFrom<Zone[string]>({ TXT: ["v=spf1 +all"] }, { A: ["192.0.2.1"] }, "timeout");
    fc.assert(
      fc.property(generated, fc.nat({ max: 1000 }), answer, (each, number, unasked) => {
        const report = reportOf(each);
        const zone = { ...each.zone, [`unasked${number}.test-of-nobody`]: unasked };
        expect(reportOf({ ...each, zone })).toStrictEqual(report);
        const other = { type: "TXT", name: `unasked${number}.example`, answer: { kind: "nodata" } } as const;
        const dns = transcriptResolver([...(report.dns ?? []), other]);
        const inputs = resolveInputs(each.envelope, { now: each.now });
        expect(analyzeSync(each.message, inputs, dns)).toStrictEqual(report);
      }),
      { numRuns: 200 },
    );
  });

  it("is renamed when every domain is renamed", () => {
    const family = fc.constantFrom("spf", "dmarc", "message");
    fc.assert(
      fc.property(family, fc.nat({ max: 100_000 }), (kind, index) => {
        const each = unsigned(generateOf(kind, 12, index));
        const renamed = {
          ...each,
          message: Buffer.from(renameText(Buffer.from(each.message).toString("latin1")), "latin1"),
          envelope: renameData(each.envelope),
          zone: renameZone(each.zone),
        };
        // The transcript is sorted by name, so its order may change.
        expect(withoutExcerpts({ ...reportOf(renamed), dns: null })).toStrictEqual(
          withoutExcerpts(renameData({ ...reportOf(each), dns: null })),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

/** An excerpt may end in the middle of a name. */
function withoutExcerpts(report: unknown): unknown {
  return JSON.parse(
    JSON.stringify(report, (_key, value: unknown) => (isExcerpt(value) ? { ...value, text: null } : value)),
  );
}

function isExcerpt(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && "code" in value && value.code === "spf.almost-a-record"
  );
}

/** Without DKIM: a signature holds for the names that it signed. */
function unsigned(each: GeneratedCase): GeneratedCase {
  const text = Buffer.from(each.message).toString("latin1");
  return { ...each, message: Buffer.from(text.replace(/^dkim-signature/gim, "X-No-Signature"), "latin1") };
}

describe("no input throws", () => {
  const envelope = { clientIp: "192.0.2.1", helo: "mx.example.net", mailFrom: "a@example.com" };
  const analyzeWith = (message: Uint8Array, zone: Zone): void => {
    analyzeSync(message, resolveInputs(envelope, { now: 1_760_000_000 }), snapshotResolver(zone));
  };

  it("neither random bytes nor text that looks like a header", () => {
    const bytes = fc.uint8Array({ maxLength: 400 });
    const words = fc.constantFrom(
      ...'From:|DKIM-Signature:|ARC-Seal:|Received:|\r\n|\n|\r| |\t|;|=|b=|bh=|h=|d=|s=|a=rsa-sha256|<|>|@|(|)|"|\\|,|:|a|example.com|\0|\xe9|=?utf-8?q?|?=|i=1|v=1'.split(
        "|",
      ),
    );
    const text = fc.array(words, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(""), "latin1"));
    fc.assert(
      fc.property(fc.oneof(bytes, text), (message) => analyzeWith(message, {})),
      { numRuns: 5000 },
    );
  });

  it("nor shipped messages with bytes changed, over their own zones", () => {
    const fixtures = fixtureNames().map(readFixture);
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      length: fc.nat({ max: 20 }),
      bytes: fc.uint8Array({ maxLength: 20 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(change, { minLength: 1, maxLength: 5 }),
        (fixture, changes) => {
          let message: Uint8Array = fixture.message;
          for (const { at, length, bytes } of changes) {
            const start = Math.floor(at * message.length);
            message = Buffer.concat([message.subarray(0, start), bytes, message.subarray(start + length)]);
          }
          analyzeWith(message, fixture.zone);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("nor records of any content at every name that is asked for", () => {
    const token = fc.constantFrom(
      ..."v=spf1|v=DMARC1|v=DKIM1|v=BIMI1| |;|p=|reject|k=rsa|a|mx|ptr|include:|exists:|redirect=|exp=|%{|i|s|}|/|32|:|example.com|-all|np=|psd=y|rua=mailto:|\xff|\0|.|l=https://".split(
        "|",
      ),
    );
    const record = fc.oneof(
      fc.array(token, { maxLength: 25 }).map((parts) => parts.join("")),
      fc.string({ unit: "binary", maxLength: 60 }).map((text) => text.replace(/[^\0-\xff]/g, "?")),
    );
    fc.assert(
      fc.property(
        generated,
        fc.array(record, { maxLength: 4 }),
        ({ message, envelope: own, zone, now }, texts) => {
          const hostile = Object.fromEntries(Object.keys(zone).map((name) => [name, { TXT: texts }]));
          analyzeSync(message, resolveInputs(own, { now }), snapshotResolver(hostile));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
