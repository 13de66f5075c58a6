import { isControl } from "../base/characters.ts";

/** The mailbox of a reverse-path, as written. */
export interface ReverseMailbox {
  readonly kind: "mailbox";
  /** "" where the path has none; quotes are kept. */
  readonly localPart: string;
  readonly domain: string;
}

export type ReversePath =
  | ReverseMailbox
  /** The null reverse-path of delivery notices. RFC 5321 §4.5.5 */
  | { readonly kind: "null" }
  /** The first place where the text leaves the grammar. */
  | { readonly kind: "issue"; readonly at: number; readonly expected: string };

/** Characters that structure a path and so cannot stand in an unquoted local-part. RFC 5321 §4.1.2 */
const SPECIALS: ReadonlySet<string> = new Set('()<>[]\\,;:@"');

/**
 * Reads the argument of a MAIL FROM command or a Return-Path, with or without angle brackets; "" is the
 * null path like `<>`. A source route before the mailbox is dropped.
 *
 * An issue is whatever leaves open which mailbox is meant: an unquoted special in the local-part, a
 * second `@`, a control character.
 *
 * Choice: an empty local-part, and spaces or misplaced dots in one, are accepted, since servers accept
 * them; none of them makes the domain doubtful. What the domain holds is judged where it is used.
 *
 * RFC 5321 §4.1.2, RFC 7208 §2.2
 */
export function parseReversePath(text: string): ReversePath {
  const opened = text.startsWith("<");
  const end = text.length - (opened ? 1 : 0);
  if (opened && (text.length === 1 || !text.endsWith(">"))) return issue(text.length, ">");
  const pathStart = opened ? 1 : 0;
  if (pathStart === end) return { kind: "null" };
  const start = skipRoute(text, pathStart, end);
  const localEnd =
    text.charAt(start) === '"' ? quotedStringEnd(text, start, end) : unquotedEnd(text, start, end);
  if (localEnd >= end || text.charAt(localEnd) !== "@") return issue(localEnd, "@");
  const domain = text.slice(localEnd + 1, end);
  const fault = domainFault(domain);
  if (fault !== -1) return issue(localEnd + 1 + fault, "domain");
  return { kind: "mailbox", localPart: text.slice(start, localEnd), domain };
}

function issue(at: number, expected: string): ReversePath {
  return { kind: "issue", at, expected };
}

/** Position behind a route: `@domain` one or more times with commas between, then a colon. RFC 5321 §4.1.2 */
function skipRoute(text: string, start: number, end: number): number {
  if (text.charAt(start) !== "@") return start;
  const colon = text.indexOf(":", start);
  if (colon === -1 || colon >= end) return start;
  const hops = text.slice(start, colon).split(",");
  return hops.every((hop) => /^@[A-Za-z0-9._-]+$/.test(hop)) ? colon + 1 : start;
}

/** Position of the first character that ends an unquoted local-part. */
function unquotedEnd(text: string, start: number, end: number): number {
  let position = start;
  while (position < end && !SPECIALS.has(text.charAt(position)) && !isControl(text.charCodeAt(position))) {
    position++;
  }
  return position;
}

/** Position behind the closing quote, or of what cannot stand in quotes. */
function quotedStringEnd(text: string, start: number, end: number): number {
  for (let position = start + 1; position < end; position++) {
    const character = text.charAt(position);
    if (character === '"') return position + 1;
    if (character === "\\") position++;
    if (isControl(text.charCodeAt(position))) return position;
  }
  return end;
}

/** Position of what can stand in no domain, -1 for a domain that is in order. */
function domainFault(domain: string): number {
  if (domain === "") return 0;
  const literal = domain.startsWith("[");
  for (let position = 0; position < domain.length; position++) {
    const character = domain.charAt(position);
    if (literal && "[]:".includes(character)) continue;
    if (SPECIALS.has(character) || character === " " || isControl(domain.charCodeAt(position)))
      return position;
  }
  return -1;
}
