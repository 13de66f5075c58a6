import { parseIp } from "../base/ip.ts";
import type { HeaderField } from "../message/header-field.ts";
import { textValue } from "../message/header-field.ts";
import { readReceivedChain, readReturnPath } from "../message/received-chain.ts";
import { receivedSpfValue, type ReceivedSpf } from "../spf/received-spf.ts";
import { parseReceivedSpf } from "../spf/received-spf-parse.ts";
import type { Envelope } from "./inputs.ts";

/** Where a part of a recovered envelope was read. */
export interface EnvelopeSource {
  readonly field: "received" | "return-path" | "received-spf";
  readonly fieldIndex: number;
}

/** An envelope read from a stored message, with the header field that each part comes from. */
export interface RecoveredEnvelope {
  readonly envelope: Pick<Envelope, "clientIp" | "helo" | "mailFrom">;
  readonly sources: {
    readonly clientIp: EnvelopeSource | null;
    readonly helo: EnvelopeSource | null;
    readonly mailFrom: EnvelopeSource | null;
  };
}

/**
 * Recovers the envelope of a stored message from the trace fields of the receiver's own hosts: client
 * and HELO from the Received field at the border, the reverse-path from Return-Path, and what is then
 * missing from Received-SPF.
 *
 * `trustedHops` is how many Received fields those hosts added. Nothing at or below the sender's own
 * fields is looked at, because anyone can write it.
 *
 * RFC 5321 §4.4, RFC 7208 §9.1
 */
export function recoverEnvelope(fields: readonly HeaderField[], trustedHops: number): RecoveredEnvelope {
  const border = readReceivedChain(fields, trustedHops)[trustedHops - 1];
  if (border === undefined) return { envelope: {}, sources: { clientIp: null, helo: null, mailFrom: null } };
  const received: EnvelopeSource = { field: "received", fieldIndex: border.fieldIndex };
  const noted = trustedReceivedSpf(fields, border.fieldIndex);
  const { tcpAddress, helo } = border.received;
  const clientIp =
    tcpAddress === null ? notedValue(noted, "client-ip", isIp) : { value: tcpAddress, source: received };
  const heloName = helo === null ? notedValue(noted, "helo", isPresent) : { value: helo, source: received };
  const mailFrom = readMailFrom(fields, trustedHops) ?? notedMailFrom(noted);
  return {
    envelope: {
      ...(clientIp === null ? {} : { clientIp: clientIp.value }),
      ...(heloName === null ? {} : { helo: heloName.value }),
      ...(mailFrom === null ? {} : { mailFrom: mailFrom.value }),
    },
    sources: {
      clientIp: clientIp?.source ?? null,
      helo: heloName?.source ?? null,
      mailFrom: mailFrom?.source ?? null,
    },
  };
}

interface Noted {
  readonly record: ReceivedSpf;
  readonly source: EnvelopeSource;
}

/** The Received-SPF fields above the border, as the checking host prepends them. RFC 7208 §9.1 */
function trustedReceivedSpf(fields: readonly HeaderField[], borderIndex: number): readonly Noted[] {
  return fields.flatMap((field) => {
    if (field.lowerName !== "received-spf" || field.index > borderIndex) return [];
    const parsed = parseReceivedSpf(textValue(field));
    if (parsed.kind === "issue") return [];
    return [{ record: parsed.receivedSpf, source: { field: "received-spf", fieldIndex: field.index } }];
  });
}

function notedValue(
  noted: readonly Noted[],
  key: string,
  accepts: (value: string) => boolean,
): { readonly value: string; readonly source: EnvelopeSource } | null {
  for (const { record, source } of noted) {
    const value = receivedSpfValue(record, key);
    if (value !== null && accepts(value)) return { value, source };
  }
  return null;
}

function notedMailFrom(
  noted: readonly Noted[],
): { readonly value: string | null; readonly source: EnvelopeSource } | null {
  const found = notedValue(noted, "envelope-from", isPresent);
  if (found === null) return null;
  return { value: found.value === "<>" ? null : found.value, source: found.source };
}

function readMailFrom(
  fields: readonly HeaderField[],
  trustedHops: number,
): { readonly value: string | null; readonly source: EnvelopeSource } | null {
  const returnPath = readReturnPath(fields, trustedHops);
  if (returnPath === null || !returnPath.trusted) return null;
  const source: EnvelopeSource = { field: "return-path", fieldIndex: returnPath.fieldIndex };
  const { path } = returnPath;
  if (path.kind === "null") return { value: null, source };
  return path.kind === "mailbox" ? { value: `${path.localPart}@${path.domain}`, source } : null;
}

function isIp(value: string): boolean {
  return parseIp(value) !== null;
}

function isPresent(value: string): boolean {
  return value.length > 0;
}
