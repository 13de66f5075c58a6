import { printable } from "../../base/printable.ts";
import type { Quote, Statement } from "./statement.ts";

/** Characters of a quoted text shown on each side of the place that matters. */
const CONTEXT = 48;

/** A quote as two lines: an excerpt, and carets under the deciding place (one line without a place). */
export function formatQuote(quote: Quote): readonly string[] {
  const at = quote.at ?? { start: 0, end: 0 };
  const from = Math.max(0, at.start - CONTEXT);
  const to = Math.min(
    quote.text.length,
    Math.max(at.end, at.start) + CONTEXT + (quote.at === null ? CONTEXT : 0),
  );
  const before = (from > 0 ? "…" : "") + printable(quote.text.slice(from, at.start));
  const marked = printable(quote.text.slice(at.start, Math.min(at.end, at.start + 2 * CONTEXT)));
  const after =
    printable(quote.text.slice(Math.max(at.start, at.end), to)) + (to < quote.text.length ? "…" : "");
  const excerpt = `${printable(quote.source)}: ${before}${marked}${after}`;
  if (quote.at === null) return [excerpt];
  const indent = printable(quote.source).length + 2 + before.length;
  return [excerpt, " ".repeat(indent) + "^".repeat(Math.max(1, marked.length))];
}

/** An explanation as plain text, a sentence a line, quotes indented below it. */
export function formatExplanation(statements: readonly Statement[]): string {
  const lines: string[] = [];
  let topic: string | null = null;
  for (const statement of statements) {
    if (topic !== null && statement.topic !== topic) lines.push("");
    topic = statement.topic;
    const source = statement.rfc === null ? "" : ` [${statement.rfc}]`;
    const lead = statement.kind === "result" ? "" : statement.kind === "note" ? "  note: " : "  ";
    lines.push(`${lead}${statement.text}${source}`);
    if (statement.quote !== null) lines.push(...formatQuote(statement.quote).map((line) => `      ${line}`));
  }
  return `${lines.join("\n")}\n`;
}
