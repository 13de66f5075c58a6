import { isAlphanumeric } from "../base/characters.ts";
import { toDomainName } from "../base/domain.ts";
import { decodeLeniently } from "../message/encoded-word.ts";
import type { AuthresReading } from "./result.ts";

/**
 * The form in which authserv-ids are compared: lower-case A-labels without a trailing dot for what is a
 * domain name, else the text in lower case with single spaces.
 *
 * RFC 8601 §2.5
 */
export function normalizeAuthservId(authservId: string): string {
  const text = authservId.trim();
  return toDomainName(text) ?? text.toLowerCase().replace(/\s+/g, " ");
}

/**
 * Whether a reader less careful than the grammar could take the field to bear one of the ids.
 *
 * Such readers cut at every semicolon, take the first piece without `=` for the id, look into comments, drop
 * quotes and backslashes, or decode encoded words. So every word that stands before an `=` counts, and every
 * word of a first piece that the grammar could make no sense of.
 *
 * RFC 8601 §5, §7.8
 */
export function mayBeReadAs(text: string, reading: AuthresReading, ids: ReadonlySet<string>): boolean {
  const unreadable = reading.deviations.some((deviation) => deviation.code === "unreadable-authserv-id");
  return decodeLeniently(text)
    .replaceAll("\\", "")
    .split(";")
    .some((piece, index) => {
      const equals = index === 0 && unreadable ? -1 : piece.indexOf("=");
      return namesOne(equals === -1 ? piece : piece.slice(0, equals), ids);
    });
}

function namesOne(text: string, ids: ReadonlySet<string>): boolean {
  const prose = text.toLowerCase().replace(/\s+/g, " ");
  for (const id of ids) if (id.includes(" ") && prose.includes(id)) return true;
  return hostWords(text).some((word) => ids.has(normalizeAuthservId(word)));
}

/** The longest runs of characters that host names are made of, dots around them cut off. */
function hostWords(text: string): readonly string[] {
  const words: string[] = [];
  for (let start = 0, end = 0; end <= text.length; end++) {
    if (end < text.length && isHostCharacter(text.charCodeAt(end))) continue;
    let first = start;
    let last = end;
    while (first < last && text[first] === ".") first++;
    while (first < last && text[last - 1] === ".") last--;
    if (first < last) words.push(text.slice(first, last));
    start = end + 1;
  }
  return words;
}

function isHostCharacter(code: number): boolean {
  // "-", "." and "_"
  return isAlphanumeric(code) || code === 0x2d || code === 0x2e || code === 0x5f || code > 0x7f;
}
