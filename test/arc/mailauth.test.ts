import fc from "fast-check";
import { authenticate } from "mailauth";
import { describe, expect, test } from "vitest";
import type { ArcCause, ArcResult } from "../../src/arc/result.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { ed25519Key } from "../support/dkim-signer.ts";
import type { SealOptions } from "../support/arc-sealer.ts";
import { chain, editFields, MESSAGE, ZONE } from "./chains.ts";
import { NOW, validate, type Validation } from "./validating.ts";

const zone = { ...ZONE, "slow._domainkey.a.example": "timeout" } as const;
const answers = snapshotResolver(zone);

/** The zone as node:dns shows it: TXT records, or an error with a code. */
async function resolver(name: string, type: string): Promise<string[][]> {
  const answer = type === "TXT" ? await answers.resolve("TXT", name) : { kind: "nodata" as const };
  if (answer.kind === "records") return answer.records.map((strings) => [...strings]);
  const code = answer.kind === "failure" ? "ETIMEOUT" : answer.kind === "nodata" ? "ENODATA" : "ENOTFOUND";
  throw Object.assign(new Error(code), { code });
}

async function peerStatus(message: string): Promise<{ readonly word: string; readonly detail: string }> {
  const options = {
    ip: "192.0.2.1",
    helo: "mx.example.net",
    sender: "",
    resolver,
    strict: true,
    disableBimi: true,
    disableDmarc: true,
    curTime: new Date(NOW * 1000),
  };
  const { arc } = await authenticate(Buffer.from(message, "latin1"), options);
  if (arc === false) return { word: "none", detail: "" };
  return { word: arc.status.result, detail: arc.status.comment || "" };
}

/** Why the two may differ on a message: the section that decides; null where they may not. docs/oracles.md says more. */
function explanation({ result }: Validation): string | null {
  if (result.result === "none") return null;
  return result.result === "pass" ? passExplanation(result) : failExplanation(result.cause);
}

function passExplanation({ sets, notes }: ArcResult): string | null {
  const older = sets.slice(0, -1).flatMap(({ messageSignature }) => messageSignature ?? []);
  const odd = older.some(
    (result) =>
      result.result === "neutral" || ("signature" in result && result.signature.algorithm === "rsa-sha1"),
  );
  // The other side looks at the algorithms of all message signatures before it validates any.
  if (odd) return "RFC 8617 §5.2, step 5: what an older message signature says leaves the status alone";
  const unnamed = notes.some(
    ({ code, instance }) => code === "arc.empty-field-name" && instance === sets.length,
  );
  return unnamed ? "RFC 8617 §4.1.2: an empty name in h= selects no field" : null;
}

function failExplanation(cause: ArcCause): string | null {
  if (cause.code === "invalid-instance") {
    return /^0[1-9]$/.test(cause.value ?? "") ? "RFC 8617 §4.2.1: one instance, one spelling" : null;
  }
  if (cause.code === "message-signature-malformed" && cause.issue.code === "query-method") {
    return "RFC 6376 §3.5 (q=): a signature without a known query method is not verified";
  }
  return "reason" in cause ? (REASONS.get(cause.reason.code) ?? null) : null;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["body-shorter-than-length", "RFC 6376 §3.5 (l=): the count is not larger than the body"],
  ["signed-in-future", "RFC 6376 §3.5 (t=): the time of a signature has come"],
  ["unsigned-body", "RFC 6376 §8.2: bytes past l= are refused by policy"],
]);

