import { isAlpha, isDigit } from "../base/characters.ts";
import { dateOf, daysInMonth, daysSinceEpoch } from "./calendar.ts";
import { AddressLexer } from "./address-lexer.ts";

/** A moment and the zone it was written in. */
export interface DateTime {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly epochSeconds: number;
  /** Minutes east of UTC; null where the text leaves the zone open (`-0000`, unknown letters). */
  readonly offsetMinutes: number | null;
}

export interface ParsedDateTime extends DateTime {
  readonly kind: "date-time";
}

/** The first place where the text leaves the grammar of date-time. */
export interface DateTimeIssue {
  readonly kind: "issue";
  readonly at: number;
  readonly expected: string;
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** RFC 5322 §4.3 */
const NAMED_ZONES: ReadonlyMap<string, number> = new Map([
  ["ut", 0],
  ["gmt", 0],
  ["edt", -4],
  ["est", -5],
  ["cdt", -5],
  ["cst", -6],
  ["mdt", -6],
  ["mst", -7],
  ["pdt", -7],
  ["pst", -8],
]);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Reads a date-time, with the obsolete years and zones, and white space and comments between all parts.
 *
 * The name of the day may be any: it is not compared with the date. A leap second counts as the first
 * second of the next minute.
 *
 * RFC 5322 §3.3, §4.3
 */
export function parseDateTime(text: string): ParsedDateTime | DateTimeIssue {
  const parts = new PartReader(text);
  if (isAlpha(parts.peek())) {
    parts.name(DAYS, "day name");
    parts.mark(",");
  }
  const dayPosition = parts.position;
  const day = parts.number(1, 2, "day of the month");
  const month = parts.name(MONTHS, "month") + 1;
  const year = readYear(parts);
  if (day < 1 || day > daysInMonth(year, month)) parts.fail("day of the month", dayPosition);
  const hour = parts.numberBelow(24, "hour");
  parts.mark(":");
  const minute = parts.numberBelow(60, "minute");
  const second = parts.take(":") ? parts.numberBelow(61, "second") : 0;
  const offsetMinutes = readZone(parts);
  if (parts.peek() !== -1) parts.fail("end of date-time");
  if (parts.issue !== null) return parts.issue;
  const local = daysSinceEpoch(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second;
  return { kind: "date-time", epochSeconds: local - (offsetMinutes ?? 0) * MINUTE, offsetMinutes };
}

/** RFC 5322 §4.3: two digits below 50 are of the years from 2000; the other two, and three, count from 1900. */
function readYear(parts: PartReader): number {
  const start = parts.position;
  const year = parts.number(2, 4, "year");
  const digits = parts.end - start;
  if (digits === 4 && year < 1900) parts.fail("year since 1900", start);
  if (digits === 4) return year;
  return digits === 2 && year < 50 ? 2000 + year : 1900 + year;
}

/** Minutes east of UTC. `-0000` (RFC 5322 §3.3) and unknown letters (RFC 5322 §4.3) leave the zone open. */
function readZone(parts: PartReader): number | null {
  const sign = parts.take("-") ? -1 : 1;
  if (sign === 1 && !parts.take("+")) {
    const hours = NAMED_ZONES.get(parts.letters("zone"));
    return hours === undefined ? null : hours * 60;
  }
  const start = parts.position;
  const digits = parts.number(4, 4, "four digits");
  if (digits % 100 > 59) parts.fail("minutes", start + 2);
  if (sign === -1 && digits === 0) return null;
  return sign * (Math.floor(digits / 100) * 60 + (digits % 100));
}

/**
 * Reads one part after the other, white space and comments between them skipped. The first fault stays;
 * what is read after it means nothing.
 */
class PartReader {
  readonly #lexer: AddressLexer;
  issue: DateTimeIssue | null = null;
  /** Where the part read last ends. */
  end = 0;

  constructor(text: string) {
    this.#lexer = new AddressLexer(text);
    this.#skip();
  }

  /** Where the next part begins. */
  get position(): number {
    return this.#lexer.position;
  }

  peek(): number {
    return this.#lexer.peek();
  }

  take(character: string): boolean {
    const taken = this.#lexer.take(character);
    if (taken) this.#skip();
    return taken;
  }

  mark(character: string): void {
    if (!this.take(character)) this.fail(character);
  }

  number(fewest: number, most: number, expected: string): number {
    const start = this.position;
    const digits = this.#lexer.takeWhile(isDigit);
    if (digits.length < fewest || digits.length > most) this.fail(expected, start);
    this.#skip();
    return Number(digits);
  }

  numberBelow(limit: number, expected: string): number {
    const start = this.position;
    const value = this.number(1, 2, expected);
    if (value >= limit) this.fail(expected, start);
    return value;
  }

  /** Letters in lower case. */
  letters(expected: string): string {
    const start = this.position;
    const letters = this.#lexer.takeWhile(isAlpha);
    if (letters === "") this.fail(expected, start);
    this.#skip();
    return letters.toLowerCase();
  }

  /** Index of the name that comes next; -1 when none does. */
  name(names: readonly string[], expected: string): number {
    const start = this.position;
    const index = names.indexOf(this.letters(expected));
    if (index === -1) this.fail(expected, start);
    return index;
  }

  fail(expected: string, at: number = this.position): void {
    this.issue ??= { kind: "issue", at, expected };
  }

  #skip(): void {
    this.end = this.position;
    if (this.#lexer.skipCfws()) return;
    const { at, expected } = this.#lexer.issue ?? { at: this.position, expected: "comment" };
    this.fail(expected, at);
  }
}

/** RFC 5322 §3.3, with the zone as it was known and the day name of the date. */
export function formatDateTime({ epochSeconds, offsetMinutes }: DateTime): string {
  const offset = offsetMinutes ?? 0;
  const local = epochSeconds + offset * MINUTE;
  const days = Math.floor(local / DAY);
  const { year, month, day } = dateOf(days);
  if (!Number.isSafeInteger(epochSeconds) || !Number.isInteger(offset) || year < 1900 || year > 9999) {
    throw new TypeError(
      `dateTime: expected whole seconds of the years 1900 to 9999, got ${String(epochSeconds)}`,
    );
  }
  if (Math.abs(offset) >= 100 * 60) {
    throw new TypeError(`dateTime: expected an offset of less than 100 hours, got ${String(offsetMinutes)}`);
  }
  const second = local - days * DAY;
  const clock = [second / HOUR, (second % HOUR) / MINUTE, second % MINUTE].map(twoDigits).join(":");
  const sign = offset < 0 || offsetMinutes === null ? "-" : "+";
  const zone = sign + twoDigits(Math.abs(offset) / 60) + twoDigits(Math.abs(offset) % 60);
  // Day 0, 1 January 1970, was a Thursday.
  const dayName = DAYS[(((days + 3) % 7) + 7) % 7] ?? "";
  return `${capital(dayName)}, ${day} ${capital(MONTHS[month - 1] ?? "")} ${year} ${clock} ${zone}`;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, "0");
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
