import { isAlphanumeric, isAsciiText } from "../base/characters.ts";
import { toDomainName } from "../base/domain.ts";
import { decodeLeniently } from "../message/encoded-word.ts";
import type { AuthresReading } from "./result.ts";

/**
 * The form in which authserv-ids are compared: lower-case A-labels without a trailing dot for what is a
 * domain name, else the text in lower case with single spaces.
 *
 * RFC 8601 §2.5
 */
function normalizeAuthservId(authservId: string): string {
  const text = authservId.trim();
  return toDomainName(text) ?? text.toLowerCase().replace(/\s+/g, " ");
}

/**
 * Characters brought to A-labels in one assessment: more than honest fields hold, some milliseconds of
 * work. What comes after that counts as possibly ours, which costs it its place, never gains it belief.
 */
const MAPPED_CHARACTERS = 20_000;
/** What a word costs of that besides its length. */
const MAPPED_WORD = 8;

/** The authserv-ids a caller trusts, and the two questions asked of them. */
export class TrustedIds {
  /** Normalised ids to the ids as the caller wrote them. */
  readonly #ids: ReadonlyMap<string, string>;
  #mapped = 0;

  constructor(authservIds: readonly string[]) {
    this.#ids = new Map(authservIds.map((id) => [normalizeAuthservId(id), id]));
  }

  /** The trusted id, as the caller wrote it, that is the same as the given one; null when none is. */
  find(authservId: string): string | null {
    const normal = this.#normalize(authservId);
    return normal === null ? null : (this.#ids.get(normal) ?? null);
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
  mayBeNamedIn(text: string, reading: AuthresReading): boolean {
    if (this.#ids.size === 0) return false;
    const unreadable = reading.deviations.some((deviation) => deviation.code === "unreadable-authserv-id");
    return decodeLeniently(text)
      .replaceAll("\\", "")
      .split(";")
      .some((piece, index) => {
        const equals = index === 0 && unreadable ? -1 : piece.indexOf("=");
        return this.#nameIn(equals === -1 ? piece : piece.slice(0, equals));
      });
  }

  #nameIn(text: string): boolean {
    const prose = text.toLowerCase().replace(/\s+/g, " ");
    for (const id of this.#ids.keys()) if (id.includes(" ") && prose.includes(id)) return true;
    return hostWords(text).some((word) => {
      const normal = this.#normalize(word);
      return normal === null || this.#ids.has(normal);
    });
  }

  /** Null when the work for such text is used up. */
  #normalize(text: string): string | null {
    if (!isAsciiText(text) || text.toLowerCase().includes("xn--")) {
      this.#mapped += text.length + MAPPED_WORD;
      if (this.#mapped > MAPPED_CHARACTERS) return null;
    }
    return normalizeAuthservId(text);
  }
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
