import { isAlphanumeric } from "../base/characters.ts";
import { labelsOf, toDomainName } from "../base/domain.ts";
import type { Span } from "../base/span.ts";
import { encodeUri, hostOf, isUri, schemeOf } from "../base/uri.ts";
import { parseTagList, type Tag } from "../message/tag-list.ts";

/** Whether the domain prefers its Indicator or a sender's own picture. BIMI draft §5.3 */
export type AvatarPreference = "brand" | "personal";

/** What an Assertion Record says. BIMI draft §5.3 */
export interface BimiSettings {
  /** `l=`: where the Indicator is; null when empty. */
  readonly location: string | null;
  /** `a=`: where the Evidence Document is; null when empty or missing. */
  readonly evidence: string | null;
  /** `lps=`: prefixes of local-parts that are selectors, none meaning all; null without the tag. BIMI draft §5.5 */
  readonly localPartPrefixes: readonly string[] | null;
  /** `avp=`; null when it holds another value, which is ignored. */
  readonly avatarPreference: AvatarPreference | null;
}

/** A parsed record. Spans are positions in `text`. */
export interface BimiRecord extends BimiSettings {
  readonly text: string;
  /** Every tag in the order written. */
  readonly tags: readonly Tag[];
  readonly notes: readonly BimiRecordNote[];
}

/** A text is an Assertion Record, an Assertion Record with an error, or something else that is ignored. */
export type BimiRecordReading =
  | { readonly kind: "record"; readonly record: BimiRecord }
  | { readonly kind: "invalid"; readonly text: string; readonly cause: BimiRecordIssue }
  | { readonly kind: "not-a-record"; readonly cause: NotAnAssertionCause };

export type NotAnAssertionCause =
  | { readonly code: "no-version" }
  | { readonly code: "version-not-first"; readonly at: Span }
  | { readonly code: "version"; readonly value: string; readonly at: Span };

/** The first error of a record. BIMI draft §5.3 */
export type BimiRecordIssue =
  | { readonly code: "syntax"; readonly tag: string | null; readonly at: Span; readonly expected: string }
  | { readonly code: "duplicate-tag"; readonly tag: string; readonly at: Span }
  | { readonly code: "missing-location" }
  | {
      readonly code: "uri";
      readonly tag: "l" | "a";
      readonly value: string;
      readonly at: Span;
      readonly expected: "https URI" | "fully qualified domain name";
    }
  /** BIMI draft §5.3.2 */
  | { readonly code: "image-format"; readonly suffix: string; readonly at: Span }
  | { readonly code: "local-part-prefix"; readonly value: string; readonly at: Span };

export type BimiRecordNote =
  | {
      readonly code: "bimi.unknown-tag";
      readonly tag: string;
      readonly at: Span;
      readonly rfc: "BIMI draft §5.3";
    }
  | {
      readonly code: "bimi.avatar-preference";
      readonly value: string;
      readonly at: Span;
      readonly rfc: "BIMI draft §5.3";
    };

/** Suffixes of image formats that are not in the registry. BIMI draft §5.3.2 */
const OTHER_FORMATS: ReadonlySet<string> = new Set(
  "png jpg jpeg jpe jfif gif webp bmp ico tif tiff avif heic heif jp2 jxl apng pdf eps ps".split(" "),
);

const KNOWN_TAGS: ReadonlySet<string> = new Set(["v", "l", "a", "lps", "avp"]);

/**
 * Reads the text of a TXT record as a BIMI Assertion Record, precisely as it is written: no error in
 * syntax or capitalization is mended.
 *
 * BIMI draft §5.3
 */
export function parseBimiRecord(text: string): BimiRecordReading {
  const { tags, issues } = parseTagList(text);
  const version = tags.get("v");
  if (version === undefined) return { kind: "not-a-record", cause: { code: "no-version" } };
  if (version.nameSpan.start > 0) {
    return { kind: "not-a-record", cause: { code: "version-not-first", at: version.nameSpan } };
  }
  if (version.value !== "BIMI1") {
    const { value, valueSpan: at } = version;
    return { kind: "not-a-record", cause: { code: "version", value, at } };
  }
  const [issue] = issues;
  if (issue?.code === "duplicate-tag") {
    return { kind: "invalid", text, cause: { code: "duplicate-tag", tag: issue.name, at: issue.at } };
  }
  if (issue !== undefined) {
    const tag = issue.code === "syntax" ? issue.tag : null;
    return { kind: "invalid", text, cause: { code: "syntax", tag, at: issue.at, expected: issue.expected } };
  }
  const location = tags.get("l");
  const cause =
    location === undefined ? MISSING_LOCATION : firstIssue(location, tags.get("a"), tags.get("lps"));
  if (cause !== null) return { kind: "invalid", text, cause };
  return {
    kind: "record",
    record: {
      text,
      tags: [...tags.values()],
      location: location?.value || null,
      evidence: tags.get("a")?.value || null,
      localPartPrefixes: prefixesOf(tags.get("lps")),
      avatarPreference: avatarPreferenceOf(tags.get("avp")),
      notes: notesOn(tags),
    },
  };
}

