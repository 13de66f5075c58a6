import {
  RECORD_TYPES,
  type DnsAnswer,
  type DnsExchange,
  type DnsFailureReason,
  type RecordData,
  type RecordType,
} from "./answer.ts";
import { questionKey } from "./question.ts";
import { isRecordObject, isRecordType, readRecords } from "./record-shape.ts";
import type { Resolver } from "./resolver.ts";

const FAILURE_REASONS: readonly DnsFailureReason[] = [
  "timeout",
  "servfail",
  "refused",
  "malformed",
  "not-in-snapshot",
  "limit",
];

/** Recorded answers by question, one table for each record type. */
type RecordedAnswers = { readonly [Type in RecordType]: Map<string, DnsAnswer<RecordData[Type]>> };

/**
 * Answers from a transcript, failures and times to live included, so that a run over it repeats the
 * recorded one. A question that is not in it is answered `not-in-snapshot`.
 *
 * The transcript comes from a file as a rule, so its shape is checked: a `TypeError` names the place.
 */
export function transcriptResolver(exchanges: readonly DnsExchange[]): Resolver {
  if (!Array.isArray(exchanges)) throw new TypeError("exchanges: expected a list");
  const answers: RecordedAnswers = {
    TXT: new Map(),
    A: new Map(),
    AAAA: new Map(),
    PTR: new Map(),
    CNAME: new Map(),
    MX: new Map(),
  };
  for (const [index, exchange] of exchanges.entries()) readExchange(exchange, answers, `exchanges[${index}]`);
  return {
    resolve: (type, name) =>
      answers[type].get(questionKey(type, name)) ?? { kind: "failure", reason: "not-in-snapshot" },
  };
}

function readExchange(value: unknown, answers: RecordedAnswers, path: string): void {
  if (!isRecordObject(value)) throw new TypeError(`${path}: expected { type, name, answer }`);
  const { type, name, answer } = value;
  if (typeof type !== "string" || !isRecordType(type)) {
    throw new TypeError(`${path}.type: expected one of ${RECORD_TYPES.join(", ")}`);
  }
  if (typeof name !== "string") throw new TypeError(`${path}.name: expected text`);
  const table = answers[type];
  const key = questionKey(type, name);
  if (table.has(key)) throw new TypeError(`${path}: the question stands there twice`);
  keepAnswer(answers, type, key, answer, `${path}.answer`);
}

function keepAnswer<Type extends RecordType>(
  answers: RecordedAnswers,
  type: Type,
  key: string,
  value: unknown,
  path: string,
): void {
  answers[type].set(key, readAnswer(type, value, path));
}

function readAnswer<Type extends RecordType>(
  type: Type,
  value: unknown,
  path: string,
): DnsAnswer<RecordData[Type]> {
  if (!isRecordObject(value)) throw new TypeError(`${path}: expected an answer`);
  const { kind } = value;
  if (kind === "failure") {
    const reason = FAILURE_REASONS.find((known) => known === value["reason"]);
    if (reason === undefined)
      throw new TypeError(`${path}.reason: expected one of ${FAILURE_REASONS.join(", ")}`);
    return { kind, reason };
  }
  const ttl = readTtl(value["ttl"], `${path}.ttl`);
  if (kind === "nodata" || kind === "nxdomain") return { kind, ...ttl };
  if (kind !== "records") throw new TypeError(`${path}.kind: expected records, nodata, nxdomain or failure`);
  const answer = readRecords(type, value["records"], `${path}.records`);
  if (answer.kind !== "records") throw new TypeError(`${path}.records: expected at least one record`);
  return { ...answer, ...ttl, ...readAuthentic(value["authentic"], `${path}.authentic`) };
}

function readTtl(value: unknown, path: string): { readonly ttl?: number } {
  if (value === undefined) return {};
  if (typeof value !== "number" || !(value >= 0))
    throw new TypeError(`${path}: expected seconds, not negative`);
  return { ttl: value };
}

function readAuthentic(value: unknown, path: string): { readonly authentic?: boolean } {
  if (value === undefined) return {};
  if (typeof value !== "boolean") throw new TypeError(`${path}: expected true or false`);
  return { authentic: value };
}
