import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ed25519Key,
  keyData,
  keyRecord,
  rsaKey,
  signMessage,
  type SigningKey,
} from "../support/dkim-signer.ts";
import { keyZone, MESSAGE, SELECTOR, verdicts, verify } from "./verifying.ts";

const keys: readonly SigningKey[] = [rsaKey(), ed25519Key()];
const zoneOf = new Map(keys.map((key) => [key, keyZone([keyRecord(key)])]));

const byte = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
  { weight: 2, arbitrary: fc.constantFrom(0x20, 0x09) },
  { weight: 1, arbitrary: fc.constantFrom(0x00, 0x80, 0xff, 0x0d) },
);
const line = fc.array(byte, { maxLength: 20 }).map((codes) => {
  // A bare CR at the end of a line would read as part of its CRLF.
  const text = String.fromCharCode(...codes);
  return text.endsWith("\r") ? `${text}.` : text;
});
const value = fc
  .array(line, { minLength: 1, maxLength: 3 })
  .map((lines) => lines.map((text) => text.replaceAll(/[\0\r]/g, "x")).join("\r\n\t"));
const name = fc.constantFrom("Subject", "To", "X-One", "subject", "RECEIVED", "Reply-To");
const fields = fc.array(fc.tuple(name, fc.constantFrom("", " ", "\t"), value), { maxLength: 8 });
const body = fc.oneof(
  fc.array(line, { maxLength: 10 }).map((lines) => lines.join("\r\n")),
  fc
    .array(fc.constantFrom("", " ", "\t ", "a", " b  c "), { maxLength: 10 })
    .map((lines) => lines.join("\r\n")),
);
const signedNames = fc.array(
  fc.constantFrom("subject", "To", "X-One", "Received", "reply-to", "X-None", "From"),
  {
    maxLength: 8,
  },
);
const canonicalization = fc.constantFrom(
  "relaxed/relaxed",
  "relaxed/simple",
  "simple/relaxed",
  "simple/simple",
);

const messages = fc.tuple(fields, body).map(([list, text]) => {
  const header = list.map(([field, gap, content]) => `${field}${gap}:${content}\r\n`).join("");
  return `From: a@example.com\r\n${header}\r\n${text}`;
});

test("what an independent signer signs verifies, however it is cut into pieces", () => {
  fc.assert(
    fc.property(
      messages,
      signedNames,
      canonicalization,
      fc.constantFrom(...keys),
      fc.array(fc.nat({ max: 1500 }), { maxLength: 6 }),
      (message, names, c, key, positions) => {
        const signed = signMessage(message, { key, tags: { c, h: ["From", ...names].join(":") } });
        const zone = zoneOf.get(key) ?? {};
        const cuts = positions.map((position) => position % (signed.length + 1));
        expect(verdicts(signed, { zone, cuts })).toStrictEqual(["pass"]);
        expect(verify(signed, { zone, cuts })).toStrictEqual(verify(signed, { zone }));
      },
    ),
  );
});

describe.each(["simple/simple", "relaxed/relaxed"])("c=%s", (c) => {
  const signed = signMessage(MESSAGE, { tags: { c, h: "From:To:Subject:Date:Received" } });

  test("no single flipped bit passes, but for what canonicalization hides", () => {
    fc.assert(
      fc.property(fc.nat({ max: signed.length * 8 - 1 }), (bit) => {
        const index = bit >> 3;
        const flipped = String.fromCharCode(signed.charCodeAt(index) ^ (1 << (bit & 7)));
        const message = signed.slice(0, index) + flipped + signed.slice(index + 1);
        if (verdicts(message).includes("pass")) expect(isHidden(signed, index, flipped, c)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});

/**
 * The case of field names under relaxed, and a line end that becomes white space and a bare LF: that is
 * a line end too, and white space before it is ignored under relaxed and behind the value of `b=`.
 */
function isHidden(signed: string, index: number, flipped: string, c: string): boolean {
  if (signed[index] === "\r") return flipped === "\t";
  const lineStart = signed.lastIndexOf("\n", index) + 1;
  const colon = signed.indexOf(":", lineStart);
  const inName = index < colon && /^[A-Za-z-]+$/.test(signed.slice(lineStart, colon));
  return c === "relaxed/relaxed" && inName && signed[index]?.toLowerCase() === flipped.toLowerCase();
}

describe("nothing that a sender or a DNS operator writes throws", () => {
  const signed = signMessage(MESSAGE);
  const fieldEnd = signed.length - MESSAGE.length;
  const snippet = fc.oneof(
    fc.string({ unit: "binary", maxLength: 4 }).map((text) => Buffer.from(text).toString("latin1")),
    fc.constantFrom(
      ";",
      "=",
      "b=",
      "l=1;",
      "h=:;",
      "\r\n ",
      "\r",
      "\n",
      "\0",
      "i=@",
      "x=1;",
      "q=a/b;",
      "z=|;",
    ),
  );
  const edit = fc.tuple(fc.nat({ max: fieldEnd }), fc.nat({ max: 5 }), snippet);

  test("a mutated signature field", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let message = signed;
        for (const [at, removed, inserted] of edits) {
          message = message.slice(0, at) + inserted + message.slice(at + removed);
        }
        for (const { result } of verify(message).results) {
          expect(["pass", "fail", "policy", "neutral", "permerror", "temperror"]).toContain(result);
        }
      }),
    );
  });

  test("a mutated key record", () => {
    const record = keyRecord(rsaKey(), "h=sha256; t=y; ");
    const recordEdit = fc.tuple(fc.nat({ max: record.length }), fc.nat({ max: 5 }), snippet);
    fc.assert(
      fc.property(fc.array(recordEdit, { minLength: 1, maxLength: 3 }), (edits) => {
        let text = record;
        for (const [at, removed, inserted] of edits)
          text = text.slice(0, at) + inserted + text.slice(at + removed);
        const zone = { [SELECTOR]: { TXT: [[text.slice(0, 255), text.slice(255)]] } };
        expect(verify(signed, { zone }).results).toHaveLength(1);
      }),
    );
  });

  test("a key with any octet changed", () => {
    const data = Buffer.from(keyData(rsaKey()), "base64");
    fc.assert(
      fc.property(fc.nat({ max: data.length - 1 }), fc.nat({ max: 255 }), (index, octet) => {
        const changed = Buffer.from(data);
        changed[index] = octet;
        const [word] = verdicts(signed, { zone: keyZone([`p=${changed.toString("base64")}`]) });
        expect(word === "pass").toBe(changed.equals(data));
      }),
    );
  });
});
