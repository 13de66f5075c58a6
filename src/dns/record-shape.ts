import { RECORD_TYPES, type DnsAnswer, type RecordData, type RecordType } from "./answer.ts";

/** Bytes in one character-string. RFC 1035 §3.3 */
const CHARACTER_STRING_BYTES = 255;

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

/** One TXT record: its character-strings, or one text. */
function readStrings(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") return characterStrings(value, path);
  if (!Array.isArray(value) || value.length === 0) {
    throw new TypeError(`${path}: expected text or a list of texts, not empty`);
  }
  return value.flatMap((part: unknown, index) => {
    if (typeof part !== "string") throw new TypeError(`${path}[${index}]: expected text`);
    return characterStrings(part, `${path}[${index}]`);
  });
}

/** Text over 255 bytes becomes several strings, since no single one can carry it. RFC 1035 §3.3.14 */
function characterStrings(text: string, path: string): readonly string[] {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0xff) {
      throw new TypeError(`${path}: expected one character per byte, got one above U+00FF at ${index}`);
    }
  }
  if (text.length <= CHARACTER_STRING_BYTES) return [text];
  const strings: string[] = [];
  for (let start = 0; start < text.length; start += CHARACTER_STRING_BYTES) {
    strings.push(text.slice(start, start + CHARACTER_STRING_BYTES));
  }
  return strings;
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
