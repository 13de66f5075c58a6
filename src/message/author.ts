import { byteText } from "../base/bytes.ts";
import { DEFAULT_LIMITS, type Limits } from "../base/limits.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { AddressIssue } from "./address.ts";
import { parseAddressList } from "./address-list.ts";
import type { AuthorAmbiguity, AuthorDecision, AuthorMailbox, AuthorNote } from "./author-decision.ts";
import { authorMailbox, groupNotes, mailboxNotes } from "./author-notes.ts";
import { addressDomains } from "./deception.ts";
import { type HeaderField, textValue } from "./header-field.ts";
import { foldedFromLines, hiddenFrom } from "./hidden-from.ts";
import type { MessageNote } from "./message.ts";
import { NameBudget } from "./name-budget.ts";

/** What bounds the reading of From fields. */
type AuthorLimits = Pick<Limits, "addressListBytes" | "addressNames">;

/** What one From field says. */
interface FromField {
  readonly mailboxes: readonly AuthorMailbox[];
  readonly causes: readonly AuthorAmbiguity[];
  readonly notes: readonly AuthorNote[];
}

/**
 * Decides who wrote the message: the mailboxes of its one From field, also those in groups.
 *
 * Whatever makes readers disagree about the address is `ambiguous`: several From fields, a field
 * outside the grammar, a NUL, a bare CR or LF that hides a field, a header block that was not read to
 * its end. What may only deceive the eye is a note. Sender and Resent-From are never borrowed.
 *
 * `messageNotes` are the reader's on the same header: they say where it is worth looking for hidden lines.
 * From fields of more than `limits.addressListBytes` in all are not read, and ambiguous; so are those with more
 * names past ASCII than `limits.addressNames`.
 *
 * RFC 5322 §3.6.2, RFC 6854 §2.1, RFC 9989 §5.3.1
 */
export function decideAuthor(
  fields: readonly HeaderField[],
  messageNotes: readonly MessageNote[],
  limits: AuthorLimits = DEFAULT_LIMITS,
): AuthorDecision {
  const names = new NameBudget(limits.addressNames);
  const fromFields = fields.filter(isFrom);
  const folded = foldedFrom(fields, messageNotes);
  const legible = authorBytes(fromFields, folded) <= limits.addressListBytes;
  const read = legible ? fromFields.map((field) => readFrom(field, names)) : [];
  const notes = [
    ...spaceNotes(fields, messageNotes),
    ...(legible ? folded.map((each) => foldedNote(each, names)) : []),
    ...read.flatMap((from) => from.notes),
  ];
  const causes = [
    ...blockCauses(messageNotes),
    ...multiplicityCauses(fromFields),
    ...hiddenCauses(fields, messageNotes),
    ...(legible ? [] : [limitCause("addressListBytes", limits)]),
    ...(names.exceeded ? [limitCause("addressNames", limits)] : []),
    ...read.flatMap((from) => from.causes),
  ];
  if (causes.length > 0) return { kind: "ambiguous", causes, notes };
  const mailboxes = read.flatMap((from) => from.mailboxes);
  const [mailbox] = mailboxes;
  if (mailbox === undefined) {
    return { kind: "none", cause: fromFields.length === 0 ? "no-field" : "no-mailbox", notes };
  }
  return mailboxes.length === 1 ? { kind: "single", mailbox, notes } : { kind: "multiple", mailboxes, notes };
}

function isFrom(field: HeaderField): boolean {
  return field.lowerName === "from";
}

/** What leaves open whether another author stands in the header block. RFC 5322 §2.2 */
function* blockCauses(notes: readonly MessageNote[]): Generator<AuthorAmbiguity> {
  for (const note of notes) {
    // Choice: a header block that begins with a folded line is read with it and without it.
    if (note.code === "leading-folded-line") yield { code: "leading-folded-line" };
    if (note.code === "disguised-from") yield { code: "disguised-from", offset: note.offset };
    if (note.code === "header-limit") yield { code: "header-limit", limit: note.limit, value: note.value };
  }
}

/** RFC 5322 §3.6: From occurs once. */
function multiplicityCauses(fromFields: readonly HeaderField[]): readonly AuthorAmbiguity[] {
  if (fromFields.length < 2) return [];
  return [{ code: "multiple-from", fieldIndices: fromFields.map((field) => field.index) }];
}

