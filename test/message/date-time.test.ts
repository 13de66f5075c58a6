import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOf, daysSinceEpoch } from "../../src/message/calendar.ts";
import {
  type DateTimeIssue,
  type DateTime,
  formatDateTime,
  parseDateTime,
} from "../../src/message/date-time.ts";

const seconds = (iso: string): number => Date.parse(iso) / 1000;

interface Case {
  readonly name: string;
  readonly text: string;
  readonly expected: DateTime | Omit<DateTimeIssue, "kind">;
}

const cases: readonly Case[] = [
  {
    name: "RFC 5322 §3.3: the usual form",
    text: "Fri, 21 Nov 1997 09:55:06 -0600",
    expected: { epochSeconds: seconds("1997-11-21T15:55:06Z"), offsetMinutes: -360 },
  },
  {
    name: "RFC 5322 §3.3: a comment behind the zone",
    text: "Fri, 18 May 2007 22:59:31 +0200 (CEST)",
    expected: { epochSeconds: seconds("2007-05-18T20:59:31Z"), offsetMinutes: 120 },
  },
  {
    name: "RFC 5322 Appendix A: comments and white space between all parts",
    text: "Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)",
    expected: { epochSeconds: seconds("1969-02-14T03:02:00Z"), offsetMinutes: -210 },
  },
  {
    name: "RFC 5322 §4.3: a two-digit year and a named zone",
    text: "21 Nov 97 09:55:06 GMT",
    expected: { epochSeconds: seconds("1997-11-21T09:55:06Z"), offsetMinutes: 0 },
  },
  {
    name: "RFC 5322 §4.3: a two-digit year below 50",
    text: "1 jan 49 00:00:00 pst",
    expected: { epochSeconds: seconds("2049-01-01T08:00:00Z"), offsetMinutes: -480 },
  },
  {
    name: "RFC 5322 §4.3: a three-digit year",
    text: "1 Jan 103 00:00:00 EDT",
    expected: { epochSeconds: seconds("2003-01-01T04:00:00Z"), offsetMinutes: -240 },
  },
  {
    name: "RFC 5322 §4.3: an unknown zone is read as -0000",
    text: "1 Jan 2003 00:00:00 CEST",
    expected: { epochSeconds: seconds("2003-01-01T00:00:00Z"), offsetMinutes: null },
  },
  {
    name: "RFC 5322 §3.3: -0000 says nothing of the zone",
    text: "1 Jan 2003 00:00:00 -0000",
    expected: { epochSeconds: seconds("2003-01-01T00:00:00Z"), offsetMinutes: null },
  },
  {
    name: "RFC 5322 §3.3: a leap second and a leap day",
    text: "29 Feb 2000 23:59:60 +0000",
    expected: { epochSeconds: seconds("2000-03-01T00:00:00Z"), offsetMinutes: 0 },
  },
  { name: "empty", text: "", expected: { at: 0, expected: "day of the month" } },
  { name: "no such day name", text: "Foo, 1 Jan 2000 00:00 UT", expected: { at: 0, expected: "day name" } },
  { name: "no such month", text: "1 Foo 2000 00:00 UT", expected: { at: 2, expected: "month" } },
  {
    name: "no such day",
    text: "Mon, 29 Feb 1900 00:00 UT",
    expected: { at: 5, expected: "day of the month" },
  },
  {
    name: "a year before 1900",
    text: "1 Jan 1899 00:00 UT",
    expected: { at: 6, expected: "year since 1900" },
  },
  { name: "a year of five digits", text: "1 Jan 20000 00:00 UT", expected: { at: 6, expected: "year" } },
  { name: "hour 24", text: "1 Jan 2000 24:00 UT", expected: { at: 11, expected: "hour" } },
  { name: "minute 60", text: "1 Jan 2000 00:60 UT", expected: { at: 14, expected: "minute" } },
  { name: "second 61", text: "1 Jan 2000 00:00:61 UT", expected: { at: 17, expected: "second" } },
  { name: "no colon", text: "1 Jan 2000 0000 UT", expected: { at: 11, expected: "hour" } },
  { name: "no zone", text: "1 Jan 2000 00:00", expected: { at: 16, expected: "zone" } },
  {
    name: "a zone of three digits",
    text: "1 Jan 2000 00:00 +000",
    expected: { at: 18, expected: "four digits" },
  },
  { name: "a zone of 60 minutes", text: "1 Jan 2000 00:00 +0060", expected: { at: 20, expected: "minutes" } },
  {
    name: "more behind it",
    text: "1 Jan 2000 00:00 UT x",
    expected: { at: 20, expected: "end of date-time" },
  },
  { name: "an open comment", text: "1 Jan (2000", expected: { at: 6, expected: "closing parenthesis" } },
];

describe("date-time", () => {
  test.each(cases)("$name", ({ text, expected }) => {
    const kind = "at" in expected ? "issue" : "date-time";
    expect(parseDateTime(text)).toStrictEqual({ kind, ...expected });
  });

  test("a written date is read as the same moment, on every day from 1900 to 9999", () => {
    const moment = fc.record({
      epochSeconds: fc.integer({
        min: seconds("1900-01-06T00:00:00Z"),
        max: seconds("9999-12-26T00:00:00Z"),
      }),
      offsetMinutes: fc.option(fc.integer({ min: -5999, max: 5999 })),
    });
    fc.assert(
      fc.property(moment, (dateTime) => {
        expect(parseDateTime(formatDateTime(dateTime))).toStrictEqual({ kind: "date-time", ...dateTime });
      }),
    );
  });

  test("the calendar is the platform's", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
        const date = new Date(days * 86_400_000);
        const expected = {
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
        };
        expect(dateOf(days)).toStrictEqual(expected);
        expect(daysSinceEpoch(expected.year, expected.month, expected.day)).toBe(days);
      }),
    );
  });

  test("the day name is the one of the date", () => {
    expect(formatDateTime({ epochSeconds: 0, offsetMinutes: null })).toBe("Thu, 1 Jan 1970 00:00:00 -0000");
    expect(formatDateTime({ epochSeconds: -1, offsetMinutes: 0 })).toBe("Wed, 31 Dec 1969 23:59:59 +0000");
  });

  test.each([
    { epochSeconds: 0.5, offsetMinutes: 0 },
    { epochSeconds: Number.NaN, offsetMinutes: 0 },
    { epochSeconds: seconds("1899-12-31T23:59:59Z"), offsetMinutes: 0 },
    { epochSeconds: seconds("9999-12-31T23:59:59Z") + 1, offsetMinutes: 0 },
    { epochSeconds: 0, offsetMinutes: 6000 },
  ])("what has no written form is a TypeError: $epochSeconds $offsetMinutes", (dateTime) => {
    expect(() => formatDateTime(dateTime)).toThrow(TypeError);
  });

  test("no text throws", () => {
    const piece = fc.constantFrom(
      "Mon",
      ",",
      "1",
      "31",
      "Jan",
      "feb",
      "2000",
      ":",
      "59",
      "+",
      "-",
      "0000",
      "UT",
      "(",
      ")",
      " ",
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(["date-time", "issue"]).toContain(parseDateTime(pieces.join("")).kind);
      }),
    );
  });
});
