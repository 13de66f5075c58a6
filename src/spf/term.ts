import type { Ip } from "../base/ip.ts";
import type { Span } from "../base/span.ts";
import type { MacroPart } from "./macro.ts";
import type { SpfRecordNote } from "./notes.ts";

/** The production of the grammar that was expected where a record leaves it. RFC 7208 §12 */
export type SpfExpected =
  | "version"
  | "visible character"
  | "directive or modifier"
  | "end of term"
  | "domain-spec"
  | "toplabel"
  | "macro-expand"
  | "macro-letter"
  | "transformers above zero"
  | "ip4-network"
  | "ip6-network"
  | "ip4-cidr-length"
  | "ip6-cidr-length"
  | "at most one redirect"
  | "at most one exp";

/** Where a record leaves the grammar; `at` counts in the text of the record. */
export interface SpfSyntaxIssue {
  readonly kind: "issue";
  readonly at: Span;
  readonly expected: SpfExpected;
}

/** What a term names before macros are expanded. RFC 7208 §4.8 */
export interface DomainSpec {
  readonly text: string;
  readonly parts: readonly MacroPart[];
  readonly span: Span;
}

/** A test on the client address. RFC 7208 §5 */
export type Mechanism =
  | { readonly name: "all" }
  | { readonly name: "include"; readonly domainSpec: DomainSpec }
  | {
      readonly name: "a" | "mx";
      /** Null: the current domain. */
      readonly domainSpec: DomainSpec | null;
      readonly ip4PrefixLength: number;
      readonly ip6PrefixLength: number;
    }
  | { readonly name: "ptr"; readonly domainSpec: DomainSpec | null }
  | { readonly name: "ip4" | "ip6"; readonly network: Ip; readonly prefixLength: number }
  | { readonly name: "exists"; readonly domainSpec: DomainSpec };

export type MechanismName = Mechanism["name"];

/** RFC 7208 §4.6.2 */
export type Qualifier = "+" | "-" | "~" | "?";

export interface Directive {
  readonly kind: "directive";
  readonly qualifier: Qualifier;
  readonly mechanism: Mechanism;
  readonly text: string;
  readonly span: Span;
}

/** RFC 7208 §6; a modifier of another name is kept and has no effect. */
export type Modifier =
  | {
      readonly kind: "modifier";
      readonly name: "redirect" | "exp";
      readonly domainSpec: DomainSpec;
      readonly text: string;
      readonly span: Span;
    }
  | {
      readonly kind: "unknown-modifier";
      readonly name: string;
      readonly value: string;
      readonly text: string;
      readonly span: Span;
    };

export type Term = Directive | Modifier;

/** A record that obeys the grammar. RFC 7208 §4.6.1 */
export interface SpfRecord {
  readonly text: string;
  /** All terms in the order written. */
  readonly terms: readonly Term[];
  readonly directives: readonly Directive[];
  readonly redirect: DomainSpec | null;
  readonly explanation: DomainSpec | null;
  /** What is legal but unwise. */
  readonly notes: readonly SpfRecordNote[];
}
