import type { Span } from "../base/span.ts";

/** What an Authentication-Results field states, as its grammar carries it. RFC 8601 §2.2 */
export interface AuthenticationResults {
  /** Who did the checking, as written and unquoted. RFC 8601 §2.5 */
  readonly authservId: string;
  /** `authres-version`; null when absent, which means 1. RFC 8601 §2.6 */
  readonly version: number | null;
  /** Comments around the authserv-id, the version and `none`, in order. */
  readonly comments: readonly string[];
  /** In the order written; empty stands for `none`, the statement that nothing was checked. */
  readonly results: readonly MethodResult[];
}

/**
 * One `resinfo`: a method, what it found, and on which identifiers.
 *
 * All words stay as written: `registeredResult` gives the word they stand for. Comments are prose by
 * grammar and prove nothing.
 *
 * RFC 8601 §2.2
 */
export interface MethodResult {
  readonly method: string;
  /** Null when absent, which means 1. RFC 8601 §2.6 */
  readonly methodVersion: number | null;
  readonly result: string;
  readonly reason: string | null;
  readonly properties: readonly ResultProperty[];
  /** The text between the parentheses, quoted pairs resolved, in order. */
  readonly comments: readonly string[];
}

/** One `propspec`: `smtp.mailfrom=user@example.com`. RFC 8601 §2.3 */
export interface ResultProperty {
  readonly ptype: string;
  readonly property: string;
  /** Unquoted; a quoted local-part before `@` keeps its quotes, they belong to the address. */
  readonly pvalue: string;
}

/** What the grammar wanted where a text leaves it. */
export type AuthresExpectation =
  | "instance"
  | "authserv-id"
  | "authres-version"
  | ";"
  | "method"
  | "method-version"
  | "="
  | "result"
  | "white space"
  | "ptype"
  | "."
  | "property"
  | "pvalue"
  | "quoted pvalue"
  | "value"
  | '"'
  | ")"
  | "text without control characters"
  | "end";

/** The text is not by the grammar: where, and what the grammar wanted there. */
export interface AuthresIssue {
  readonly kind: "issue";
  readonly at: Span;
  readonly expected: AuthresExpectation;
}

/** A liberty that a reading took with the grammar; each code once, where it was first needed. */
export interface Deviation {
  readonly code: DeviationCode;
  readonly at: Span;
  readonly expected: AuthresExpectation;
}

export type DeviationCode =
  /** The field starts with a result. */
  | "no-authserv-id"
  /** What stands where the authserv-id belongs is no authserv-id. */
  | "unreadable-authserv-id"
  /** An authserv-id with neither results nor `none` after it. */
  | "no-result"
  /** Nothing between two semicolons, or after the last. */
  | "empty-result"
  /** `none` beside results. */
  | "misplaced-none"
  /** `reason=` a second time or after a property. */
  | "misplaced-reason"
  /** `action=none`: a name and value without a ptype. */
  | "extension"
  | "empty-value"
  /** A value with characters that only a quoted string may hold. */
  | "unquoted-value"
  | "missing-white-space"
  /** Text that is no result, or follows one without being a property, skipped to the next semicolon. */
  | "unread-text"
  | "unterminated-string"
  | "unterminated-comment"
  /** NUL, a bare CR or LF, or another control character inside a string or comment. */
  | "control-character";

/** The conventions a field follows, told by what it contains. */
export type AuthresDialect = "rfc8601" | "exchange" | "gmail" | "unknown";

/**
 * What could be read of a field that need not keep to the grammar.
 *
 * `deviations` is empty exactly when `parseAuthenticationResults` parses the same text.
 */
export interface AuthresReading {
  /** Null when the field has none, or nothing that can be told to be one. */
  readonly authservId: string | null;
  readonly version: number | null;
  readonly comments: readonly string[];
  readonly results: readonly ReadMethodResult[];
  readonly dialect: AuthresDialect;
  readonly deviations: readonly Deviation[];
}

/** A method result with what the grammar has no place for. */
export interface ReadMethodResult extends MethodResult {
  readonly extensions: readonly { readonly name: string; readonly value: string }[];
}
