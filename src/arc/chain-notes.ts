import type { TagPlace } from "../dkim/tag-value.ts";
import { signsField, type MessageSignature } from "./message-signature.ts";
import type { ArcNote, VolatileField } from "./notes.ts";
import type { CollectedSet } from "./sets.ts";

const VOLATILE_FIELDS: readonly VolatileField[] = [
  "arc-authentication-results",
  "arc-message-signature",
  "authentication-results",
];

/** The tags that a seal may have. RFC 8617 §4.1.3 */
const SEAL_TAGS: ReadonlySet<string> = new Set(["i", "a", "b", "cv", "d", "s", "t"]);

/** What is legal but unwise about the fields of one set. */
export function notesOfSet({ instance, messageSignature, seal, results }: CollectedSet): readonly ArcNote[] {
  const notes: ArcNote[] = [];
  if (messageSignature !== null && "signature" in messageSignature.reading) {
    notes.push(...messageSignatureNotes(messageSignature.reading.signature));
  }
  const unknownTags = seal !== null && "seal" in seal.reading ? surplusTags(seal.reading.seal.tags) : [];
  if (unknownTags.length > 0) {
    notes.push({ code: "arc.seal-tags-ignored", instance, tags: unknownTags, rfc: "RFC 8617 §4.1.3" });
  }
  if (results !== null && results.reading.deviations.length > 0) {
    notes.push({ code: "arc.results-malformed", instance, rfc: "RFC 8617 §4.1.1" });
  }
  return notes;
}

function messageSignatureNotes(signature: MessageSignature): readonly ArcNote[] {
  const { instance, text, tags } = signature;
  const notes: ArcNote[] = [];
  if (!signsField(signature, "from")) {
    notes.push({ code: "arc.from-not-signed", instance, rfc: "RFC 6376 §5.4" });
  }
  const names = VOLATILE_FIELDS.filter((name) => signsField(signature, name));
  if (names.length > 0) {
    notes.push({ code: "arc.volatile-field-signed", instance, names, rfc: "RFC 8617 §4.1.2" });
  }
  const listed = tags.find(({ name }) => name === "h");
  const written = listed === undefined ? [] : text.slice(listed.at.start, listed.at.end).split(":");
  if (written.length !== signature.signedFields.length) {
    notes.push({ code: "arc.empty-field-name", instance, rfc: "RFC 6376 §3.5" });
  }
  if (tags.some(({ name }) => name === "v")) {
    notes.push({ code: "arc.version-ignored", instance, rfc: "RFC 8617 §4.1.2" });
  }
  return notes;
}

function surplusTags(tags: readonly TagPlace[]): readonly string[] {
  return tags.map(({ name }) => name).filter((name) => !SEAL_TAGS.has(name));
}
