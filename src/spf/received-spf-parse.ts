import { isAlpha } from "../base/characters.ts";
import type { Span } from "../base/span.ts";
import { isDotAtom } from "../authres/characters.ts";
import { AuthresLexer } from "../authres/lexical.ts";
import { isKeyCharacter, type ReceivedSpf, type ReceivedSpfPair } from "./received-spf.ts";
import type { SpfResultWord } from "./result.ts";

/** Where the field leaves the grammar. */
export interface ReceivedSpfIssue {
  readonly kind: "issue";
  readonly at: Span;
  readonly expected: "result" | "key" | "=" | "value" | "comment" | "text";
}

/** A liberty that leaves no doubt about what is meant, and where it was taken first. */
export interface ReceivedSpfDeviation {
  readonly code: "value-not-quoted" | "separator-missing";
  readonly at: Span;
}

export type ReceivedSpfOutcome =
  | {
      readonly kind: "parsed";
      readonly receivedSpf: ReceivedSpf;
      readonly deviations: readonly ReceivedSpfDeviation[];
    }
  | ReceivedSpfIssue;

const RESULT_WORDS: ReadonlyMap<string, SpfResultWord> = new Map<SpfResultWord, SpfResultWord>([
  ["pass", "pass"],
  ["fail", "fail"],
  ["softfail", "softfail"],
  ["neutral", "neutral"],
  ["none", "none"],
  ["temperror", "temperror"],
  ["permerror", "permerror"],
]);

const NAME = "received-spf";

/**
 * Parses a Received-SPF field, whole or its value alone, folded or not.
 *
 * Addresses and mechanisms written without quotes, and pairs with only white space between, are accepted
 * and noted, since most fields in the world have them. A result word outside the grammar is an issue and
 * never read as another.
 *
 * RFC 7208 §9.1
 */
export function parseReceivedSpf(text: string): ReceivedSpfOutcome {
  const lexer = new AuthresLexer(text, valueStart(text));
  lexer.skipCfws();
  const start = lexer.position;
  const result = RESULT_WORDS.get(lexer.keyword()?.toLowerCase() ?? "");
  if (result === undefined || !lexer.atEndOfWord) return issue(lexer, start, "result");
  lexer.comments = [];
  lexer.skipCfws();
  const [comment = null] = lexer.comments;
  const pairs: ReceivedSpfPair[] = [];
  const deviations = new Map<ReceivedSpfDeviation["code"], ReceivedSpfDeviation>();
  while (!lexer.done) {
    const pair = readPair(lexer, deviations);
    if ("kind" in pair) return pair;
    pairs.push(pair);
  }
  const [broken] = lexer.deviations;
  if (broken !== undefined) return { kind: "issue", at: broken.at, expected: "text" };
  return { kind: "parsed", receivedSpf: { result, comment, pairs }, deviations: [...deviations.values()] };
}

/** The value begins behind the name of the field, where the text has it. */
function valueStart(text: string): number {
  if (text.slice(0, NAME.length).toLowerCase() !== NAME) return 0;
  const behind = /^[ \t]*:/.exec(text.slice(NAME.length, NAME.length + 998));
  return behind === null ? 0 : NAME.length + behind[0].length;
}

/** One key-value-pair with the semicolon behind it. RFC 7208 §9.1 */
function readPair(
  lexer: AuthresLexer,
  deviations: Map<ReceivedSpfDeviation["code"], ReceivedSpfDeviation>,
): ReceivedSpfPair | ReceivedSpfIssue {
  const start = lexer.position;
  const key = isAlpha(lexer.peek()) ? lexer.takeWhile(isKeyCharacter) : "";
  if (key === "") return issue(lexer, start, "key");
  lexer.skipCfws();
  if (!lexer.take("=")) return issue(lexer, lexer.position, "=");
  lexer.skipCfws();
  const valueStartsAt = lexer.position;
  const value = lexer.peek() === 0x22 ? lexer.quotedString() : bareValue(lexer);
  if (value === null) return issue(lexer, valueStartsAt, "value");
  const at = { start: valueStartsAt, end: lexer.position };
  if (lexer.text.charAt(valueStartsAt) !== '"' && !isDotAtom(value) && !deviations.has("value-not-quoted")) {
    deviations.set("value-not-quoted", { code: "value-not-quoted", at });
  }
  lexer.skipCfws();
  const separated = lexer.take(";");
  lexer.skipCfws();
  if (!separated && !lexer.done && !deviations.has("separator-missing")) {
    deviations.set("separator-missing", {
      code: "separator-missing",
      at: { start: lexer.position, end: lexer.position },
    });
  }
  return { key: key.toLowerCase(), value };
}

/** Everything up to white space, a semicolon, a comment or a string. */
function bareValue(lexer: AuthresLexer): string | null {
  const value = lexer.takeWhile(
    (code) => code > 0x20 && code !== 0x7f && !';()"'.includes(String.fromCharCode(code)),
  );
  return value === "" || !lexer.atEndOfWord ? null : value;
}

function issue(lexer: AuthresLexer, start: number, expected: ReceivedSpfIssue["expected"]): ReceivedSpfIssue {
  return { kind: "issue", at: { start, end: Math.max(start, lexer.position) }, expected };
}
