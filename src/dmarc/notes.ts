import { isSubdomainOf, type DomainName } from "../base/domain.ts";
import type { Span } from "../base/span.ts";
import type { DiscoveredPolicy, PolicyDiscovery } from "./discovery.ts";
import { organizationalDomainOf } from "./organizational-domain.ts";
import type { NotARecordCause, PolicyTag, PolicyWord } from "./record.ts";
import { mailDomainOf, type ReportUri } from "./report-uri.ts";

/**
 * Something in a record that is tolerated, ignored, or legal and unwise. `tag` is the tag's name in
 * lower case; `at` is a position in the record's text.
 */
export type DmarcRecordNote =
  | { readonly code: "dmarc.leading-white-space"; readonly rfc: "RFC 9989 §4.8" }
  /** What stands there is no tag; it is ignored. RFC 9989 §4.8 */
  | {
      readonly code: "dmarc.syntax";
      readonly tag: string | null;
      readonly at: Span;
      readonly expected: string;
      readonly rfc: "RFC 9989 §4.8";
    }
  | {
      readonly code: "dmarc.duplicate-tag";
      readonly tag: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.8";
    }
  | {
      readonly code: "dmarc.tag-name-case";
      readonly tag: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.8";
    }
  /** RFC 9989 §4.7: unknown tags are ignored. */
  | {
      readonly code: "dmarc.unknown-tag";
      readonly tag: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.7";
    }
  /** `pct`, `rf`, `ri`: ignored since RFC 9989 §9.3. */
  | {
      readonly code: "dmarc.historic-tag";
      readonly tag: string;
      readonly value: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §9.3";
    }
  /** The default stands for the value. RFC 9989 §4.8 */
  | {
      readonly code: "dmarc.invalid-value";
      readonly tag: string;
      readonly value: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.8";
    }
  /** RFC 9989 §4.7: without `ruf=`, `fo=` is ignored. */
  | { readonly code: "dmarc.failure-options-without-ruf"; readonly at: Span; readonly rfc: "RFC 9989 §4.7" }
  | {
      readonly code: "dmarc.report-uri-invalid";
      readonly tag: ReportTag;
      readonly text: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.8";
    }
  | {
      readonly code: "dmarc.report-address-without-scheme";
      readonly tag: ReportTag;
      readonly text: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.8";
    }
  | {
      readonly code: "dmarc.report-uri-without-address";
      readonly tag: ReportTag;
      readonly text: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.7";
    }
  /** Only `mailto:` is supported everywhere. RFC 9989 §4.7 */
  | {
      readonly code: "dmarc.report-uri-scheme";
      readonly tag: ReportTag;
      readonly scheme: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.7";
    }
  /** RFC 9989 §4.8: obsolete and ignored. */
  | {
      readonly code: "dmarc.report-size-limit";
      readonly tag: ReportTag;
      readonly text: string;
      readonly at: Span;
      readonly rfc: "RFC 9989 §4.8";
    }
  | {
      readonly code: "dmarc.many-report-uris";
      readonly tag: ReportTag;
      readonly count: number;
      readonly rfc: null;
    }
  /** `p=none` and nobody to tell: the record changes nothing. */
  | { readonly code: "dmarc.monitoring-without-reports"; readonly rfc: "RFC 9989 §3.2.12" }
  | {
      readonly code: "dmarc.weaker-subdomain-policy";
      readonly tag: "sp" | "np";
      readonly value: PolicyWord;
      readonly policy: PolicyWord;
      readonly rfc: "RFC 9989 §4.7";
    };

type ReportTag = "rua" | "ruf";

