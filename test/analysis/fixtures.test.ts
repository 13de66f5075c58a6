import { describe, expect, test } from "vitest";
import { replayBundle, makeBundle, type EvidenceBundle } from "../../src/analysis/bundle.ts";
import type { MessageReport } from "../../src/analysis/report.ts";
import { transcriptResolver } from "../../src/dns/transcript.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { analyzeSync, fixtureNames, fixtureReport, readFixture } from "../support/analyzing.ts";
import { outcomeOf } from "./outcome.ts";

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

test("the shipped messages are those that this test knows of", () => {
  expect(fixtureNames().length).toBeGreaterThanOrEqual(16);
});

describe.each(fixtureNames())("the shipped message %s", (name) => {
  const { message, expected } = readFixture(name);
  const report = fixtureReport(name);

  test("has the outcome that is shipped with it", () => {
    expect(outcomeOf(report)).toStrictEqual(expected);
  });

  test("inputs, DNS transcript and message give the same report again", () => {
    const { inputs, dns } = throughJson(report);
    if (dns === null) throw new TypeError("expected a transcript");
    expect(analyzeSync(message, inputs, transcriptResolver(dns))).toStrictEqual(report);
  });

  test("its bundle, written and read again, replays to the same report", () => {
    const bundle: EvidenceBundle = throughJson(makeBundle(report, message, nodeCrypto));
    expect(replayBundle(bundle, nodeCrypto)).toStrictEqual(report);
  });

  test("its bundle without the message replays beside the message", () => {
    const bundle: EvidenceBundle = throughJson(makeBundle(report, message, nodeCrypto, "digest"));
    expect(replayBundle(bundle, nodeCrypto, { message })).toStrictEqual(report);
  });

  test("its report survives JSON", () => {
    expect(throughJson<MessageReport>(report)).toStrictEqual(report);
  });
});
