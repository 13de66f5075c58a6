import { isAlpha, isAlphanumeric, isWsp } from "../base/characters.ts";
import type { Span } from "../base/span.ts";

/** One `name=value` of a tag-list. All spans are positions in the text that was parsed. */
export interface Tag {
  /** The name as written; names are compared with case. RFC 6376 §3.2 */
  readonly name: string;
  /** The value without the white space around it; white space inside is kept. */
  readonly value: string;
  /** Everything between `=` and `;` (or the end): what RFC 6376 §3.7 removes of `b=`. */
  readonly raw: string;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  readonly rawSpan: Span;
}

/** Where a tag-list leaves the grammar. What an issue means for the whole list is the caller's rule. */
export type TagListIssue =
  | {
      readonly code: "syntax";
      /** The name of the tag whose value is at fault; null when no name was legible. */
      readonly tag: string | null;
      readonly at: Span;
      readonly expected: "tag name" | "=" | "tag value";
    }
  | { readonly code: "empty-tag"; readonly at: Span; readonly expected: "tag name" }
  | {
      readonly code: "duplicate-tag";
      readonly name: string;
      readonly at: Span;
      readonly expected: "tag name";
    };

export interface TagList {
  /** The well-formed tags in the order written; of a duplicated name the first. */
  readonly tags: ReadonlyMap<string, Tag>;
  /** In the order of the text, a hundred at most. `at` of a duplicate is the span of the later name. */
  readonly issues: readonly TagListIssue[];
}

/** Issues kept of one list: a text of nothing but semicolons has one for each. */
const ISSUES_KEPT = 100;

const SEMICOLON = ";";
const CR = 0x0d;
const LF = 0x0a;

/**
 * Reads a tag-list: DKIM-Signature and ARC fields, key records, DMARC and BIMI records.
 *
 * Reading goes on after an issue with the next tag, so that a caller may reject the list (RFC 6376 §3.2
 * for duplicates), skip the tag (RFC 9989 §4.7), or report what was still legible. A final `;`, also
 * with white space behind it, is legal; an empty tag elsewhere is not.
 *
 * The text may be byte text or decoded text: characters past ASCII are accepted in values (RFC 8616 §5).
 *
 * RFC 6376 §3.2
 */
export function parseTagList(text: string): TagList {
  const tags = new Map<string, Tag>();
  const issues: TagListIssue[] = [];
  const note = (issue: TagListIssue): void => {
    if (issues.length < ISSUES_KEPT) issues.push(issue);
  };
  for (let start = 0; start <= text.length;) {
    const separator = text.indexOf(SEMICOLON, start);
    const end = separator === -1 ? text.length : separator;
    const tag = readTag(text, start, end);
    if ("code" in tag) {
      const finalSemicolon = tag.code === "empty-tag" && separator === -1 && start > 0;
      if (!finalSemicolon) note(tag);
    } else if (tags.has(tag.name)) {
      note({ code: "duplicate-tag", name: tag.name, at: tag.nameSpan, expected: "tag name" });
    } else {
      tags.set(tag.name, tag);
    }
    start = end + 1;
  }
  return { tags, issues };
}

/**
 * The first tag of that name, as {@link parseTagList} reads it, or null. The values of other tags are
 * not looked at.
 *
 * RFC 6376 §3.2
 */
export function findTag(text: string, name: string): Tag | null {
  for (let start = 0; start <= text.length;) {
    const separator = text.indexOf(SEMICOLON, start);
    const end = separator === -1 ? text.length : separator;
    const nameStart = skipFws(text, start, end);
    if (text.startsWith(name, nameStart) && skipName(text, nameStart, end) === nameStart + name.length) {
      const tag = readTag(text, start, end);
      if (!("code" in tag)) return tag;
    }
    start = end + 1;
  }
  return null;
}

/** Reads the tag-spec that fills the range. RFC 6376 §3.2 */
function readTag(text: string, start: number, end: number): Tag | TagListIssue {
  const nameStart = skipFws(text, start, end);
  if (nameStart === end) return { code: "empty-tag", at: { start, end }, expected: "tag name" };
  const nameEnd = skipName(text, nameStart, end);
  if (nameEnd === nameStart) {
    return { code: "syntax", tag: null, at: { start: nameStart, end }, expected: "tag name" };
  }
  const name = text.slice(nameStart, nameEnd);
  const equals = skipFws(text, nameEnd, end);
  if (equals >= end || text[equals] !== "=") {
    return { code: "syntax", tag: name, at: { start: equals, end }, expected: "=" };
  }
  const rawStart = equals + 1;
  const valueStart = skipFws(text, rawStart, end);
  let valueEnd = valueStart;
  for (let position = valueStart; position < end;) {
    const runEnd = skipValue(text, position, end);
    if (runEnd > position) valueEnd = runEnd;
    position = skipFws(text, runEnd, end);
    if (position === runEnd && position < end) {
      return { code: "syntax", tag: name, at: { start: position, end: position + 1 }, expected: "tag value" };
    }
  }
  return {
    name,
    value: text.slice(valueStart, valueEnd),
    raw: text.slice(rawStart, end),
    nameSpan: { start: nameStart, end: nameEnd },
    valueSpan: { start: valueStart, end: valueEnd },
    rawSpan: { start: rawStart, end },
  };
}

function skipName(text: string, start: number, end: number): number {
  if (start >= end || !isAlpha(text.charCodeAt(start))) return start;
  let position = start + 1;
  while (position < end && isNameCharacter(text.charCodeAt(position))) position++;
  return position;
}

function isNameCharacter(code: number): boolean {
  return isAlphanumeric(code) || code === 0x5f;
}

/** Past VALCHAR: printable ASCII (no `;` is in the range), and what RFC 8616 §5 adds. RFC 6376 §3.2 */
function skipValue(text: string, start: number, end: number): number {
  for (let position = start; position < end; position++) {
    const code = text.charCodeAt(position);
    if (code <= 0x20 || code === 0x7f) return position;
  }
  return end;
}

/**
 * The position after white space and folding. A line end counts when white space follows it, or at
 * the end of the text; a bare CR never does.
 *
 * Choice: LF alone folds like CRLF, because the header block was cut into lines by the same rule.
 *
 * RFC 6376 §2.8
 */
function skipFws(text: string, start: number, end: number): number {
  let position = start;
  while (position < end) {
    const code = text.charCodeAt(position);
    if (isWsp(code)) {
      position++;
      continue;
    }
    if (code !== CR && code !== LF) break;
    const lineEnd = code === LF ? position + 1 : text.charCodeAt(position + 1) === LF ? position + 2 : 0;
    if (lineEnd === 0 || lineEnd > end) break;
    if (lineEnd < text.length && !isWsp(text.charCodeAt(lineEnd))) break;
    position = lineEnd;
  }
  return position;
}
