import { isDigit } from "../base/characters.ts";
import { AuthresLexer } from "./lexical.ts";
import { readPayload } from "./reading.ts";
import type { AuthenticationResults, AuthresIssue, MethodResult, ReadMethodResult } from "./result.ts";

/** The field by its grammar, or the first place that leaves it. */
export type AuthenticationResultsOutcome =
  | { readonly kind: "parsed"; readonly authenticationResults: AuthenticationResults }
  | AuthresIssue;

/** As {@link AuthenticationResultsOutcome}, with the instance of the ARC set. */
export type ArcAuthenticationResultsOutcome =
  | {
      readonly kind: "parsed";
      readonly instance: number;
      readonly authenticationResults: AuthenticationResults;
    }
  | AuthresIssue;

/** Instances of ARC sets. RFC 8617 §4.2.1 */
export const MAX_INSTANCE = 50;

/**
 * Parses an Authentication-Results field, whole or its value alone, folded or not.
 *
 * By the grammar and nothing else: comments may stand and nest wherever the grammar has CFWS, quoted
 * strings hide what looks like syntax, and methods, ptypes and properties need not be known. Never
 * throws, in time linear in the text. `readAuthenticationResults` reads what does not keep to the grammar.
 *
 * RFC 8601 §2.2
 */
export function parseAuthenticationResults(text: string): AuthenticationResultsOutcome {
  return parsePayload(new AuthresLexer(text, valueStart(text, "authentication-results")));
}

/**
 * Parses an ARC-Authentication-Results field, whole or its value alone: the instance, then the same
 * payload.
 *
 * RFC 8617 §4.1.1
 */
export function parseArcAuthenticationResults(text: string): ArcAuthenticationResultsOutcome {
  const lexer = new AuthresLexer(text, valueStart(text, "arc-authentication-results"));
  const start = lexer.position;
  const instance = readInstance(lexer);
  if (instance === null) {
    return { kind: "issue", at: { start, end: lexer.position }, expected: "instance" };
  }
  const outcome = parsePayload(lexer);
  return outcome.kind === "parsed" ? { ...outcome, instance } : outcome;
}

function parsePayload(lexer: AuthresLexer): AuthenticationResultsOutcome {
  const { authservId, version, comments, results } = readPayload(lexer);
  const deviation = lexer.deviations[0];
  if (deviation !== undefined) return { kind: "issue", at: deviation.at, expected: deviation.expected };
  // A payload without an authserv-id has a deviation, see readPayload.
  return {
    kind: "parsed",
    authenticationResults: {
      authservId: authservId ?? "",
      version,
      comments,
      results: results.map(withoutExtensions),
    },
  };
}

/** Results by the grammar have no extensions to lose. */
function withoutExtensions(read: ReadMethodResult): MethodResult {
  const { method, methodVersion, result, reason, properties, comments } = read;
  return { method, methodVersion, result, reason, properties, comments };
}

/**
 * Where the value begins: past the name and colon when the text is a whole field.
 *
 * No payload can begin with the field's own name and a colon, since a token holds no colon.
 */
export function valueStart(text: string, lowerName: string): number {
  const lexer = new AuthresLexer(text);
  if (!lexer.takeWord(lowerName)) return 0;
  lexer.takeWhile((code) => code === 0x20 || code === 0x09);
  return lexer.take(":") ? lexer.position : 0;
}

/**
 * Reads `i=1;` with the white space and comments around it; null when it is not there or out of range.
 *
 *     arc-info = instance [CFWS] ";" authres-payload
 *
 * The tag's name is lower case only. RFC 8617 §4.1.1, §4.2.1
 */
export function readInstance(lexer: AuthresLexer): number | null {
  lexer.skipCfws();
  if (!lexer.take("i")) return null;
  lexer.skipCfws();
  if (!lexer.take("=")) return null;
  lexer.skipCfws();
  const digits = lexer.takeWhile(isDigit);
  lexer.skipCfws();
  const instance = Number(digits);
  if (digits === "" || digits.length > 2 || instance < 1 || instance > MAX_INSTANCE) return null;
  return lexer.take(";") ? instance : null;
}
