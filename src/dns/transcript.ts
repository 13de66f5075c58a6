import {
  RECORD_TYPES,
  type DnsAnswer,
  type DnsExchange,
  type DnsFailureReason,
  type RecordData,
  type RecordType,
} from "./answer.ts";
import { canonicalName } from "./question.ts";
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

/** An exchange whose answer has not been looked at yet. */
interface RawExchange {
  readonly type: RecordType;
  readonly name: string;
  readonly answer: unknown;
  readonly path: string;
}

/**
 * Answers from a transcript, failures and times to live included, so that a run over it repeats the
 * recorded one. A question that is not in it is answered `not-in-snapshot`.
 *
 * The transcript comes from a file as a rule, so its shape is checked: a `TypeError` names the place.
 */
export function transcriptResolver(exchanges: readonly DnsExchange[]): Resolver {
  if (!Array.isArray(exchanges)) throw new TypeError("exchanges: expected a list");
  const raw = exchanges.map((exchange: unknown, index) => readExchange(exchange, `exchanges[${index}]`));
  const table = <Type extends RecordType>(type: Type): ReadonlyMap<string, DnsAnswer<RecordData[Type]>> =>
    readTable(type, raw);
  const tables: { readonly [Type in RecordType]: ReadonlyMap<string, DnsAnswer<RecordData[Type]>> } = {
    TXT: table("TXT"),
    A: table("A"),
    AAAA: table("AAAA"),
    PTR: table("PTR"),
    CNAME: table("CNAME"),
    MX: table("MX"),
  };
  return {
    resolve: (type, name) =>
      tables[type].get(canonicalName(name)) ?? { kind: "failure", reason: "not-in-snapshot" },
  };
}

function readExchange(value: unknown, path: string): RawExchange {
  if (!isRecordObject(value)) throw new TypeError(`${path}: expected { type, name, answer }`);
  const { type, name, answer } = value;
  if (typeof type !== "string" || !isRecordType(type)) {
    throw new TypeError(`${path}.type: expected one of ${RECORD_TYPES.join(", ")}`);
  }
  if (typeof name !== "string") throw new TypeError(`${path}.name: expected text`);
  return { type, name: canonicalName(name), answer, path };
}

/** The answers of one record type by name. */
function readTable<Type extends RecordType>(
  type: Type,
  exchanges: readonly RawExchange[],
): ReadonlyMap<string, DnsAnswer<RecordData[Type]>> {
  const table = new Map<string, DnsAnswer<RecordData[Type]>>();
  for (const { type: asked, name, answer, path } of exchanges) {
    if (asked !== type) continue;
    if (table.has(name)) throw new TypeError(`${path}: the question stands there twice`);
    table.set(name, readAnswer(type, answer, `${path}.answer`));
  }
  return table;
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
