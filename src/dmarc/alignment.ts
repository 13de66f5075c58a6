import { isSubdomainOf, labelsOf, type DomainName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import { all, type Task } from "../task/task.ts";
import type { DiscoveredPolicy } from "./discovery.ts";
import type { Identifier } from "./identifiers.ts";
import { listedOrganizationalDomain, organizationalDomainOf } from "./organizational-domain.ts";
import type { AlignmentMode, DmarcRecord } from "./record.ts";
import type { AlignedIdentifier, AlignmentReason } from "./result.ts";
import { walkTree, type TreeWalk } from "./tree-walk.ts";

/** Compares identifiers with one Author Domain under its record. */
export class Alignment {
  readonly #authorDomain: DomainName;
  readonly #record: DmarcRecord;
  readonly #byList: boolean;
  readonly #organizationalDomain: DomainName | null;

  constructor({ authorDomain, record, discovery, organizationalDomain }: DiscoveredPolicy) {
    this.#authorDomain = authorDomain;
    this.#record = record;
    this.#byList = discovery.method === "public-suffix-list";
    this.#organizationalDomain = organizationalDomain?.domain ?? null;
  }

  /**
   * Whether the identifier may turn out to be aligned. An Organizational Domain is the domain itself or one
   * above it, so only what lies at or below the author's can share it; while that is unknown, whatever
   * has the same top-level domain.
   */
  mayAlign({ method, domain }: Identifier): boolean {
    if (domain === this.#authorDomain) return true;
    if (this.modeOf(method) === "strict") return false;
    const apex = this.#organizationalDomain ?? labelsOf(this.#authorDomain).at(-1) ?? this.#authorDomain;
    return isSubdomainOf(domain, apex);
  }

  modeOf(method: "spf" | "dkim"): AlignmentMode {
    return method === "spf" ? this.#record.spfAlignment : this.#record.dkimAlignment;
  }

  /**
   * Whether only a walk from the identifier can tell. The author's Organizational Domain is its own, since the
   * author's walk passed it and everything above it.
   */
  needsWalk(identifier: Identifier): boolean {
    const apex = this.#organizationalDomain;
    const { domain } = identifier;
    const settled = this.#byList || apex === null || domain === apex || domain === this.#authorDomain;
    return !settled && this.mayAlign(identifier);
  }

  /** The comparison; `walk` is the identifier's, null when there was none for want of need or by the limit. */
  compare(identifier: Identifier, walk: TreeWalk | null): AlignedIdentifier {
    const organizationalDomain = this.#organizationalDomainOf(identifier, walk);
    const reason = this.#reasonFor(identifier, organizationalDomain, walk);
    const aligned = reason === "identical" || reason === "same-organizational-domain";
    return { organizationalDomain, mode: this.modeOf(identifier.method), aligned, reason, ...identifier };
  }

  #organizationalDomainOf({ domain }: Identifier, walk: TreeWalk | null): DomainName | null {
    if (this.#byList) return listedOrganizationalDomain(domain).domain;
    if (domain === this.#authorDomain || domain === this.#organizationalDomain)
      return this.#organizationalDomain;
    return walk === null ? null : (organizationalDomainOf(walk)?.domain ?? null);
  }

  /** RFC 9989 §4.10.2 */
  #reasonFor(identifier: Identifier, found: DomainName | null, walk: TreeWalk | null): AlignmentReason {
    if (identifier.domain === this.#authorDomain) return "identical";
    if (this.modeOf(identifier.method) === "strict") return "not-identical";
    if (!this.mayAlign(identifier)) return "outside-organizational-domain";
    if (found !== null && this.#organizationalDomain !== null) {
      return found === this.#organizationalDomain
        ? "same-organizational-domain"
        : "other-organizational-domain";
    }
    return walk === null && this.#organizationalDomain !== null
      ? "domain-limit"
      : "organizational-domain-unknown";
  }
}

/** The comparisons with the walks that they took. */
export interface AlignmentFindings {
  /** In the order of the identifiers. */
  readonly identifiers: readonly AlignedIdentifier[];
  readonly walks: readonly TreeWalk[];
}

/**
 * Compares every authenticated identifier with the Author Domain. The walks that this takes run side by
 * side, one for each domain; past the limit the remaining domains stay undecided.
 *
 * RFC 9989 §4.10.2
 */
export function* alignIdentifiers(
  alignment: Alignment,
  identifiers: readonly Identifier[],
  limits: Limits,
): Task<AlignmentFindings> {
  const needed = identifiers.filter((identifier) => alignment.needsWalk(identifier));
  const domains = [...new Set(needed.map(({ domain }) => domain))].slice(0, limits.dmarcDomains);
  const walks = yield* all(domains.map((domain) => walkTree(domain, limits)));
  const byStart = new Map(walks.map((walk) => [walk.start, walk]));
  return {
    identifiers: identifiers.map((each) => alignment.compare(each, byStart.get(each.domain) ?? null)),
    walks,
  };
}
