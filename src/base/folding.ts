import { isWsp } from "./characters.ts";

/** Characters of a line that is easy to read. RFC 5322 §2.1.1 */
const LINE_LENGTH = 78;

/**
 * Cuts one logical line before white space so that each piece has at most 78 characters, or holds a
 * single run of text that has no white space to cut at.
 *
 * White space goes to the front of the next line and is otherwise left alone, so unfolding gives back the
 * exact text, also inside quoted strings and comments.
 *
 * RFC 5322 §2.2.3
 */
export function foldLine(line: string): string[] {
  const lines: string[] = [];
  let start = 0;
  let cut = -1;
  for (let index = 1; index <= line.length; index++) {
    const boundary =
      index === line.length || (isWsp(line.charCodeAt(index)) && !isWsp(line.charCodeAt(index - 1)));
    if (!boundary) continue;
    if (index - start > LINE_LENGTH && cut > start) {
      lines.push(line.slice(start, cut));
      start = cut;
    }
    cut = index;
  }
  lines.push(line.slice(start));
  return lines;
}
