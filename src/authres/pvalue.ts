import { isBareCharacter, isDomainCharacter, isDomainName, isDotAtom, isToken } from "./characters.ts";
import type { AuthresLexer } from "./lexical.ts";

const QUOTE = 0x22;
const SEMICOLON = 0x3b;

/**
 * Reads what stands after the `=` of a property.
 *
 *     pvalue = [CFWS] ( value / [ [ local-part ] "@" ] domain-name ) [CFWS]
 *
 * What is neither is read up to white space or a semicolon and noted: base64 in `header.b=`, IPv6
 * addresses and `<>` stand unquoted in much mail.
 *
 * RFC 8601 §2.2
 */
export function readPvalue(lexer: AuthresLexer): string {
  const afterEquals = lexer.position;
  const spaced = lexer.skipCfws();
  const start = lexer.position;
  if (lexer.peek() === QUOTE) return readQuoted(lexer, start);
  const bare = lexer.takeWhile(isBareCharacter);
  const end = lexer.position;
  if (bare === "" || isDotAtom(bare)) {
    const domain = readAtDomain(lexer);
    if (domain !== null) return `${bare}@${domain}`;
  }
  lexer.position = end;
  if (isToken(bare) && lexer.atEndOfWord) return bare;
  // "smtp.mailfrom= smtp.helo=x": the value is missing, and that is the next property.
  const nextProperty = spaced && startsProperty(bare);
  lexer.position = start;
  return nextProperty || lexer.atEndOfResult ? missing(lexer, afterEquals) : readUnquoted(lexer);
}

/** A quoted string: the value itself, or the local-part of an address, which then keeps its quotes. */
function readQuoted(lexer: AuthresLexer, start: number): string {
  const content = lexer.quotedString();
  const end = lexer.position;
  const written = lexer.since(start);
  const domain = readAtDomain(lexer);
  if (domain !== null) return `${written.replace(/\r?\n/g, "")}@${domain}`;
  lexer.position = end;
  return content;
}

/**
 * The domain after `@`, comments before the `@` passed (RFC 5322 §3.4.1); null when there is no `@` or
 * no domain-name after it.
 */
function readAtDomain(lexer: AuthresLexer): string | null {
  const kept = lexer.comments.length;
  lexer.skipCfws();
  if (lexer.take("@")) {
    const domain = lexer.takeWhile(isDomainCharacter);
    if (isDomainName(domain) && lexer.atEndOfWord) return domain;
  }
  // The caller goes back and meets the comments again.
  lexer.comments.length = kept;
  return null;
}

/** Everything up to white space or a semicolon. */
function readUnquoted(lexer: AuthresLexer): string {
  const start = lexer.position;
  const text = lexer.takeWhile((code) => code > 0x20 && code !== SEMICOLON);
  lexer.deviate("unquoted-value", "quoted pvalue", start, lexer.position);
  return text;
}

function missing(lexer: AuthresLexer, at: number): string {
  lexer.deviate("empty-value", "pvalue", at);
  return "";
}

/** Whether the text begins like `ptype.property=`. */
function startsProperty(bare: string): boolean {
  const equals = bare.indexOf("=");
  const dot = bare.indexOf(".");
  return dot > 0 && dot + 1 < equals;
}
