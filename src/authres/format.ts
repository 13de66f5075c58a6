import { foldLine } from "../base/folding.ts";
import { MAX_INSTANCE } from "./parse.ts";
import { representableResults, type AuthresFormatOptions } from "./representable.ts";
import type { AuthenticationResults, MethodResult } from "./result.ts";
import { formatComment, formatMethod, formatProperty, formatReason, formatValue } from "./written-part.ts";

/**
 * Writes the header field, ready to stand above a message: name, value folded with CRLF, final CRLF.
 *
 * Nothing in the results can add a line, a field or a result: values are tokens, plain addresses or quoted
 * strings, and {@link representableResults} says what becomes of text that a header cannot carry. Lines are
 * at most 78 characters where the text has white space to fold at and never longer than 998 octets.
 * `parseAuthenticationResults` gives back `representableResults` of the argument. Throws `TypeError` as it does.
 *
 * RFC 8601 §2.2, RFC 5322 §2.1.1, §2.2.3
 */
export function formatAuthenticationResults(
  results: AuthenticationResults,
  options: AuthresFormatOptions = {},
): string {
  return foldField("Authentication-Results:", payloadLines(representableResults(results, options)));
}

/**
 * Writes the ARC-Authentication-Results field of an ARC set in the same way.
 *
 * RFC 8617 §4.1.1
 */
export function formatArcAuthenticationResults(
  instance: number,
  results: AuthenticationResults,
  options: AuthresFormatOptions = {},
): string {
  if (!Number.isInteger(instance) || instance < 1 || instance > MAX_INSTANCE) {
    throw new TypeError(
      `instance: expected a whole number from 1 to ${MAX_INSTANCE}, got ${String(instance)}`,
    );
  }
  const lines = payloadLines(representableResults(results, options));
  return foldField(`ARC-Authentication-Results: i=${instance};`, lines);
}

/** The authserv-id, then one entry for each result, each to begin a line. */
function payloadLines({ authservId, version, comments, results }: AuthenticationResults): readonly string[] {
  const id = version === null ? [formatValue(authservId)] : [formatValue(authservId), String(version)];
  const head = [...id, ...comments.map(formatComment)];
  const entries = results.length === 0 ? ["none"] : results.map(formatResult);
  return [head.join(" "), ...entries];
}

function formatResult(result: MethodResult): string {
  return [
    formatMethod(result),
    ...result.comments.map(formatComment),
    ...(result.reason === null ? [] : [formatReason(result.reason)]),
    ...result.properties.map(formatProperty),
  ].join(" ");
}

/** Joins the entries with semicolons; all but the first begin a line of their own. */
function foldField(name: string, entries: readonly string[]): string {
  const [head = "", ...results] = entries;
  const lines = [
    `${name} ${head};`,
    ...results.map((result, index) => (index < results.length - 1 ? ` ${result};` : ` ${result}`)),
  ];
  return `${lines.flatMap(foldLine).join("\r\n")}\r\n`;
}
