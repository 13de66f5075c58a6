import { RECORD_TYPES, type DnsAnswer, type RecordData, type RecordType } from "./answer.ts";

/** Reads one record as the caller wrote it; throws a `TypeError` naming the place of what is no record. */
type RecordReader<Data> = (value: unknown, path: string) => Data;

const RECORD_READERS: { readonly [Type in RecordType]: RecordReader<RecordData[Type]> } = {
  TXT: readStrings,
  A: readAddress,
  AAAA: readAddress,
  PTR: readName,
  CNAME: readName,
  MX: readExchange,
};

/** The caller's records of one type: a list of them, where an empty list is `nodata`. */
export function readRecords<Type extends RecordType>(
  type: Type,
  value: unknown,
  path: string,
): DnsAnswer<RecordData[Type]> {
  if (!Array.isArray(value)) throw new TypeError(`${path}: expected a list of ${type} records`);
  const read = RECORD_READERS[type];
  const [first, ...others] = value.map((record: unknown, index) => read(record, `${path}[${index}]`));
  return first === undefined ? { kind: "nodata" } : { kind: "records", records: [first, ...others] };
}

export function isRecordType(text: string): text is RecordType {
  return RECORD_TYPES.some((type) => type === text);
}

/** The value as an object to look into. */
export function isRecordObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readAddress(value: unknown, path: string): string {
  if (typeof value !== "string" || value === "") throw new TypeError(`${path}: expected an address`);
  return value;
}

/** A domain name; the root, which a resolver may show, is "." or "". */
function readName(value: unknown, path: string): string {
  if (typeof value !== "string") throw new TypeError(`${path}: expected a domain name`);
  return value;
}

function readStrings(value: unknown, path: string): readonly string[] {
  if (!Array.isArray(value)) throw new TypeError(`${path}: expected a list of texts`);
  return value.map((part: unknown, index) => {
    if (typeof part !== "string") throw new TypeError(`${path}[${index}]: expected text`);
    return part;
  });
}

/** A null MX has the root as its exchange, written "." or "". RFC 7505 §3 */
function readExchange(value: unknown, path: string): RecordData["MX"] {
  if (!isRecordObject(value)) throw new TypeError(`${path}: expected { exchange, priority }`);
  const { exchange, priority } = value;
  if (typeof exchange !== "string") throw new TypeError(`${path}.exchange: expected text`);
  if (typeof priority !== "number" || !Number.isInteger(priority) || priority < 0 || priority > 0xffff) {
    throw new TypeError(`${path}.priority: expected a whole number from 0 to 65535`);
  }
  return { exchange, priority };
}
