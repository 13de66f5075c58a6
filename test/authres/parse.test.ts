import { describe, expect, it } from "vitest";
import { readAuthenticationResults } from "../../src/authres/dialect.ts";
import { parseArcAuthenticationResults, parseAuthenticationResults } from "../../src/authres/parse.ts";
import type { AuthenticationResults, AuthresIssue, AuthresReading } from "../../src/authres/result.ts";
import { casesOf } from "./fixtures.ts";

interface ParseCase {
  readonly name: string;
  readonly text: string;
  readonly parsed?: AuthenticationResults;
  readonly issue?: Omit<AuthresIssue, "kind">;
}

describe("parseAuthenticationResults", () => {
  const cases = casesOf("parse.json") as readonly ParseCase[];

  it.each(cases)("$name", ({ text, parsed, issue }) => {
    const expected =
      parsed === undefined ? { kind: "issue", ...issue } : { kind: "parsed", authenticationResults: parsed };
    expect(parseAuthenticationResults(text)).toStrictEqual(expected);
  });

  it.each(cases)("the lenient reading agrees: $name", ({ text, parsed }) => {
    const { dialect: _, deviations, results, ...head } = readAuthenticationResults(text);
    expect(deviations.length === 0).toBe(parsed !== undefined);
    if (parsed === undefined) return;
    expect({ ...head, results }).toStrictEqual({
      ...parsed,
      results: parsed.results.map((result) => ({ ...result, extensions: [] })),
    });
  });
});

describe("readAuthenticationResults", () => {
  const cases = casesOf("dialects.json") as readonly {
    name: string;
    text: string;
    reading: AuthresReading;
  }[];

  it.each(cases)("$name", ({ text, reading }) => {
    expect(readAuthenticationResults(text)).toStrictEqual(reading);
  });
});

describe("parseArcAuthenticationResults", () => {
  const none = { authservId: "mx.example", version: null, comments: [], results: [] };
  const parsed = [
    { name: "the instance before the payload (RFC 8617 §4.1.1)", text: "i=1; mx.example; none", instance: 1 },
    { name: "the highest instance (RFC 8617 §4.2.1)", text: "i=50; mx.example; none", instance: 50 },
    { name: "a leading zero", text: "i=07; mx.example; none", instance: 7 },
    { name: "white space and comments", text: " (a) i (b)\r\n = 2 (c) ; mx.example; none", instance: 2 },
    {
      name: "the whole field",
      text: "ARC-Authentication-Results: i=3; mx.example; none\r\n",
      instance: 3,
    },
  ];
  it.each(parsed)("parses $name", ({ text, instance }) => {
    expect(parseArcAuthenticationResults(text)).toStrictEqual({
      kind: "parsed",
      instance,
      authenticationResults: none,
    });
  });

  const issues = [
    { name: "no instance", text: "mx.example; none", at: { start: 0, end: 0 }, expected: "instance" },
    { name: "instance 0", text: "i=0; mx.example; none", at: { start: 0, end: 3 }, expected: "instance" },
    { name: "instance 51", text: "i=51; mx.example; none", at: { start: 0, end: 4 }, expected: "instance" },
    { name: "three digits", text: "i=001; mx.example; none", at: { start: 0, end: 5 }, expected: "instance" },
    {
      name: "an upper-case tag",
      text: "I=1; mx.example; none",
      at: { start: 0, end: 0 },
      expected: "instance",
    },
    { name: "no semicolon", text: "i=1 mx.example; none", at: { start: 0, end: 4 }, expected: "instance" },
    {
      name: "the other field",
      text: "Authentication-Results: i=1; mx.example; none",
      at: { start: 0, end: 0 },
      expected: "instance",
    },
    { name: "a broken payload", text: "i=1; mx.example", at: { start: 15, end: 15 }, expected: ";" },
    {
      name: "a second instance",
      text: "i=1; i=2; mx.example; none",
      at: { start: 5, end: 6 },
      expected: "authserv-id",
    },
  ];
  it.each(issues)("refuses $name", ({ text, at, expected }) => {
    expect(parseArcAuthenticationResults(text)).toStrictEqual({ kind: "issue", at, expected });
  });
});
