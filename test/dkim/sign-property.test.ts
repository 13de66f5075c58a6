import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DkimSignatureOptions } from "../../src/dkim/signing-options.ts";
import { fieldsFor, ED25519, RSA, signed, ZONE } from "./signing.ts";
import { NOW, verdicts } from "./verifying.ts";
import { zonePromises } from "../support/zone-promises.ts";

const text = fc.stringMatching(/^[ \t!-~]{0,40}$/);
const value = fc
  .array(text, { minLength: 1, maxLength: 3 })
  .map((lines) => lines.map((line, index) => (index === 0 ? line : `x${line}`)).join("\r\n "));
const name = fc.constantFrom("Subject", "To", "X-One", "subject", "RECEIVED", "Reply-To", "Message-Id");
const fields = fc.array(fc.tuple(name, fc.constantFrom(" ", "", "\t"), value), { maxLength: 8 });
const line = fc.oneof(text, fc.constantFrom("", " ", "\t", "a  b \t", "é", "."));
const body = fc.array(line, { maxLength: 10 }).map((lines) => lines.join("\r\n"));
const message = fc.tuple(fields, body).map(([list, content]) => {
  const header = list.map(([field, gap, written]) => `${field}:${gap}${written}\r\n`).join("");
  return Buffer.from(`From: a@example.com\r\n${header}\r\n${content}`).toString("latin1");
});

const word = fc.constantFrom("simple" as const, "relaxed" as const);
const names = fc.array(fc.constantFrom("subject", "To", "X-One", "reply-to", "X-None", "From"), {
  maxLength: 6,
});
const options: fc.Arbitrary<DkimSignatureOptions> = fc
  .record(
    {
      canonicalization: fc.record({ header: word, body: word }),
      signedFields: names.map((list) => ["From", ...list]),
      auid: fc.constantFrom("@example.com", "user+tag@mail.example.com", "a=b;c@example.com"),
      expiresAt: fc.integer({ min: NOW + 1, max: NOW + 1e6 }),
    },
    { requiredKeys: [] },
  )
  .chain((rest) => fc.constantFrom(RSA, ED25519).map((key) => ({ ...key, ...rest })));

const signatures = fc.array(options, { minLength: 1, maxLength: 3 });
const cuts = fc.array(fc.nat({ max: 2000 }), { maxLength: 6 });

test("what is signed here verifies, however it was cut into pieces", async () => {
  await fc.assert(
    fc.asyncProperty(message, signatures, cuts, async (unsigned, wanted, positions) => {
      const result = await signed(unsigned, wanted, positions);
      expect(verdicts(result, { zone: ZONE })).toStrictEqual(wanted.map(() => "pass"));
    }),
  );
});

test("what is signed here verifies in mailauth", async () => {
  await fc.assert(
    fc.asyncProperty(message, signatures, async (unsigned, wanted) => {
      const result = Buffer.from(await signed(unsigned, wanted), "latin1");
      const { results } = await dkimVerify(result, {
        resolver: zonePromises(ZONE),
        curTime: new Date(NOW * 1000),
      });
      expect(results.map(({ status }) => status.result)).toStrictEqual(wanted.map(() => "pass"));
    }),
  );
});

test("no line of a field is longer than 78 columns, and every one but the first is folded", async () => {
  await fc.assert(
    fc.asyncProperty(message, signatures, async (unsigned, wanted) => {
      for (const field of await fieldsFor(unsigned, wanted)) {
        expect(field).toMatch(/^DKIM-Signature:(?: [^\r\n]{1,77}\r\n)+$/);
        expect(Math.max(...field.split("\r\n").map((each) => each.length))).toBeLessThanOrEqual(78);
      }
    }),
    { numRuns: 30 },
  );
});
