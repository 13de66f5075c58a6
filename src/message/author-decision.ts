import type { DomainName } from "../base/domain.ts";

/** One author: an addr-spec of the From field. */
export interface AuthorMailbox {
  readonly localPart: string;
  /** The domain as written, decoded to text. */
  readonly domainText: string;
  /** Comparable form, or null when the text is no domain (address literal, invalid IDN, too long). */
  readonly domain: DomainName | null;
  readonly displayName: string | null;
  readonly fieldIndex: number;
}

/**
 * Who the message says wrote it.
 *
 * `ambiguous`: the grammar does not determine the addr-spec uniquely, so different readers may show
 * different authors. RFC 5322 §3.6.2, RFC 9989 §5.3.1
 */
export type AuthorDecision = { readonly notes: readonly AuthorNote[] } & (
  | { readonly kind: "single"; readonly mailbox: AuthorMailbox }
  | { readonly kind: "none"; readonly cause: "no-field" | "no-mailbox" }
  | { readonly kind: "multiple"; readonly mailboxes: readonly AuthorMailbox[] }
  | { readonly kind: "ambiguous"; readonly causes: readonly AuthorAmbiguity[] }
);

/** Why the author cannot be determined. `fieldIndex` names the field. */
export type AuthorAmbiguity =
  | { readonly code: "multiple-from"; readonly fieldIndices: readonly number[] }
  | { readonly code: "syntax"; readonly fieldIndex: number; readonly at: number; readonly expected: string }
  | { readonly code: "element-without-address"; readonly fieldIndex: number; readonly at: number }
  | { readonly code: "text-after-address"; readonly fieldIndex: number; readonly at: number }
  | { readonly code: "nul"; readonly fieldIndex: number; readonly at: number }
  | { readonly code: "bare-cr"; readonly fieldIndex: number; readonly at: number }
  | { readonly code: "leading-folded-line" }
  | { readonly code: "header-limit"; readonly limit: number };

/** Facts that deceive readers without changing who the author is. */
export type AuthorNote =
  | { readonly code: "display-name-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "obsolete-route"; readonly fieldIndex: number }
  | { readonly code: "space-before-colon"; readonly fieldIndex: number }
  | { readonly code: "group"; readonly fieldIndex: number; readonly name: string }
  | { readonly code: "group-name-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "comment-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "quoted-local-part-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "trailing-dot"; readonly fieldIndex: number }
  | { readonly code: "mapped-domain"; readonly fieldIndex: number; readonly written: string; readonly domain: string }
  | { readonly code: "mixed-script"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "folded-line-like-field"; readonly fieldIndex: number }
  | { readonly code: "eight-bit"; readonly fieldIndex: number };
