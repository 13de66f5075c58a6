import { readdirSync, readFileSync } from "node:fs";
import { analyze } from "../../src/analysis/analyze.ts";
import { resolveInputs, type AnalysisInputs, type InputOptions } from "../../src/analysis/inputs.ts";
import { AnalysisReader, type ReadMessage } from "../../src/analysis/read.ts";
import { recoverEnvelope } from "../../src/analysis/recover-envelope.ts";
import type { MessageReport } from "../../src/analysis/report.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { readReceivedChain } from "../../src/message/received-chain.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { runSync } from "../../src/task/run-sync.ts";
import type { Expected } from "./fixtures/fixture.ts";

const messages = new URL("../../fixtures/messages/", import.meta.url);
const zones = new URL("../../fixtures/zones/", import.meta.url);

/** The shipped messages that have an expected outcome. */
export function fixtureNames(): readonly string[] {
  return readdirSync(messages)
    .filter((file) => file.endsWith(".expected.json"))
    .map((file) => file.replace(".expected.json", ""));
}

export interface ShippedFixture {
  readonly message: Uint8Array;
  readonly zone: Zone;
  readonly expected: Expected;
}

export function readFixture(name: string): ShippedFixture {
  return {
    message: readFileSync(new URL(`${name}.eml`, messages)),
    zone: JSON.parse(readFileSync(new URL(`${name}.json`, zones), "utf8")) as Zone,
    expected: JSON.parse(readFileSync(new URL(`${name}.expected.json`, messages), "utf8")) as Expected,
  };
}

/** Reads a message in one piece. */
export function readWhole(message: Uint8Array | string, inputs: AnalysisInputs): ReadMessage {
  const reader = new AnalysisReader(inputs, nodeCrypto);
  reader.push(typeof message === "string" ? Buffer.from(message, "latin1") : message);
  return reader.finish();
}

/** The inputs of a stored message: one trusted hop, its envelope, and the moment when it took the message. */
export function inputsOf(message: Uint8Array, options: Partial<InputOptions> = {}): AnalysisInputs {
  const given = { now: 0, trustedHops: 1, ...options };
  const { fields } = readWhole(message, resolveInputs({}, given)).message;
  const { envelope } = recoverEnvelope(fields, given.trustedHops);
  const [border] = readReceivedChain(fields, given.trustedHops);
  return resolveInputs(envelope, { ...given, now: options.now ?? border?.received.date?.epochSeconds ?? 0 });
}

/** Analyses a message over answers that are at hand. */
export function analyzeSync(
  message: Uint8Array | string,
  inputs: AnalysisInputs,
  dns: Resolver,
): MessageReport {
  return runSync(analyze(readWhole(message, inputs), inputs), { dns, crypto: nodeCrypto });
}

/** The report of a shipped message over its zone. */
export function fixtureReport(name: string): MessageReport {
  const { message, zone } = readFixture(name);
  return analyzeSync(message, inputsOf(message), snapshotResolver(zone));
}
