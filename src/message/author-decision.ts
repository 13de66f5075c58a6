import type { DomainName } from "../base/domain.ts";
import type { HeaderLimit } from "./message.ts";

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

/**
 * Why the author cannot be determined. `fieldIndex` names the field, `at` is a position in its unfolded
 * text (`textValue`), `offset` one in the message.
 */
export type AuthorAmbiguity =
  | { readonly code: "multiple-from"; readonly fieldIndices: readonly number[] }
  | { readonly code: "syntax"; readonly fieldIndex: number; readonly at: number; readonly expected: string }
  | { readonly code: "element-without-address"; readonly fieldIndex: number; readonly at: number }
  | { readonly code: "text-after-address"; readonly fieldIndex: number; readonly at: number }
  | { readonly code: "nul"; readonly fieldIndex: number; readonly at: number }
  | { readonly code: "bare-cr"; readonly fieldIndex: number; readonly at: number }
  /**
   * A field of another name in which a reader that ends lines at a bare CR or LF finds a From field;
   * `at` is the index of that line end in the field's bytes.
   */
  | { readonly code: "hidden-from"; readonly fieldIndex: number; readonly at: number }
  /** A line that is no field, but for readers that drop a NUL or a byte order mark from its name. */
  | { readonly code: "disguised-from"; readonly offset: number }
  | { readonly code: "leading-folded-line" }
  | {
      readonly code: "header-limit";
      readonly limit: HeaderLimit | "addressListBytes" | "addressNames";
      readonly value: number;
    };

/** Facts that may deceive a reader without changing who the author is. `domain` is what else could be taken for the author's. */
export type AuthorNote =
  | { readonly code: "display-name-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "display-name-domain"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "comment-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "local-part-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "group"; readonly fieldIndex: number; readonly name: string }
  | { readonly code: "group-name-address"; readonly fieldIndex: number; readonly domain: string }
  | { readonly code: "obsolete-route"; readonly fieldIndex: number; readonly domains: readonly string[] }
  /** The address stands where a name does, without the quotes it needs: `a@b <a@b>`. */
  | { readonly code: "unquoted-name"; readonly fieldIndex: number }
  | { readonly code: "stray-dots"; readonly fieldIndex: number; readonly localPart: string }
  | { readonly code: "space-before-colon"; readonly fieldIndex: number }
  | { readonly code: "trailing-dot"; readonly fieldIndex: number }
  /** White space or a comment inside the domain, where careless readers take it to end: at `domain`. */
  | { readonly code: "split-domain"; readonly fieldIndex: number; readonly domain: string }
  | {
      readonly code: "mapped-domain";
      readonly fieldIndex: number;
      readonly written: string;
      readonly domain: string;
    }
  | { readonly code: "mixed-script"; readonly fieldIndex: number; readonly domain: string }
  | {
      readonly code: "lookalike";
      readonly fieldIndex: number;
      readonly domain: string;
      readonly resembles: string;
    }
  /** A continuation line reads like a From field; `domains` are those of the addresses in it. */
  | {
      readonly code: "folded-line-like-from";
      readonly fieldIndex: number;
      readonly domains: readonly string[];
    }
  | { readonly code: "not-utf-8"; readonly fieldIndex: number };
