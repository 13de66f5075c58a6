import type { Span } from "../base/span.ts";

/** A person or program that mail can be sent to. RFC 5322 §3.4 */
export interface Mailbox {
  readonly kind: "mailbox";
  /** The display-name with encoded-words decoded; null when there is none. */
  readonly displayName: string | null;
  /** The local-part without quoting and white space. */
  readonly localPart: string;
  /** The domain as written without white space and comments; a domain-literal keeps its brackets. */
  readonly domain: string;
  /** Domains of an obsolete source route, to be ignored. RFC 5322 §4.4 */
  readonly route: readonly string[];
  /** The comments that stand in or after it. */
  readonly comments: readonly string[];
}

/** Mailboxes under one name. RFC 5322 §3.4, RFC 6854 §2 */
export interface Group {
  readonly kind: "group";
  readonly displayName: string;
  readonly members: readonly Mailbox[];
  readonly comments: readonly string[];
}

export type Address = Mailbox | Group;

/** A mailbox with the places it was read from. Spans are positions in the text that was parsed. */
export interface ParsedMailbox extends Mailbox {
  readonly span: Span;
  /** Where the display-name is written; null when there is none. */
  readonly displayNameSpan: Span | null;
  readonly localPartSpan: Span;
  readonly domainSpan: Span;
  /** The local-part has a dot at an end, or two in a row, without the quotes they need. */
  readonly strayDots: boolean;
  /** The display-name is the address itself, without the quotes that it needs. */
  readonly unquotedName: boolean;
  /** Positions in `domain` at which white space or a comment was left out. */
  readonly domainGaps: readonly number[];
}

export interface ParsedGroup extends Group {
  readonly span: Span;
  readonly displayNameSpan: Span;
  readonly members: readonly ParsedMailbox[];
}

export type ParsedAddress = ParsedMailbox | ParsedGroup;

/** The first place where the text leaves the grammar. `at` is a position in the text that was parsed. */
export interface AddressIssue {
  readonly kind: "issue";
  readonly code: AddressIssueCode;
  readonly at: number;
  readonly expected: string;
}

export type AddressIssueCode = "empty" | "syntax" | "element-without-address" | "text-after-address" | "nul";

export interface AddressList {
  readonly kind: "list";
  /** At least one. */
  readonly addresses: readonly ParsedAddress[];
}
