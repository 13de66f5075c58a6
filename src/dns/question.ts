import type { DnsQuestion, RecordType } from "./answer.ts";

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
  let folded = "";
  let kept = 0;
  for (let index = 0; index < bare.length; index++) {
    const code = bare.charCodeAt(index);
    if (code < 0x41 || code > 0x5a) continue;
    folded += bare.slice(kept, index) + String.fromCharCode(code + 0x20);
    kept = index + 1;
  }
  return kept === 0 ? bare : folded + bare.slice(kept);
}

/** What a question is kept under: equal for equal questions, and only for them. */
export function questionKey(type: RecordType, name: string): string {
  return `${type} ${canonicalName(name)}`;
}

/** Orders questions by name, then type, by char code: an order that no latency and no locale changes. */
export function compareQuestions(left: DnsQuestion, right: DnsQuestion): number {
  return compareText(left.name, right.name) || compareText(left.type, right.type);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
