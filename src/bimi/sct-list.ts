import { OctetString } from "@peculiar/asn1-schema";
import { hex } from "../base/bytes.ts";
import { readDer } from "./der.ts";

/** Object identifier of the list of embedded SCTs. RFC 6962 §3.3 */
export const SCT_LIST_EXTENSION = "1.3.6.1.4.1.11129.2.4.2";

/** A log's promise to have recorded the certificate. Its signature is not verified: that takes the log's key. */
export interface SignedCertificateTimestamp {
  /** SHA-256 of the log's public key, hexadecimal. */
  readonly logId: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number;
}

/** Octets of version, log id and timestamp, and of the log id alone. RFC 6962 §3.2 */
const SCT_HEAD = 41;
const LOG_ID = 32;

/**
 * The timestamps in the extension's content, or null when it is malformed: the list in an OCTET STRING,
 * then lengths of two octets around the whole and around each. Versions other than 1 are passed over.
 *
 * RFC 6962 §3.2, §3.3
 */
export function readSctList(content: Uint8Array): readonly SignedCertificateTimestamp[] | null {
  const wrapped = readDer(content, OctetString);
  const list = wrapped === null ? null : readVector(new Uint8Array(wrapped.buffer));
  if (list === null || list.rest.length > 0) return null;
  const timestamps: SignedCertificateTimestamp[] = [];
  for (let rest = list.content; rest.length > 0;) {
    const entry = readVector(rest);
    if (entry === null || entry.content.length < SCT_HEAD) return null;
    rest = entry.rest;
    if (entry.content[0] !== 0) continue;
    const logId = hex(entry.content.subarray(1, 1 + LOG_ID));
    timestamps.push({ logId, timestamp: uint64(entry.content.subarray(1 + LOG_ID, SCT_HEAD)) });
  }
  return timestamps;
}

function readVector(bytes: Uint8Array): { readonly content: Uint8Array; readonly rest: Uint8Array } | null {
  const [high, low] = bytes;
  if (high === undefined || low === undefined) return null;
  const end = 2 + high * 256 + low;
  return end > bytes.length ? null : { content: bytes.subarray(2, end), rest: bytes.subarray(end) };
}

/** Exact up to 2^53, the year 287396. */
function uint64(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}
