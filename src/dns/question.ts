import type { DnsQuestion, RecordType } from "./answer.ts";

const UPPER_CASE = /[A-Z]+/g;

/**
 * The name as questions are compared and kept: ASCII letters in lower case, one trailing dot removed.
 *
 * Only ASCII is folded; a wider mapping would make two different questions one, and a sender could
 * have the answer to its own name stand for another's.
 *
 * RFC 4343 §3
 */
export function canonicalName(name: string): string {
  const bare = name.endsWith(".") ? name.slice(0, -1) : name;
  // Most names are in that form, and the engine's own folding finds it out fastest.
  return bare.toLowerCase() === bare ? bare : bare.replace(UPPER_CASE, (letters) => letters.toLowerCase());
}

/** What a question for a name in canonical form is kept under: equal for equal questions, and only for them. */
export function questionKey(type: RecordType, name: string): string {
  return `${type} ${name}`;
}

/** Orders questions by name, then type, by char code: an order that no latency and no locale changes. */
export function compareQuestions(left: DnsQuestion, right: DnsQuestion): number {
  return compareText(left.name, right.name) || compareText(left.type, right.type);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
