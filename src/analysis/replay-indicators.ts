import type { Limits } from "../base/limits.ts";
import type { DkimResult } from "../dkim/result.ts";
import type { Address } from "../message/address.ts";
import { parseAddressList } from "../message/address-list.ts";
import { type HeaderField, textValue } from "../message/header-field.ts";
import { NameBudget } from "../message/name-budget.ts";
import type { AnalysisInputs, Envelope } from "./inputs.ts";

/**
 * A sign that a message with a valid signature is delivered again to others than it was written to.
 * Legitimate mail shows them too (Bcc, mailing lists), so none of them changes a verdict.
 *
 * RFC 6376 §8.6
 */
export type ReplayIndicator =
  /** The envelope recipient stands in neither To nor Cc. */
  | { readonly code: "recipient-not-addressed"; readonly recipient: string }
  /** A passing signature was made long before it arrived. */
  | { readonly code: "old-signature"; readonly dkimIndex: number; readonly ageSeconds: number }
  /** A passing signature never expires. */
  | { readonly code: "no-expiry"; readonly dkimIndex: number }
  /** A passing signature does not protect the field, so a recipient could be put there later. */
  | { readonly code: "recipients-unsigned"; readonly dkimIndex: number; readonly name: "to" | "cc" };

/** Mail is delivered within the days that queues retry for. RFC 5321 §4.5.4.1 */
const OLD_SECONDS = 5 * 24 * 60 * 60;

/** The signs that a passing signature is being replayed; empty without a passing signature. */
export function replayIndicators(
  fields: readonly HeaderField[],
  dkim: readonly DkimResult[],
  { recipients = [] }: Envelope,
  { now, limits }: Pick<AnalysisInputs, "now" | "limits">,
): readonly ReplayIndicator[] {
  const indicators: ReplayIndicator[] = [];
  for (const [index, result] of dkim.entries()) indicators.push(...signatureIndicators(result, index, now));
  if (indicators.length === 0 && !dkim.some(({ result }) => result === "pass")) return [];
  return [...recipientIndicators(fields, recipients, limits), ...indicators];
}

function signatureIndicators(result: DkimResult, dkimIndex: number, now: number): readonly ReplayIndicator[] {
  if (result.result !== "pass") return [];
  const { signedAt, expiresAt, signedFields } = result.signature;
  const indicators: ReplayIndicator[] = [];
  const ageSeconds = signedAt === null ? 0 : now - signedAt;
  if (ageSeconds > OLD_SECONDS) indicators.push({ code: "old-signature", dkimIndex, ageSeconds });
  if (expiresAt === null) indicators.push({ code: "no-expiry", dkimIndex });
  const signed = new Set(signedFields.map((name) => name.toLowerCase()));
  for (const name of ["to", "cc"] as const) {
    if (!signed.has(name)) indicators.push({ code: "recipients-unsigned", dkimIndex, name });
  }
  return indicators;
}

function recipientIndicators(
  fields: readonly HeaderField[],
  recipients: readonly string[],
  { addressListBytes, addressNames }: Pick<Limits, "addressListBytes" | "addressNames">,
): readonly ReplayIndicator[] {
  const lists = fields.filter(({ lowerName }) => lowerName === "to" || lowerName === "cc");
  // Choice: lists over the limit are taken to name everybody; this is a sign, no verdict.
  const bytes = lists.reduce((sum, list) => sum + list.bytes.length, 0);
  if (recipients.length === 0 || bytes > addressListBytes) return [];
  const names = new NameBudget(addressNames);
  const addressed = new Set(lists.flatMap((list) => addressesOf(list, names)));
  if (names.exceeded) return [];
  return recipients
    .filter((recipient) => !addressed.has(comparable(recipient, new NameBudget(1))))
    .map((recipient) => ({ code: "recipient-not-addressed", recipient }));
}

function addressesOf(field: HeaderField, names: NameBudget): readonly string[] {
  const list = parseAddressList(textValue(field));
  if (list.kind !== "list") return [];
  return list.addresses.flatMap((address) => mailboxesOf(address, names));
}

function mailboxesOf(address: Address, names: NameBudget): readonly string[] {
  const mailboxes = address.kind === "group" ? address.members : [address];
  return mailboxes.map(({ localPart, domain }) => comparable(`${localPart}@${domain}`, names));
}

/** The domain in comparable form; the local-part as written, since only its host may fold its case. RFC 5321 §2.4 */
function comparable(address: string, names: NameBudget): string {
  const at = address.lastIndexOf("@");
  const domain = names.read(address.slice(at + 1));
  return domain === null ? address : `${address.slice(0, at)}@${domain}`;
}
