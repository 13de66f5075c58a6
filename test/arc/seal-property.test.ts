import { authenticate } from "mailauth";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ED25519, RSA, signed, ZONE } from "../dkim/signing.ts";
import { zonePromises } from "../support/zone-promises.ts";
import { sealed } from "./sealing.ts";
import { status } from "./validating.ts";

const text = fc.stringMatching(/^[ \t!-~]{0,40}$/);
const name = fc.constantFrom("Subject", "To", "X-One", "RECEIVED", "Reply-To", "List-Id");
const fields = fc.array(fc.tuple(name, text), { maxLength: 6 });
const body = fc.array(text, { maxLength: 8 }).map((lines) => lines.join("\r\n"));
const message = fc
  .tuple(fields, body)
  .map(
    ([list, content]) =>
      `From: a@example.com\r\n${list.map(([field, value]) => `${field}: ${value}\r\n`).join("")}\r\n${content}`,
  );
const word = fc.constantFrom("simple" as const, "relaxed" as const);
const hop = fc.record({
  canonicalization: fc.record({ header: word, body: word }),
  signs: fc.boolean(),
  cuts: fc.array(fc.nat({ max: 3000 }), { maxLength: 4 }),
});
const hops = fc.array(hop, { minLength: 1, maxLength: 4 });

type Hop = typeof hop extends fc.Arbitrary<infer Value> ? Value : never;

async function travel(start: string, path: readonly Hop[], key: typeof RSA): Promise<string> {
  let current = start;
  for (const [index, { canonicalization, signs, cuts }] of path.entries()) {
    if (signs) current = await signed(current, [key]);
    current = await sealed(current, index === 0 ? "none" : "pass", { ...key, canonicalization }, cuts);
  }
  return current;
}

test("a chain of any hops sealed here passes", async () => {
  await fc.assert(
    fc.asyncProperty(message, hops, fc.constantFrom(RSA, ED25519), async (start, path, key) => {
      const whole = await travel(start, path, key);
      expect(status(whole, { zone: ZONE })).toMatch(/^pass oldest-pass=/);
    }),
  );
});

test("a chain of any hops sealed here passes in mailauth", async () => {
  await fc.assert(
    fc.asyncProperty(message, hops, async (start, path) => {
      const { arc } = await authenticate(Buffer.from(await travel(start, path, RSA), "latin1"), {
        trustReceived: false,
        disableDmarc: true,
        disableBimi: true,
        resolver: zonePromises(ZONE),
      });
      expect(arc && arc.status.result).toBe("pass");
    }),
    { numRuns: 40 },
  );
});
