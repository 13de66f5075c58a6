import { isQueryableName, labelsOf, type DomainName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import { remember } from "../base/remember.ts";
import type { DnsFailureReason } from "../dns/answer.ts";
import { lookup, type Task } from "../task/task.ts";
import { parseDmarcRecord, type DmarcRecord, type NotARecordCause } from "./record.ts";

/** Records kept parsed: every message of a domain meets the same. */
const readRecord = remember(500, parseDmarcRecord);

/** The walk from one domain towards the root. RFC 9989 §4.10 */
export interface TreeWalk {
  readonly start: DomainName;
  /** One step for each name, the start first. */
  readonly steps: readonly TreeWalkStep[];
  /**
   * `psd`: a record with `psd=y` or `psd=n` ended it. `root`: no labels were left. `failure`: an answer
   * did not come, so what lies above is unknown.
   */
  readonly end: "psd" | "root" | "failure";
}

/** What one name of the walk holds. `ignored` lists TXT records that are no DMARC Policy Records. */
export type TreeWalkStep = { readonly domain: DomainName; readonly name: string } & (
  | { readonly outcome: "record"; readonly record: DmarcRecord; readonly ignored: readonly IgnoredText[] }
  | { readonly outcome: "no-record"; readonly ignored: readonly IgnoredText[] }
  | { readonly outcome: "several-records"; readonly count: number; readonly ignored: readonly IgnoredText[] }
  /** `_dmarc` does not fit in front of the name: DNS cannot hold a record there, and nothing was asked. */
  | { readonly outcome: "impossible-name" }
  | { readonly outcome: "failure"; readonly reason: DnsFailureReason }
);

export interface IgnoredText {
  readonly text: string;
  readonly cause: NotARecordCause;
}

/**
 * Walks from a domain towards the root and collects the DMARC Policy Records on the way.
 *
 * At most eight questions: a name of eight or more labels is cut to seven after the first. A record
 * with `psd=y` or `psd=n` ends the walk, at the start too.
 *
 * Choice: a DNS failure ends the walk. Guessing the Organizational Domain from half a walk would let an
 * outage change the policy.
 *
 * RFC 9989 §4.10
 */
export function* walkTree(start: DomainName, limits: Limits): Task<TreeWalk> {
  const steps: TreeWalkStep[] = [];
  for (const domain of walkNames(start, limits.treeWalkQuestions)) {
    const step = yield* queryPolicyRecord(domain);
    steps.push(step);
    if (step.outcome === "failure") return { start, steps, end: "failure" };
    if (step.outcome === "record" && step.record.psd !== "u") return { start, steps, end: "psd" };
  }
  return { start, steps, end: "root" };
}

/** The names of a walk: the start, then its ancestors of at most one label less than there are questions. */
function walkNames(start: DomainName, questions: number): readonly DomainName[] {
  const labels = labelsOf(start);
  const names = [start];
  // RFC 9989 §4.10 step 4
  for (let count = Math.min(labels.length, questions) - 1; count > 0; count--) {
    names.push(labels.slice(-count).join("."));
  }
  return names;
}

/**
 * Asks for the DMARC Policy Record of exactly this domain.
 *
 * Texts that are no such records are set aside; several that are count as none.
 *
 * RFC 9989 §4.5, §4.10 step 2
 */
export function* queryPolicyRecord(domain: DomainName): Task<TreeWalkStep> {
  const name = `_dmarc.${domain}`;
  if (!isQueryableName(name)) return { domain, name, outcome: "impossible-name" };
  const answer = yield* lookup("TXT", name);
  if (answer.kind === "failure") return { domain, name, outcome: "failure", reason: answer.reason };
  const records: DmarcRecord[] = [];
  const ignored: IgnoredText[] = [];
  for (const strings of answer.kind === "records" ? answer.records : []) {
    const text = strings.join("");
    const reading = readRecord(text);
    if (reading.kind === "record") records.push(reading.record);
    else ignored.push({ text, cause: reading.cause });
  }
  const [record] = records;
  if (record === undefined) return { domain, name, outcome: "no-record", ignored };
  if (records.length > 1) return { domain, name, outcome: "several-records", count: records.length, ignored };
  return { domain, name, outcome: "record", record, ignored };
}
