import { toDomainName, type DomainName } from "../base/domain.ts";
import type { DkimResultWord } from "../dkim/result.ts";
import type { SpfResult } from "../spf/result.ts";

/** What DMARC reads of an SPF result. */
export type SpfEvidence = Pick<SpfResult, "identity" | "result" | "domain">;

/** What DMARC reads of a DKIM result. */
export type DkimEvidence =
  | { readonly result: "pass" | "temperror"; readonly signature: { readonly sdid: DomainName } }
  | { readonly result: Exclude<DkimResultWord, "pass" | "temperror"> };

/** A domain that SPF or DKIM vouches for, or would if a temporary error had not come between. */
export interface Identifier {
  readonly method: "spf" | "dkim";
  readonly domain: DomainName;
  readonly dkimIndex: number | null;
}

export interface Identifiers {
  readonly authenticated: readonly Identifier[];
  /** Those whose evaluation met a temporary error. */
  readonly undecided: readonly Identifier[];
}

/**
 * The identifiers of the results: of SPF the MAIL FROM identity only, of DKIM every signing domain.
 *
 * A HELO identity counts when RFC 7208 §2.4 makes it the MAIL FROM identity of a null sender, and never
 * otherwise.
 *
 * RFC 9989 §3.2.3, §3.2.4
 */
export function identifiersOf(spf: SpfEvidence | null, dkim: readonly DkimEvidence[]): Identifiers {
  const authenticated: Identifier[] = [];
  const undecided: Identifier[] = [];
  const add = (result: string, method: "spf" | "dkim", text: string, dkimIndex: number | null): void => {
    const domain = toDomainName(text);
    if (domain === null) return;
    if (result === "pass") authenticated.push({ method, domain, dkimIndex });
    if (result === "temperror") undecided.push({ method, domain, dkimIndex });
  };
  if (spf !== null && spf.identity === "mailfrom") add(spf.result, "spf", spf.domain, null);
  for (const [index, result] of dkim.entries()) {
    if (result.result === "pass" || result.result === "temperror") {
      add(result.result, "dkim", result.signature.sdid, index);
    }
  }
  return { authenticated, undecided };
}
