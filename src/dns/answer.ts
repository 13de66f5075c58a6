/** The record types that evaluators ask for, with the shape of one record's data. */
export interface RecordData {
  /** The character-strings of one record, one character per byte; protocol code joins them. RFC 1035 §3.3.14 */
  readonly TXT: readonly string[];
  readonly A: string;
  readonly AAAA: string;
  readonly PTR: string;
  readonly CNAME: string;
  readonly MX: MailExchange;
}

export interface MailExchange {
  readonly exchange: string;
  readonly priority: number;
}

export type RecordType = keyof RecordData;

export const RECORD_TYPES: readonly RecordType[] = ["TXT", "A", "AAAA", "PTR", "CNAME", "MX"];

/** Why no answer came. `not-in-snapshot`: the recorded answers do not hold the question. */
export type DnsFailureReason = "timeout" | "servfail" | "refused" | "malformed" | "not-in-snapshot" | "limit";

export interface DnsFailure {
  readonly kind: "failure";
  readonly reason: DnsFailureReason;
}

export interface DnsRecords<Data> {
  readonly kind: "records";
  readonly records: readonly [Data, ...Data[]];
  /** Seconds the answer may be kept, when the resolver knows. */
  readonly ttl?: number;
  /** The AD bit: the resolver validated the answer by DNSSEC. RFC 4035 §3.2.3 */
  readonly authentic?: boolean;
}

/**
 * The outcome of one question. Each way of getting nothing is told apart, because protocols treat
 * them apart: `nodata` is an existing name without the type, `nxdomain` a name that does not exist.
 */
export type DnsAnswer<Data> =
  | DnsRecords<Data>
  | { readonly kind: "nodata"; readonly ttl?: number }
  | { readonly kind: "nxdomain"; readonly ttl?: number }
  | DnsFailure;

export interface DnsQuestion<Type extends RecordType = RecordType> {
  readonly type: Type;
  readonly name: string;
}

/** One question with its answer, as the transcript keeps it. */
export interface DnsExchange {
  readonly type: RecordType;
  readonly name: string;
  readonly answer: DnsAnswer<RecordData[RecordType]>;
}
