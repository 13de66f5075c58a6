import type { SpfNote } from "../../spf/notes.ts";
import { counted } from "./statement.ts";

/** A note on a check or a record as a sentence. */
export function noteWords(note: SpfNote): string {
  switch (note.code) {
    case "spf.all-passes":
      return `"+all" of ${note.domain} lets every host in the world send.`;
    case "spf.all-neutral":
      return `"?all" of ${note.domain} says nothing about hosts that are not listed.`;
    case "spf.no-all":
      return `The record of ${note.domain} ends without "all" or "redirect".`;
    case "spf.unreachable-terms":
      return `${counted(note.count, "term")} of ${note.domain} after "all" can never be reached.`;
    case "spf.redirect-ignored":
      return `"redirect" of ${note.domain} has no effect beside "all".`;
    case "spf.modifier-not-last":
      return `"${note.name}" of ${note.domain} stands before a directive.`;
    case "spf.every-address":
      return `A prefix length of zero in ${note.domain} matches every address.`;
    case "spf.mapped-network":
      return `An IPv4-mapped ip6 network in ${note.domain} never matches.`;
    case "spf.ptr":
      return `"ptr" of ${note.domain} is slow and unreliable and should not be published.`;
    case "spf.validated-name-macro":
      return `"%{p}" of ${note.domain} should not be published.`;
    case "spf.sender-macro":
      return `A macro of ${note.domain} depends on the sender, so answers cannot be shared.`;
    case "spf.trailing-dot":
      return `A name in ${note.domain} ends with a dot, which some verifiers refuse.`;
    case "spf.unknown-modifier":
      return `The modifier "${note.name}" of ${note.domain} is unknown and ignored.`;
    case "spf.mechanism-as-modifier":
      return `"${note.name}=" of ${note.domain} is read as an unknown modifier and ignored; "${note.name}:" was probably meant.`;
    case "spf.many-lookups":
      return `The record of ${note.domain} alone has ${note.count} terms that ask the DNS.`;
    case "spf.long-record":
      return `The record of ${note.domain} has ${note.octets} octets, more than fits a small DNS answer.`;
    case "spf.string-boundary-in-term":
      return `Two strings of the record of ${note.domain} meet inside a term; they are joined without a space.`;
    case "spf.long-answer":
      return `The TXT records of ${note.domain} together have ${note.octets} octets, more than fits a small DNS answer.`;
    case "spf.almost-a-record":
      return `${note.domain} has a text that looks like an SPF record but is none.`;
    case "spf.terms-near-limit":
      return `${note.count} of ${note.limit} terms that ask the DNS were used.`;
    case "spf.void-lookups-at-limit":
      return `${note.count} questions found nothing; one more would be an error.`;
    case "spf.include-passes-all":
      return `${note.domain} includes ${note.include}, which lets every host in the world send.`;
    case "spf.sender-tagged":
      return `The local-part carries a ${note.tag.toUpperCase()} tag; the original address is ${note.original}.`;
  }
}
