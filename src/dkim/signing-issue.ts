import { decideAuthor } from "../message/author.ts";
import type { AuthorAmbiguity } from "../message/author-decision.ts";
import type { Message, MessageNote } from "../message/message.ts";

/** What makes a message unfit for signing. */
export type SigningIssue =
  | { readonly code: "from-missing" }
  /** Readers would see different authors, and the signature would vouch for each. */
  | { readonly code: "author-ambiguous"; readonly causes: readonly AuthorAmbiguity[] }
  /** Bytes that hosts on the way refuse or rewrite, so that the signature would not hold. */
  | { readonly code: "not-transmissible"; readonly note: TransmissionNote };

type TransmissionNote = Extract<
  MessageNote,
  { readonly code: "bare-cr" | "bare-lf" | "nul" | "byte-order-mark" | "malformed-header-line" }
>;

/**
 * The reason not to sign the message, or null.
 *
 * A message in LF storage form is fit: its network form is what is signed. Choice: one with line ends of
 * both kinds is refused and not converted here, because the conversion has to be made in the message
 * that is sent.
 *
 * RFC 6376 §3.8, §5.3, §5.4
 */
export function signingIssue({ fields, notes }: Pick<Message, "fields" | "notes">): SigningIssue | null {
  const author = decideAuthor(fields, notes);
  if (author.kind === "ambiguous") return { code: "author-ambiguous", causes: author.causes };
  if (author.kind === "none" && author.cause === "no-field") return { code: "from-missing" };
  const note = notes.find(isTransmissionNote);
  return note === undefined ? null : { code: "not-transmissible", note };
}

function isTransmissionNote(note: MessageNote): note is TransmissionNote {
  return (
    note.code === "bare-cr" ||
    note.code === "bare-lf" ||
    note.code === "nul" ||
    note.code === "byte-order-mark" ||
    note.code === "malformed-header-line"
  );
}
