import { isQueryableName } from "../base/domain.ts";
import type { TraceRecorder } from "../base/trace.ts";
import type { PublicKey } from "../crypto/public-key.ts";
import type { DnsFailure } from "../dns/answer.ts";
import { lookup, type Task } from "../task/task.ts";
import { readKeyRecord, type DkimKey, type DkimKeyIssue, type KeyRecord } from "./key-record.ts";
import type { DkimNote } from "./notes.ts";
import type { DkimPermerrorCause } from "./result.ts";
import type { DkimSignature } from "./signature.ts";
import type { DkimEvent } from "./trace.ts";

/** A key record of the answer: usable for the signature, or with the reason why not. */
export type KeyCandidate = { readonly record: number } & (
  | { readonly key: DkimKey; readonly publicKey: PublicKey }
  | { readonly key: DkimKey | null; readonly publicKey: null; readonly cause: DkimPermerrorCause }
);

/** What of a signature bears on its key; an ARC field has it as well. */
export type KeyUse = Pick<DkimSignature, "sdid" | "selector" | "algorithm" | "hash" | "auid" | "auidDomain">;

export type KeyLookup =
  | { readonly candidates: readonly [KeyCandidate, ...KeyCandidate[]]; readonly notes: readonly DkimNote[] }
  | { readonly cause: DkimPermerrorCause; readonly notes: readonly DkimNote[] }
  | { readonly failure: DnsFailure; readonly name: string };

/**
 * Fetches the key records of a signature and judges each, in answer order.
 *
 * Records that are no key records are passed over; of the others no more than the limit are taken.
 *
 * RFC 6376 §6.1.2, §3.6.2.1
 */
export function* lookUpKeys(
  signature: KeyUse,
  limit: number,
  trace: TraceRecorder<DkimEvent>,
): Task<KeyLookup> {
  const name = keyName(signature);
  // A name too long for DNS holds no key, and no question could be sent for it.
  if (!isQueryableName(name)) {
    return { cause: { code: "no-key", name, answer: "impossible-name" }, notes: [] };
  }
  const answer = yield* lookup("TXT", name);
  trace.record({ code: "dkim.key-answer", name, kind: answer.kind, rfc: "RFC 6376 §3.6.2.1" });
  if (answer.kind === "failure") return { failure: answer, name };
  if (answer.kind !== "records") return { cause: { code: "no-key", name, answer: answer.kind }, notes: [] };
  const notes: DkimNote[] = [];
  const candidates: KeyCandidate[] = [];
  let keyRecords = 0;
  for (const [record, strings] of answer.records.entries()) {
    const reading = readStrings(strings);
    if ("issue" in reading && reading.issue.code === "foreign") {
      notes.push({ code: "dkim.foreign-record", record, rfc: "RFC 6376 §6.1.2" });
      trace.record({ code: "dkim.record-ignored", record, rfc: "RFC 6376 §6.1.2" });
      continue;
    }
    keyRecords++;
    if (candidates.length === limit) continue;
    if ("issue" in reading) {
      candidates.push({ record, key: null, publicKey: null, cause: causeOfIssue(reading.issue, strings) });
    } else {
      candidates.push(judge(record, reading.key, reading.publicKey, signature));
    }
  }
  if (keyRecords > 1) {
    notes.push({
      code: "dkim.several-key-records",
      count: keyRecords,
      tried: candidates.length,
      rfc: "RFC 6376 §3.6.2.2",
    });
  }
  const [first, ...others] = candidates;
  if (first === undefined) return { cause: { code: "no-key", name, answer: "no-key-record" }, notes };
  return { candidates: [first, ...others], notes };
}

/** Records read before, by the object a caching resolver hands out again; what a record says never changes. */
const recordsRead = new WeakMap<readonly string[], KeyRecord>();

/** RFC 6376 §3.6.2.2: the strings are joined with nothing between them. */
function readStrings(strings: readonly string[]): KeyRecord {
  const known = recordsRead.get(strings);
  if (known !== undefined) return known;
  const record = readKeyRecord(strings.join(""));
  recordsRead.set(strings, record);
  return record;
}

/** RFC 6376 §3.6.2.1 */
export function keyName({ selector, sdid }: Pick<KeyUse, "selector" | "sdid">): string {
  return `${selector}._domainkey.${sdid}`;
}

function causeOfIssue(issue: DkimKeyIssue, strings: readonly string[]): DkimPermerrorCause {
  if (issue.code === "version") return { code: "key-version", value: issue.value };
  if (issue.code === "missing-key-data") return { code: "key-missing-data" };
  return { code: "key-malformed", text: strings.join(""), issue };
}

function judge(record: number, key: DkimKey, publicKey: PublicKey | null, signature: KeyUse): KeyCandidate {
  const cause = unsuitability(key, signature);
  if (cause === null && publicKey !== null) return { record, key, publicKey };
  return { record, key, publicKey: null, cause: cause ?? keyTypeCause(key, signature) };
}

/** Why the key may not be used for this signature, or null. RFC 6376 §3.6.1, §6.1.2 */
function unsuitability(key: DkimKey, signature: KeyUse): DkimPermerrorCause | null {
  // RFC 6376 §3.6.1 (s=): a record for other services is ignored.
  if (!key.services.includes("*") && !key.services.includes("email")) {
    return { code: "key-service", services: key.services };
  }
  // RFC 6376 §6.1.2, step 6
  if (key.hashAlgorithms !== null && !key.hashAlgorithms.includes(signature.hash)) {
    return { code: "key-hash", accepted: key.hashAlgorithms };
  }
  // RFC 6376 §6.1.2, step 7
  if (key.publicKey.type === "revoked") return { code: "key-revoked" };
  // RFC 6376 §6.1.2, step 8
  if (!signature.algorithm.startsWith(`${key.keyType}-`)) return keyTypeCause(key, signature);
  // RFC 6376 §3.6.1 (t=s)
  if (key.exactAuid && signature.auidDomain !== signature.sdid) {
    return { code: "auid-not-exact", auid: signature.auid, sdid: signature.sdid };
  }
  return null;
}

function keyTypeCause(key: DkimKey, signature: KeyUse): DkimPermerrorCause {
  return { code: "key-type", keyType: key.keyType, algorithm: signature.algorithm };
}
