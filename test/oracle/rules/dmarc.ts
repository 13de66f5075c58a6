import type { DmarcDisagreement, Rule } from "../disagreement.ts";
import { hasFoldedName, headerText } from "./message-text.ts";
import { zoneTexts } from "./zone-text.ts";

/** The kinds of disagreement about DMARC. The first rule that explains one is counted. */
export const DMARC_RULES: readonly Rule<DmarcDisagreement>[] = [
  {
    id: "dmarc.author-ambiguous",
    rfc: "RFC 5322 §3.4, §3.6.2, RFC 9989 §5.3.1",
    reason:
      "A From field that the grammar does not read in one way has no author, and DMARC is none; nothing is picked out of it.",
    explains: ({ own }) => code(own) === "author-ambiguous",
  },
  {
    id: "dmarc.author-domain-invalid",
    rfc: "RFC 1035 §2.3.4, RFC 9989 §5.3.1",
    reason: "A domain that DNS cannot hold is no Author Domain, and no name above it stands in.",
    explains: ({ own }) => code(own) === "author-domain-invalid",
  },
  {
    id: "dmarc.obsolete-address",
    rfc: "RFC 5322 §4.4",
    reason:
      "White space around the dots and the at-sign of an address is obsolete syntax that readers must accept.",
    explains: ({ their, observation: { each } }) =>
      their.detail === "no author domain" && /^from:[^\r\n]* [.@] /im.test(headerText(each.message)),
  },
  {
    id: "dmarc.folded-name",
    rfc: "RFC 5322 §4.5",
    reason: "White space, even folded, may stand between a field name and its colon in obsolete syntax.",
    explains: ({ their, observation: { each } }) =>
      their.detail === "no author domain" && hasFoldedName(each.message),
  },
  {
    id: "dmarc.malformed-header-line",
    rfc: "RFC 5322 §2.2",
    reason:
      "A header line without a field name belongs to no field, so the From field above it stays what it is.",
    explains: ({ their, observation: { report } }) =>
      their.detail === "no author domain" &&
      report.message.notes.some(({ code: note }) => note.endsWith("malformed-header-line")),
  },
  {
    id: "dmarc.temporary-error",
    rfc: "RFC 9989 §5.3.6",
    reason:
      "While an SPF check or a key that could align is unreachable, nothing is known to fail: the result is temperror.",
    explains: ({ own }) => code(own) === "spf-temperror" || code(own) === "dkim-temperror",
  },
  {
    id: "dmarc.duplicate-tag",
    rfc: "RFC 9989 §4.7",
    reason:
      "A repeated tag is a syntax error in the remainder of the record and ignored; the first one stands.",
    explains: ({ observation: { each } }) => zoneTexts(each.zone).some(repeatsTag),
  },
  {
    id: "dmarc.tag-name-case",
    rfc: "RFC 9989 §4.8, RFC 5234 §2.3",
    reason: "The names of tags are literals of the grammar and so read in any letter case.",
    explains: ({ observation: { each } }) =>
      zoneTexts(each.zone).some((text) => /^v=DMARC1.*;\s*[A-Z]+\s*=/.test(text)),
  },
];

function code(own: DmarcDisagreement["own"]): string | null {
  return "cause" in own ? own.cause.code : null;
}

function repeatsTag(record: string): boolean {
  const names = record.split(";").map((tag) => tag.split("=")[0]?.trim().toLowerCase() ?? "");
  const named = names.filter((name) => name !== "");
  return /^\s*v\s*=\s*DMARC1/i.test(record) && new Set(named).size < named.length;
}
