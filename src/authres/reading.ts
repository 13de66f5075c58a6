import { isDigit } from "../base/characters.ts";
import { AuthresLexer } from "./lexical.ts";
import { readPvalue } from "./pvalue.ts";
import type { AuthresExpectation, ReadMethodResult, ResultProperty } from "./result.ts";

/** What a payload holds, before anyone says how faithful it is. */
export interface Payload {
  readonly authservId: string | null;
  readonly version: number | null;
  readonly comments: readonly string[];
  readonly results: readonly ReadMethodResult[];
}

const QUOTE = 0x22;
const SLASH = 0x2f;
const EQUALS = 0x3d;
/** Digits that a number holds exactly. */
const VERSION_DIGITS = 15;

/**
 * Reads an `authres-payload` to its end, whatever it holds.
 *
 *     authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo ) [CFWS]
 *
 * The one reader of the field: every step off the grammar is recorded with the lexer, so the text is
 * by the grammar exactly when nothing was recorded.
 *
 * RFC 8601 §2.2
 */
export function readPayload(lexer: AuthresLexer): Payload {
  const comments: string[] = [];
  lexer.comments = comments;
  const head = readHead(lexer);
  const results: ReadMethodResult[] = [];
  let statedNone = false;
  let first = true;
  for (let more = head.startsWithResult || lexer.take(";"); more; more = lexer.take(";")) {
    lexer.comments = [];
    const start = lexer.position;
    const outcome = readResult(lexer);
    if (outcome === "none" && !first) lexer.deviate("misplaced-none", "method", start, lexer.position);
    if (outcome !== "none" && statedNone) lexer.deviate("misplaced-none", "end", start, lexer.position);
    if (outcome === "none") statedNone = true;
    else if (outcome !== null) results.push(outcome);
    // Comments around `none` or around nothing belong to the field.
    if (outcome === "none" || outcome === null) for (const comment of lexer.comments) comments.push(comment);
    first = false;
  }
  if (results.length === 0 && !statedNone) lexer.deviate("no-result", ";");
  return { authservId: head.authservId, version: head.version, comments, results };
}

interface Head {
  readonly authservId: string | null;
  readonly version: number | null;
  readonly startsWithResult: boolean;
}

/** Reads up to the first semicolon, or not at all when the field starts with a result. */
function readHead(lexer: AuthresLexer): Head {
  lexer.skipCfws();
  const start = lexer.position;
  const commentsBefore = lexer.comments.length;
  const authservId = lexer.value();
  const spaced = lexer.skipCfws();
  if (authservId === null && lexer.atEndOfResult) {
    lexer.deviate("no-authserv-id", "authserv-id");
    return { authservId: null, version: null, startsWithResult: false };
  }
  // "spf=pass" and "dkim/1=pass": no authserv-id, a method.
  if (authservId !== null && (lexer.peek() === EQUALS || lexer.peek() === SLASH)) {
    lexer.deviate("no-authserv-id", "authserv-id", start);
    lexer.position = start;
    lexer.comments.length = commentsBefore;
    return { authservId: null, version: null, startsWithResult: true };
  }
  const version = spaced ? readVersion(lexer) : null;
  lexer.skipCfws();
  if (authservId !== null && lexer.deviations.length === 0 && lexer.atEndOfResult) {
    return { authservId, version, startsWithResult: false };
  }
  // Choice: text beside the authserv-id leaves open which of it is the identifier, so none of it is.
  const expected = authservId === null ? "authserv-id" : ";";
  const unexpected = lexer.position;
  skipToSemicolon(lexer);
  lexer.deviate("unreadable-authserv-id", expected, unexpected, lexer.position);
  return { authservId: null, version: null, startsWithResult: false };
}

/** `1*DIGIT`; null without one, or when no number holds it exactly, which leaves the digits unread. */
function readVersion(lexer: AuthresLexer): number | null {
  const start = lexer.position;
  const digits = lexer.takeWhile(isDigit);
  if (digits !== "" && digits.length <= VERSION_DIGITS) return Number(digits);
  lexer.position = start;
  return null;
}

