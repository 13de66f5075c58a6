import type { BimiNote } from "../../bimi/notes.ts";
import type { BimiRecordNote } from "../../bimi/record.ts";
import type { SelectorIssue } from "../../bimi/selector.ts";
import { listed, type Quote } from "./statement.ts";

/** A note on an evaluation as a sentence. */
export function noteWords(note: BimiNote): string {
  switch (note.code) {
    case "bimi.unsigned-selector":
      return `BIMI-Selector (header field ${note.fieldIndex}) is not signed by an aligned signature; it was ignored.`;
    case "bimi.selector-ignored":
      return `BIMI-Selector (header field ${note.fieldIndex}) was ignored: ${selectorWords(note.cause)}.`;
    case "bimi.several-selectors":
      return `Several signed BIMI-Selector fields (header fields ${listed(note.fieldIndices.map(String))}); none was followed.`;
    case "bimi.not-a-record":
      return `A TXT record at ${note.selector}._bimi.${note.domain} is no BIMI record; it was ignored.`;
  }
}

function selectorWords(cause: SelectorIssue): string {
  switch (cause.code) {
    case "syntax":
      return `it is malformed; expected ${cause.expected}`;
    case "version":
      return "it does not begin with v=BIMI1";
    case "missing-selector":
      return "s= is missing";
    case "selector":
      return "s= is no domain name";
  }
}

/** The text that a note is about, where it is not a record. */
export function noteQuote(note: BimiNote): Quote | null {
  if (note.code !== "bimi.not-a-record") return null;
  const { selector, domain, text, cause } = note;
  return { source: `${selector}._bimi.${domain} TXT`, text, at: "at" in cause ? cause.at : null };
}

/** A note on a record as words without a subject. */
export function recordNoteWords(note: BimiRecordNote): string {
  switch (note.code) {
    case "bimi.unknown-tag":
      return `${note.tag}= is unknown and ignored`;
    case "bimi.avatar-preference":
      return `"${note.value}" is no value for avp=`;
  }
}
