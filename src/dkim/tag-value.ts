import { isAlpha, isAlphanumeric, isFws } from "../base/characters.ts";
import type { Span } from "../base/span.ts";
import type { TagList } from "../message/tag-list.ts";

/** A tag's name and the span of its value. */
export interface TagPlace {
  readonly name: string;
  readonly at: Span;
}

/** Where each tag of a list stands, in the order written. */
export function tagPlaces(list: TagList): readonly TagPlace[] {
  return [...list.tags.values()].map(({ name, valueSpan }) => ({ name, at: valueSpan }));
}

/** The elements of a list, the folding white space around them removed. */
export function splitList(text: string, separator: string): readonly string[] {
  return text.split(separator).map(trimFws);
}

/** The text without folding white space at its ends. RFC 6376 §2.8 */
export function trimFws(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isFws(text.charCodeAt(start))) start++;
  while (end > start && isFws(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** The text without any white space, as base64 values are read. RFC 6376 §3.5 */
export function withoutFws(text: string): string {
  return text.replace(/[ \t\r\n]+/g, "");
}

/** A letter, then letters, digits and hyphens, no hyphen last. RFC 6376 §2.10 */
export function isHyphenatedWord(text: string): boolean {
  return (
    isAlpha(text.charCodeAt(0)) &&
    !text.endsWith("-") &&
    everyCharacter(text, (code) => isAlphanumeric(code) || code === 0x2d)
  );
}

/** Whether the predicate holds for every char code. */
export function everyCharacter(text: string, accepts: (code: number) => boolean): boolean {
  for (let index = 0; index < text.length; index++) if (!accepts(text.charCodeAt(index))) return false;
  return true;
}
