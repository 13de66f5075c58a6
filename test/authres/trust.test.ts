import { describe, expect, it } from "vitest";
import { TrustedIds } from "../../src/authres/authserv-id.ts";
import { readAuthenticationResults, readValue } from "../../src/authres/dialect.ts";
import { authenticationResultsFields } from "../../src/authres/header.ts";
import { assessTrust, isReliable, type AssessedField, type AuthresTrust } from "../../src/authres/trust.ts";
import { casesOf, headerOf } from "./fixtures.ts";

interface TrustCase {
  readonly name: string;
  readonly header: readonly string[];
  readonly trust: AuthresTrust;
  readonly believed: readonly number[];
  readonly forged: readonly [number, string][];
  readonly untrusted: readonly [number, string][];
  readonly removals: readonly [number, number][];
}

const cases = casesOf("trust.json") as readonly TrustCase[];
const withCause = (fields: readonly AssessedField[]): readonly (readonly [number, string])[] =>
  fields.map((field) => [field.index, field.standing === "believed" ? "believed" : field.cause]);

describe("assessTrust", () => {
  it.each(cases)("$name", ({ header, trust, believed, forged, untrusted, removals }) => {
    const assessment = assessTrust(headerOf(header), trust);
    expect({
      believed: assessment.believed.map(({ index }) => index),
      forged: withCause(assessment.forged),
      untrusted: withCause(assessment.untrusted),
      removals: assessment.removals.map(({ index, occurrence }) => [index, occurrence]),
    }).toStrictEqual({ believed, forged, untrusted, removals });
  });

  it.each(cases)("after the removals nothing is left to remove: $name", ({ header, trust }) => {
    const kept = [...header];
    const { removals, believed } = assessTrust(headerOf(header), trust);
    for (const { index } of removals) kept.splice(index, 1);
    const again = assessTrust(headerOf(kept), trust);
    expect(again.removals).toStrictEqual([]);
    expect(again.believed.map(({ text }) => text)).toStrictEqual(believed.map(({ text }) => text));
  });

  it.each(cases)("occurrences name the same fields as indices: $name", ({ header, trust }) => {
    const fields = headerOf(header);
    const named = fields.filter((field) => field.lowerName === "authentication-results");
    for (const { index, occurrence } of assessTrust(fields, trust).removals) {
      expect(named[occurrence - 1]?.index).toBe(index);
    }
  });

  it("gives each field whole: place, hop, text, reading, standing", () => {
    const header = [
      "Received: from b by a",
      "Authentication-Results: MX.example 1;\r\n spf=pass smtp.helo=h",
      "Received: from c by b",
    ];
    const fields = headerOf(header);
    expect(assessTrust(fields, { authservIds: ["mx.example"], boundary: 2 })).toStrictEqual({
      believed: [
        {
          index: 1,
          occurrence: 1,
          hop: { receivedAbove: 1, receivedBelow: 2 },
          text: " MX.example 1; spf=pass smtp.helo=h",
          reading: {
            authservId: "MX.example",
            version: 1,
            comments: [],
            results: [
              {
                method: "spf",
                methodVersion: null,
                result: "pass",
                reason: null,
                properties: [{ ptype: "smtp", property: "helo", pvalue: "h" }],
                extensions: [],
                comments: [],
              },
            ],
            dialect: "rfc8601",
            deviations: [],
          },
          standing: "believed",
          trustedId: "mx.example",
        },
      ],
      forged: [],
      untrusted: [],
      removals: [],
    });
  });

  it.each([
    { text: "mx; none", reliable: true },
    { text: "mx 1; spf=pass extra=x", reliable: true },
    { text: "mx 2; none", reliable: false },
    { text: 'mx; spf=pass reason="x', reliable: false },
    { text: "mx; spf=pass !", reliable: false },
  ])("results can be taken from $text: $reliable (RFC 8601 §2.6, §7.8)", ({ text, reliable }) => {
    expect(isReliable(readAuthenticationResults(text))).toBe(reliable);
  });

  const mistakes: readonly { name: string; trust: AuthresTrust; message: RegExp }[] = [
    { name: "an empty id", trust: { authservIds: [" "], boundary: 1 }, message: /trust\.authservIds/ },
    { name: "a negative boundary", trust: { authservIds: ["a"], boundary: -1 }, message: /trust\.boundary/ },
    { name: "a fraction", trust: { authservIds: ["a"], boundary: 0.5 }, message: /trust\.boundary/ },
  ];
  it.each(mistakes)("throws TypeError for $name", ({ trust, message }) => {
    expect(() => assessTrust([], trust)).toThrow(TypeError);
    expect(() => assessTrust([], trust)).toThrow(message);
  });
});

it("a hop is counted by the Received fields above, and by no others (RFC 8601 §4.1)", () => {
  const header = [
    "Subject: x",
    "Authentication-Results: a; none",
    "Received: from b by a",
    "To: x@y.example",
    "Received: from c by b",
    "Authentication-Results: b; none",
    "Authentication-Results: b; none",
  ];
  expect(authenticationResultsFields(headerOf(header)).map(({ hop }) => hop)).toStrictEqual([
    { receivedAbove: 0, receivedBelow: 2 },
    { receivedAbove: 2, receivedBelow: null },
    { receivedAbove: 2, receivedBelow: null },
  ]);
});

it("an id at the very start of a value is seen, also one that stands before an equals sign (RFC 8601 §5)", () => {
  const text = "mx.example spf=pass";
  expect(readValue("mx.example; none").authservId).toBe("mx.example");
  expect(new TrustedIds(["mx.example"]).mayBeNamedIn(text, readValue("other.example; none"))).toBe(true);
});
