import { formatDateTime } from "../../message/date-time.ts";
import { printable } from "../../base/printable.ts";
import type { Span } from "../../base/span.ts";

/** What a statement is about. */
export type Topic =
  | "verdict"
  | "author"
  | "spf"
  | "iprev"
  | "dkim"
  | "dmarc"
  | "arc"
  | "bimi"
  | "received"
  | "message";

/** `result`: what was found; `reason`: why; `note`: a fact that decides nothing. */
export type StatementKind = "result" | "reason" | "note";

/** The text that decided, and where in it. */
export interface Quote {
  /** Where the text stands: a DNS name, a header field. */
  readonly source: string;
  readonly text: string;
  readonly at: Span | null;
}

/** One sentence of an explanation; its text is safe to print. */
export interface Statement {
  readonly topic: Topic;
  readonly kind: StatementKind;
  readonly text: string;
  /** The section that states the rule, or null for a plain fact. */
  readonly rfc: string | null;
  readonly quote: Quote | null;
}

/** Collects the statements of one topic. */
export class Explainer {
  readonly #topic: Topic;
  readonly #statements: Statement[] = [];

  constructor(topic: Topic) {
    this.#topic = topic;
  }

  get statements(): readonly Statement[] {
    return this.#statements;
  }

  result(text: string, rfc: string | null, quote: Quote | null = null): void {
    this.#add("result", text, rfc, quote);
  }

  reason(text: string, rfc: string | null, quote: Quote | null = null): void {
    this.#add("reason", text, rfc, quote);
  }

  note(text: string, rfc: string | null, quote: Quote | null = null): void {
    this.#add("note", text, rfc, quote);
  }

  #add(kind: StatementKind, text: string, rfc: string | null, quote: Quote | null): void {
    this.#statements.push({ topic: this.#topic, kind, text: printable(text), rfc, quote });
  }
}

/** A number with its noun, `1 byte` or `2 bytes`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Words as the beginning of a sentence. */
export function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A list as prose: `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

/** The seconds that have a date in a header: the years 1900 to 9999. */
const FIRST_DATED_SECOND = -2_208_988_800;
const LAST_DATED_SECOND = 253_402_300_799;

/** Seconds since 1970 as a date; what lies beyond the calendar stays a number. */
export function moment(epochSeconds: number): string {
  const dated = epochSeconds >= FIRST_DATED_SECOND && epochSeconds <= LAST_DATED_SECOND;
  return dated ? formatDateTime({ epochSeconds, offsetMinutes: 0 }) : `${epochSeconds} seconds after 1970`;
}

/** Why an answer did not come, as words that follow "the question … ". */
export function failureWords(reason: string): string {
  return FAILURES.get(reason) ?? `failed (${reason})`;
}

const FAILURES: ReadonlyMap<string, string> = new Map([
  ["timeout", "was not answered in time"],
  ["servfail", "was answered with a server failure"],
  ["refused", "was refused by the server"],
  ["malformed", "got an answer that cannot be read"],
  ["not-in-snapshot", "is not among the recorded answers"],
  ["limit", "was not sent: the limit of questions for one message is reached"],
]);
