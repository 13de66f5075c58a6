import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeBundle, replayBundle, type EvidenceBundle } from "../../src/analysis/bundle.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { fixtureReport, readFixture } from "../support/analyzing.ts";

const { message } = readFixture("newsletter");
const report = fixtureReport("newsletter");
const bundle = makeBundle(report, message, nodeCrypto);

describe("an evidence bundle", () => {
  test("of a report without its transcripts cannot be made", () => {
    for (const part of [{ dns: null }, { fetches: null }]) {
      expect(() => makeBundle({ ...report, ...part }, message, nodeCrypto)).toThrow(
        new TypeError("report: expected its transcripts, dns and fetches; it was made without them"),
      );
    }
  });

  test("refuses another message than its own", () => {
    const other = Uint8Array.from(message);
    other[other.length - 3] = 0x21;
    for (const content of ["message", "digest"] as const) {
      const made = makeBundle(report, message, nodeCrypto, content);
      expect(() => replayBundle(made, nodeCrypto, { message: other })).toThrow(
        /^message: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}$/,
      );
    }
  });

  test("that holds only the digest needs the message", () => {
    const made = makeBundle(report, message, nodeCrypto, "digest");
    expect(() => replayBundle(made, nodeCrypto)).toThrow(
      new TypeError("message: expected the message, the bundle holds only its digest"),
    );
  });

  test("with anything changed in it replays, or is refused with the place that is wrong", () => {
    const places = pathsOf(bundle);
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.oneof(fc.jsonValue(), fc.constant(undefined)),
        (path, value) => {
          const changed = replaced(bundle, path, value);
          try {
            replayBundle(changed as EvidenceBundle, nodeCrypto);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
            expect(String(error)).toMatch(
              /^TypeError: (?:bundle|envelope|options|limits|message|exchanges|fetches)\b/,
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

type Path = readonly string[];

/** The paths of all values inside a value, the root first. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((inner: unknown, index) => (String(index) === name ? replaced(inner, rest, by) : inner));
  }
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
  return Object.fromEntries(
    entries.map(([key, inner]: [string, unknown]) => [key, key === name ? replaced(inner, rest, by) : inner]),
  );
}
