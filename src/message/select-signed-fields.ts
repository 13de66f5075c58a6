import type { HeaderField } from "./header-field.ts";

/** What the names of an `h=` tag select. */
export interface FieldSelection {
  /** The signed instances in signing order: the order of the names, per name from the bottom up. */
  readonly signed: readonly HeaderField[];
  /** Names, in lower case and each once, listed more often than the field occurs. */
  readonly oversigned: readonly string[];
  /** Instances of listed names that stand above the signed ones, top to bottom. */
  readonly unsignedDuplicates: readonly HeaderField[];
}

/**
 * Selects the header fields named by `h=`, the last occurrence of a name first.
 *
 * A name listed more often than the field occurs stands for an empty field: that is how a signer
 * protects against fields added later, so the surplus is skipped without an error. The caller leaves the
 * signature field itself out of `fields`: it is never in its own `h=` (RFC 6376 §3.7).
 *
 * RFC 6376 §5.4.2
 */
export function selectSignedFields(fields: readonly HeaderField[], names: readonly string[]): FieldSelection {
  const lowerNames = names.map((name) => name.toLowerCase());
  const instances = new Map<string, HeaderField[]>();
  for (const name of lowerNames) if (!instances.has(name)) instances.set(name, []);
  for (const field of fields) instances.get(field.lowerName)?.push(field);
  const signed: HeaderField[] = [];
  const oversigned = new Set<string>();
  for (const name of lowerNames) {
    const lowest = instances.get(name)?.pop();
    if (lowest === undefined) oversigned.add(name);
    else signed.push(lowest);
  }
  const left: HeaderField[] = [];
  for (const above of instances.values()) if (above.length > 0) left.push(...above);
  return {
    signed,
    oversigned: [...oversigned],
    unsignedDuplicates: left.toSorted((first, second) => first.index - second.index),
  };
}
