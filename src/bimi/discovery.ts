import { isQueryableName, type DomainName } from "../base/domain.ts";
import type { DnsFailureReason } from "../dns/answer.ts";
import { lookup, type Task } from "../task/task.ts";
import {
  parseBimiRecord,
  type BimiRecord,
  type BimiRecordIssue,
  type NotAnAssertionCause,
} from "./record.ts";
import { localPartSelector } from "./selector.ts";

/** What one name holds. */
export type AssertionQuery = AssertionPlace &
  (
    | { readonly outcome: "record"; readonly record: BimiRecord }
    | { readonly outcome: "invalid-record"; readonly text: string; readonly issue: BimiRecordIssue }
    | { readonly outcome: "several-records"; readonly count: number }
    | { readonly outcome: "no-record"; readonly ignored: readonly IgnoredText[] }
    /** DNS cannot hold the name, and nothing was asked. */
    | { readonly outcome: "impossible-name" }
    | { readonly outcome: "failure"; readonly reason: DnsFailureReason }
  );

/** Where an Assertion Record stands or would stand. */
export interface AssertionPlace {
  readonly domain: DomainName;
  readonly selector: DomainName;
  readonly name: string;
}

export interface IgnoredText {
  readonly text: string;
  readonly cause: NotAnAssertionCause;
}

/** The query that decides, and all that were made, in order. */
export interface AssertionDiscovery {
  readonly decisive: AssertionQuery;
  readonly queries: readonly AssertionQuery[];
}

export interface AssertionSearch {
  readonly authorDomain: DomainName;
  readonly organizationalDomain: DomainName;
  readonly selector: DomainName;
  readonly localPart: string;
}

/**
 * Finds the Assertion Record: under the selector at the Author Domain, else at the Organizational Domain. A
 * record with `lps=` may hand over to the local-part as selector.
 *
 * Only a missing record sends the search on; an erroneous one, or several, end it.
 *
 * BIMI draft §8.2
 */
export function* discoverAssertion(search: AssertionSearch): Task<AssertionDiscovery> {
  const { authorDomain, organizationalDomain } = search;
  const own = yield* discoverAt(search, authorDomain);
  const { outcome } = own.decisive;
  const missing = outcome === "no-record" || outcome === "impossible-name";
  if (!missing || organizationalDomain === authorDomain) return own;
  // BIMI draft §8.2 step 6
  const inherited = yield* discoverAt(search, organizationalDomain);
  return { decisive: inherited.decisive, queries: [...own.queries, ...inherited.queries] };
}

function* discoverAt(search: AssertionSearch, domain: DomainName): Task<AssertionDiscovery> {
  const query = yield* queryAssertion(search.selector, domain);
  const handedOver = query.outcome === "record" ? yield* queryLocalPart(search, query) : null;
  if (handedOver === null) return { decisive: query, queries: [query] };
  // BIMI draft §5.5 steps 6 and 7
  const decides = handedOver.outcome === "record" || handedOver.outcome === "failure";
  return { decisive: decides ? handedOver : query, queries: [query, handedOver] };
}

/** The query for the local-part as selector; null when the record does not ask for it or it was made. */
function* queryLocalPart(
  search: AssertionSearch,
  { domain, record }: Extract<AssertionQuery, { outcome: "record" }>,
): Task<AssertionQuery | null> {
  if (record.localPartPrefixes === null) return null;
  const selector = localPartSelector(search.localPart, record.localPartPrefixes);
  if (selector === null || selector === search.selector) return null;
  return yield* queryAssertion(selector, domain);
}

/** Asks for the Assertion Record at one name; other texts are set aside. BIMI draft §8.2 steps 3 and 4 */
function* queryAssertion(selector: DomainName, domain: DomainName): Task<AssertionQuery> {
  const name = `${selector}._bimi.${domain}`;
  const place = { domain, selector, name };
  if (!isQueryableName(name)) return { outcome: "impossible-name", ...place };
  const answer = yield* lookup("TXT", name);
  if (answer.kind === "failure") return { outcome: "failure", reason: answer.reason, ...place };
  const ignored: IgnoredText[] = [];
  const found: AssertionQuery[] = [];
  for (const strings of answer.kind === "records" ? answer.records : []) {
    const text = strings.join("");
    const reading = parseBimiRecord(text);
    if (reading.kind === "not-a-record") ignored.push({ text, cause: reading.cause });
    else if (reading.kind === "record") found.push({ outcome: "record", record: reading.record, ...place });
    else found.push({ outcome: "invalid-record", text, issue: reading.cause, ...place });
  }
  const [only] = found;
  if (only === undefined) return { outcome: "no-record", ignored, ...place };
  return found.length > 1 ? { outcome: "several-records", count: found.length, ...place } : only;
}
