import { resolveOptions, WHOLE_NUMBER, type OptionRules } from "./options.ts";

/**
 * Every bound on work, in one table. Reaching one gives the word the RFC names, or `permerror` or
 * `temperror` as documented, with the limit in the cause; what was left out is listed, never dropped.
 */
export interface Limits {
  /** SPF terms that cause DNS questions. RFC 7208 §4.6.4 */
  readonly spfTerms: number;
  /** SPF terms whose own question finds nothing. RFC 7208 §4.6.4 */
  readonly spfVoidLookups: number;
  /** Exchange names looked up for one `mx` term. RFC 7208 §4.6.4 */
  readonly spfMxNames: number;
  /** PTR names looked up for one `ptr` term or `%{p}`. RFC 7208 §4.6.4 */
  readonly spfPtrNames: number;
  /**
   * Bytes of TXT records in one SPF check, beyond which it is `permerror`: one answer of the largest size.
   * RFC 7208 §3.4 asks for records of 512 octets
   */
  readonly spfTextBytes: number;
  /** Octets of an explanation; a longer one is left out. RFC 7208 §6.2 leaves the number open */
  readonly spfExplanationOctets: number;
  /** DKIM signatures verified; the others are listed as not evaluated. RFC 6376 §6.1 leaves the number open */
  readonly dkimSignatures: number;
  /** Key records tried at one selector. RFC 6376 §3.6.2.2 leaves the choice open */
  readonly dkimKeyRecords: number;
  /** ARC sets. RFC 8617 §5.2 */
  readonly arcSets: number;
  /** Bytes in the header block; past it the author is ambiguous. A quarter of common message limits */
  readonly headerBytes: number;
  /** Header fields in a message. Far above what mail carries */
  readonly headerFields: number;
  /** Bytes in one header field. Far above what mail carries */
  readonly headerFieldBytes: number;
  /**
   * Bytes of From fields and of folded lines that read like one, past which the author is ambiguous, and of To
   * and Cc fields searched for recipients. No person writes so many
   */
  readonly addressListBytes: number;
  /**
   * Names past ASCII that are read in From fields, display names and comments included, past which the author is
   * ambiguous; and in To and Cc fields. Each costs twenty microseconds; honest fields hold a handful
   */
  readonly addressNames: number;
  /** Questions in one DMARC Tree Walk. RFC 9989 §4.10 */
  readonly treeWalkQuestions: number;
  /** Domains walked for alignment in one message. RFC 9989 §4.10.2 leaves the number open */
  readonly dmarcDomains: number;
  /** DNS questions in one analysis. Above any honest message, far below an amplification */
  readonly dnsQuestions: number;
  /** Bytes of one TXT answer, all strings together. Above what DNS over TCP carries */
  readonly txtBytes: number;
  /** Bytes of an indicator or evidence document, compressed and uncompressed. Twice what the profile recommends */
  readonly bimiDocumentBytes: number;
  /** Elements inside each other in an indicator. Far above what drawing programs write */
  readonly bimiElementDepth: number;
  /** Certificates in an evidence document. A chain of mark certificates has three */
  readonly bimiCertificates: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  spfTerms: 10,
  spfVoidLookups: 2,
  spfMxNames: 10,
  spfPtrNames: 10,
  spfTextBytes: 64 * 1024,
  spfExplanationOctets: 1000,
  dkimSignatures: 10,
  dkimKeyRecords: 3,
  arcSets: 50,
  headerBytes: 1024 * 1024,
  headerFields: 10_000,
  headerFieldBytes: 256 * 1024,
  addressListBytes: 16 * 1024,
  addressNames: 30,
  treeWalkQuestions: 8,
  dmarcDomains: 10,
  dnsQuestions: 300,
  txtBytes: 64 * 1024,
  bimiDocumentBytes: 64 * 1024,
  bimiElementDepth: 64,
  bimiCertificates: 10,
});

const RULES: OptionRules<Limits> = new Map(Object.keys(DEFAULT_LIMITS).map((name) => [name, WHOLE_NUMBER]));

/** Limits that need no second look when a driver or a task hands them on. */
const resolved = new WeakMap<Partial<Limits>, Limits>([[DEFAULT_LIMITS, DEFAULT_LIMITS]]);

/** The defaults with the caller's values in place; a value that is no whole number is a `TypeError`. */
export function resolveLimits(overrides: Partial<Limits> = DEFAULT_LIMITS): Limits {
  const known = resolved.get(overrides);
  if (known !== undefined) return known;
  const limits = Object.freeze(resolveOptions("limits", overrides, DEFAULT_LIMITS, RULES));
  resolved.set(limits, limits);
  return limits;
}
