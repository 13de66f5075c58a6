import { isControl } from "../base/characters.ts";

/** A clause of a Received field: its keyword, words and comments. RFC 5321 §4.4 */
export interface ReceivedClause {
  readonly words: readonly string[];
  readonly comments: readonly string[];
}

export type ReceivedKeyword = "from" | "by" | "via" | "with" | "id" | "for" | "tls";

export interface ReceivedClauses {
  readonly clauses: ReadonlyMap<ReceivedKeyword, ReceivedClause>;
  /** All comments outside the from clause, in order. */
  readonly comments: readonly string[];
  /** What follows the last semicolon. */
  readonly dateText: string | null;
}

const KEYWORDS: ReadonlyMap<string, ReceivedKeyword> = new Map([
  ["from", "from"],
  ["by", "by"],
  ["via", "via"],
  ["with", "with"],
  ["id", "id"],
  ["for", "for"],
  // Written by Exim behind the protocol; nothing reads it, but it ends the with clause.
  ["tls", "tls"],
]);
const LONGEST_KEYWORD = 4;

const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;

/**
 * Cuts a Received field into its clauses. Never fails: what is not understood is passed over.
 *
 * The word right after a keyword is its value, whatever it is: a client may call itself `by`. Of a
 * repeated clause the first counts. Control characters are read as spaces.
 *
 * RFC 5321 §4.4, RFC 5322 §3.6.7, §4.5.7
 */
export function readClauses(text: string): ReceivedClauses {
  const readable = withoutControls(text);
  const separator = lastSeparator(readable);
  const end = separator === -1 ? readable.length : separator;
  const clauses = new Map<ReceivedKeyword, { words: string[]; comments: string[] }>();
  const comments: string[] = [];
  let current: { words: string[]; comments: string[] } = { words: [], comments };
  let valueDue = false;
  for (let position = 0; position < end;) {
    const start = position;
    if (readable.charCodeAt(start) === OPEN) {
      position = commentEnd(readable, start);
      current.comments.push(unquoted(readable.slice(start + 1, position++)));
      valueDue = false;
      continue;
    }
    while (position < end && !isWordEnd(readable.charCodeAt(position))) position++;
    if (position === start) {
      position++;
      continue;
    }
    const word = readable.slice(start, position);
    const keyword: ReceivedKeyword | undefined = valueDue ? undefined : keywordOf(word);
    valueDue = keyword !== undefined;
    if (keyword === undefined) {
      current.words.push(word);
    } else {
      current = { words: [], comments: keyword === "from" && !clauses.has("from") ? [] : comments };
      if (!clauses.has(keyword)) clauses.set(keyword, current);
    }
  }
  return { clauses, comments, dateText: separator === -1 ? null : readable.slice(separator + 1).trim() };
}

/** Controls as spaces; there are none as a rule. */
function withoutControls(text: string): string {
  for (let index = 0; index < text.length; index++) {
    if (isControl(text.charCodeAt(index))) return text.replace(/\p{Cc}/gu, " ");
  }
  return text;
}

function keywordOf(word: string): ReceivedKeyword | undefined {
  return word.length > LONGEST_KEYWORD ? undefined : KEYWORDS.get(word.toLowerCase());
}

/** Position of the last semicolon outside comments, or -1; earlier ones only separate. */
function lastSeparator(text: string): number {
  let last = -1;
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === SEMICOLON) last = position;
    else if (code === OPEN) position = commentEnd(text, position);
  }
  return last;
}

function isWordEnd(code: number): boolean {
  return code === 0x20 || code === OPEN || code === CLOSE || code === SEMICOLON;
}

/** Position of the parenthesis that closes the comment, or the end of the text. RFC 5322 §3.2.2 */
function commentEnd(text: string, start: number): number {
  let depth = 1;
  for (let position = start + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return position;
    else if (code === BACKSLASH) position++;
  }
  return text.length;
}

/** Quoted-pairs resolved; a backslash at the very end quotes nothing. RFC 5322 §3.2.1 */
function unquoted(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.?)/gsu, "$1") : text;
}

/** Whether the text can stand as one word of a clause. */
export function isClauseWord(text: string): boolean {
  if (text === "") return false;
  for (let index = 0; index < text.length; index++) if (isWordEnd(text.charCodeAt(index))) return false;
  return true;
}
