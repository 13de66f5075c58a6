import { createHash } from "node:crypto";
import {
  canonicalBody,
  ed25519Key,
  keyRecord,
  rsaKey,
  signMessage,
  splitMessage,
  type FieldTags,
  type SigningAlgorithm,
  type SigningKey,
} from "../dkim-signer.ts";
import type { Random } from "../random.ts";
import type { ZoneBuilder } from "./case.ts";
import { weighted } from "./choice.ts";
import { KEY_RECORD_TWISTS } from "./key-record-twists.ts";
import { longRsaKey } from "./long-rsa-key.ts";
import { SIGNATURE_TWISTS } from "./signature-twists.ts";

export interface SigningRequest {
  readonly random: Random;
  readonly sdid: string;
  readonly selector: string;
  readonly zone: ZoneBuilder;
  /** Chance of something out of the ordinary, 0 for none. */
  readonly twisted: number;
}

interface KeyChoice {
  readonly key: SigningKey;
  readonly algorithm: SigningAlgorithm;
  readonly name: string | null;
}

/** Signs a message (one character per byte), publishes the key, and names what was special. */
export function addSignature(
  message: string,
  { random, sdid, selector, zone, twisted }: SigningRequest,
): { readonly message: string; readonly mutators: readonly string[] } {
  const mutators: string[] = [];
  const { key, algorithm, name } = chooseKey(random, twisted);
  if (name !== null) mutators.push(name);
  const canonicalization = random.pick([
    "relaxed/relaxed",
    "relaxed/simple",
    "simple/simple",
    "simple/relaxed",
  ]);
  const tags: FieldTags = {
    v: "1",
    a: algorithm,
    c: canonicalization,
    d: sdid,
    s: selector,
    h: random.pick([
      "From:To:Subject:Date",
      "From:Subject:Content-Type",
      "from:to:subject:date:message-id",
      "From:From:Subject:Subject:X-Empty",
    ]),
  };
  const twistName = random.chance(twisted) ? random.pick(Object.keys(SIGNATURE_TWISTS)) : null;
  if (twistName !== null) mutators.push(twistName);
  const twist =
    twistName === null
      ? undefined
      : SIGNATURE_TWISTS[twistName]?.({ random, sdid, algorithm, ...bodyFacts(message, canonicalization) });
  const signed = signMessage(message, { key, ...twist, tags: { ...tags, ...twist?.tags } });
  const recordTwist = random.chance(twisted * 0.7) ? chooseRecordTwist(random, twistName) : null;
  if (recordTwist !== null) mutators.push(recordTwist);
  publish({ random, zone, key, name: `${selector}._domainkey.${sdid}`, twist: recordTwist });
  return { message: signed, mutators };
}

function bodyFacts(message: string, canonicalization: string): { bodyBytes: number; bodyHash: string } {
  const body = canonicalBody(splitMessage(message).body, canonicalization.split("/")[1] ?? "simple");
  const bodyHash = createHash("sha256").update(body, "latin1").digest("base64");
  return { bodyBytes: body.length, bodyHash };
}

/** A subdomain in i= meets a key that forbids it more often than chance would have it. */
function chooseRecordTwist(random: Random, signatureTwist: string | null): string {
  const matters = signatureTwist === "tag-auid-subdomain" && random.chance(0.7);
  return matters ? "key-exact-auid" : random.pick(Object.keys(KEY_RECORD_TWISTS));
}

function rsa(bits: number, name: string | null): KeyChoice {
  return { key: rsaKey(bits), algorithm: "rsa-sha256", name };
}

function chooseKey(random: Random, twisted: number): KeyChoice {
  const ordinary = weighted(random, [
    [8, rsa(1024, null)],
    [1, rsa(2048, "rsa-2048")],
    [2, { key: ed25519Key(), algorithm: "ed25519-sha256", name: "ed25519" } as const],
  ]);
  if (!random.chance(twisted * 0.4)) return ordinary;
  return weighted(random, [
    [3, { key: rsaKey(1024), algorithm: "rsa-sha1", name: "rsa-sha1" } as const],
    [1, rsa(512, "rsa-512")],
    [1, rsa(768, "rsa-768")],
    [0.2, { key: longRsaKey(), algorithm: "rsa-sha256", name: "rsa-over-4096" } as const],
  ]);
}

interface Publication {
  readonly random: Random;
  readonly zone: ZoneBuilder;
  readonly key: SigningKey;
  readonly name: string;
  readonly twist: string | null;
}

function publish({ random, zone, key, name, twist }: Publication): void {
  const answer = twist === null ? { TXT: [keyRecord(key)] } : KEY_RECORD_TWISTS[twist]?.({ random, key });
  if (answer === undefined || (typeof answer === "object" && Object.keys(answer).length === 0)) return;
  if (typeof answer === "string") {
    zone.fail(name, answer);
    return;
  }
  zone.add(name, answer);
  if (answer.CNAME !== undefined && random.chance(0.7))
    zone.add("alias.keys.example", { TXT: [keyRecord(key)] });
}
