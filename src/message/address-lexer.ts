import { isAlphanumeric, isWsp } from "../base/characters.ts";
import { Scanner } from "../base/scanner.ts";
import type { Span } from "../base/span.ts";
import type { AddressIssue } from "./address.ts";
import { joinText, type TextPiece } from "./encoded-word.ts";

const CR = 0x0d;
const LF = 0x0a;

/** Word characters of ASCII beside letters and digits. RFC 5322 §3.2.3 */
const ATEXT = new Set("!#$%&'*+-/=?^_`{|}~".split("").map((character) => character.charCodeAt(0)));

/** A character of an atom; everything past ASCII is one. RFC 5322 §3.2.3, RFC 6532 §3.2 */
export function isAtext(code: number): boolean {
  return isAlphanumeric(code) || code >= 0x80 || ATEXT.has(code);
}

/** Control characters but the tab. */
function isForbidden(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code === 0x7f;
}

/** A word of a phrase or local-part, or the dot between two. RFC 5322 §3.2.5, §4.1 */
export interface Word extends TextPiece {
  readonly dot: boolean;
  readonly span: Span;
}

/**
 * The tokens of the address grammar, read left to right without recursion: any nesting of comments
 * costs one pass.
 *
 * A method that meets a fault records it in `issue` and returns null or false; reading ends there.
 *
 * Choice: control characters are refused everywhere, though the obsolete grammar lists them
 * (RFC 5322 §4.1): readers disagree about NUL and the like, and no mail needs them.
 */
export class AddressLexer extends Scanner {
  issue: AddressIssue | null = null;
  /** Comments since they were last taken. */
  comments: string[] = [];

  fail(code: AddressIssue["code"], at: number, expected: string): null {
    this.issue ??= { kind: "issue", code, at, expected };
    return null;
  }

  /** Fails at the cursor; a NUL there is the graver fault. */
  unexpected(expected: string, code: AddressIssue["code"] = "syntax"): null {
    return this.fail(this.peek() === 0 ? "nul" : code, this.position, expected);
  }

  /** The comments read since the last call. */
  takeComments(): string[] {
    const taken = this.comments;
    this.comments = [];
    return taken;
  }

  /** Skips white space, folding and comments; false when a comment is broken. RFC 5322 §3.2.2, §4.2 */
  skipCfws(): boolean {
    for (;;) {
      this.skipFws();
      if (this.peek() !== 0x28) return true;
      const comment = this.#readComment();
      if (comment === null) return false;
      this.comments.push(comment);
    }
  }

  /** White space, and line ends before white space. The text skipped, without the line ends. */
  skipFws(): string {
    let shown = "";
    for (;;) {
      const code = this.peek();
      const lineEnd = code === LF ? 1 : code === CR && this.peek(1) === LF ? 2 : 0;
      if (lineEnd > 0 && isWsp(this.peek(lineEnd))) this.position += lineEnd;
      else if (isWsp(code)) shown += this.takeWhile(isWsp);
      else return shown;
    }
  }

  /** An atom. Call where `isAtext` holds. */
  readAtom(): string {
    return this.takeWhile(isAtext);
  }

  /** The content of a quoted-string, quoted-pairs resolved. Call at the opening quote. RFC 5322 §3.2.4 */
  readQuotedString(): string | null {
    const opening = this.position++;
    let content = "";
    for (;;) {
      content += this.skipFws();
      const code = this.peek();
      if (code === -1) return this.fail("syntax", opening, "closing quote");
      if (code === 0x22) break;
      if (code === 0x5c) {
        const pair = this.#readQuotedPair();
        if (pair === null) return null;
        content += pair;
      } else if (isForbidden(code)) {
        return this.unexpected("quoted text");
      } else {
        content += this.takeWhile((each) => each !== 0x22 && each !== 0x5c && !isForbidden(each));
      }
    }
    this.position++;
    return content;
  }

  /** A domain-literal with its brackets, white space removed, quoted-pairs kept. RFC 5322 §3.4.1, §4.4 */
  readDomainLiteral(): string | null {
    const opening = this.position++;
    let literal = "[";
    for (;;) {
      this.skipFws();
      const code = this.peek();
      if (code === -1) return this.fail("syntax", opening, "closing bracket");
      if (code === 0x5d) break;
      if (code === 0x5c) {
        const pair = this.#readQuotedPair();
        if (pair === null) return null;
        literal += `\\${pair}`;
      } else if (code === 0x5b || isForbidden(code)) {
        return this.unexpected("domain-literal text");
      } else {
        literal += this.takeWhile(
          (each) => each !== 0x5b && each !== 0x5c && each !== 0x5d && !isWsp(each) && !isForbidden(each),
        );
      }
    }
    this.position++;
    return `${literal}]`;
  }

  /** The text of a comment without the outer parentheses, encoded-words decoded. RFC 5322 §3.2.2, RFC 2047 §5 */
  #readComment(): string | null {
    const opening = this.position++;
    const pieces: TextPiece[] = [];
    for (let depth = 1; ;) {
      const before = this.skipFws();
      const code = this.peek();
      if (code === -1) return this.fail("syntax", opening, "closing parenthesis");
      if (code === 0x28 || code === 0x29) {
        depth += code === 0x28 ? 1 : -1;
        this.position++;
        const text = depth === 0 ? "" : String.fromCharCode(code);
        pieces.push({ before, text, quoted: true });
        if (depth === 0) return joinText(pieces);
        continue;
      }
      const word = this.#readCommentWord();
      if (word === null) return null;
      pieces.push({ before, ...word });
    }
  }

  /** A run of comment text up to white space or a parenthesis. */
  #readCommentWord(): { text: string; quoted: boolean } | null {
    let text = "";
    let quoted = false;
    for (;;) {
      const code = this.peek();
      if (code === 0x5c) {
        const pair = this.#readQuotedPair();
        if (pair === null) return null;
        text += pair;
        quoted = true;
      } else if (isCommentText(code)) {
        text += this.takeWhile(isCommentText);
      } else {
        return text === "" ? this.unexpected("comment text") : { text, quoted };
      }
    }
  }

  /** RFC 5322 §3.2.1 */
  #readQuotedPair(): string | null {
    const code = this.peek(1);
    if (code === -1) return this.fail("syntax", this.position + 1, "quoted character");
    if (isForbidden(code)) {
      return this.fail(code === 0 ? "nul" : "syntax", this.position + 1, "quoted character");
    }
    this.position += 2;
    return String.fromCharCode(code);
  }
}

function isCommentText(code: number): boolean {
  return code > 0x20 && code !== 0x28 && code !== 0x29 && code !== 0x5c && code !== 0x7f;
}
