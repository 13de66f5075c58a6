import type { DkimNote } from "./notes.ts";
import type { Coverage } from "./result.ts";
import type { DkimSignature } from "./signature.ts";

/** Mail waits in queues up to four or five days before it is given up. RFC 5321 §4.5.4.1 */
const QUEUE_SECONDS = 4 * 24 * 60 * 60;

/** What is legal but unwise about a signature and what it covers. RFC 6376 §8.2, §8.15 */
export function signatureNotes(signature: DkimSignature, coverage: Coverage): readonly DkimNote[] {
  return [...duplicateNotes(coverage), ...lengthNotes(signature), ...lifetimeNotes(signature)];
}

function duplicateNotes({ signedFields, unsignedDuplicates }: Coverage): readonly DkimNote[] {
  if (unsignedDuplicates.length === 0) return [];
  const instances = new Map<string, { signed: number[]; unsigned: number[] }>();
  for (const { name } of unsignedDuplicates) instances.set(name, { signed: [], unsigned: [] });
  for (const { name, fieldIndex } of unsignedDuplicates) instances.get(name)?.unsigned.push(fieldIndex);
  for (const { name, fieldIndex } of signedFields) instances.get(name)?.signed.push(fieldIndex);
  return Array.from(instances, ([name, { signed, unsigned }]) => ({
    code: "dkim.unsigned-duplicate",
    name,
    signed,
    unsigned,
    rfc: "RFC 6376 §8.15",
  }));
}

function lengthNotes({ bodyLengthCount, signedFields }: DkimSignature): readonly DkimNote[] {
  if (bodyLengthCount === null) return [];
  const note: DkimNote = { code: "dkim.body-length-count", bodyLengthCount, rfc: "RFC 6376 §8.2" };
  const signsContentType = signedFields.some((name) => name.toLowerCase() === "content-type");
  return signsContentType ? [note] : [note, { code: "dkim.content-type-unsigned", rfc: "RFC 6376 §8.2" }];
}

function lifetimeNotes({ signedAt, expiresAt }: DkimSignature): readonly DkimNote[] {
  if (signedAt === null || expiresAt === null) return [];
  const seconds = expiresAt - signedAt;
  return seconds < QUEUE_SECONDS ? [{ code: "dkim.short-lived", seconds, rfc: "RFC 5321 §4.5.4.1" }] : [];
}
