/** What another implementation says, in the words that verdicts are compared in. */

/** One verdict: the compared word, and the implementation's own remark, which only rules look at. */
export interface Verdict {
  readonly word: string;
  readonly detail: string;
}

export interface SpfVerdict extends Verdict {
  /** The expanded explanation of a `fail`; undefined where the implementation does not tell. */
  readonly explanation?: string | null;
}

/**
 * The words of DKIM results as they are compared. Implementations name a signature that cannot be evaluated
 * `neutral` or `permerror` by different customs (RFC 8601 §2.7.1); both are `unverifiable` here.
 */
export type DkimWord = "pass" | "fail" | "policy" | "unverifiable" | "temperror";

export interface DkimVerdict extends Verdict {
  readonly word: DkimWord;
  /** base64 of the computed body hash, where the implementation tells it. */
  readonly bodyHash?: string;
  /** SHA-256 of the canonical header data, hexadecimal, where the implementation tells it. */
  readonly headerHash?: string;
}

export interface DmarcVerdict extends Verdict {
  /** What the Domain Owner asks for after `t=`, for a `fail`. */
  readonly disposition: string | null;
}

/** What one implementation says of one case; a protocol that it does not evaluate is missing. */
export interface PeerVerdicts {
  readonly spf?: { readonly mailFrom: SpfVerdict; readonly helo: SpfVerdict };
  /** For each DKIM-Signature field from the top; null where it says nothing of the field. */
  readonly dkim?: readonly (DkimVerdict | null)[];
  readonly dmarc?: DmarcVerdict;
}
