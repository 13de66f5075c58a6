import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Zone } from "../../src/dns/zone.ts";
import { formatDmarcRecord, parseDmarcRecord, type DmarcSettings } from "../../src/dmarc/record.ts";
import { outline, runCase, type DmarcCase } from "./cases.ts";

const policyWord = fc.constantFrom("none", "quarantine", "reject");
const mode = fc.constantFrom("relaxed", "strict");
const reportUri = fc.record({
  uri: fc.constantFrom("mailto:a@example.com", "https://example.com/x?y#z", "mailto:a%2Cb@example.net"),
  sizeLimit: fc.constantFrom(null, "10", "5m", "1G"),
});
const optionSets = [["0"], ["1"], ["d"], ["s", "d"], ["0", "d", "s"], ["d", "1"]] as const;

const settings: fc.Arbitrary<DmarcSettings> = fc
  .record({
    policy: fc.option(policyWord),
    subdomainPolicy: fc.option(policyWord),
    nonExistentPolicy: fc.option(policyWord),
    dkimAlignment: mode,
    spfAlignment: mode,
    psd: fc.constantFrom("y", "n", "u"),
    testMode: fc.boolean(),
    aggregateReportUris: fc.array(reportUri, { maxLength: 3 }),
    failureReportUris: fc.array(reportUri, { maxLength: 3 }),
    failureOptions: fc.constantFrom(...optionSets),
  })
  .map((each) => (each.failureReportUris.length === 0 ? { ...each, failureOptions: ["0"] } : each));

/** Texts that get past the first tag more often than chance would let them. */
const recordText = fc.oneof(
  settings.map(formatDmarcRecord),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "p=",
          "sp=",
          "np=",
          "rua=",
          "ruf=",
          "fo=",
          "psd=y",
          "psd=n",
          "t=y",
          ";",
          "=",
          " ",
          ",",
          "!",
        ),
        fc.constantFrom("reject", "none", "mailto:a@example.com", "0:d", "adkim=s", "\t", "\0", "é", "\r\n"),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 20 },
    )
    .map((parts) => `v=DMARC1;${parts.join("")}`),
  fc.string({ maxLength: 60 }),
);

const label = fc.constantFrom("a", "b", "mail", "example", "com", "bank");
const domain = fc.array(label, { minLength: 1, maxLength: 11 }).map((labels) => labels.join("."));
const failure = fc.constantFrom("timeout", "servfail", "refused", "malformed");

function zoneOver(text: fc.Arbitrary<string>): fc.Arbitrary<Zone> {
  const entry = fc.oneof(
    { weight: 8, arbitrary: fc.array(text, { minLength: 1, maxLength: 2 }).map((TXT) => ({ TXT })) },
    { weight: 1, arbitrary: failure },
  );
  const names = domain.map((name) => `_dmarc.${name}`);
  return fc.dictionary(names, entry, { maxKeys: 8 });
}

function caseOver(
  text: fc.Arbitrary<string>,
): fc.Arbitrary<Omit<DmarcCase, "name" | "expected" | "questions">> {
  const evidence = fc.tuple(fc.constantFrom("pass", "temperror"), domain).map((parts) => parts.join(" "));
  return fc.record({
    zone: zoneOver(text),
    author: domain.map((each) => [each]),
    spf: fc.oneof(
      evidence,
      evidence.map((each) => `helo ${each}`),
    ),
    dkim: fc.array(evidence, { maxLength: 4 }),
    policy: fc.constantFrom(
      { organizationalDomain: "tree-walk" } as const,
      { organizationalDomain: "public-suffix-list" } as const,
    ),
  });
}

const byteText = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
});

describe("parseDmarcRecord", () => {
  test("parse∘format gives the settings back, and formatting is stable", () => {
    fc.assert(
      fc.property(settings, (given) => {
        const text = formatDmarcRecord(given);
        const reading = parseDmarcRecord(text);
        if (reading.kind !== "record") throw new Error(text);
        expect(reading.record).toMatchObject(given);
        expect(formatDmarcRecord(reading.record)).toBe(text);
      }),
    );
  });

  test("no text makes it throw, and spans lie inside the text", () => {
    fc.assert(
      fc.property(fc.oneof(recordText, byteText), (text) => {
        const reading = parseDmarcRecord(text);
        if (reading.kind !== "record") return;
        for (const note of reading.record.notes) {
          if (!("at" in note)) continue;
          expect(note.at.start).toBeGreaterThanOrEqual(0);
          expect(note.at.end).toBeGreaterThanOrEqual(note.at.start);
          expect(note.at.end).toBeLessThanOrEqual(text.length);
        }
        const again = parseDmarcRecord(formatDmarcRecord(reading.record));
        expect(again.kind).toBe("record");
      }),
    );
  });
});

describe("evaluateDmarc", () => {
  test("no zone makes it throw; a walk takes eight questions at most, and no identifier but an aligned one passes", () => {
    fc.assert(
      fc.property(caseOver(recordText), (each) => {
        const { result, questions } = runCase(each);
        const walked = new Set([each.author, each.dkim, each.spf].flat()).size;
        expect(questions.length).toBeLessThanOrEqual(8 * walked + 2);
        if (result.result !== "pass" && result.result !== "fail") return;
        expect(result.discovery.treeWalk.steps.length).toBeLessThanOrEqual(8);
        const aligned = result.identifiers.filter((identifier) => identifier.aligned);
        expect(result.result).toBe(aligned.length > 0 ? "pass" : "fail");
      }),
      { numRuns: 500 },
    );
  });

  test("renaming all domains renames the result", () => {
    fc.assert(
      fc.property(
        caseOver(settings.map((each) => formatDmarcRecord({ ...each, aggregateReportUris: [] }))),
        (each) => {
          const before = runCase(each);
          const after = runCase(rename(each));
          expect(rename(outcomeOf(before))).toStrictEqual(outcomeOf(after));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("an answer that nobody asked for changes nothing", () => {
    fc.assert(
      fc.property(caseOver(recordText), (each) => {
        const more = { ...each.zone, "_dmarc.unasked.test": { TXT: ["v=DMARC1; p=none; psd=y"] } };
        expect(runCase({ ...each, zone: more })).toStrictEqual(runCase(each));
      }),
    );
  });
});

/** Keeps the number of labels and, by staying below the same top, what the Public Suffix List says. */
function rename<Value>(value: Value): Value {
  const text = JSON.stringify(value).replaceAll("example", "elsewhere").replaceAll("mail.", "post.");
  return JSON.parse(text) as Value;
}

function outcomeOf({ result, questions }: ReturnType<typeof runCase>): object {
  return { outline: outline(result), questions };
}
