import { AuthresLexer } from "./lexical.ts";
import { readInstance, valueStart } from "./parse.ts";
import { readPayload, type Payload } from "./reading.ts";
import type { AuthresDialect, AuthresReading, Deviation } from "./result.ts";

/** As {@link AuthresReading}, with the instance of the ARC set; null when it could not be read. */
export type ArcAuthresReading = AuthresReading & { readonly instance: number | null };

/**
 * Reads an Authentication-Results field, whole or its value alone, as far as it can be read.
 *
 * For display, for statistics and for mail of systems known not to keep to the grammar: fields that
 * start with a result have the authserv-id null, `action=none` and the like become extensions, unquoted
 * values are taken up to the next white space. Every such liberty is a deviation in the result, and the
 * dialect is named. What a field says is not to be believed for being legible: `assessTrust` decides that.
 *
 * RFC 8601 §7.8
 */
export function readAuthenticationResults(text: string): AuthresReading {
  return readValue(text, valueStart(text, "authentication-results"));
}

/** Reads an ARC-Authentication-Results field, whole or its value alone, in the same way. RFC 8617 §4.1.1 */
export function readArcAuthenticationResults(text: string): ArcAuthresReading {
  const lexer = new AuthresLexer(text, valueStart(text, "arc-authentication-results"));
  const start = lexer.position;
  const instance = readInstance(lexer);
  if (instance === null) return { instance, ...readValue(text, start) };
  return { instance, ...describe(readPayload(lexer), lexer.deviations) };
}

/** Reads a value, a field name in front of which would not be one. */
export function readValue(text: string, start = 0): AuthresReading {
  const lexer = new AuthresLexer(text, start);
  const payload = readPayload(lexer);
  return describe(payload, lexer.deviations);
}

function describe(payload: Payload, deviations: readonly Deviation[]): AuthresReading {
  return { ...payload, dialect: dialectOf(payload, deviations), deviations };
}

/**
 * Tells a dialect by what no one else writes.
 *
 * Exchange: no authserv-id, the method `compauth`, or `action=` beside dmarc. Gmail: the comment
 * `google.com: domain of …` beside spf, or `p=… dis=…` beside dmarc.
 *
 * Choice: a label for people, derived from text anyone can write; nothing depends on it.
 */
function dialectOf(payload: Payload, deviations: readonly Deviation[]): AuthresDialect {
  for (const { method, comments, extensions } of payload.results) {
    const name = method.toLowerCase();
    if (
      name === "compauth" ||
      (name === "dmarc" && extensions.some((extension) => extension.name === "action"))
    ) {
      return "exchange";
    }
    if (name === "spf" && comments.some((comment) => comment.startsWith("google.com: "))) return "gmail";
    if (name === "spf" && comments.some((comment) => comment.startsWith("sender IP is "))) return "exchange";
    if (
      name === "dmarc" &&
      comments.some((comment) => comment.startsWith("p=") && comment.includes(" dis="))
    ) {
      return "gmail";
    }
  }
  return deviations.length === 0 ? "rfc8601" : "unknown";
}
