import type { DnsQuestion, RecordType } from "./answer.ts";

const DOT = 0x2e;
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
  const last = name.length - 1;
  const bare = name.charCodeAt(last) === DOT ? name.slice(0, last) : name;
  return hasUpperCase(bare) ? bare.replace(UPPER_CASE, (letters) => letters.toLowerCase()) : bare;
}

function hasUpperCase(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code >= 0x41 && code <= 0x5a) return true;
  }
  return false;
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
