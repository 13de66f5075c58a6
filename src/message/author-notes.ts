import { displayDomain } from "../base/domain.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import type { ParsedGroup, ParsedMailbox } from "./address.ts";
import type { AuthorMailbox, AuthorNote } from "./author-decision.ts";
import { addressDomains, bareDomains } from "./deception.ts";
import { lookalikeOf, mixesScripts } from "./lookalike.ts";
import type { NameBudget } from "./name-budget.ts";

/** What UTS #46 reads as a dot. RFC 5890 §2.3.2.1 */
const DOTS = /[.\u3002\uff0e\uff61]$/;

/**
 * The mailbox as an author, its domain in comparable form.
 *
 * Choice: in a field that is not UTF-8 a domain past ASCII is none, because the encoding would have to
 * be guessed.
 *
 * RFC 9989 §5.3.1
 */
export function authorMailbox(
  mailbox: ParsedMailbox,
  fieldIndex: number,
  wellEncoded: boolean,
  names: NameBudget,
): AuthorMailbox {
  const { localPart, domain, displayName } = mailbox;
  const legible = wellEncoded || encodeUtf8(domain).length === domain.length;
  return {
    localPart,
    domainText: domain,
    domain: legible ? names.read(domain) : null,
    displayName,
    fieldIndex,
  };
}

/** What could lead a reader of the mailbox to another author. */
export function mailboxNotes(
  parsed: ParsedMailbox,
  mailbox: AuthorMailbox,
  names: NameBudget,
): readonly AuthorNote[] {
  const notes: AuthorNote[] = [];
  const { fieldIndex, localPart, domain: own } = mailbox;
  const name = parsed.displayName ?? "";
  for (const domain of addressDomains(name, names, own))
    notes.push({ code: "display-name-address", fieldIndex, domain });
  for (const domain of bareDomains(name, names, own))
    notes.push({ code: "display-name-domain", fieldIndex, domain });
  for (const domain of addressDomains(parsed.comments.join(" "), names, own)) {
    notes.push({ code: "comment-address", fieldIndex, domain });
  }
  for (const domain of addressDomains(localPart, names, own))
    notes.push({ code: "local-part-address", fieldIndex, domain });
  if (parsed.route.length > 0) {
    const domains = parsed.route.map((domain) => names.read(domain) ?? domain);
    notes.push({ code: "obsolete-route", fieldIndex, domains });
  }
  if (parsed.unquotedName) notes.push({ code: "unquoted-name", fieldIndex });
  if (parsed.strayDots) notes.push({ code: "stray-dots", fieldIndex, localPart });
  if (own !== null)
    for (const domain of splitDomains(parsed, names))
      notes.push({ code: "split-domain", fieldIndex, domain });
  noteDomain(mailbox, notes);
  return notes;
}

/** The domains that end where white space or a comment divides the domain. RFC 5322 §4.4 */
function splitDomains({ domain, domainGaps }: ParsedMailbox, names: NameBudget): ReadonlySet<string> {
  return new Set(domainGaps.map((gap) => names.read(domain.slice(0, gap))).filter((each) => each !== null));
}

/** RFC 9989 §5.3.1, RFC 5890 §4.4 */
function noteDomain({ fieldIndex, domainText, domain }: AuthorMailbox, notes: AuthorNote[]): void {
  if (DOTS.test(domainText)) notes.push({ code: "trailing-dot", fieldIndex });
  if (domain === null) return;
  const written = domainText.toLowerCase().replace(DOTS, "");
  // A U-label or A-label written as such is ordinary; anything else was changed by the mapping.
  if (written !== domain && written !== displayDomain(domain)) {
    notes.push({ code: "mapped-domain", fieldIndex, written: domainText, domain });
  }
  if (mixesScripts(domain)) notes.push({ code: "mixed-script", fieldIndex, domain });
  const resembles = lookalikeOf(domain);
  if (resembles !== null) notes.push({ code: "lookalike", fieldIndex, domain, resembles });
}

/** RFC 6854 §2.1 */
export function groupNotes(group: ParsedGroup, fieldIndex: number, names: NameBudget): readonly AuthorNote[] {
  const notes: AuthorNote[] = [{ code: "group", fieldIndex, name: group.displayName }];
  for (const domain of addressDomains(group.displayName, names)) {
    notes.push({ code: "group-name-address", fieldIndex, domain });
  }
  for (const domain of addressDomains(group.comments.join(" "), names)) {
    notes.push({ code: "comment-address", fieldIndex, domain });
  }
  return notes;
}
