import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOf, daysInMonth, daysSinceEpoch } from "../../src/message/calendar.ts";
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
  ...["jan", "FEB", "Mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map(
    (month, index) => ({
      name: `RFC 5322 §3.3: ${month} is month ${index + 1}`,
      text: `28 ${month} 2001 12:34:56 +0000`,
      expected: { epochSeconds: Date.UTC(2001, index, 28, 12, 34, 56) / 1000, offsetMinutes: 0 },
    }),
  ),
  ...["mon", "Tue", "WED", "thu", "fri", "sat", "sun"].map((day) => ({
    name: `RFC 5322 §3.3: ${day} is a day name, compared with nothing`,
    text: `${day} , 1 Jan 2001 00:00 +0000`,
    expected: { epochSeconds: seconds("2001-01-01T00:00:00Z"), offsetMinutes: 0 },
  })),
  ...(
    [
      ["UT", 0],
      ["GMT", 0],
      ["EDT", -4],
      ["EST", -5],
      ["CDT", -5],
      ["CST", -6],
      ["MDT", -6],
      ["MST", -7],
      ["PDT", -7],
      ["pst", -8],
    ] as const
  ).map(([zone, hours]) => ({
    name: `RFC 5322 §4.3: ${zone} is ${hours} hours from UTC`,
    text: `1 Jan 2001 00:00 ${zone}`,
    expected: { epochSeconds: seconds("2001-01-01T00:00:00Z") - hours * 3600, offsetMinutes: hours * 60 },
  })),
  ...(
    [
      ["49", "2049"],
      ["50", "1950"],
      ["99", "1999"],
      ["00", "2000"],
      ["000", "1900"],
      ["149", "2049"],
      ["999", "2899"],
      ["1900", "1900"],
      ["9999", "9999"],
    ] as const
  ).map(([year, meant]) => ({
    name: `RFC 5322 §4.3: the year ${year} is ${meant}`,
    text: `1 Feb ${year} 00:00 +0000`,
    expected: { epochSeconds: seconds(`${meant}-02-01T00:00:00Z`), offsetMinutes: 0 },
  })),
  {
    name: "RFC 5322 §3.3: the largest parts",
    text: "31 Dec 2001 23:59:59 -9959",
    expected: { epochSeconds: seconds("2001-12-31T23:59:59Z") + 5999 * 60, offsetMinutes: -5999 },
  },
  { name: "day 0", text: "0 Jan 2001 00:00 UT", expected: { at: 0, expected: "day of the month" } },
  { name: "day 32", text: "32 Jan 2001 00:00 UT", expected: { at: 0, expected: "day of the month" } },
  { name: "day 001", text: "001 Jan 2001 00:00 UT", expected: { at: 0, expected: "day of the month" } },
  { name: "a year of one digit", text: "1 Jan 1 00:00 UT", expected: { at: 6, expected: "year" } },
  { name: "no comma", text: "Mon 1 Jan 2001 00:00 UT", expected: { at: 4, expected: "," } },
  { name: "hour 000", text: "1 Jan 2001 000:00 UT", expected: { at: 11, expected: "hour" } },
  { name: "a comma for the colon", text: "1 Jan 2001 00,00 UT", expected: { at: 13, expected: ":" } },
  { name: "no second", text: "1 Jan 2001 00:00: UT", expected: { at: 18, expected: "second" } },
  { name: "five digits", text: "1 Jan 2001 00:00 +00000", expected: { at: 18, expected: "four digits" } },
  { name: "a zone of 99 minutes", text: "1 Jan 2001 00:00 -0199", expected: { at: 20, expected: "minutes" } },
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

  test("every day of 400 years comes back", () => {
    const first = daysSinceEpoch(1600, 3, 1);
    for (let day = first; day < first + 146_097; day++) {
      const date = dateOf(day);
      if (
        daysSinceEpoch(date.year, date.month, date.day) === day &&
        date.day <= daysInMonth(date.year, date.month)
      )
        continue;
      expect(date).toBe(day);
    }
    expect(dateOf(first + 146_096)).toStrictEqual({ year: 2000, month: 2, day: 29 });
  });

  test("an offset of one minute to the west has its sign", () => {
    expect(formatDateTime({ epochSeconds: 60, offsetMinutes: -1 })).toBe("Thu, 1 Jan 1970 00:00:00 -0001");
  });

  test("the day name is the one of the date", () => {
    expect(formatDateTime({ epochSeconds: 0, offsetMinutes: null })).toBe("Thu, 1 Jan 1970 00:00:00 -0000");
    expect(formatDateTime({ epochSeconds: -1, offsetMinutes: 0 })).toBe("Wed, 31 Dec 1969 23:59:59 +0000");
  });

  test.each([
    { text: "Mon, 5 Jan 1970 01:02:03 +0000", epochSeconds: 349_323, offsetMinutes: 0 },
    { text: "Tue, 6 Jan 1970 00:00:00 +9959", epochSeconds: 432_000 - 5999 * 60, offsetMinutes: 5999 },
    { text: "Fri, 2 Jan 1970 00:00:00 -0030", epochSeconds: 86_400 + 1800, offsetMinutes: -30 },
    { text: "Sat, 3 Jan 1970 10:20:59 -0000", epochSeconds: 2 * 86_400 + 37_259, offsetMinutes: null },
    { text: "Sun, 28 Feb 1971 00:00:00 +0000", epochSeconds: 423 * 86_400, offsetMinutes: 0 },
    {
      text: "Mon, 1 Jan 1900 00:00:00 +0000",
      epochSeconds: seconds("1900-01-01T00:00:00Z"),
      offsetMinutes: 0,
    },
    {
      text: "Fri, 31 Dec 9999 23:59:59 +0000",
      epochSeconds: seconds("9999-12-31T23:59:59Z"),
      offsetMinutes: 0,
    },
  ])("$text is written so (RFC 5322 §3.3)", ({ text, ...dateTime }) => {
    expect(formatDateTime(dateTime)).toBe(text);
  });

  test("a month has as many days as the platform says", () => {
    for (const year of [1900, 1999, 2000, 2004, 2100]) {
      const days = Array.from({ length: 14 }, (_, month) => daysInMonth(year, month));
      const expected = Array.from({ length: 12 }, (_, month) =>
        new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
      );
      expect(days).toStrictEqual([0, ...expected, 0]);
    }
  });

  test.each([
    {
      epochSeconds: 0.5,
      offsetMinutes: 0,
      message: "dateTime: expected whole seconds of the years 1900 to 9999, got 0.5",
    },
    {
      epochSeconds: 0,
      offsetMinutes: -6000,
      message: "dateTime: expected an offset of less than 100 hours, got -6000",
    },
    {
      epochSeconds: 0,
      offsetMinutes: 0.5,
      message: "dateTime: expected whole seconds of the years 1900 to 9999, got 0",
    },
  ])("$message", ({ message, ...dateTime }) => {
    expect(() => formatDateTime(dateTime)).toThrow(new TypeError(message));
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