/**
 * Reads one `resinfo` up to its semicolon. Null when there is no result in it.
 *
 *     resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
 */
function readResult(lexer: AuthresLexer): ReadMethodResult | "none" | null {
  lexer.skipCfws();
  const method = lexer.keyword();
  if (method === null) {
    if (lexer.atEndOfResult) lexer.deviate("empty-result", "method");
    else skipUnread(lexer, "method");
    return null;
  }
  lexer.skipCfws();
  if (method.toLowerCase() === "none" && lexer.atEndOfResult) return "none";
  let methodVersion: number | null = null;
  if (lexer.take("/")) {
    lexer.skipCfws();
    methodVersion = readVersion(lexer);
    if (methodVersion === null) return skipUnread(lexer, "method-version");
    lexer.skipCfws();
  }
  if (!lexer.take("=")) return skipUnread(lexer, "=");
  lexer.skipCfws();
  const result = lexer.keyword();
  if (result === null) return skipUnread(lexer, "result");
  return { method, methodVersion, result, ...readDetails(lexer), comments: lexer.comments };
}

type Details = Pick<ReadMethodResult, "reason" | "properties" | "extensions">;

/** Reads the reason and the properties. A missing space before the first of either is noted. */
function readDetails(lexer: AuthresLexer): Details {
  let reason: string | null = null;
  const properties: ResultProperty[] = [];
  const extensions: { name: string; value: string }[] = [];
  for (;;) {
    const spaced = lexer.skipCfws();
    if (lexer.atEndOfResult) break;
    const start = lexer.position;
    if (!spaced && properties.length === 0) lexer.deviate("missing-white-space", "white space");
    const name = lexer.keyword();
    if (name === null) {
      skipUnread(lexer, "ptype");
      break;
    }
    lexer.skipCfws();
    if (lexer.take(".")) {
      const property = readPropertyName(lexer);
      if (property === null) break;
      properties.push({ ptype: name, property, pvalue: readPvalue(lexer) });
    } else if (!lexer.take("=")) {
      skipUnread(lexer, ".");
      break;
    } else if (name.toLowerCase() === "reason" && reason === null) {
      if (properties.length > 0) lexer.deviate("misplaced-reason", ".", start);
      reason = readReason(lexer);
    } else {
      const repeated = name.toLowerCase() === "reason";
      lexer.deviate(repeated ? "misplaced-reason" : "extension", ".", start);
      extensions.push({ name, value: readPvalue(lexer) });
    }
  }
  return { reason, properties, extensions };
}

/** `[CFWS] property [CFWS] "="`, the dot already read. */
function readPropertyName(lexer: AuthresLexer): string | null {
  lexer.skipCfws();
  const property = lexer.keyword();
  if (property === null) return skipUnread(lexer, "property");
  lexer.skipCfws();
  return lexer.take("=") ? property : skipUnread(lexer, "=");
}

/** A reason is a `value`, which no address is; what else stands there is read like one and noted. */
function readReason(lexer: AuthresLexer): string {
  lexer.skipCfws();
  if (lexer.peek() === QUOTE) return lexer.quotedString();
  const start = lexer.position;
  const token = lexer.value();
  if (token !== null && lexer.atEndOfWord) return token;
  lexer.position = start;
  const read = readPvalue(lexer);
  if (read !== "") lexer.deviate("unquoted-value", "value", start, lexer.position);
  return read;
}

function skipUnread(lexer: AuthresLexer, expected: AuthresExpectation): null {
  const start = lexer.position;
  skipToSemicolon(lexer);
  lexer.deviate("unread-text", expected, start, lexer.position);
  return null;
}

/** Passes text up to a semicolon that stands in no comment and no string. RFC 8601 §7.8 */
function skipToSemicolon(lexer: AuthresLexer): void {
  while (!lexer.atEndOfResult) {
    if (lexer.skipCfws()) continue;
    if (lexer.peek() === QUOTE) lexer.quotedString();
    else lexer.position++;
  }
}
