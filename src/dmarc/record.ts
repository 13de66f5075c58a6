import type { Span } from "../base/span.ts";
import { parseTagList, type Tag } from "../message/tag-list.ts";
import type { DmarcRecordNote } from "./notes.ts";
import { formatReportUri, type ReportUri } from "./report-uri.ts";
import { readSettings, TagReader } from "./tag-reader.ts";

/** A Domain Owner Assessment Policy. RFC 9989 §4.7 */
export type PolicyWord = "none" | "quarantine" | "reject";
/** The tags that hold one. */
export type PolicyTag = "p" | "sp" | "np";
/** `adkim=`, `aspf=`: "r" and "s". RFC 9989 §3.2.10 */
export type AlignmentMode = "relaxed" | "strict";
/** `psd=`: a Public Suffix Domain, an Organizational Domain, or undeclared. RFC 9989 §4.7 */
export type PublicSuffixFlag = "y" | "n" | "u";
/** One value of `fo=`. RFC 9989 §4.7 */
export type FailureOption = "0" | "1" | "d" | "s";

/** What a DMARC Policy Record says, defaults filled in. RFC 9989 §4.7 */
export interface DmarcSettings {
  /** `p=`; null when missing or invalid. */
  readonly policy: PolicyWord | null;
  /** `sp=`; null when missing or invalid. */
  readonly subdomainPolicy: PolicyWord | null;
  /** `np=`; null when missing or invalid. */
  readonly nonExistentPolicy: PolicyWord | null;
  /** `adkim=` */
  readonly dkimAlignment: AlignmentMode;
  /** `aspf=` */
  readonly spfAlignment: AlignmentMode;
  /** `psd=` */
  readonly psd: PublicSuffixFlag;
  /** `t=y` */
  readonly testMode: boolean;
  /** `rua=`, the syntactically valid ones. */
  readonly aggregateReportUris: readonly ReportUri[];
  /** `ruf=`, the syntactically valid ones. */
  readonly failureReportUris: readonly ReportUri[];
  /** `fo=`; the default without `ruf=`. */
  readonly failureOptions: readonly FailureOption[];
}

/** A parsed record. Spans are positions in `text`. */
export interface DmarcRecord extends DmarcSettings {
  /** The record as published, its character-strings joined. RFC 9989 §4.5 */
  readonly text: string;
  /** The well-formed tags in the order written, `v=` first; of those not in use a hundred at most. */
  readonly tags: readonly Tag[];
  /** Policy tags that hold no policy: they decide whether DMARC applies at all. RFC 9989 §4.10.1 */
  readonly invalidPolicies: readonly InvalidPolicy[];
  /** In the order of the text, a hundred at most, then what concerns all of it. */
  readonly notes: readonly DmarcRecordNote[];
}

export interface InvalidPolicy {
  readonly tag: PolicyTag;
  readonly value: string;
  readonly at: Span;
}

/** A text is a DMARC Policy Record, or it is to be ignored as a whole. RFC 9989 §4.7 */
export type DmarcRecordReading =
  | { readonly kind: "record"; readonly record: DmarcRecord }
  | { readonly kind: "not-a-record"; readonly cause: NotARecordCause };

export type NotARecordCause =
  | { readonly code: "no-version" }
  | { readonly code: "version-not-first"; readonly at: Span }
  | { readonly code: "version"; readonly value: string; readonly at: Span };

/** What is listed of one record: a walk may meet eight that fill a whole answer each, and a message needs many walks. */
const MOST_LISTED = 100;

/**
 * Reads the text of a TXT record as a DMARC Policy Record.
 *
 * `v=DMARC1` must stand first and be written exactly so; then anything is a record: what is wrong in
 * the remainder is noted and its default taken.
 *
 * Choice: tag names and keywords are compared without case, and white space may precede `v`. The formal
 * definition marks only DMARC1 as case-sensitive, and the tag-list syntax allows the space.
 *
 * RFC 9989 §4.7, §4.8
 */
