import type { DmarcNote, DmarcRecordNote } from "../../dmarc/notes.ts";
import type { Quote } from "./statement.ts";

/** A note on an evaluation as a sentence. */
export function noteWords(note: DmarcNote): string {
  switch (note.code) {
    case "dmarc.several-records":
      return `${note.domain} publishes ${note.count} DMARC records; they count as none.`;
    case "dmarc.not-a-record":
      return `A TXT record at _dmarc.${note.domain} is no DMARC record; it was ignored.`;
    case "dmarc.organizational-domains-differ":
      return `The Tree Walk finds the Organizational Domain ${note.treeWalk}, the Public Suffix List ${note.publicSuffixList}.`;
    case "dmarc.several-authors":
      return `The From field names ${note.count} authors of the same domain.`;
    case "dmarc.taken-as-none":
      return `${note.tag}= of ${note.recordDomain} holds no policy; it is taken as p=none.`;
    case "dmarc.external-report-destination":
      return `${note.tag}= names ${note.domain}, which must first agree to receive reports.`;
  }
}

/** The text that a note is about, where it is not a record. */
export function noteQuote(note: DmarcNote): Quote | null {
  if (note.code !== "dmarc.not-a-record") return null;
  const { domain, text, cause } = note;
  return { source: `_dmarc.${domain} TXT`, text, at: "at" in cause ? cause.at : null };
}

/** A note on a record as words without a subject. */
export function recordNoteWords(note: DmarcRecordNote): string {
  switch (note.code) {
    case "dmarc.leading-white-space":
      return "white space stands before v=";
    case "dmarc.syntax":
      return `${note.tag === null ? "a part" : `${note.tag}=`} is malformed and ignored; expected ${note.expected}`;
    case "dmarc.duplicate-tag":
      return `${note.tag}= stands twice`;
    case "dmarc.tag-name-case":
      return `${note.tag}= is written in capitals`;
    case "dmarc.unknown-tag":
      return `${note.tag}= is unknown and ignored`;
    case "dmarc.historic-tag":
      return `${note.tag}=${note.value} is historic and ignored`;
    case "dmarc.invalid-value":
      return `"${note.value}" is no value for ${note.tag}=`;
    case "dmarc.failure-options-without-ruf":
      return "fo= has no effect without ruf=";
    case "dmarc.report-uri-invalid":
      return `"${note.text}" in ${note.tag}= is no URI`;
    case "dmarc.report-address-without-scheme":
      return `"${note.text}" in ${note.tag}= lacks mailto:`;
    case "dmarc.report-uri-without-address":
      return `"${note.text}" in ${note.tag}= names no address`;
    case "dmarc.report-uri-scheme":
      return `${note.tag}= asks for ${note.scheme}:, which few senders of reports support`;
    case "dmarc.report-size-limit":
      return `the size limit in "${note.text}" is obsolete and ignored`;
    case "dmarc.many-report-uris":
      return `${note.tag}= names ${note.count} destinations`;
    case "dmarc.monitoring-without-reports":
      return "p=none without rua= changes nothing and tells nobody";
    case "dmarc.weaker-subdomain-policy":
      return `${note.tag}=${note.value} protects subdomains less than p=${note.policy} the domain itself`;
  }
}
