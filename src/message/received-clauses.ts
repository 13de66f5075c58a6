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

type Token = { readonly kind: "word" | "comment"; readonly text: string };

/**
 * Cuts a Received field into its clauses. Never fails: what is not understood is passed over.
 *
 * The word right after a keyword is its value, whatever it is: a client may call itself `by`. Of a
 * repeated clause the first counts. Control characters are read as spaces.
 *
 * RFC 5321 §4.4, RFC 5322 §3.6.7, §4.5.7
 */
export function readClauses(text: string): ReceivedClauses {
  const { tokens, dateText } = tokenize(text.replace(/\p{Cc}/gu, " "));
  const clauses = new Map<ReceivedKeyword, { words: string[]; comments: string[] }>();
  const comments: string[] = [];
  let current: { words: string[]; comments: string[] } = { words: [], comments };
  let valueDue = false;
  for (const { kind, text: token } of tokens) {
    if (kind === "comment") {
      current.comments.push(token);
      valueDue = false;
      continue;
    }
    const keyword: ReceivedKeyword | undefined = valueDue ? undefined : KEYWORDS.get(token.toLowerCase());
    valueDue = keyword !== undefined;
    if (keyword === undefined) {
      current.words.push(token);
    } else {
      current = { words: [], comments: keyword === "from" && !clauses.has("from") ? [] : comments };
      if (!clauses.has(keyword)) clauses.set(keyword, current);
    }
  }
  return { clauses, comments, dateText };
}

/** Words and comments up to the last semicolon outside comments; earlier ones only separate. */
function tokenize(text: string): { readonly tokens: readonly Token[]; readonly dateText: string | null } {
  let tokens: Token[] = [];
  const beforeDate: Token[][] = [];
  let dateStart = -1;
  for (let position = 0; position < text.length;) {
    const character = text.charAt(position);
    if (character === ";") {
      beforeDate.push(tokens);
      tokens = [];
      dateStart = ++position;
    } else if (character === "(") {
      const comment = readComment(text, position);
      tokens.push({ kind: "comment", text: comment.text });
      position = comment.end;
    } else if (isSeparator(character)) {
      position++;
    } else {
      const start = position;
      while (position < text.length && !isWordEnd(text.charAt(position))) position++;
      tokens.push({ kind: "word", text: text.slice(start, position) });
    }
  }
  if (dateStart === -1) return { tokens, dateText: null };
  return { tokens: beforeDate.flat(), dateText: text.slice(dateStart).trim() };
}

function isSeparator(character: string): boolean {
  return character === " " || character === ")";
}

function isWordEnd(character: string): boolean {
  return isSeparator(character) || character === "(" || character === ";";
}

/** A comment without its parentheses, quoted-pairs resolved; an open one ends with the text. RFC 5322 §3.2.2 */
function readComment(text: string, start: number): { readonly text: string; readonly end: number } {
  let content = "";
  let depth = 1;
  let position = start + 1;
  for (; position < text.length; position++) {
    let character = text.charAt(position);
    if (character === "(") depth++;
    else if (character === ")" && --depth === 0) break;
    else if (character === "\\") character = text.charAt(++position);
    content += character;
  }
  return { text: content, end: position + 1 };
}

/** Whether the text can stand as one word of a clause. */
export function isClauseWord(text: string): boolean {
  if (text === "") return false;
  for (const character of text) if (isWordEnd(character)) return false;
  return true;
}
