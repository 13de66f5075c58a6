import type { AuthorAmbiguity, AuthorDecision, AuthorNote } from "../../message/author-decision.ts";
import { counted, Explainer, listed, type Statement } from "./statement.ts";

/** Explains who wrote the message. */
export function explainAuthor(author: AuthorDecision): readonly Statement[] {
  const explainer = new Explainer("author");
  switch (author.kind) {
    case "single":
      explainer.result(`The author is ${addressOf(author.mailbox)}.`, "RFC 5322 §3.6.2");
      break;
    case "multiple":
      explainer.result(
        `The From field names ${counted(author.mailboxes.length, "author")}: ${listed(author.mailboxes.map(addressOf))}.`,
        "RFC 5322 §3.6.2",
      );
      break;
    case "none":
      explainer.result(
        author.cause === "no-field" ? "The message has no From field." : "The From field names nobody.",
        "RFC 5322 §3.6",
      );
      break;
    case "ambiguous":
      explainer.result("The author is ambiguous: programs may show different addresses.", "RFC 9989 §5.3.1");
      for (const cause of author.causes) explainer.reason(ambiguity(cause), AMBIGUITY_SECTIONS[cause.code]);
      break;
  }
  for (const note of author.notes) explainer.note(noteText(note), null);
  return explainer.statements;
}

function addressOf(mailbox: { readonly localPart: string; readonly domainText: string }): string {
  return `${mailbox.localPart}@${mailbox.domainText}`;
}

function ambiguity(cause: AuthorAmbiguity): string {
  switch (cause.code) {
    case "multiple-from":
      return `There are ${cause.fieldIndices.length} From fields.`;
    case "syntax":
      return `The From field is malformed at character ${cause.at}; expected ${cause.expected}.`;
    case "element-without-address":
      return `The From field lists a name without an address (character ${cause.at}).`;
    case "text-after-address":
      return `Text follows an address in angle brackets (character ${cause.at}).`;
    case "nul":
      return `The From field contains a NUL (character ${cause.at}), at which some programs stop reading.`;
    case "bare-cr":
      return `The From field contains a lone CR (character ${cause.at}), which some programs take for a line end.`;
    case "hidden-from":
      return `Header field ${cause.fieldIndex} hides a From field behind a lone CR or LF.`;
    case "disguised-from":
      return `At byte ${cause.offset} stands a From field for programs that drop foreign bytes from a field name.`;
    case "leading-folded-line":
      return "The header begins with a folded line, which some programs read as a field.";
    case "header-limit":
      return `The header passes a limit (${cause.limit}, ${cause.value}), so not all of it was read.`;
  }
}

const AMBIGUITY_SECTIONS: Readonly<Record<AuthorAmbiguity["code"], string | null>> = {
  "multiple-from": "RFC 5322 §3.6",
  syntax: "RFC 5322 §3.4",
  "element-without-address": "RFC 5322 §3.4",
  "text-after-address": "RFC 5322 §3.4",
  nul: "RFC 5322 §4.1",
  "bare-cr": "RFC 5322 §4.1",
  "hidden-from": "RFC 5322 §4.1",
  "disguised-from": "RFC 5322 §2.2",
  "leading-folded-line": "RFC 5322 §2.2.3",
  "header-limit": null,
};

function noteText(note: AuthorNote): string {
  switch (note.code) {
    case "display-name-address":
      return `The display name shows an address of ${note.domain}, which is not the author's.`;
    case "display-name-domain":
      return `The display name shows the domain ${note.domain}, which is not the author's.`;
    case "comment-address":
      return `A comment shows an address of ${note.domain}, which is not the author's.`;
    case "local-part-address":
      return `The local-part contains an address of ${note.domain}, which is not the author's.`;
    case "group":
      return `The author stands in the group "${note.name}".`;
    case "group-name-address":
      return `The name of the group shows an address of ${note.domain}, which is not the author's.`;
    case "obsolete-route":
      return `An obsolete route (${listed(note.domains)}) stands before the address; it is ignored.`;
    case "unquoted-name":
      return "The address stands before the brackets as well, without the quotes that a name like it needs.";
    case "stray-dots":
      return `The local-part "${note.localPart}" has dots where none may stand.`;
    case "space-before-colon":
      return "White space stands before the colon of the From field.";
    case "trailing-dot":
      return "The domain ends with a dot.";
    case "split-domain":
      return `White space or a comment divides the domain: a careless reader takes it for ${note.domain}.`;
    case "mapped-domain":
      return `The domain is written "${note.written}" and compared as ${note.domain}.`;
    case "mixed-script":
      return `The domain ${note.domain} mixes letters of several scripts.`;
    case "lookalike":
      return `The domain ${note.domain} looks like ${note.resembles}.`;
    case "folded-line-like-from":
      return `A folded line in header field ${note.fieldIndex} reads like a From field.`;
    case "not-utf-8":
      return "The From field is not valid UTF-8.";
  }
}
