import type { ArcAssessment, ArcResult } from "../arc/result.ts";
import { registeredResult } from "../authres/registry.ts";
import { isReliable } from "../authres/trust.ts";
import { toDomainName, type DomainName } from "../base/domain.ts";
import type { DmarcReport } from "./report.ts";

/**
 * A reason to accept a message although it fails DMARC: a trusted sealer reports that it passed when it
 * arrived there. A reason for local policy, and for the `local_policy` of a DMARC report; the DMARC
 * result stays what it is.
 *
 * RFC 8617 §7.2.1, §7.2.2
 */
export interface ArcOverride {
  /** The set that holds the report. */
  readonly instance: number;
  readonly sealer: DomainName;
  /** Whose DMARC pass is reported: the author of this message. */
  readonly authorDomain: DomainName;
}

/**
 * The reason for an override that the chain gives, by the oldest report that can be relied on; null when
 * DMARC does not fail or there is no such report.
 *
 * Choice: only `dmarc=pass` with `header.from` of the very domain counts. A sealer that reports SPF or
 * DKIM alone leaves alignment open, and one that names no author may have judged another From field.
 *
 * RFC 8617 §7.2.1
 */
export function arcOverride(arc: ArcResult, dmarc: DmarcReport): ArcOverride | null {
  if (arc.result !== "pass" || dmarc.result !== "fail") return null;
  const { authorDomain } = dmarc;
  for (const { instance, seal, authenticationResults } of arc.sets) {
    if (!arc.attested.includes(instance) || authenticationResults === null) continue;
    if (seal?.result !== "pass" || !reportsPass(authenticationResults, authorDomain)) continue;
    return { instance, sealer: seal.seal.sdid, authorDomain };
  }
  return null;
}

/** Whether the report says `dmarc=pass` for the domain, and nothing else of DMARC. */
function reportsPass(report: ArcAssessment, authorDomain: DomainName): boolean {
  if (!isReliable(report)) return false;
  const results = report.results.filter(({ method }) => method.toLowerCase() === "dmarc");
  return (
    results.length > 0 &&
    results.every((result) => {
      const word = registeredResult(result);
      const authors = result.properties.filter(isHeaderFrom);
      return (
        word.kind === "registered" &&
        word.result === "pass" &&
        authors.length === 1 &&
        authors.every(({ pvalue }) => toDomainName(pvalue) === authorDomain)
      );
    })
  );
}

function isHeaderFrom({ ptype, property }: { readonly ptype: string; readonly property: string }): boolean {
  return ptype.toLowerCase() === "header" && property.toLowerCase() === "from";
}
