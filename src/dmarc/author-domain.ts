import type { DomainName } from "../base/domain.ts";
import type { AuthorDecision, AuthorMailbox } from "../message/author-decision.ts";
import type { DmarcNoneCause } from "./result.ts";

/** The one Author Domain of a message, or why there is none to evaluate. */
export type AuthorDomain =
  | { readonly kind: "domain"; readonly domain: DomainName; readonly mailboxes: number }
  | { readonly kind: "none"; readonly cause: DmarcNoneCause };

/**
 * Takes the Author Domain from the author decision.
 *
 * Several mailboxes of one domain have one Author Domain. Of several domains none is chosen, and an author
 * that different readers see differently has none: neither can ever pass.
 *
 * RFC 9989 §5.3.1, §11.5
 */
export function authorDomainOf(author: AuthorDecision): AuthorDomain {
  if (author.kind === "ambiguous") return { kind: "none", cause: { code: "author-ambiguous" } };
  if (author.kind === "none") return domainOf([]);
  return domainOf(author.kind === "single" ? [author.mailbox] : author.mailboxes);
}

function domainOf(mailboxes: readonly AuthorMailbox[]): AuthorDomain {
  const [first] = mailboxes;
  if (first === undefined) return { kind: "none", cause: { code: "no-author" } };
  const domains = [...new Set(mailboxes.map(({ domain, domainText }) => domain ?? domainText))];
  if (domains.length > 1) return { kind: "none", cause: { code: "multiple-author-domains", domains } };
  if (first.domain !== null) return { kind: "domain", domain: first.domain, mailboxes: mailboxes.length };
  return { kind: "none", cause: { code: "author-domain-invalid", text: first.domainText } };
}
