/**
 * A cursor over text, for grammars read left to right without backtracking.
 *
 * Positions are indices into the original text, so they serve as source spans.
 */
export class Scanner {
  readonly text: string;
  position: number;
  readonly end: number;

  constructor(text: string, start = 0, end: number = text.length) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  get done(): boolean {
    return this.position >= this.end;
  }

  /** The char code at the cursor (plus `ahead`), or -1 past the end. */
  peek(ahead = 0): number {
    const index = this.position + ahead;
    return index < this.end ? this.text.charCodeAt(index) : -1;
  }

  /** Consumes the given character if it is next. */
  take(character: string): boolean {
    if (this.peek() !== character.charCodeAt(0)) return false;
    this.position++;
    return true;
  }

  /** Consumes the given ASCII text if it is next, letters compared without case. */
  takeWord(word: string): boolean {
    const stop = this.position + word.length;
    if (stop > this.end) return false;
    if (this.text.slice(this.position, stop).toLowerCase() !== word.toLowerCase()) return false;
    this.position = stop;
    return true;
  }

  /** Consumes while the predicate holds and returns what was consumed, possibly "". */
  takeWhile(accepts: (charCode: number) => boolean): string {
    const start = this.position;
    while (this.position < this.end && accepts(this.text.charCodeAt(this.position))) this.position++;
    return this.text.slice(start, this.position);
  }

  /** The text from `start` to the cursor. */
  since(start: number): string {
    return this.text.slice(start, this.position);
  }

  /** The unread text. */
  rest(): string {
    return this.text.slice(this.position, this.end);
  }
}