export function parseDmarcRecord(text: string): DmarcRecordReading {
  const { tags: written, issues } = parseTagList(text);
  const reader = new TagReader(written.values(), issues);
  const version = reader.tags.get("v");
  if (version === undefined) return { kind: "not-a-record", cause: { code: "no-version" } };
  const first = reader.firstPosition;
  if (first < version.nameSpan.start) {
    return { kind: "not-a-record", cause: { code: "version-not-first", at: version.nameSpan } };
  }
  if (version.value !== "DMARC1") {
    const { value, valueSpan: at } = version;
    return { kind: "not-a-record", cause: { code: "version", value, at } };
  }
  if (first > 0) reader.notes.push({ code: "dmarc.leading-white-space", rfc: "RFC 9989 §4.8" });
  const settings = readSettings(reader);
  reader.noteUnread();
  return {
    kind: "record",
    record: {
      text,
      tags: reader.listedTags(written.values(), MOST_LISTED),
      invalidPolicies: reader.invalidPolicies,
      notes: [...reader.notes.toSorted(inOrderOfText).slice(0, MOST_LISTED), ...adviceOn(settings)],
      ...settings,
    },
  };
}

function inOrderOfText(left: DmarcRecordNote, right: DmarcRecordNote): number {
  return ("at" in left ? left.at.start : 0) - ("at" in right ? right.at.start : 0);
}

const STRENGTH: Readonly<Record<PolicyWord, number>> = { none: 0, quarantine: 1, reject: 2 };

/** What is legal and yet hardly meant. RFC 9989 §3.2.9, §3.2.12 */
function adviceOn(settings: DmarcSettings): readonly DmarcRecordNote[] {
  const { policy, subdomainPolicy, nonExistentPolicy } = settings;
  const advice: DmarcRecordNote[] = [];
  if (policy === null) return advice;
  if (policy === "none" && settings.aggregateReportUris.length === 0) {
    advice.push({ code: "dmarc.monitoring-without-reports", rfc: "RFC 9989 §3.2.12" });
  }
  if (subdomainPolicy !== null && STRENGTH[subdomainPolicy] < STRENGTH[policy]) {
    advice.push({
      code: "dmarc.weaker-subdomain-policy",
      tag: "sp",
      value: subdomainPolicy,
      policy,
      rfc: "RFC 9989 §4.7",
    });
  }
  if (nonExistentPolicy !== null && STRENGTH[nonExistentPolicy] < STRENGTH[policy]) {
    advice.push({
      code: "dmarc.weaker-subdomain-policy",
      tag: "np",
      value: nonExistentPolicy,
      policy,
      rfc: "RFC 9989 §4.7",
    });
  }
  return advice;
}

/**
 * Writes a record: `v=` first, defaults left out, URIs encoded so that none can end its tag.
 *
 * RFC 9989 §4.8
 */
export function formatDmarcRecord(settings: DmarcSettings): string {
  const tags = ["v=DMARC1"];
  const add = (name: string, value: string | null): void => {
    if (value !== null) tags.push(`${name}=${value}`);
  };
  add("p", settings.policy);
  add("sp", settings.subdomainPolicy);
  add("np", settings.nonExistentPolicy);
  add("adkim", settings.dkimAlignment === "strict" ? "s" : null);
  add("aspf", settings.spfAlignment === "strict" ? "s" : null);
  add("psd", settings.psd === "u" ? null : settings.psd);
  add("t", settings.testMode ? "y" : null);
  add("rua", formatReportUris(settings.aggregateReportUris));
  add("ruf", formatReportUris(settings.failureReportUris));
  const options = settings.failureOptions.join(":");
  add("fo", settings.failureReportUris.length === 0 || options === "0" ? null : options);
  return tags.join("; ");
}

function formatReportUris(uris: readonly ReportUri[]): string | null {
  return uris.length === 0 ? null : uris.map(formatReportUri).join(",");
}
