import { byteText } from "../base/bytes.ts";
import { DEFAULT_LIMITS, type Limits } from "../base/limits.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { AddressIssue, ParsedMailbox } from "./address.ts";
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
  const notes: AuthorNote[] = [];
  const causes: AuthorAmbiguity[] = [];
  for (const note of messageNotes) {
    const fact = spaceNote(fields, note);
    if (fact !== null) notes.push(fact);
    const cause = blockCause(note);
    if (cause !== null) causes.push(cause);
  }
  if (legible) for (const each of folded) notes.push(foldedNote(each, names));
  if (fromFields.length > 1) causes.push(multiplicityCause(fromFields));
  for (const cause of hiddenCauses(fields, messageNotes)) causes.push(cause);
  if (!legible) causes.push(limitCause("addressListBytes", limits));
  if (names.exceeded) causes.push(limitCause("addressNames", limits));
  const mailboxes: AuthorMailbox[] = [];
  for (const from of read) {
    for (const note of from.notes) notes.push(note);
    for (const cause of from.causes) causes.push(cause);
    for (const each of from.mailboxes) mailboxes.push(each);
  }
  if (causes.length > 0) return { kind: "ambiguous", causes, notes };
  const mailbox = mailboxes[0];
  if (mailbox === undefined) {
    return { kind: "none", cause: fromFields.length === 0 ? "no-field" : "no-mailbox", notes };
  }
  return mailboxes.length === 1 ? { kind: "single", mailbox, notes } : { kind: "multiple", mailboxes, notes };
}

function isFrom(field: HeaderField): boolean {
  return field.lowerName === "from";
}

/** What leaves open whether another author stands in the header block. RFC 5322 §2.2 */
function blockCause(note: MessageNote): AuthorAmbiguity | null {
  // Choice: a header block that begins with a folded line is read with it and without it.
  if (note.code === "leading-folded-line") return { code: "leading-folded-line" };
  if (note.code === "disguised-from") return { code: "disguised-from", offset: note.offset };
  if (note.code === "header-limit") return { code: "header-limit", limit: note.limit, value: note.value };
  return null;
}

/** RFC 5322 §3.6: From occurs once. */
function multiplicityCause(fromFields: readonly HeaderField[]): AuthorAmbiguity {
  return { code: "multiple-from", fieldIndices: fromFields.map((field) => field.index) };
}

/** A field can hide another only where the reader met a bare CR or LF. */
function hiddenCauses(
  fields: readonly HeaderField[],
  messageNotes: readonly MessageNote[],
): readonly AuthorAmbiguity[] {
  const bareLineEnd = messageNotes.some(
    (note) => (note.code === "bare-cr" || note.code === "bare-lf") && note.part === "header",
  );
  const causes: AuthorAmbiguity[] = [];
  if (!bareLineEnd) return causes;
  for (const field of fields) {
    const at = isFrom(field) ? null : hiddenFrom(field);
    if (at !== null) causes.push({ code: "hidden-from", fieldIndex: field.index, at });
  }
  return causes;
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
  const lines: FoldedFrom[] = [];
  for (const note of messageNotes) {
    const field = note.code === "folded-line-like-field" ? fields[note.fieldIndex] : undefined;
    if (field === undefined) continue;
    for (const line of foldedFromLines(field)) lines.push({ fieldIndex: field.index, line });
  }
  return lines;
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

/** RFC 5322 §4.5.2: white space before the colon is obsolete syntax; the field counts. */
function spaceNote(fields: readonly HeaderField[], note: MessageNote): AuthorNote | null {
  if (note.code !== "space-before-colon") return null;
  const { code, fieldIndex } = note;
  const field = fields[fieldIndex];
  return field !== undefined && isFrom(field) ? { code, fieldIndex } : null;
}

function readFrom(field: HeaderField, names: NameBudget): FromField {
  const fieldIndex = field.index;
  const text = textValue(field);
  const wellEncoded = decodeUtf8(field.bytes) !== null;
  const notes: AuthorNote[] = wellEncoded ? [] : [{ code: "not-utf-8", fieldIndex }];
  const list = parseAddressList(text);
  const causes = fieldCauses(text, list, fieldIndex);
  const mailboxes: AuthorMailbox[] = [];
  if (list.kind === "issue") return { mailboxes, causes, notes };
  const parsed: ParsedMailbox[] = [];
  for (const address of list.addresses) {
    if (address.kind === "group") {
      for (const note of groupNotes(address, fieldIndex, names)) notes.push(note);
      for (const member of address.members) parsed.push(member);
    } else {
      parsed.push(address);
    }
  }
  for (const each of parsed) {
    const mailbox = authorMailbox(each, fieldIndex, wellEncoded, names);
    mailboxes.push(mailbox);
    for (const note of mailboxNotes(each, mailbox, names)) notes.push(note);
  }
  return { mailboxes, causes, notes };
}

/**
 * Characters at which readers cut or end the field (a bare LF has already ended it here), and where it
 * leaves the grammar.
 *
 * RFC 5322 §2.2, §4.1
 */
function fieldCauses(
  text: string,
  list: AddressIssue | { readonly kind: "list" },
  fieldIndex: number,
): readonly AuthorAmbiguity[] {
  const causes: AuthorAmbiguity[] = [];
  const nul = text.indexOf("\0");
  const cr = text.indexOf("\r");
  if (nul !== -1) causes.push({ code: "nul", fieldIndex, at: nul });
  if (cr !== -1) causes.push({ code: "bare-cr", fieldIndex, at: cr });
  const cause = list.kind === "issue" ? issueCause(list, fieldIndex) : null;
  return cause === null ? causes : [...causes, cause];
}

function issueCause({ code, at, expected }: AddressIssue, fieldIndex: number): AuthorAmbiguity | null {
  switch (code) {
    case "syntax":
      return { code, fieldIndex, at, expected };
    case "element-without-address":
    case "text-after-address":
      return { code, fieldIndex, at };
    case "nul":
    // Reported with its position already.
    case "empty":
      // No author at all; nothing for readers to disagree about.
      return null;
  }
}
