import { isControl } from "../base/characters.ts";

/** The mailbox of a reverse-path, as written. */
export interface ReversePath {
  /** "" where the path has none; quotes are kept. */
  readonly localPart: string;
  readonly domain: string;
}

/** Characters that structure a path and so cannot stand in an unquoted local-part. RFC 5321 §4.1.2 */
const SPECIALS: ReadonlySet<string> = new Set('()<>[]\\,;:@"');

/**
 * Reads the argument of a MAIL FROM command, with or without angle brackets; a source route before the
 * mailbox is dropped. Null when no mailbox can be told: an unquoted special in the local-part, a second
 * `@`, a control character.
 *
 * Choice: an empty local-part, and spaces or misplaced dots in one, are accepted, since servers accept
 * them; none of them makes the domain doubtful.
 *
 * RFC 5321 §4.1.2, RFC 7208 §2.2
 */
export function parseReversePath(text: string): ReversePath | null {
  const mailbox = withoutRoute(withoutBrackets(text));
  if (mailbox === null) return null;
  const localEnd = mailbox.startsWith('"') ? quotedStringEnd(mailbox) : unquotedEnd(mailbox);
  if (localEnd === null || mailbox.charAt(localEnd) !== "@") return null;
  const domain = mailbox.slice(localEnd + 1);
  if (domain === "" || domain.includes("@")) return null;
  return { localPart: mailbox.slice(0, localEnd), domain };
}

function withoutBrackets(text: string): string | null {
  const opened = text.startsWith("<");
  if (opened !== text.endsWith(">")) return null;
  return opened ? text.slice(1, -1) : text;
}

/** A route is one or more `@domain` with commas between, then a colon; a mailbox never begins with `@` before one. */
function withoutRoute(path: string | null): string | null {
  if (path === null || !path.startsWith("@")) return path;
  const colon = path.indexOf(":");
  if (colon === -1) return path;
  const hops = path.slice(0, colon).split(",");
  return hops.every((hop) => /^@[A-Za-z0-9._-]+$/.test(hop)) ? path.slice(colon + 1) : null;
}

function unquotedEnd(mailbox: string): number | null {
  for (let index = 0; index < mailbox.length; index++) {
    const character = mailbox.charAt(index);
    if (character === "@") return index;
    if (SPECIALS.has(character) || isControl(mailbox.charCodeAt(index))) return null;
  }
  return null;
}

/** The position behind the closing quote. */
function quotedStringEnd(mailbox: string): number | null {
  for (let index = 1; index < mailbox.length; index++) {
    const character = mailbox.charAt(index);
    if (character === '"') return index + 1;
    if (character === "\\") index++;
    if (isControl(mailbox.charCodeAt(index))) return null;
  }
  return null;
}
