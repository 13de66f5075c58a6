import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArcMessageSignature } from "../../src/arc/message-signature.ts";
import { parseArcSeal } from "../../src/arc/seal.ts";
import { chain, MESSAGE, SEALERS, ZONE } from "./chains.ts";
import { status, validate } from "./validating.ts";

const three = chain(3);
const headerEnd = three.length - MESSAGE.length;

const snippet = fc.oneof(
  fc.string({ unit: "binary", maxLength: 4 }).map((text) => Buffer.from(text).toString("latin1")),
  fc.constantFrom(
    ...';="(\\\r\n\0'.split(""),
    ..."i=1; i=2; i=; i=01; b= h=from; cv=fail; cv=none; l=1; x=1;".split(" "),
    "\r\n ",
    "\r\nARC-Seal: ",
    "\r\nARC-Message-Signature: i=1; ",
  ),
);
const edit = fc.tuple(fc.nat({ max: headerEnd }), fc.nat({ max: 6 }), snippet);

function apply(message: string, edits: readonly (readonly [number, number, string])[]): string {
  return edits.reduce(
    (text, [at, removed, inserted]) => text.slice(0, at) + inserted + text.slice(at + removed),
    message,
  );
}

describe("nothing that a sender or a DNS operator writes throws", () => {
  test("a mutated chain has a status, and whole sets or none are evaluated", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const { result } = validate(apply(three, edits), { zone: ZONE });
        expect(["none", "pass", "fail"]).toContain(result.result);
        expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
      }),
      { numRuns: 400 },
    );
  });

  test("any text in the fields", () => {
    const name = fc.constantFrom("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results");
    const value = fc.array(snippet, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (fields) => {
        const header = fields.map(([field, text]) => `${field}: ${text}\r\n`).join("");
        expect(["none", "fail"]).toContain(validate(header + MESSAGE, { zone: ZONE }).result.result);
      }),
    );
  });

  test("the parsers", () => {
    fc.assert(
      fc.property(fc.array(snippet, { maxLength: 20 }), (parts) => {
        const text = parts.join("");
        expect("issue" in parseArcSeal(text)).toBe(true);
        expect("issue" in parseArcMessageSignature(text)).toBe(true);
      }),
    );
  });
});

describe("laws", () => {
  test("no single flipped bit of the newest set passes, but for what relaxed canonicalization hides", () => {
    const end = three.indexOf("ARC-Seal:", 10);
    fc.assert(
      fc.property(fc.nat({ max: end * 8 - 1 }), (bit) => {
        const index = bit >> 3;
        const flipped = String.fromCharCode(three.charCodeAt(index) ^ (1 << (bit & 7)));
        const word = status(three.slice(0, index) + flipped + three.slice(index + 1), { zone: ZONE });
        if (word.startsWith("pass")) expect(isHidden(index, flipped)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("the cuts of a stream do not matter", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: three.length }), { maxLength: 6 }), (cuts) => {
        expect(validate(three, { zone: ZONE, cuts })).toStrictEqual(validate(three, { zone: ZONE }));
      }),
      { numRuns: 100 },
    );
  });

  test("a set on top of a chain that passes makes one that passes, and the older view stays", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (count) => {
        const shorter = validate(chain(count), { zone: ZONE }).result;
        const longer = validate(chain(count + 1), { zone: ZONE }).result;
        expect([shorter.result, longer.result]).toStrictEqual(["pass", "pass"]);
        expect(longer.sets.map(({ sealer }) => sealer?.sdid)).toStrictEqual([
          ...shorter.sets.map(({ sealer }) => sealer?.sdid),
          SEALERS[count % SEALERS.length],
        ]);
      }),
      { numRuns: 12 },
    );
  });

  test("trust never changes the status", () => {
    fc.assert(
      fc.property(fc.subarray([...SEALERS]), fc.array(edit, { maxLength: 2 }), (trustedSealers, edits) => {
        const message = apply(three, edits);
        const policy = { trustedSealers };
        expect(status(message, { zone: ZONE, policy })).toBe(status(message, { zone: ZONE }));
      }),
    );
  });
});

/** The case of field names, white space for white space, and CR where a bare LF ends the line as well. */
function isHidden(index: number, flipped: string): boolean {
  const written = three[index] ?? "";
  if (/[ \t\r\n]/.test(written) && /[ \t\r\n]/.test(flipped)) return true;
  const lineStart = three.lastIndexOf("\n", index) + 1;
  const colon = three.indexOf(":", lineStart);
  const inName = index < colon && /^[A-Za-z-]+$/.test(three.slice(lineStart, colon));
  if (inName) return written.toLowerCase() === flipped.toLowerCase();
  return false;
}
