import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/analyze.ts";
import { resolveInputs, type Envelope, type InputOptions } from "../../src/analysis/inputs.ts";
import { AnalysisReader } from "../../src/analysis/read.ts";
import type { MessageReport } from "../../src/analysis/report.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { analyzeSync, fixtureNames, inputsOf, readFixture, readWhole } from "../support/analyzing.ts";
import { keyRecord, rsaKey, signMessage } from "../support/dkim-signer.ts";

const NOW = 1_793_525_400;
const MESSAGE = "From: a@a.example\r\nTo: b@receiver.example\r\nSubject: s\r\n\r\nHello\r\n";
const ZONE: Zone = {
  "a.example": { TXT: ["v=spf1 ip4:192.0.2.1 -all"] },
  "_dmarc.a.example": { TXT: ["v=DMARC1; p=reject"] },
};

function report(
  message: string,
  envelope: Envelope,
  options: Partial<InputOptions> = {},
  zone: Zone = ZONE,
): MessageReport {
  return analyzeSync(message, resolveInputs(envelope, { now: NOW, ...options }), snapshotResolver(zone));
}

function word(result: { readonly result: string; readonly reason?: string }): string {
  return result.reason ?? result.result;
}

describe("what cannot be evaluated for want of an input says so", () => {
  const client = { clientIp: "192.0.2.1" };
  const cases: readonly {
    readonly name: string;
    readonly envelope: Envelope;
    readonly mailFrom: string;
    readonly helo: string;
    readonly iprev: string;
    readonly dmarc: string;
  }[] = [
    {
      name: "nothing",
      envelope: {},
      mailFrom: "no-client-ip",
      helo: "no-client-ip",
      iprev: "no-client-ip",
      dmarc: "spf-not-evaluated",
    },
    {
      name: "a sender without a client",
      envelope: { mailFrom: "a@a.example", helo: "a.example" },
      mailFrom: "no-client-ip",
      helo: "no-client-ip",
      iprev: "no-client-ip",
      dmarc: "spf-not-evaluated",
    },
    {
      name: "a client alone",
      envelope: client,
      mailFrom: "no-mail-from",
      helo: "no-helo",
      iprev: "permerror",
      dmarc: "spf-not-evaluated",
    },
    {
      name: "the null sender without a HELO name to stand for it (RFC 7208 §2.4)",
      envelope: { ...client, mailFrom: null },
      mailFrom: "no-helo",
      helo: "no-helo",
      iprev: "permerror",
      dmarc: "spf-not-evaluated",
    },
    {
      name: "the null sender as text",
      envelope: { ...client, mailFrom: "<>" },
      mailFrom: "no-helo",
      helo: "no-helo",
      iprev: "permerror",
      dmarc: "spf-not-evaluated",
    },
    {
      name: "a sender without HELO",
      envelope: { ...client, mailFrom: "a@a.example" },
      mailFrom: "pass",
      helo: "no-helo",
      iprev: "permerror",
      dmarc: "pass",
    },
    {
      name: "HELO without a sender: it never stands in for one that is unknown",
      envelope: { ...client, helo: "a.example" },
      mailFrom: "no-mail-from",
      helo: "pass",
      iprev: "permerror",
      dmarc: "spf-not-evaluated",
    },
  ];
  test.each(cases)("$name", ({ envelope, mailFrom, helo, iprev, dmarc }) => {
    const { spf, ...rest } = report(MESSAGE, envelope);
    expect({
      mailFrom: word(spf.mailFrom),
      helo: word(spf.helo),
      iprev: word(rest.iprev),
      dmarc: word(rest.dmarc),
    }).toStrictEqual({ mailFrom, helo, iprev, dmarc });
  });

  test("an aligned signature is a pass without any envelope (RFC 9989 §5.3.5)", () => {
    const zone: Zone = { ...ZONE, "sel._domainkey.a.example": { TXT: [keyRecord(rsaKey())] } };
    const signed = signMessage(MESSAGE, { tags: { d: "a.example", s: "sel", h: "From:To:Subject" } });
    expect(report(signed, {}, {}, zone).dmarc).toMatchObject({ result: "pass", authorDomain: "a.example" });
  });

  test("without a policy there is nothing that SPF could change: none, not not-evaluated", () => {
    expect(report(MESSAGE, {}, {}, {}).dmarc).toMatchObject({
      result: "none",
      cause: { code: "no-record" },
    });
  });

  test("what DKIM alone gives is kept beside", () => {
    expect(report(MESSAGE, {}).dmarc).toMatchObject({
      result: "not-evaluated",
      withoutSpf: { result: "fail", disposition: "reject" },
    });
  });
});

describe("the bytes of a message", () => {
  test("cut anywhere they give the same report", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtureNames()),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
        (name, sizes) => {
          const { message, zone } = readFixture(name);
          const inputs = inputsOf(message, { digest: true });
          const reader = new AnalysisReader(inputs, nodeCrypto);
          for (let start = 0, turn = 0; start < message.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            reader.push(message.subarray(start, start + size));
            start += size;
          }
          const dns = snapshotResolver(zone);
          expect(runSync(analyze(reader.finish(), inputs), { dns, crypto: nodeCrypto })).toStrictEqual(
            analyzeSync(message, inputs, dns),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("the digest is that of the message as received, on request", () => {
    expect(report(MESSAGE, {}).message.digest).toBeNull();
    expect(report(MESSAGE, {}, { digest: true }).message.digest).toBe(
      createHash("sha256").update(MESSAGE).digest("hex"),
    );
  });

  test("as received and as if normalised are two verdicts", () => {
    const smuggled = MESSAGE.replace("\r\nSubject", "\nFrom: x@evil.example\r\nSubject");
    expect(report(smuggled, {}).author.kind).toBe("ambiguous");
    expect(report(smuggled, {}, { lineEndings: "normalize" }).author).toMatchObject({
      kind: "ambiguous",
      causes: [{ code: "multiple-from" }],
    });
  });

  test("a task that was run cannot be run again", () => {
    const inputs = resolveInputs({}, { now: NOW });
    const task = analyze(readWhole(MESSAGE, inputs), inputs);
    const platform = { dns: snapshotResolver({}), crypto: nodeCrypto };
    runSync(task, platform);
    expect(() => runSync(task, platform)).toThrow(TypeError);
  });

  test("an answer that nobody asked for changes nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtureNames()), fc.domain(), (name, domain) => {
        const { message, zone } = readFixture(name);
        const inputs = inputsOf(message);
        const extended = { [`unasked.${domain}`]: { TXT: ["v=spf1 +all", "v=DMARC1; p=reject"] }, ...zone };
        expect(analyzeSync(message, inputs, snapshotResolver(extended))).toStrictEqual(
          analyzeSync(message, inputs, snapshotResolver(zone)),
        );
      }),
      { numRuns: 40 },
    );
  });
});
