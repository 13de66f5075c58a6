import type { DomainName } from "../base/domain.ts";
import type { DocumentChecks } from "../bimi/document-checks.ts";
import { enforcementOf, type Enforcement } from "../bimi/eligibility.ts";
import { checkAssertion } from "../bimi/evaluate.ts";
import type { BimiResult } from "../bimi/result.ts";
import { DEFAULT_SELECTOR } from "../bimi/selector.ts";
import { discoverPolicy, type PolicyDiscovery } from "../dmarc/discovery.ts";
import type { Task } from "../task/task.ts";

/** Which of a domain's Indicators, and as of when. */
export interface PublishedBimiInput {
  /** In comparable form, lower-case A-labels; any other text is a `TypeError`. */
  readonly domain: DomainName;
  /** Default "default". */
  readonly selector?: DomainName;
  /** The author's local-part, for a record with `lps=`. Default: none. */
  readonly localPart?: string;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  /** Null where documents are not to be fetched. */
  readonly checks: DocumentChecks | null;
}

/** What a domain publishes for BIMI, without a message. */
export interface PublishedBimi {
  readonly policy: PolicyDiscovery;
  /** Whether the DMARC policy is strict enough; mail that passes DMARC is only then given an Indicator. */
  readonly enforcement: Enforcement;
  /** The record and what it names, also where the policy is not strict enough. */
  readonly bimi: BimiResult;
}

/**
 * Checks what a domain publishes for BIMI: its DMARC policy, its Assertion Record, and the documents.
 *
 * BIMI draft §8.1, §8.2
 */
export function* checkPublishedBimi(input: PublishedBimiInput): Task<PublishedBimi> {
  const { domain, selector = DEFAULT_SELECTOR, localPart = "", now, checks } = input;
  const policy = yield* discoverPolicy(domain);
  const organizationalDomain = policy.organizationalDomain?.domain ?? domain;
  const search = { authorDomain: domain, organizationalDomain, selector, localPart };
  const bimi = yield* checkAssertion({ ...search, now, checks });
  return { policy, enforcement: publishedEnforcement(policy), bimi };
}

function publishedEnforcement(policy: PolicyDiscovery): Enforcement {
  if (policy.outcome === "record") {
    return enforcementOf({ ...policy, organizationalDomain: policy.organizationalDomain?.domain ?? null });
  }
  if (policy.outcome === "no-record") {
    return { result: "skipped", assertion: null, cause: { code: "dmarc", result: "none" } };
  }
  const { name, reason } = policy.step;
  return { result: "temperror", assertion: null, cause: { code: "dns", name, reason } };
}
