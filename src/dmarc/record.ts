import type { Span } from "../base/span.ts";
import { parseTagList, type Tag, type TagListIssue } from "../message/tag-list.ts";
import type { DmarcRecordNote } from "./notes.ts";
import { formatReportUri, readReportUris, type ReportUri } from "./report-uri.ts";

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
  /** Every well-formed tag in the order written, `v=` first. */
  readonly tags: readonly Tag[];
  /** Policy tags that hold no policy: they decide whether DMARC applies at all. RFC 9989 §4.10.1 */
  readonly invalidPolicies: readonly InvalidPolicy[];
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

const POLICIES: ReadonlyMap<string, PolicyWord> = new Map([
  ["none", "none"],
  ["quarantine", "quarantine"],
  ["reject", "reject"],
]);
const ALIGNMENT_MODES: ReadonlyMap<string, AlignmentMode> = new Map([
  ["r", "relaxed"],
  ["s", "strict"],
]);
const PUBLIC_SUFFIX_FLAGS: ReadonlyMap<string, PublicSuffixFlag> = new Map([
  ["y", "y"],
  ["n", "n"],
  ["u", "u"],
]);
const SWITCH: ReadonlyMap<string, boolean> = new Map([
  ["y", true],
  ["n", false],
]);
const FAILURE_OPTIONS: ReadonlyMap<string, FailureOption> = new Map([
  ["0", "0"],
  ["1", "1"],
  ["d", "d"],
  ["s", "s"],
]);
const DEFAULT_FAILURE_OPTIONS: readonly FailureOption[] = ["0"];

const KNOWN_TAGS: ReadonlySet<string> = new Set("v p sp np adkim aspf psd t fo rua ruf".split(" "));
/** RFC 9989 §9.3 */
const HISTORIC_TAGS: ReadonlySet<string> = new Set(["pct", "rf", "ri"]);

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
  if (first > 0) reader.notes.push({ code: "leading-white-space" });
  const settings = readSettings(reader);
  reader.noteUnread();
  return {
    kind: "record",
    record: {
      text,
      tags: [...written.values()],
      ...settings,
      invalidPolicies: reader.invalidPolicies,
      notes: [...reader.notes.toSorted(inOrderOfText), ...adviceOn(settings)],
    },
  };
}

function readSettings(reader: TagReader): DmarcSettings {
  return {
    policy: reader.policy("p"),
    subdomainPolicy: reader.policy("sp"),
    nonExistentPolicy: reader.policy("np"),
    dkimAlignment: reader.keyword("adkim", ALIGNMENT_MODES, "relaxed"),
    spfAlignment: reader.keyword("aspf", ALIGNMENT_MODES, "relaxed"),
    psd: reader.keyword("psd", PUBLIC_SUFFIX_FLAGS, "u"),
    testMode: reader.keyword("t", SWITCH, false),
    aggregateReportUris: reader.reportUris("rua"),
    failureReportUris: reader.reportUris("ruf"),
    failureOptions: reader.failureOptions(),
  };
}

/** Reads the values of tags, each by the rule of its name, and notes what it cannot take. */
class TagReader {
  /** By lower-case name; of a repeated name the first. */
  readonly tags: Map<string, Tag> = new Map();
  readonly notes: DmarcRecordNote[] = [];
  readonly invalidPolicies: InvalidPolicy[] = [];
  /** Where the first tag, or what stands in its place, begins. */
  readonly firstPosition: number;

  constructor(written: Iterable<Tag>, issues: readonly TagListIssue[]) {
    let first = issues[0]?.at.start ?? Infinity;
    for (const tag of written) {
      first = Math.min(first, tag.nameSpan.start);
      const name = tag.name.toLowerCase();
      // Choice: a repeated tag is a syntax error of its own, so the first one stands. RFC 9989 §4.8
      if (this.tags.has(name)) this.notes.push({ code: "duplicate-tag", tag: name, at: tag.nameSpan });
      else this.tags.set(name, tag);
    }
    this.firstPosition = first;
    for (const issue of issues) this.notes.push(noteOfIssue(issue));
  }

