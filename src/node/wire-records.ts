import type { Answer } from "dns-packet";
import { byteText } from "../base/bytes.ts";
import type { DnsAnswer, DnsFailureReason, RecordData, RecordType } from "../dns/answer.ts";
import { canonicalName } from "../dns/question.ts";
import { ALIAS_LIMIT } from "../dns/zone-names.ts";
import type { WireResponse } from "./wire-message.ts";

/** What one response says: the answer, or the alias at which to ask on because the server knows no more. */
export type WireReading<Type extends RecordType> =
  | { readonly kind: "answer"; readonly answer: DnsAnswer<RecordData[Type]> }
  | { readonly kind: "alias"; readonly target: string; readonly ttl: number };

/** Response codes. RFC 1035 §4.1.1 */
const NO_ERROR = 0;
const SERVER_FAILURE = 2;
const NAME_ERROR = 3;
const REFUSED = 5;
/** Times to live with the upper bit set are zero. RFC 2181 §8 */
const LONGEST_TTL = 0x7fff_ffff;

type RecordReader<Data> = (record: Answer) => Data | null;

const RECORD_READERS: { readonly [Type in RecordType]: RecordReader<RecordData[Type]> } = {
  TXT: (record) => (record.type === "TXT" ? [record.data].flat().map(stringText) : null),
  A: (record) => (record.type === "A" ? record.data : null),
  AAAA: (record) => (record.type === "AAAA" ? record.data : null),
  PTR: (record) => (record.type === "PTR" ? record.data : null),
  CNAME: (record) => (record.type === "CNAME" ? record.data : null),
  MX: (record) =>
    record.type === "MX" ? { exchange: record.data.exchange, priority: record.data.preference ?? 0 } : null,
};

/** Why a response code is no answer; null for the two that are. */
export function responseFailure(code: number): DnsFailureReason | null {
  if (code === NO_ERROR || code === NAME_ERROR) return null;
  if (code === SERVER_FAILURE) return "servfail";
  return code === REFUSED ? "refused" : "malformed";
}

/**
 * Reads a response that is an answer: follows the aliases in it and takes the records at their end,
 * which live as long as the shortest-lived link on the way.
 *
 * RFC 1034 §4.3.2, RFC 2308 §2
 */
export function readResponse<Type extends RecordType>(
  response: WireResponse,
  type: Type,
  name: string,
): WireReading<Type> {
  const end = followAliases(response, type, canonicalName(name));
  if (end === null) return { kind: "answer", answer: { kind: "failure", reason: "servfail" } };
  const negative = negativeTtl(response.authorities, end.ttl);
  if (response.code === NAME_ERROR) return { kind: "answer", answer: { kind: "nxdomain", ...negative } };
  let { ttl } = end;
  const records: RecordData[Type][] = [];
  for (const record of recordsAt(response, end.name)) {
    const data = RECORD_READERS[type](record);
    if (data === null) continue;
    records.push(data);
    ttl = Math.min(ttl, ttlOf(record));
  }
  const [first, ...others] = records;
  if (first !== undefined) {
    const answer = {
      kind: "records",
      records: [first, ...others],
      ttl,
      authentic: response.authentic,
    } as const;
    return { kind: "answer", answer };
  }
  // A server that knows the end of the chain says so with the zone's SOA record. RFC 2308 §2.2
  if (end.aliases > 0 && negative.ttl === undefined) return { kind: "alias", target: end.name, ttl };
  return { kind: "answer", answer: { kind: "nodata", ...negative } };
}

interface AliasEnd {
  readonly name: string;
  readonly aliases: number;
  readonly ttl: number;
}

/** Where the aliases of the answer section lead; null for a loop or too long a chain. */
function followAliases(response: WireResponse, type: RecordType, name: string): AliasEnd | null {
  let end: AliasEnd = { name, aliases: 0, ttl: LONGEST_TTL };
  if (type === "CNAME") return end;
  while (end.aliases <= ALIAS_LIMIT) {
    const alias = recordsAt(response, end.name).find((record) => record.type === "CNAME");
    const target = alias === undefined ? null : RECORD_READERS.CNAME(alias);
    if (alias === undefined || target === null) return end;
    end = { name: canonicalName(target), aliases: end.aliases + 1, ttl: Math.min(end.ttl, ttlOf(alias)) };
  }
  return null;
}

function recordsAt(response: WireResponse, name: string): readonly Answer[] {
  return response.answers.filter(
    (record) => record.type !== "OPT" && record.class === "IN" && canonicalName(record.name) === name,
  );
}

function ttlOf(record: Answer): number {
  if (record.type === "OPT" || record.ttl === undefined || record.ttl > LONGEST_TTL) return 0;
  return record.ttl;
}

/** How long the want of records may be kept; without an SOA record nothing is known of it. RFC 2308 §5 */
function negativeTtl(authorities: readonly Answer[], aliasTtl: number): { readonly ttl?: number } {
  for (const record of authorities) {
    if (record.type === "SOA") return { ttl: Math.min(aliasTtl, ttlOf(record), record.data.minimum ?? 0) };
  }
  return {};
}

/** One character-string as byte text. */
function stringText(part: string | Buffer): string {
  return typeof part === "string" ? part : byteText(part);
}
