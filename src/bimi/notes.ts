import type { DomainName } from "../base/domain.ts";
import type { AssertionDiscovery } from "./discovery.ts";
import type { NotAnAssertionCause } from "./record.ts";
import type { SelectorNote } from "./selector.ts";

/** A fact about the evaluation that does not decide it. Notes on the record itself are in the record. */
export type BimiNote =
  | SelectorNote
  /** A TXT record at a `_bimi` name that is no Assertion Record. BIMI draft §8.2 */
  | {
      readonly code: "bimi.not-a-record";
      readonly domain: DomainName;
      readonly selector: DomainName;
      readonly text: string;
      readonly cause: NotAnAssertionCause;
      readonly rfc: "BIMI draft §8.2";
    };

/** What the search for the record came across. */
export function discoveryNotes({ queries }: AssertionDiscovery): readonly BimiNote[] {
  const notes: BimiNote[] = [];
  for (const query of queries) {
    if (query.outcome !== "no-record") continue;
    const { domain, selector, ignored } = query;
    for (const { text, cause } of ignored)
      notes.push({ code: "bimi.not-a-record", domain, selector, text, cause, rfc: "BIMI draft §8.2" });
  }
  return notes;
}
