import { AuthresLexer } from "../authres/lexical.ts";
import { readInstance } from "../authres/parse.ts";
import type { Issues } from "../dkim/first-issue.ts";
import { parseTagList, type Tag, type TagList } from "../message/tag-list.ts";

/** Highest instance there can be. RFC 8617 §4.2.1 */
const HIGHEST = 50;

/**
 * The tags of an ARC-Seal or ARC-Message-Signature field.
 *
 * The grammar puts the instance in front of the tag-list, with comments allowed around it; the comments
 * are blanked out and the rest is one tag-list, so that spans stay positions in the text.
 *
 * Choice: `i=` is taken wherever it stands in the list, because sealers in use write it like any other
 * tag.
 *
 * RFC 8617 §4.1.2, §4.1.3
 */
export function readArcTags(text: string): TagList {
  const head = text.slice(0, text.indexOf(";") + 1);
  if (!head.includes("(")) return parseTagList(text);
  const lexer = new AuthresLexer(text);
  const instance = readInstance(lexer);
  if (instance === null) return parseTagList(text);
  return parseTagList(`i=${instance};`.padStart(lexer.position) + text.slice(lexer.position));
}

/**
 * The instance that a text states, or null when it states none between 1 and 50.
 *
 * Choice: a leading zero is refused although the grammar's digits admit it: with two spellings of one
 * instance, validators that compare text and validators that compare numbers would count different sets.
 *
 * RFC 8617 §3.9, §4.2.1
 */
export function instanceOf(value: string): number | null {
  return /^[1-9][0-9]?$/.test(value) && Number(value) <= HIGHEST ? Number(value) : null;
}

/** `i=`. RFC 8617 §4.2.1 */
export function readInstanceTag(tag: Tag, issues: Issues): number {
  const expected = `instance from 1 to ${HIGHEST}`;
  return instanceOf(tag.value) ?? issues.refuse({ code: "syntax", tag: "i", at: tag.valueSpan, expected }, 0);
}
