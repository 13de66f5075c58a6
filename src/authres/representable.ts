import { isAsciiText, isBidiControl, isControl } from "../base/characters.ts";
import { toDomainName } from "../base/domain.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { isKeyword } from "./characters.ts";
import type { AuthenticationResults, MethodResult, ResultProperty } from "./result.ts";
import { formatComment, formatMethod, formatProperty, formatReason } from "./written-part.ts";

/** How a field may be written. */
export interface AuthresFormatOptions {
  /**
   * Whether the message may carry UTF-8 in its header, as one sent with SMTPUTF8 may. Default true.
   *
   * Choice: true, because text past ASCII can only have come from an internationalized envelope, header
   * or record; false keeps the field ASCII for a message that has to stay deliverable everywhere.
   *
   * RFC 8616 §3, RFC 6532 §3.2
   */
  readonly internationalized?: boolean;
}

/** Octets of one word, value or comment as written; with its line's other parts it stays below 998. */
const MAX_PART_OCTETS = 900;
/** Octets of an authserv-id: a domain name with room. RFC 8601 §2.5 */
const MAX_AUTHSERV_ID_OCTETS = 255;

/**
 * What of the results a header field can carry: the value that `parseAuthenticationResults` gives back
 * for the formatted field.
 *
 * A pvalue names something, and altered it would name something else: one with a control character (also
 * of bidirectional text), an unpaired surrogate, or longer than a line is left out with its property. Reasons and comments are prose:
 * tab, CR, LF, VT and FF become a space, other such characters `?`, and over-long ones are left out. With
 * `internationalized: false` a domain goes as A-labels, other pvalues past ASCII are left out, and prose
 * has `?` for each such character. All else is kept exactly.
 *
 * Throws `TypeError` for an authserv-id that names nobody (empty, over-long, with control characters), for
 * a version that is no whole number, and for a method, result, ptype or property that is no Keyword: these
 * are the caller's own words, never the sender's.
 *
 * RFC 8601 §2.2, RFC 5322 §2.1.1
 */
export function representableResults(
  results: AuthenticationResults,
  options: AuthresFormatOptions = {},
): AuthenticationResults {
  const internationalized = options.internationalized ?? true;
  requireVersion("version", results.version);
  return {
    authservId: representableAuthservId(results.authservId, internationalized),
    version: results.version,
    comments: representableComments(results.comments, internationalized),
    results: results.results.flatMap((result) => representableResult(result, internationalized)),
  };
}

/** The authserv-id as it will be written, or `TypeError`. RFC 8601 §2.5 */
function representableAuthservId(authservId: string, internationalized: boolean): string {
  const id = internationalized || isAsciiText(authservId) ? authservId : toDomainName(authservId);
  if (id === null || id === "" || !isText(id) || encodeUtf8(id).length > MAX_AUTHSERV_ID_OCTETS) {
    throw new TypeError(
      `authservId: expected 1 to ${MAX_AUTHSERV_ID_OCTETS} octets of text without control characters` +
        `${internationalized ? "" : ", in ASCII or a domain name"}, got ${JSON.stringify(authservId)}`,
    );
  }
  return id;
}

/** The result, or nothing when its words would fill a line. */
function representableResult(result: MethodResult, internationalized: boolean): readonly MethodResult[] {
  requireKeyword("method", result.method);
  requireKeyword("result", result.result);
  requireVersion("methodVersion", result.methodVersion);
  const reason = result.reason === null ? null : representableProse(result.reason, internationalized);
  const kept: MethodResult = {
    method: result.method,
    methodVersion: result.methodVersion,
    result: result.result,
    reason: reason !== null && fits(formatReason(reason)) ? reason : null,
    properties: result.properties.flatMap((property) => representableProperty(property, internationalized)),
    comments: representableComments(result.comments, internationalized),
  };
  return fits(formatMethod(kept)) ? [kept] : [];
}

function representableProperty(
  { ptype, property, pvalue }: ResultProperty,
  internationalized: boolean,
): readonly ResultProperty[] {
  requireKeyword("ptype", ptype);
  requireKeyword("property", property);
  if (!isText(pvalue)) return [];
  const value = internationalized || isAsciiText(pvalue) ? pvalue : withALabels(pvalue);
  if (value === null) return [];
  const kept = { ptype, property, pvalue: value };
  return fits(formatProperty(kept)) ? [kept] : [];
}

/** A domain or an address with an ASCII local-part, its domain as A-labels; null for anything else. */
function withALabels(pvalue: string): string | null {
  const at = pvalue.lastIndexOf("@");
  const localPart = pvalue.slice(0, at + 1);
  const domain = toDomainName(pvalue.slice(at + 1));
  return domain !== null && isAsciiText(localPart) ? localPart + domain : null;
}

function representableComments(comments: readonly string[], internationalized: boolean): readonly string[] {
  return comments
    .map((comment) => representableProse(comment, internationalized))
    .filter((comment) => fits(formatComment(comment)));
}

function representableProse(text: string, internationalized: boolean): string {
  if (isText(text) && (internationalized || isAsciiText(text))) return text;
  let prose = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x09 && code <= 0x0d) prose += " ";
    else if (isUnsafe(code) || (code > 0x7f && !internationalized)) prose += "?";
    else prose += character;
  }
  return prose;
}

function fits(written: string): boolean {
  return written.length <= MAX_PART_OCTETS && encodeUtf8(written).length <= MAX_PART_OCTETS;
}

/** Whether a string can stand in a header as it is: no control character, bidirectional or other, no unpaired surrogate. */
function isText(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isUnsafe(code)) return false;
  }
  return true;
}

/**
 * Choice: a character that only turns the text around it has no place in a statement about a sender,
 * though RFC 6532 §3.1 would carry it: people read these fields.
 */
function isUnsafe(code: number): boolean {
  return isControl(code) || isBidiControl(code) || (code >= 0xd800 && code <= 0xdfff);
}

function requireKeyword(name: string, word: string): void {
  if (!isKeyword(word)) {
    throw new TypeError(`${name}: expected letters, digits and hyphens, got ${JSON.stringify(word)}`);
  }
}

function requireVersion(name: string, version: number | null): void {
  if (version !== null && (!Number.isSafeInteger(version) || version < 0)) {
    throw new TypeError(`${name}: expected a whole number or null, got ${String(version)}`);
  }
}
