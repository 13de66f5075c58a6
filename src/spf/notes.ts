import type { Span } from "../base/span.ts";

/**
 * What is legal in the text of a record but unwise. `at` is where it stands in the text.
 *
 * | code | what |
 * |---|---|
 * | `spf.all-passes` | `+all`: every host in the world may send |
 * | `spf.all-neutral` | `?all`: nothing is said about other hosts |
 * | `spf.no-all` | neither `all` nor `redirect` ends the record |
 * | `spf.unreachable-terms` | terms behind `all` that are never reached |
 * | `spf.redirect-ignored` | `redirect` beside `all` has no effect |
 * | `spf.modifier-not-last` | `redirect` or `exp` before a directive |
 * | `spf.every-address` | a prefix length of zero |
 * | `spf.mapped-network` | an IPv4-mapped `ip6` network never matches |
 * | `spf.ptr` | the mechanism that should not be published |
 * | `spf.validated-name-macro` | `%{p}`, which should not be published |
 * | `spf.sender-macro` | `s`, `l`, `o` or `h`: the result cannot be cached by domain and address |
 * | `spf.trailing-dot` | some verifiers refuse it |
 * | `spf.unknown-modifier` | ignored by every verifier that does not know it |
 * | `spf.mechanism-as-modifier` | `include=` and the like: ignored, surely not meant |
 * | `spf.many-lookups` | the terms of this record alone come near the limit of ten |
 * | `spf.long-record` | more than fits a small DNS answer |
 */
export type SpfRecordNote =
  | { readonly code: "spf.all-passes"; readonly at: Span; readonly rfc: "RFC 7208 §5.1" }
  | { readonly code: "spf.all-neutral"; readonly at: Span; readonly rfc: "RFC 7208 §4.7" }
  | { readonly code: "spf.no-all"; readonly rfc: "RFC 7208 §4.7" }
  | {
      readonly code: "spf.unreachable-terms";
      readonly at: Span;
      readonly count: number;
      readonly rfc: "RFC 7208 §5.1";
    }
  | { readonly code: "spf.redirect-ignored"; readonly at: Span; readonly rfc: "RFC 7208 §6.1" }
  | {
      readonly code: "spf.modifier-not-last";
      readonly name: "redirect" | "exp";
      readonly at: Span;
      readonly rfc: "RFC 7208 §6";
    }
  | { readonly code: "spf.every-address"; readonly at: Span; readonly rfc: "RFC 7208 §5" }
  | { readonly code: "spf.mapped-network"; readonly at: Span; readonly rfc: "RFC 7208 §5" }
  | { readonly code: "spf.ptr"; readonly at: Span; readonly rfc: "RFC 7208 §5.5" }
  | { readonly code: "spf.validated-name-macro"; readonly at: Span; readonly rfc: "RFC 7208 §7.3" }
  | { readonly code: "spf.sender-macro"; readonly at: Span; readonly rfc: "RFC 7208 §7.3" }
  | { readonly code: "spf.trailing-dot"; readonly at: Span; readonly rfc: "RFC 7208 §7.3" }
  | {
      readonly code: "spf.unknown-modifier" | "spf.mechanism-as-modifier";
      readonly name: string;
      readonly at: Span;
      readonly rfc: "RFC 7208 §6";
    }
  | {
      readonly code: "spf.many-lookups";
      readonly count: number;
      readonly rfc: "RFC 7208 §4.6.4";
    }
  | {
      readonly code: "spf.long-record";
      readonly octets: number;
      readonly rfc: "RFC 7208 §3.4";
    };

/**
 * What is unwise about how a record is published. `domain` is the name that was asked.
 *
 * | code | what |
 * |---|---|
 * | `spf.string-boundary-in-term` | a string that had room ends inside a term; joined without a space, which may not be meant |
 * | `spf.long-answer` | all TXT records of the name together exceed a small DNS answer |
 * | `spf.almost-a-record` | a text that looks like a record but is none: discarded |
 */
export type SpfPublicationNote = { readonly domain: string } & (
  | {
      readonly code: "spf.string-boundary-in-term";
      /** Where the second string begins in the joined text. */
      readonly position: number;
      readonly rfc: "RFC 7208 §3.3";
    }
  | { readonly code: "spf.long-answer"; readonly octets: number; readonly rfc: "RFC 7208 §3.4" }
  | { readonly code: "spf.almost-a-record"; readonly text: string; readonly rfc: "RFC 7208 §4.5" }
);

/**
 * What one check showed about the records it went through.
 *
 * | code | what |
 * |---|---|
 * | `spf.terms-near-limit` | eight or more of the ten terms were used |
 * | `spf.void-lookups-at-limit` | one more empty answer would be an error |
 * | `spf.include-passes-all` | an included record passes every host |
 * | `spf.sender-tagged` | the local-part carries a tag of BATV, SRS or VERP; the domain is used as it stands |
 */
export type SpfCheckNote =
  | {
      readonly code: "spf.terms-near-limit";
      readonly count: number;
      readonly limit: number;
      readonly rfc: "RFC 7208 §4.6.4";
    }
  | {
      readonly code: "spf.void-lookups-at-limit";
      readonly count: number;
      readonly limit: number;
      readonly rfc: "RFC 7208 §4.6.4";
    }
  | {
      readonly code: "spf.include-passes-all";
      readonly domain: string;
      readonly include: string;
      readonly rfc: "RFC 7208 §5.2";
    }
  | {
      readonly code: "spf.sender-tagged";
      readonly tag: "batv" | "srs0" | "srs1" | "verp";
      /** The address inside the tag, as far as the form shows one. */
      readonly original: string;
      readonly rfc: null;
    };

/** Everything unwise that a check came upon; notes on a record name its domain. */
export type SpfNote = (SpfRecordNote & { readonly domain: string }) | SpfPublicationNote | SpfCheckNote;