  keyword<Value>(name: string, values: ReadonlyMap<string, Value>, otherwise: Value): Value {
    const tag = this.tags.get(name);
    if (tag === undefined) return otherwise;
    const value = values.get(tag.value.toLowerCase());
    if (value !== undefined) return value;
    this.#noteInvalid(name, tag);
    return otherwise;
  }

  policy(name: PolicyTag): PolicyWord | null {
    const value = this.keyword<PolicyWord | null>(name, POLICIES, null);
    const tag = this.tags.get(name);
    if (value === null && tag !== undefined) {
      this.invalidPolicies.push({ tag: name, value: tag.value, at: tag.valueSpan });
    }
    return value;
  }

  reportUris(name: "rua" | "ruf"): readonly ReportUri[] {
    const tag = this.tags.get(name);
    if (tag === undefined) return [];
    const { uris, notes } = readReportUris(name, tag);
    this.notes.push(...notes);
    return uris;
  }

  /** One of 0 and 1 at most, each option once, and nothing at all without `ruf=`. RFC 9989 §4.7, §4.8 */
  failureOptions(): readonly FailureOption[] {
    const tag = this.tags.get("fo");
    if (tag === undefined) return DEFAULT_FAILURE_OPTIONS;
    if (!this.tags.has("ruf")) {
      this.notes.push({ code: "failure-options-without-ruf", at: tag.nameSpan });
      return DEFAULT_FAILURE_OPTIONS;
    }
    const options = tag.value.split(":").map((part) => FAILURE_OPTIONS.get(part.toLowerCase()));
    const known = options.filter((option) => option !== undefined);
    const distinct = new Set(known);
    if (distinct.size === options.length && !(distinct.has("0") && distinct.has("1"))) return known;
    this.#noteInvalid("fo", tag);
    return DEFAULT_FAILURE_OPTIONS;
  }

  noteUnread(): void {
    for (const [name, tag] of this.tags) {
      if (HISTORIC_TAGS.has(name)) {
        this.notes.push({ code: "historic-tag", tag: name, value: tag.value, at: tag.nameSpan });
      } else if (!KNOWN_TAGS.has(name)) {
        this.notes.push({ code: "unknown-tag", tag: name, at: tag.nameSpan });
      } else if (name !== tag.name) {
        this.notes.push({ code: "tag-name-case", tag: name, at: tag.nameSpan });
      }
    }
  }

  #noteInvalid(name: string, tag: Tag): void {
    this.notes.push({ code: "invalid-value", tag: name, value: tag.value, at: tag.valueSpan });
  }
}

function inOrderOfText(left: DmarcRecordNote, right: DmarcRecordNote): number {
  return ("at" in left ? left.at.start : 0) - ("at" in right ? right.at.start : 0);
}

function noteOfIssue(issue: TagListIssue): DmarcRecordNote {
  if (issue.code === "duplicate-tag") return { code: "duplicate-tag", tag: issue.name, at: issue.at };
  const tag = issue.code === "syntax" ? issue.tag : null;
  return { code: "syntax", tag, at: issue.at, expected: issue.expected };
}

const STRENGTH: Readonly<Record<PolicyWord, number>> = { none: 0, quarantine: 1, reject: 2 };

/** What is legal and yet hardly meant. RFC 9989 §3.2.9, §3.2.12 */
function adviceOn(settings: DmarcSettings): readonly DmarcRecordNote[] {
  const { policy, subdomainPolicy, nonExistentPolicy } = settings;
  const advice: DmarcRecordNote[] = [];
  if (policy === null) return advice;
  if (policy === "none" && settings.aggregateReportUris.length === 0) {
    advice.push({ code: "monitoring-without-reports" });
  }
  if (subdomainPolicy !== null && STRENGTH[subdomainPolicy] < STRENGTH[policy]) {
    advice.push({ code: "weaker-subdomain-policy", tag: "sp", value: subdomainPolicy, policy });
  }
  if (nonExistentPolicy !== null && STRENGTH[nonExistentPolicy] < STRENGTH[policy]) {
    advice.push({ code: "weaker-subdomain-policy", tag: "np", value: nonExistentPolicy, policy });
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
