import { isAlpha, isDigit } from "../base/characters.ts";
import { Scanner } from "../base/scanner.ts";
import type { SpfSyntaxIssue } from "./term.ts";

export type MacroLetter = "s" | "l" | "o" | "d" | "i" | "p" | "h" | "c" | "r" | "t" | "v";

/** A piece of a macro-string. RFC 7208 §7.1 */
export type MacroPart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "escape"; readonly text: "%%" | "%_" | "%-" }
  | {
      readonly kind: "macro";
      readonly letter: MacroLetter;
      /** An upper-case letter: the expansion is URL escaped. */
      readonly urlEscaped: boolean;
      /** How many right-hand parts are kept, after reversal; null keeps all. */
      readonly rightmost: number | null;
      readonly reversed: boolean;
      /** What the value is split on; "" stands for ".". */
      readonly delimiters: string;
    };

/**
 * Where a macro-string stands. `c`, `r` and `t` are for explanation text only; space is a literal there
 * and separates terms elsewhere. An unknown modifier may use every letter: nothing expands it.
 *
 * RFC 7208 §7.2, §6.2
 */
export type MacroPlace = "term" | "unknown-modifier" | "explanation";

export type MacroParse = { readonly kind: "parsed"; readonly parts: readonly MacroPart[] } | SpfSyntaxIssue;

const PERCENT = 0x25;
const TERM_LETTERS: ReadonlySet<string> = new Set("slodiphv");
const ALL_LETTERS: ReadonlySet<string> = new Set("slodiphvcrt");
const DELIMITERS: ReadonlySet<number> = new Set(
  Array.from(".-+,/_=", (character) => character.charCodeAt(0)),
);

/** Reads the macro-string that fills the range; positions count in `text`. RFC 7208 §7.1 */
export function parseMacroString(text: string, start: number, end: number, place: MacroPlace): MacroParse {
  const scanner = new Scanner(text, start, end);
  const parts: MacroPart[] = [];
  while (!scanner.done) {
    const part = scanner.peek() === PERCENT ? readMacroExpand(scanner, place) : readLiteral(scanner, place);
    if (part.kind === "issue") return part;
    parts.push(part);
  }
  return { kind: "parsed", parts };
}

/** macro-literal = %x21-24 / %x26-7E, and SP in explanations. RFC 7208 §7.1 */
function readLiteral(scanner: Scanner, place: MacroPlace): MacroPart | SpfSyntaxIssue {
  const lowest = place === "explanation" ? 0x20 : 0x21;
  const text = scanner.takeWhile((code) => code >= lowest && code <= 0x7e && code !== PERCENT);
  if (text === "") return issueAt(scanner, scanner.position, "visible character");
  return { kind: "literal", text };
}

function readMacroExpand(scanner: Scanner, place: MacroPlace): MacroPart | SpfSyntaxIssue {
  const start = scanner.position;
  for (const escape of ["%%", "%_", "%-"] as const) {
    if (scanner.takeWord(escape)) return { kind: "escape", text: escape };
  }
  // RFC 7208 §7.3: any other character after the percent sign is a syntax error.
  if (!scanner.takeWord("%{")) return issueAt(scanner, start, "macro-expand");
  const letter = scanner.text.charAt(scanner.position);
  const lower = letter.toLowerCase();
  if (scanner.done || !isMacroLetter(lower, place)) return issueAt(scanner, scanner.position, "macro-letter");
  scanner.position++;
  const digitsStart = scanner.position;
  const digits = scanner.takeWhile(isDigit);
  // RFC 7208 §7.3: a number of parts must not be zero. Larger than any number of parts means all of them.
  const rightmost = digits === "" ? null : Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
  if (rightmost === 0) return issueAt(scanner, digitsStart, "transformers above zero");
  const reversed = scanner.takeWord("r");
  const delimiters = scanner.takeWhile((code) => DELIMITERS.has(code));
  if (!scanner.take("}")) return issueAt(scanner, start, "macro-expand");
  const urlEscaped = letter !== lower && isAlpha(letter.charCodeAt(0));
  return { kind: "macro", letter: lower, urlEscaped, rightmost, reversed, delimiters };
}

function isMacroLetter(letter: string, place: MacroPlace): letter is MacroLetter {
  // RFC 7208 §7.2: c, r and t are for explanations.
  return (place === "term" ? TERM_LETTERS : ALL_LETTERS).has(letter);
}

function issueAt(scanner: Scanner, start: number, expected: SpfSyntaxIssue["expected"]): SpfSyntaxIssue {
  const end = Math.min(Math.max(scanner.position, start + 1), scanner.end);
  return { kind: "issue", at: { start, end: Math.max(start, end) }, expected };
}

/** The macro-string in its canonical writing. */
export function formatMacroString(parts: readonly MacroPart[]): string {
  return parts.map(formatMacroPart).join("");
}

function formatMacroPart(part: MacroPart): string {
  if (part.kind !== "macro") return part.text;
  const letter = part.urlEscaped ? part.letter.toUpperCase() : part.letter;
  return `%{${letter}${part.rightmost ?? ""}${part.reversed ? "r" : ""}${part.delimiters}}`;
}

/** Whether the macro-string uses one of the letters. */
export function usesMacro(parts: readonly MacroPart[], letters: string): boolean {
  return parts.some((part) => part.kind === "macro" && letters.includes(part.letter));
}