/** A field can hide another only where the reader met a bare CR or LF. */
function* hiddenCauses(
  fields: readonly HeaderField[],
  messageNotes: readonly MessageNote[],
): Generator<AuthorAmbiguity> {
  const bareLineEnd = messageNotes.some(
    (note) => (note.code === "bare-cr" || note.code === "bare-lf") && note.part === "header",
  );
  if (!bareLineEnd) return;
  for (const field of fields) {
    const at = isFrom(field) ? null : hiddenFrom(field);
    if (at !== null) yield { code: "hidden-from", fieldIndex: field.index, at };
  }
}

/** A folded line that reads like a From field, and the field it is a part of. */
interface FoldedFrom {
  readonly fieldIndex: number;
  readonly line: Uint8Array;
}

function foldedFrom(
  fields: readonly HeaderField[],
  messageNotes: readonly MessageNote[],
): readonly FoldedFrom[] {
  return messageNotes.flatMap((note) => {
    const field = note.code === "folded-line-like-field" ? fields[note.fieldIndex] : undefined;
    if (field === undefined) return [];
    return foldedFromLines(field).map((line) => ({ fieldIndex: field.index, line }));
  });
}

function foldedNote({ fieldIndex, line }: FoldedFrom, names: NameBudget): AuthorNote {
  return { code: "folded-line-like-from", fieldIndex, domains: addressDomains(byteText(line), names) };
}

function authorBytes(fromFields: readonly HeaderField[], folded: readonly FoldedFrom[]): number {
  let bytes = 0;
  for (const field of fromFields) bytes += field.bytes.length;
  for (const { line } of folded) bytes += line.length;
  return bytes;
}

/**
 * Choice: what is not read cannot be known to name one author, and naming all that so much text could be
 * taken for would cost seconds.
 */
function limitCause(limit: keyof AuthorLimits, limits: AuthorLimits): AuthorAmbiguity {
  return { code: "header-limit", limit, value: limits[limit] };
}

function* spaceNotes(
  fields: readonly HeaderField[],
  messageNotes: readonly MessageNote[],
): Generator<AuthorNote> {
  for (const note of messageNotes) {
    if (note.code !== "space-before-colon") continue;
    const { fieldIndex } = note;
    const field = fields[fieldIndex];
    // RFC 5322 §4.5.2: white space before the colon is obsolete syntax; the field counts.
    if (field !== undefined && isFrom(field)) yield { code: "space-before-colon", fieldIndex };
  }
}

function readFrom(field: HeaderField, names: NameBudget): FromField {
  const fieldIndex = field.index;
  const text = textValue(field);
  const wellEncoded = decodeUtf8(field.bytes) !== null;
  const encodingNotes: readonly AuthorNote[] = wellEncoded ? [] : [{ code: "not-utf-8", fieldIndex }];
  const list = parseAddressList(text);
  const causes = [...controlCauses(text, fieldIndex), ...issueCauses(list, fieldIndex)];
  if (list.kind === "issue") return { mailboxes: [], causes, notes: encodingNotes };
  const groups = list.addresses.filter((address) => address.kind === "group");
  const parsed = list.addresses.flatMap((address) =>
    address.kind === "group" ? address.members : [address],
  );
  const authors = parsed.map((each) => ({
    parsed: each,
    mailbox: authorMailbox(each, fieldIndex, wellEncoded, names),
  }));
  const notes = [
    ...encodingNotes,
    ...groups.flatMap((group) => [...groupNotes(group, fieldIndex, names)]),
    ...authors.flatMap((author) => [...mailboxNotes(author.parsed, author.mailbox, names)]),
  ];
  return { mailboxes: authors.map((author) => author.mailbox), causes, notes };
}

/** Characters at which readers cut or end the field; a bare LF has already ended it here. RFC 5322 §2.2, §4.1 */
function* controlCauses(text: string, fieldIndex: number): Generator<AuthorAmbiguity> {
  const nul = text.indexOf("\0");
  const cr = text.indexOf("\r");
  if (nul !== -1) yield { code: "nul", fieldIndex, at: nul };
  if (cr !== -1) yield { code: "bare-cr", fieldIndex, at: cr };
}

function* issueCauses(
  list: AddressIssue | { readonly kind: "list" },
  fieldIndex: number,
): Generator<AuthorAmbiguity> {
  if (list.kind === "list") return;
  const { code, at, expected } = list;
  switch (code) {
    case "syntax":
      yield { code, fieldIndex, at, expected };
      return;
    case "element-without-address":
    case "text-after-address":
      yield { code, fieldIndex, at };
      return;
    case "nul":
    // Reported with its position already.
    case "empty":
      // No author at all; nothing for readers to disagree about.
      return;
  }
}
