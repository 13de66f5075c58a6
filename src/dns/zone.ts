import { isQueryableName } from "../base/domain.ts";
import {
  RECORD_TYPES,
  type DnsAnswer,
  type DnsFailureReason,
  type RecordData,
  type RecordType,
} from "./answer.ts";
import { canonicalName } from "./question.ts";
import { isRecordObject, isRecordType, readRecords } from "./record-shape.ts";

/** How a name in a zone can be made to fail. */
export type ZoneFailure = Exclude<DnsFailureReason, "not-in-snapshot" | "limit">;

/** One record as a zone writes it: a TXT record is one text or the list of its character-strings. */
export type ZoneRecord<Type extends RecordType> = Type extends "TXT"
  ? string | readonly string[]
  : RecordData[Type];

/** The records of a name by type, or the failure that asking for the type meets. */
export type ZoneName = { readonly [Type in RecordType]?: readonly ZoneRecord<Type>[] | ZoneFailure };

/**
 * DNS data as one literal: `{ "example.com": { "TXT": ["v=spf1 -all"] }, "slow.example": "timeout" }`.
 *
 * Letter case and a trailing dot in names do not matter. Text holds one character per byte.
 */
export type Zone = Readonly<Record<string, ZoneName | ZoneFailure>>;

/** The answers known at one name, by record type; null where the zone does not mention the type. */
export type AnswersByType = { readonly [Type in RecordType]: DnsAnswer<RecordData[Type]> | null };

/** What a zone says of one name. */
export type ZoneEntry =
  | { readonly kind: "answers"; readonly answers: AnswersByType }
  | { readonly kind: "failure"; readonly reason: ZoneFailure };

const ZONE_FAILURES: readonly ZoneFailure[] = ["timeout", "servfail", "refused", "malformed"];

/** Bytes in one character-string. RFC 1035 §3.3 */
const CHARACTER_STRING_BYTES = 255;

/** Reads a zone; a `TypeError` names the place of what cannot be meant. */
export function readZone(zone: Zone): ReadonlyMap<string, ZoneEntry> {
  if (!isRecordObject(zone)) throw new TypeError("zone: expected an object of names");
  const entries = new Map<string, ZoneEntry>();
  for (const [name, value] of Object.entries(zone)) {
    const path = `zone[${JSON.stringify(name)}]`;
    const canonical = canonicalName(name);
    if (!isQueryableName(canonical)) throw new TypeError(`${path}: expected a domain name`);
    if (entries.has(canonical)) throw new TypeError(`${path}: the name stands there twice`);
    entries.set(canonical, readEntry(value, path));
  }
  return entries;
}

function readEntry(value: unknown, path: string): ZoneEntry {
  if (isZoneFailure(value)) return { kind: "failure", reason: value };
  if (!isRecordObject(value)) {
    throw new TypeError(`${path}: expected records by type or one of ${ZONE_FAILURES.join(", ")}`);
  }
  for (const type of Object.keys(value)) {
    if (!isRecordType(type)) throw new TypeError(`${path}.${type}: no such record type here`);
  }
  const read = <Type extends RecordType>(type: Type): DnsAnswer<RecordData[Type]> | null =>
    readType(type, value[type], `${path}.${type}`);
  const answers: AnswersByType = {
    TXT: read("TXT"),
    A: read("A"),
    AAAA: read("AAAA"),
    PTR: read("PTR"),
    CNAME: read("CNAME"),
    MX: read("MX"),
  };
  refuseMixedAlias(answers, path);
  return { kind: "answers", answers };
}

function readType<Type extends RecordType>(
  type: Type,
  value: unknown,
  path: string,
): DnsAnswer<RecordData[Type]> | null {
  if (value === undefined) return null;
  if (isZoneFailure(value)) return { kind: "failure", reason: value };
  return readRecords(type, type === "TXT" ? textRecords(value, path) : value, path);
}

/** TXT records with every text as the list of its character-strings. */
function textRecords(value: unknown, path: string): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((record: unknown, index) =>
    Array.isArray(record)
      ? record.flatMap((text: unknown, part) => characterStrings(text, `${path}[${index}][${part}]`))
      : characterStrings(record, `${path}[${index}]`),
  );
}

/** Text over 255 bytes becomes several strings, since no single one can carry it. RFC 1035 §3.3.14 */
function characterStrings(text: unknown, path: string): readonly string[] {
  if (typeof text !== "string") throw new TypeError(`${path}: expected text`);
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0xff) {
      throw new TypeError(`${path}: expected one character per byte, got one above U+00FF at ${index}`);
    }
  }
  const strings = [text.slice(0, CHARACTER_STRING_BYTES)];
  for (let start = CHARACTER_STRING_BYTES; start < text.length; start += CHARACTER_STRING_BYTES) {
    strings.push(text.slice(start, start + CHARACTER_STRING_BYTES));
  }
  return strings;
}

/** An alias is one record and stands alone. RFC 2181 §10.1 */
function refuseMixedAlias(answers: AnswersByType, path: string): void {
  if (answers.CNAME?.kind !== "records") return;
  if (answers.CNAME.records.length > 1) throw new TypeError(`${path}.CNAME: expected one record`);
  if (RECORD_TYPES.some((type) => type !== "CNAME" && answers[type] !== null))
    throw new TypeError(`${path}: expected no other type beside CNAME`);
}

function isZoneFailure(value: unknown): value is ZoneFailure {
  return ZONE_FAILURES.some((reason) => reason === value);
}
