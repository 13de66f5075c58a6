import { isWsp } from "../base/characters.ts";
import { Scanner } from "../base/scanner.ts";
import { isKeywordCharacter, isTokenCharacter } from "./characters.ts";
import type { AuthresExpectation, Deviation, DeviationCode } from "./result.ts";

const CR = 0x0d;
const LF = 0x0a;
const OPEN = 0x28;
const CLOSE = 0x29;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The lexical elements of the field: comments, quoted strings, words; with a memory of the comments
 * passed and of every liberty taken.
 *
 * Each element is read once from left to right and nesting is a counter, so hostile text costs no more
 * than its length.
 *
 * RFC 5322 §3.2, RFC 2045 §5.1
 */
export class AuthresLexer extends Scanner {
  /** Where comments go; replaced when a new element begins. */
  comments: string[] = [];
  readonly #deviations = new Map<DeviationCode, Deviation>();

  get deviations(): readonly Deviation[] {
    return [...this.#deviations.values()];
  }

  /** Records a liberty, the first of its kind only: a field of nothing but semicolons stays one note. */
  deviate(
    code: DeviationCode,
    expected: AuthresExpectation,
    start: number = this.position,
    end: number = start + 1,
  ): void {
    if (this.#deviations.has(code)) return;
    this.#deviations.set(code, {
      code,
      at: { start, end: Math.max(start, Math.min(end, this.end)) },
      expected,
    });
  }

  /** Whether a semicolon or the end is next. */
  get atEndOfResult(): boolean {
    return this.done || this.peek() === 0x3b;
  }

  /** Whether a word that ends here is complete: white space, a comment, a string or a semicolon follows. */
  get atEndOfWord(): boolean {
    const next = this.peek();
    return this.atEndOfResult || next <= 0x20 || next === OPEN || next === QUOTE;
  }

  /** Passes comments and folding white space; says whether there was any. RFC 5322 §3.2.2 */
  skipCfws(): boolean {
    const start = this.position;
    for (;;) {
      if (this.peek() === OPEN) this.comments.push(this.#comment());
      else if (this.#whiteSpaceLength() > 0) this.position += this.#whiteSpaceLength();
      else return this.position > start;
    }
  }

  /** Letters, digits and hyphens, not ending in a hyphen; null when there is none. RFC 5321 §4.1.2 */
  keyword(): string | null {
    const start = this.position;
    const word = this.takeWhile(isKeywordCharacter);
    if (word !== "" && !word.endsWith("-")) return word;
    this.position = start;
    return null;
  }

  /** `value`: a token or the content of a quoted string; null when neither is next. RFC 2045 §5.1 */
  value(): string | null {
    if (this.peek() === QUOTE) return this.quotedString();
    const token = this.takeWhile(isTokenCharacter);
    return token === "" ? null : token;
  }

  /** The content of the quoted string that begins here, quoted pairs resolved. RFC 5322 §3.2.4 */
  quotedString(): string {
    const start = this.position++;
    const parts: string[] = [];
    for (let from = this.position; ;) {
      const code = this.#plainRun();
      if (code === QUOTE || code === -1) {
        parts.push(this.since(from));
        if (code === -1) this.deviate("unterminated-string", '"', start, this.end);
        else this.position++;
        return parts.join("");
      }
      if (code === OPEN || code === CLOSE) {
        this.position++;
        continue;
      }
      parts.push(this.since(from));
      from = this.#passSpecial(code);
    }
  }

  /** The text of the comment that begins here, however deep the comments inside it. RFC 5322 §3.2.2 */
  #comment(): string {
    const start = this.position++;
    const parts: string[] = [];
    let depth = 1;
    for (let from = this.position; ;) {
      const code = this.#plainRun();
      if (code === OPEN) depth++;
      if (code === CLOSE) depth--;
      if (depth === 0 || code === -1) {
        parts.push(this.since(from));
        if (code === -1) this.deviate("unterminated-comment", ")", start, this.end);
        else this.position++;
        return parts.join("");
      }
      if (code === OPEN || code === CLOSE || code === QUOTE) {
        this.position++;
        continue;
      }
      parts.push(this.since(from));
      from = this.#passSpecial(code);
    }
  }

  /** Moves to the next character that means something in strings or comments; returns it, -1 at the end. */
  #plainRun(): number {
    for (; this.position < this.end; this.position++) {
      const code = this.text.charCodeAt(this.position);
      if (code === OPEN || code === CLOSE || code === QUOTE || code === BACKSLASH) return code;
      if (isAsciiControl(code)) return code;
    }
    return -1;
  }

  /**
   * Passes a backslash, a fold or a control character; returns where the text goes on.
   *
   * Choice: control characters are not accepted although RFC 5322 §4.1 has an obsolete syntax for them;
   * the reading keeps them, as text, and says so.
   */
  #passSpecial(code: number): number {
    if (code === BACKSLASH) {
      this.position++;
      // The backslash goes; what it quotes stands for itself.
      const from = this.position;
      const quoted = this.peek();
      if (quoted === -1) return from;
      if (isAsciiControl(quoted)) this.#noteControl();
      this.position++;
      return from;
    }
    const fold = this.#foldLength();
    if (fold > 0) {
      // The line end goes, the white space after it is content.
      this.position += fold;
      return this.position;
    }
    this.#noteControl();
    return this.position++;
  }

  #noteControl(): void {
    this.deviate("control-character", "text without control characters");
  }

  /** Length of the white space or line end at the cursor that folding is made of, 0 for none. */
  #whiteSpaceLength(): number {
    return isWsp(this.peek()) ? 1 : this.#foldLength();
  }

  /** Length of a line end that white space or the end of the text follows. RFC 5322 §2.2.3 */
  #foldLength(): number {
    const length = this.peek() === LF ? 1 : this.peek() === CR && this.peek(1) === LF ? 2 : 0;
    if (length === 0) return 0;
    const next = this.peek(length);
    return next === -1 || isWsp(next) ? length : 0;
  }
}

/** A control character that no text may hold; the tab is white space. */
function isAsciiControl(code: number): boolean {
  return code < 0x20 ? !isWsp(code) : code === 0x7f;
}
