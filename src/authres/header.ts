import { textValue, type HeaderField } from "../message/header-field.ts";
import { readValue } from "./dialect.ts";
import type { AuthresReading } from "./result.ts";

/** One Authentication-Results field of a message: where it stands, and what can be read of it. */
export interface AuthresField {
  /** Index among all fields of the header, 0 at the top. */
  readonly index: number;
  /** Position among the fields of this name, counted from 1 as mail filters count. */
  readonly occurrence: number;
  /** The host that added it, as far as its place can tell. */
  readonly hop: Hop;
  /** The value as text, unfolded: what positions in the reading refer to. */
  readonly text: string;
  readonly reading: AuthresReading;
}

/**
 * A place between Received fields. Hosts add their fields on top, so a field was added after the Received
 * field below it and before the one above it.
 *
 * RFC 8601 §4.1, §7.3
 */
export interface Hop {
  /** Received fields above: 0 for the last host, 1 for the one before it. */
  readonly receivedAbove: number;
  /** Index of the next Received field below; null when there is none. */
  readonly receivedBelow: number | null;
}

/**
 * The Authentication-Results fields of a header from the top down, each with its hop.
 *
 * Encapsulated messages have a header of their own; only the fields given are looked at.
 *
 * RFC 8601 §4.1, §7.10
 */
export function authenticationResultsFields(fields: readonly HeaderField[]): readonly AuthresField[] {
  const received = fields.filter((field) => field.lowerName === "received");
  const found: AuthresField[] = [];
  let receivedAbove = 0;
  for (const field of fields) {
    if (field.lowerName === "received") receivedAbove++;
    if (field.lowerName !== "authentication-results") continue;
    const text = textValue(field);
    found.push({
      index: field.index,
      occurrence: found.length + 1,
      hop: { receivedAbove, receivedBelow: received[receivedAbove]?.index ?? null },
      text,
      reading: readValue(text),
    });
  }
  return found;
}
