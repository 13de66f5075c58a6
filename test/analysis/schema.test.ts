import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveInputs, type Envelope } from "../../src/analysis/inputs.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { analyzeSync, fixtureNames, fixtureReport, readFixture } from "../support/analyzing.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../docs/report.schema.json", import.meta.url), "utf8"),
) as object;
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

function errorsOf(report: unknown): readonly string[] {
  if (validate(JSON.parse(JSON.stringify(report)))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ""}`);
}

describe("the published JSON Schema", () => {
  test.each(fixtureNames())("admits the report of %s", (name) => {
    expect(errorsOf(fixtureReport(name))).toStrictEqual([]);
  });

  test("admits a report with nothing known of the session", () => {
    const inputs = resolveInputs({}, { now: 0 });
    expect(errorsOf(analyzeSync("From: a@b.example\r\n\r\n", inputs, snapshotResolver({})))).toStrictEqual(
      [],
    );
  });

  test("refuses a report with another result word, or with a property too many", () => {
    const report = fixtureReport("newsletter");
    expect(errorsOf({ ...report, dmarc: { ...report.dmarc, result: "maybe" } })).not.toStrictEqual([]);
    expect(errorsOf({ ...report, verdict: "good" })).not.toStrictEqual([]);
  });

  test("admits the reports of damaged messages over damaged zones", () => {
    const names = fc.constantFrom(...fixtureNames());
    const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 9, 10, 13, 32, 34, 58, 59, 61, 64, 200)), {
      maxLength: 6,
    });
    const envelope: fc.Arbitrary<Envelope> = fc.record(
      {
        clientIp: fc.constantFrom("192.0.2.17", "2001:db8::1", "127.0.0.1"),
        helo: fc.constantFrom("mail.example.com", "", "[192.0.2.1]", "a b"),
        mailFrom: fc.constantFrom(null, "", "x@example.com", "bounce@mail.example.com", "@", "(x@y"),
        recipients: fc.constant(["bob@receiver.example"]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(names, edits, edits, envelope, (name, messageEdits, zoneEdits, session) => {
        const { message, zone } = readFixture(name);
        const inputs = resolveInputs(session, { now: 1_793_525_407, trustedHops: 1, digest: true });
        const damaged = damage(message, messageEdits);
        expect(
          errorsOf(analyzeSync(damaged, inputs, snapshotResolver(damageZone(zone, zoneEdits)))),
        ).toStrictEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

type Edits = readonly (readonly [position: number, byte: number])[];

function damage(bytes: Uint8Array, edits: Edits): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  for (const [position, byte] of edits) damaged[position % damaged.length] = byte;
  return damaged;
}

/** Damages the records, one character-string each, and leaves the names alone. */
function damageZone(zone: Zone, edits: Edits): Zone {
  const damaged = Object.entries(zone).map(([name, records], index) => {
    if (typeof records === "string" || typeof records.TXT !== "object") return [name, records] as const;
    const [position, byte] = edits[index] ?? [0, 0];
    const change = (text: string): string =>
      edits[index] === undefined
        ? text
        : text.slice(0, position % 20) + String.fromCharCode(byte) + text.slice(position % 20);
    const TXT = records.TXT.map((record) => (typeof record === "string" ? change(record) : record));
    return [name, { ...records, TXT }] as const;
  });
  return Object.fromEntries(damaged);
}
