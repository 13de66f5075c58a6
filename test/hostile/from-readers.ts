import { domainToASCII } from "node:url";
import { grammarDomains } from "./strict-grammar.ts";

/**
 * How programs in the field read the author off a message: simple models, written without the code under
 * test. Each gives the domain it would show, or null where it shows none.
 */
export interface FromReader {
  readonly name: string;
  readonly read: (header: string) => string | null;
}

/** Values of the From fields, unfolded; `lineEnd` is what the reader takes for the end of a line. */
function fromValues(header: string, lineEnd: RegExp): readonly string[] {
  const values: string[] = [];
  let current: string | null = null;
  for (const line of header.split(lineEnd)) {
    if (line === "") break;
    if (/^[ \t]/.test(line)) {
      if (current !== null) current += ` ${line.trimStart()}`;
      continue;
    }
    if (current !== null) values.push(current);
    current = /^from[ \t]*:/i.test(line) ? line.slice(line.indexOf(":") + 1) : null;
  }
  return current === null ? values : [...values, current];
}

const CRLF = /\r\n/;
const ANY_LINE_END = /\r\n|\r|\n/;

/** The domain of what stands before the next character that ends it for everybody. */
function domainAfterAt(text: string, at: number): string | null {
  return comparable(/^[^\s<>()[\]",;:@\0]*/.exec(text.slice(at + 1))?.[0] ?? "");
}

/** Lower-case A-labels without a final dot, mapped by the URL standard's rules. */
function comparable(text: string): string | null {
  // The URL standard would end the host at these, or decode it.
  if (/[\\/?#%]/.test(text)) return null;
  const utf8 = Buffer.from(text, "latin1").toString("utf8");
  const ascii = domainToASCII(utf8).replace(/\.$/, "");
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(ascii) ? ascii : null;
}

/** The address in the first angle brackets, wherever they stand, else what follows the first at sign. */
function firstBracket(value: string): string | null {
  const bracket = /<([^<>]*)>/.exec(value)?.[1];
  return bracket === undefined ? firstAt(value) : lastAt(bracket);
}

function lastBracket(value: string): string | null {
  const brackets = [...value.matchAll(/<([^<>]*)>/g)];
  const last = brackets.at(-1)?.[1];
  return last === undefined ? lastAt(value) : lastAt(last);
}

function firstAt(value: string): string | null {
  const at = value.indexOf("@");
  return at === -1 ? null : domainAfterAt(value, at);
}

function lastAt(value: string): string | null {
  const at = value.lastIndexOf("@");
  return at === -1 ? null : domainAfterAt(value, at);
}

/** Encoded-words decoded wherever they stand. */
function decoded(value: string): string {
  return value.replace(
    /=\?([\w-]+)\?([BbQq])\?([^?]*)\?=/g,
    (_whole, _charset: string, encoding: string, text: string) =>
      encoding.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("latin1")
        : text
            .replaceAll("_", " ")
            .replace(/=([0-9A-Fa-f]{2})/g, (_pair, digits: string) =>
              String.fromCharCode(Number.parseInt(digits, 16)),
            ),
  );
}

/** What stands before the brackets, as a mail program on a small screen shows it. */
function shownName(value: string): string | null {
  const [name = ""] = decoded(value).split("<", 1);
  return /@/.test(name) ? firstAt(name) : null;
}

/** Without quoted strings and comments, then the first address. */
function withoutComments(value: string): string | null {
  let text = "";
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < value.length; index++) {
    const character = value.charAt(index);
    if (character === "\\") index++;
    else if (character === '"' && depth === 0) quoted = !quoted;
    else if (quoted) continue;
    else if (character === "(") depth++;
    else if (character === ")" && depth > 0) depth--;
    else if (depth === 0) text += character;
  }
  return firstBracket(text);
}

/** Cuts the value where a C string ends. */
function beforeNul(value: string): string {
  const [text = ""] = value.split("\0", 1);
  return text;
}

const pickFirst = (values: readonly string[]): string | undefined => values[0];
const pickLast = (values: readonly string[]): string | undefined => values.at(-1);

const reader = (
  name: string,
  read: (value: string) => string | null,
  pick: (values: readonly string[]) => string | undefined = pickFirst,
  lineEnd: RegExp = CRLF,
): FromReader => ({
  name,
  read: (header) => {
    const value = pick(fromValues(header, lineEnd));
    return value === undefined ? null : read(value);
  },
});

/**
 * The comparable domains of all mailboxes as the grammar has them; null where there is not one From field inside the
 * grammar. RFC 5322 §3.4
 */
export function strictDomains(header: string): readonly (string | null)[] | null {
  const [value, ...others] = rawFromValues(header);
  if (value === undefined || others.length > 0) return null;
  return grammarDomains(value)?.map(comparable) ?? null;
}

/** The values of the From fields with their folding; white space before the colon is obsolete syntax. RFC 5322 §4.5 */
function rawFromValues(header: string): readonly string[] {
  const values = header.split(/\r\n(?![ \t])/).map((field) => /^from[ \t]*:([^]*)$/i.exec(field)?.[1]);
  return values.filter((value) => value !== undefined);
}

export const FROM_READERS: readonly FromReader[] = [
  { name: "the grammar to the letter", read: (header) => strictDomains(header)?.[0] ?? null },
  reader("first field, first bracket", firstBracket),
  reader("first field, last bracket", lastBracket),
  reader("last field, first bracket", firstBracket, pickLast),
  reader("last field, last bracket", lastBracket, pickLast),
  reader("first at sign", firstAt),
  reader("last at sign", lastAt),
  reader("encoded-words decoded first", (value) => firstBracket(decoded(value))),
  reader("display name", shownName),
  reader("comments and quotes left out", withoutComments),
  reader("ends at NUL", (value) => firstBracket(beforeNul(value))),
  reader("drops NUL", (value) => firstBracket(value.replaceAll("\0", ""))),
  reader("lines end at any CR or LF, first field", firstBracket, pickFirst, ANY_LINE_END),
  reader("lines end at any CR or LF, last field", firstBracket, pickLast, ANY_LINE_END),
];
