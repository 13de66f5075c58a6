import type { Tag, TagListIssue } from "../message/tag-list.ts";
import type { DmarcRecordNote } from "./notes.ts";
import type {
  AlignmentMode,
  DmarcSettings,
  FailureOption,
  InvalidPolicy,
  PolicyTag,
  PolicyWord,
  PublicSuffixFlag,
} from "./record.ts";
import { readReportUris, type ReportUri } from "./report-uri.ts";

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

/** Reads the values of tags, each by the rule of its name, and notes what it cannot take. */
export class TagReader {
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
      if (this.tags.has(name))
        this.notes.push({ code: "dmarc.duplicate-tag", tag: name, at: tag.nameSpan, rfc: "RFC 9989 §4.8" });
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
    for (const note of notes) this.notes.push(note);
    return uris;
  }

  /** One of 0 and 1 at most, each option once, and nothing at all without `ruf=`. RFC 9989 §4.7, §4.8 */
  failureOptions(): readonly FailureOption[] {
    const tag = this.tags.get("fo");
    if (tag === undefined) return DEFAULT_FAILURE_OPTIONS;
    if (!this.tags.has("ruf")) {
      this.notes.push({ code: "dmarc.failure-options-without-ruf", at: tag.nameSpan, rfc: "RFC 9989 §4.7" });
      return DEFAULT_FAILURE_OPTIONS;
    }
    const options = tag.value.split(":").map((part) => FAILURE_OPTIONS.get(part.toLowerCase()));
    const known = options.filter((option) => option !== undefined);
    const distinct = new Set(known);
    if (distinct.size === options.length && !(distinct.has("0") && distinct.has("1"))) return known;
    this.#noteInvalid("fo", tag);
    return DEFAULT_FAILURE_OPTIONS;
  }

  /** The tags in use, and of the others so many. */
  listedTags(written: Iterable<Tag>, most: number): readonly Tag[] {
    let others = 0;
    return [...written].filter(({ name }) => KNOWN_TAGS.has(name.toLowerCase()) || ++others <= most);
  }

  noteUnread(): void {
    for (const [name, tag] of this.tags) {
      if (HISTORIC_TAGS.has(name)) {
        this.notes.push({
          code: "dmarc.historic-tag",
          tag: name,
          value: tag.value,
          at: tag.nameSpan,
          rfc: "RFC 9989 §9.3",
        });
      } else if (!KNOWN_TAGS.has(name)) {
        this.notes.push({ code: "dmarc.unknown-tag", tag: name, at: tag.nameSpan, rfc: "RFC 9989 §4.7" });
      } else if (name !== tag.name) {
        this.notes.push({ code: "dmarc.tag-name-case", tag: name, at: tag.nameSpan, rfc: "RFC 9989 §4.8" });
      }
    }
  }

  #noteInvalid(name: string, tag: Tag): void {
    this.notes.push({
      code: "dmarc.invalid-value",
      tag: name,
      value: tag.value,
      at: tag.valueSpan,
      rfc: "RFC 9989 §4.8",
    });
  }
}

function noteOfIssue(issue: TagListIssue): DmarcRecordNote {
  if (issue.code === "duplicate-tag")
    return { code: "dmarc.duplicate-tag", tag: issue.name, at: issue.at, rfc: "RFC 9989 §4.8" };
  const tag = issue.code === "syntax" ? issue.tag : null;
  return { code: "dmarc.syntax", tag, at: issue.at, expected: issue.expected, rfc: "RFC 9989 §4.8" };
}

/** The settings of a record, defaults filled in. */
export function readSettings(reader: TagReader): DmarcSettings {
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
