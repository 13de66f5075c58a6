import type { DnsFailureReason, RecordType } from "../dns/answer.ts";

/** What happened in a check, in order. */
export type SpfEvent =
  /** A question and the kind of its answer. */
  | {
      readonly code: "spf.asked";
      readonly type: RecordType;
      readonly name: string;
      readonly answer: "records" | "nodata" | "nxdomain" | DnsFailureReason;
      readonly rfc: null;
    }
  | {
      readonly code: "spf.record-selected";
      readonly domain: string;
      readonly record: string;
      readonly rfc: "RFC 7208 §4.5";
    }
  | {
      readonly code: "spf.term-evaluated";
      readonly domain: string;
      readonly term: string;
      readonly matched: boolean;
      readonly rfc: "RFC 7208 §4.6.2";
    }
  /** A term that causes questions: so many of the limit are used now. */
  | {
      readonly code: "spf.term-counted";
      readonly domain: string;
      readonly term: string;
      readonly count: number;
      readonly limit: number;
      readonly rfc: "RFC 7208 §4.6.4";
    }
  | {
      readonly code: "spf.void-lookup";
      readonly type: RecordType;
      readonly name: string;
      readonly count: number;
      readonly limit: number;
      readonly rfc: "RFC 7208 §4.6.4";
    }
  | {
      readonly code: "spf.macros-expanded";
      readonly domainSpec: string;
      readonly targetName: string;
      readonly rfc: "RFC 7208 §7";
    }
  /** No question can carry the target-name, so the term does not match. */
  | {
      readonly code: "spf.target-name-impossible";
      readonly domainSpec: string;
      readonly targetName: string;
      readonly rfc: "RFC 7208 §4.8";
    }
  /** The local-part or the HELO text is not ASCII, so the term does not match. */
  | {
      readonly code: "spf.macro-not-expandable";
      readonly domainSpec: string;
      readonly rfc: "RFC 8616 §4";
    }
  | {
      readonly code: "spf.include-evaluated";
      readonly domain: string;
      readonly include: string;
      readonly result: "pass" | "fail" | "softfail" | "neutral" | "none" | "temperror" | "permerror";
      readonly rfc: "RFC 7208 §5.2";
    }
  | {
      readonly code: "spf.redirected";
      readonly domain: string;
      readonly redirect: string;
      readonly rfc: "RFC 7208 §6.1";
    }
  /** A host of an `a` or `mx` term and its addresses of the client's kind. */
  | {
      readonly code: "spf.addresses-compared";
      readonly name: string;
      readonly addresses: readonly string[];
      readonly prefixLength: number;
      readonly matched: boolean;
      readonly rfc: "RFC 7208 §5";
    }
  /** A name that the client's address points to, and whether it points back. */
  | {
      readonly code: "spf.name-validated";
      readonly name: string;
      readonly validated: boolean;
      readonly rfc: "RFC 7208 §5.5";
    }
  | {
      readonly code: "spf.names-ignored";
      readonly count: number;
      readonly limit: number;
      readonly rfc: "RFC 7208 §4.6.4";
    }
  /** The check goes on as if no `exp` modifier was given. */
  | {
      readonly code: "spf.explanation-discarded";
      readonly reason: ExplanationFlaw;
      readonly rfc: "RFC 7208 §6.2";
    };

export type ExplanationFlaw =
  | "target-name"
  | "dns-failure"
  | "no-record"
  | "several-records"
  | "syntax"
  | "not-expandable"
  | "not-printable-ascii"
  | "too-long";
