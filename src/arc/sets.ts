import type { ArcAuthresReading } from "../authres/dialect.ts";
import { readArcAuthenticationResults } from "../authres/dialect.ts";
import { AuthresLexer } from "../authres/lexical.ts";
import { readInstance } from "../authres/parse.ts";
import type { Limits } from "../base/limits.ts";
import { digestRequest, signatureText } from "../dkim/signed-data.ts";
import { lifetimeFault } from "../dkim/signature.ts";
import { textValue, type HeaderField } from "../message/header-field.ts";
import type { DigestRequest } from "../message/message.ts";
import { findTag } from "../message/tag-list.ts";
import { instanceOf, readArcTags } from "./instance.ts";
import { parseArcMessageSignature, type CollectedSignature } from "./message-signature.ts";
import { parseArcSeal, type SealReading } from "./seal.ts";

/** The three fields of a set, in the order in which seals hash them. RFC 8617 §5.1.1 */
export type ArcFieldName = "arc-authentication-results" | "arc-message-signature" | "arc-seal";

export const ARC_FIELD_NAMES: readonly ArcFieldName[] = [
  "arc-authentication-results",
  "arc-message-signature",
  "arc-seal",
];

/** A seal and the field that holds it. */
export interface CollectedSeal {
  readonly field: HeaderField;
  readonly reading: SealReading;
}

/** What a sealer reported, and the field that holds it. */
export interface CollectedResults {
  readonly field: HeaderField;
  readonly reading: ArcAuthresReading;
}

/** The fields that state one instance, top to bottom. RFC 8617 §4.2 */
export interface CollectedSet {
  readonly instance: number;
  readonly fields: Readonly<Record<ArcFieldName, readonly HeaderField[]>>;
  /** The fields, read; null unless there is exactly one. */
  readonly results: CollectedResults | null;
  readonly messageSignature: CollectedSignature | null;
  readonly seal: CollectedSeal | null;
}

/** An ARC field that belongs to no set. */
export interface StrayField {
  readonly name: ArcFieldName;
  readonly fieldIndex: number;
  /** What stands where the instance belongs; null when there is no instance tag. */
  readonly value: string | null;
}

/** The ARC fields of a message, read once: for the digests that a message reader takes, and for validation. */
export interface CollectedChain {
  /** By instance, the oldest first. */
  readonly sets: readonly CollectedSet[];
  readonly strays: readonly StrayField[];
}

/**
 * Collects the ARC sets of a header.
 *
 * RFC 8617 §4.2, §5.2
 */
export function collectArcSets(fields: readonly HeaderField[]): CollectedChain {
  const byInstance = new Map<number, Record<ArcFieldName, HeaderField[]>>();
  const strays: StrayField[] = [];
  for (const field of fields) {
    const name = ARC_FIELD_NAMES.find((each) => each === field.lowerName);
    if (name === undefined) continue;
    const value = statedInstance(field, name);
    const instance = value === null ? null : instanceOf(value);
    if (instance === null) {
      strays.push({ name, fieldIndex: field.index, value });
      continue;
    }
    const set = byInstance.get(instance) ?? emptySet();
    byInstance.set(instance, set);
    set[name].push(field);
  }
  const instances = [...byInstance].toSorted(([left], [right]) => left - right);
  return { sets: instances.map(([instance, found]) => readSet(instance, found)), strays };
}

function emptySet(): Record<ArcFieldName, HeaderField[]> {
  return { "arc-authentication-results": [], "arc-message-signature": [], "arc-seal": [] };
}

/** The text of the instance tag, or null when there is none. RFC 8617 §3.9, §4.2.1 */
function statedInstance(field: HeaderField, name: ArcFieldName): string | null {
  if (name !== "arc-authentication-results") {
    return readArcTags(signatureText(field)).tags.get("i")?.value ?? null;
  }
  const text = textValue(field);
  // RFC 8617 §4.1.1: the instance stands first, a semicolon behind it.
  const semicolon = text.indexOf(";");
  const written = semicolon === -1 ? null : (findTag(text.slice(0, semicolon + 1), "i")?.value ?? null);
  if (written !== null) return written;
  const instance = readInstance(new AuthresLexer(text));
  return instance === null ? null : String(instance);
}

/** Reads what stands alone; a field that stands twice is not read, for nobody could say which counts. */
function readSet(instance: number, fields: Record<ArcFieldName, HeaderField[]>): CollectedSet {
  const results = onlyOne(fields["arc-authentication-results"]);
  const messageSignature = onlyOne(fields["arc-message-signature"]);
  const seal = onlyOne(fields["arc-seal"]);
  return {
    instance,
    fields,
    results: results && { field: results, reading: readArcAuthenticationResults(textValue(results)) },
    messageSignature: messageSignature && {
      field: messageSignature,
      reading: parseArcMessageSignature(signatureText(messageSignature)),
    },
    seal: seal && { field: seal, reading: parseArcSeal(signatureText(seal)) },
  };
}

function onlyOne(fields: readonly HeaderField[]): HeaderField | null {
  return fields.length === 1 ? (fields[0] ?? null) : null;
}

/** Whether there are more sets than are looked at. RFC 8617 §5.2 */
export function exceedsLimit({ sets }: CollectedChain, { arcSets }: Pick<Limits, "arcSets">): boolean {
  return sets.length > arcSets;
}

/**
 * The body digests that validation will ask the message for: for a message reader to compute on the way.
 * At most one for each set; those that differ in nothing but `l=` share one hash state.
 */
export function planArcDigests(
  chain: CollectedChain,
  limits: Pick<Limits, "arcSets">,
): readonly DigestRequest[] {
  if (exceedsLimit(chain, limits)) return [];
  return chain.sets.flatMap(({ messageSignature }) => {
    if (messageSignature === null || !("signature" in messageSignature.reading)) return [];
    const { signature } = messageSignature.reading;
    return lifetimeFault(signature) === null ? [digestRequest(signature)] : [];
  });
}