const MISSING_LOCATION: BimiRecordIssue = { code: "missing-location" };

function firstIssue(
  location: Tag,
  evidence: Tag | undefined,
  prefixes: Tag | undefined,
): BimiRecordIssue | null {
  return (
    locationIssue(location) ??
    (evidence === undefined ? null : uriIssue("a", evidence)) ??
    (prefixes === undefined ? null : prefixIssue(prefixes))
  );
}

function locationIssue(tag: Tag): BimiRecordIssue | null {
  const issue = uriIssue("l", tag);
  if (issue !== null) return issue;
  const path = tag.value.split(/[?#]/, 1)[0] ?? "";
  const suffix = path
    .slice(path.lastIndexOf("/") + 1)
    .split(".")
    .slice(1)
    .at(-1)
    ?.toLowerCase();
  if (suffix === undefined || !OTHER_FORMATS.has(suffix)) return null;
  return { code: "image-format", suffix, at: tag.valueSpan };
}

/** An https URI whose commas are encoded; evidence lies at a fully qualified name. BIMI draft §5.3 */
function uriIssue(name: "l" | "a", { value, valueSpan: at }: Tag): BimiRecordIssue | null {
  if (value === "") return null;
  const host = hostOf(value) ?? "";
  if (!isUri(value) || value.includes(",") || schemeOf(value) !== "https" || host === "") {
    return { code: "uri", tag: name, value, at, expected: "https URI" };
  }
  if (name === "a" && !isFullyQualified(host)) {
    return { code: "uri", tag: name, value, at, expected: "fully qualified domain name" };
  }
  return null;
}

/** A domain of several labels; a numeric last label makes it an address. RFC 3986 §3.2.2 */
function isFullyQualified(host: string): boolean {
  const top = labelsOf(toDomainName(host) ?? "")
    .slice(1)
    .at(-1);
  return top !== undefined && !/^[0-9]+$/.test(top);
}

/** Longest prefix of a local-part. BIMI draft §5.3 */
const PREFIX_LENGTH = 63;

function prefixIssue({ value, valueSpan: at }: Tag): BimiRecordIssue | null {
  for (const prefix of splitPrefixes(value)) {
    if (!isPrefix(prefix)) return { code: "local-part-prefix", value: prefix, at };
  }
  return null;
}

function splitPrefixes(value: string): readonly string[] {
  return value === "" ? [] : value.split(",").map((prefix) => prefix.trim());
}

function isPrefix(text: string): boolean {
  if (text.length === 0 || text.length > PREFIX_LENGTH) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isAlphanumeric(code) && code !== 0x2d) return false;
  }
  return true;
}

function prefixesOf(tag: Tag | undefined): readonly string[] | null {
  return tag === undefined ? null : splitPrefixes(tag.value);
}

function avatarPreferenceOf(tag: Tag | undefined): AvatarPreference | null {
  if (tag === undefined || tag.value === "brand") return "brand";
  return tag.value === "personal" ? "personal" : null;
}

function notesOn(tags: ReadonlyMap<string, Tag>): readonly BimiRecordNote[] {
  const notes: BimiRecordNote[] = [];
  for (const { name, nameSpan: at } of tags.values()) {
    if (!KNOWN_TAGS.has(name))
      notes.push({ code: "bimi.unknown-tag", tag: name, at, rfc: "BIMI draft §5.3" });
  }
  const preference = tags.get("avp");
  if (preference !== undefined && avatarPreferenceOf(preference) === null) {
    notes.push({
      code: "bimi.avatar-preference",
      value: preference.value,
      at: preference.valueSpan,
      rfc: "BIMI draft §5.3",
    });
  }
  return notes;
}

/** Whether the record declines: no Indicator and no evidence, said expressly. BIMI draft §5.3.1 */
export function isDeclination({ location, evidence }: BimiSettings): boolean {
  return location === null && evidence === null;
}

/**
 * Writes an Assertion Record; what would end a URI is percent-encoded, and prefixes that no record can
 * hold are left out.
 *
 * BIMI draft §5.3
 */
export function formatBimiRecord(settings: BimiSettings): string {
  const tags = ["v=BIMI1", `l=${formatUri(settings.location)}`, `a=${formatUri(settings.evidence)}`];
  const { localPartPrefixes } = settings;
  const prefixes = localPartPrefixes?.filter(isPrefix);
  // An empty list would stand for every local-part.
  if (prefixes !== undefined && (prefixes.length > 0 || localPartPrefixes?.length === 0)) {
    tags.push(`lps=${prefixes.join(",")}`);
  }
  if (settings.avatarPreference === "personal") tags.push("avp=personal");
  return `${tags.join("; ")};`;
}

/** The URI with what would end it or its tag encoded. BIMI draft §5.3 */
function formatUri(uri: string | null): string {
  return uri === null ? "" : encodeUri(uri, ",;");
}