const tags = fc.constantFrom<Readonly<Record<string, string | null>>>(
  {},
  {},
  {},
  { c: null },
  { c: "simple/relaxed" },
  { c: "relaxed/simple" },
  { c: "neat" },
  { h: "From" },
  { h: "" },
  { h: "From::To" },
  { h: "From:ARC-Seal" },
  { h: "From:From:Subject" },
  { l: "2" },
  { l: "100000" },
  { v: "1" },
  { t: "x" },
  { t: "5", x: "4" },
  { x: "1700000000" },
  { s: "none" },
  { s: "slow" },
  { a: "rsa-sha1" },
  { a: "rsa-md5" },
  { d: null },
  { q: "dns/txt" },
  { q: "http" },
  { z: "From:a" },
);
const sealTags = fc.constantFrom<Readonly<Record<string, string | null>>>(
  {},
  {},
  {},
  {},
  { t: null },
  { t: "x" },
  { t: String(NOW + 100_000) },
  { h: "From" },
  { c: "simple" },
  { s: "none" },
  { s: "slow" },
  { cv: "fail" },
  { cv: "PASS" },
  { cv: "none" },
  { d: "" },
  { a: "rsa-sha1" },
);
const set: fc.Arbitrary<Partial<SealOptions>> = fc
  .tuple(fc.integer({ min: 0, max: 3 }), tags, sealTags)
  .map(([kind, messageSignatureTags, seal]) => ({
    ...(kind === 1 ? { messageSignatureTags } : {}),
    ...(kind === 2 ? { sealTags: seal } : {}),
    ...(kind === 3 ? { domain: "ed.example", key: ed25519Key() } : {}),
  }));

const fieldEdit = fc.tuple(
  fc.constantFrom("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results"),
  fc.integer({ min: 1, max: 4 }),
  fc.constantFrom<(field: string) => string>(
    () => "",
    (field) => field + field,
    (field) => field.replace(/i=\d+/, "i=0"),
    (field) => field.replace(/i=\d+/, "i=51"),
    (field) => field.replace(/i=(\d+)/, "i=0$1"),
    (field) => field.replace(/i=\d+/, "i=x"),
    (field) => field.replace(/i=(\d+)/, "i = $1"),
    (field) => field.replace(/i=\d+;/, ""),
    (field) => field.replace(/i=(\d+);/, "i=$1;; "),
    (field) => field.replaceAll("\r\n\t", " \r\n \t"),
    (field) => field.replace("d=", "D="),
    (field) => field.replace(/(b=..)/, "$1 "),
    (field) => field.replace(/b=./, "b="),
    (field) => field.toUpperCase().replace(/:/, " :"),
    (field) => field.replace("ARC-", "arc-"),
    (field) => field.replace("pass", "fail"),
  ),
);

const messages = fc
  .tuple(
    fc.array(set, { minLength: 1, maxLength: 4 }),
    fc.nat({ max: 3 }),
    fc.array(fieldEdit, { maxLength: 2 }),
    fc.constantFrom("none", "none", "none", "body", "subject"),
  )
  .map(([sets, changed, edits, last]) => {
    const overrides = Object.fromEntries(sets.map((each, index) => [index + 1, each]));
    const whole = chain(sets.length, overrides, (message, instance) =>
      instance === changed ? message.replace("lost", "won") : message,
    );
    const edited = edits.reduce(
      (text, [name, instance, edit]) => editFields(text, name, instance, edit),
      whole,
    );
    if (last === "body") return `${edited}PS\r\n`;
    return last === "subject" ? edited.replace("Subject: ", "Subject: Re: ") : edited;
  });

describe("chains judged here and by mailauth", () => {
  test("have one status, but where a section decides otherwise", async () => {
    const seen = { none: 0, pass: 0, fail: 0 };
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        const own = validate(message, { zone });
        const peer = await peerStatus(message);
        seen[own.result.result]++;
        if (own.result.result === peer.word) return;
        const cause = own.result.result === "fail" ? JSON.stringify(own.result.cause) : "";
        const reason = explanation(own);
        expect(reason, `${own.result.result} ${cause} / ${peer.word} ${peer.detail}`).not.toBeNull();
      }),
      { numRuns: 300 },
    );
    // The generator is of use only while it makes both kinds.
    expect(Math.min(seen.pass, seen.fail)).toBeGreaterThan(50);
  }, 120_000);

  test("agree that there is none", async () => {
    expect(await peerStatus(MESSAGE)).toStrictEqual({ word: "none", detail: "" });
    expect(validate(MESSAGE, { zone }).result.result).toBe("none");
  });
});