/** A fact about the evaluation that does not decide it. Notes on the record itself are in the record. */
export type DmarcNote =
  /** Several records at one name count as none. RFC 9989 §4.10 */
  | {
      readonly code: "dmarc.several-records";
      readonly domain: DomainName;
      readonly count: number;
      readonly rfc: "RFC 9989 §4.10";
    }
  /** A TXT record at a `_dmarc` name that is no DMARC Policy Record. RFC 9989 §4.10 */
  | {
      readonly code: "dmarc.not-a-record";
      readonly domain: DomainName;
      readonly text: string;
      readonly cause: NotARecordCause;
      readonly rfc: "RFC 9989 §4.10";
    }
  /** Tree Walk and Public Suffix List give the author different Organizational Domains. RFC 9989 §4.10.2 */
  | {
      readonly code: "dmarc.organizational-domains-differ";
      readonly treeWalk: DomainName;
      readonly publicSuffixList: DomainName;
      readonly rfc: "RFC 9989 §4.10.2";
    }
  /** More than one mailbox, all of one domain. RFC 9989 §5.3.1 */
  | { readonly code: "dmarc.several-authors"; readonly count: number; readonly rfc: "RFC 9989 §5.3.1" }
  /** An invalid policy tag in a record that asks for reports: it is taken as `p=none`. RFC 9989 §4.10.1 */
  | {
      readonly code: "dmarc.taken-as-none";
      readonly recordDomain: DomainName;
      readonly tag: PolicyTag;
      readonly rfc: "RFC 9989 §4.10.1";
    }
  /** Reports go there only after `_report._dmarc` authorized it. RFC 9989 §11.6 */
  | {
      readonly code: "dmarc.external-report-destination";
      readonly tag: ReportTag;
      readonly domain: DomainName;
      readonly rfc: "RFC 9989 §11.6";
    };

/** What finding the policy came across. */
export function discoveryNotes(discovered: PolicyDiscovery): readonly DmarcNote[] {
  const notes: DmarcNote[] = [];
  for (const step of discovered.discovery.treeWalk.steps) {
    if (step.outcome === "several-records") {
      notes.push({
        code: "dmarc.several-records",
        domain: step.domain,
        count: step.count,
        rfc: "RFC 9989 §4.10",
      });
    }
    if (step.outcome === "impossible-name" || step.outcome === "failure") continue;
    for (const { text, cause } of step.ignored)
      notes.push({ code: "dmarc.not-a-record", domain: step.domain, text, cause, rfc: "RFC 9989 §4.10" });
  }
  if (discovered.outcome === "record")
    notes.push(...differenceNotes(discovered), ...destinationNotes(discovered));
  return notes;
}

/** RFC 9989 §4.10.2, RFC 7489 §3.2 */
function differenceNotes({ discovery }: DiscoveredPolicy): readonly DmarcNote[] {
  const treeWalk = organizationalDomainOf(discovery.treeWalk)?.domain ?? null;
  const publicSuffixList = discovery.publicSuffixOrganizationalDomain;
  if (treeWalk === null || publicSuffixList === null || treeWalk === publicSuffixList) return [];
  return [
    { code: "dmarc.organizational-domains-differ", treeWalk, publicSuffixList, rfc: "RFC 9989 §4.10.2" },
  ];
}

/** Destinations outside the record's domain and the author's Organizational Domain. RFC 9989 §11.6 */
function destinationNotes({
  record,
  recordDomain,
  organizationalDomain,
}: DiscoveredPolicy): readonly DmarcNote[] {
  const own = [recordDomain, organizationalDomain?.domain ?? recordDomain];
  const destinations = (tag: ReportTag, uris: readonly ReportUri[]): readonly DmarcNote[] => {
    const domains = new Set(uris.map(({ uri }) => mailDomainOf(uri)).filter((domain) => domain !== null));
    return [...domains]
      .filter((domain) => !own.some((each) => isSubdomainOf(domain, each)))
      .map((domain) => ({ code: "dmarc.external-report-destination", tag, domain, rfc: "RFC 9989 §11.6" }));
  };
  return [
    ...destinations("rua", record.aggregateReportUris),
    ...destinations("ruf", record.failureReportUris),
  ];
}
