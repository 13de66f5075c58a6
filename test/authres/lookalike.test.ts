import { describe, expect, it } from "vitest";
import { assessTrust, type AuthresTrust } from "../../src/authres/trust.ts";
import { headerOf } from "./fixtures.ts";

const trust: AuthresTrust = { authservIds: ["mx.example", "mail gateway"], boundary: 1 };

/** How a field with this value stands, above the boundary and so believed if it names a trusted host. */
function standingOf(value: string, given: AuthresTrust = trust): string {
  const header = [`Authentication-Results: ${value}`, "Received: from b by a"];
  const { believed, forged, untrusted } = assessTrust(headerOf(header), given);
  const [field] = [...believed, ...forged, ...untrusted];
  if (field === undefined) return "none";
  return field.standing === "believed" ? `believed ${field.trustedId}` : field.cause;
}

const words = (word: string, count: number): string => `${`${word} `.repeat(count)}; none`;

describe("a field that could be read to bear a trusted id (RFC 8601 §5, §7.8)", () => {
  const cases = [
    { value: "MX.example; none", is: "believed mx.example" },
    { value: "mx.example.; none", is: "believed mx.example" },
    { value: '"Mail  Gateway"; none', is: "believed mail gateway" },
    { value: '"mail gateway"; none', is: "believed mail gateway" },
    { value: "other; none", is: "foreign-authserv-id" },
    { value: "xmx.example; none", is: "foreign-authserv-id" },
    { value: "mx.examplex; none", is: "foreign-authserv-id" },
    { value: "mx.example_x; none", is: "foreign-authserv-id" },
    { value: "mx.example-x; none", is: "foreign-authserv-id" },
    { value: "mx.example.x; none", is: "foreign-authserv-id" },
    { value: "mx.exampleé; none", is: "foreign-authserv-id" },
    { value: "mx.example\x7f; none", is: "lookalike" },
    { value: "mx.example+x; none", is: "lookalike" },
    { value: "..mx.example..; none", is: "lookalike" },
    { value: "other (mx.example); none", is: "lookalike" },
    { value: "other; (mx.example) none", is: "lookalike" },
    { value: "other; spf=pass (mx.example)", is: "foreign-authserv-id" },
    { value: "other; spf=pass smtp.helo=mx.example", is: "foreign-authserv-id" },
    { value: "other; mx.example; none", is: "lookalike" },
    { value: "other; none; a=b; mx.example", is: "lookalike" },
    { value: "other mx.example; none", is: "lookalike" },
    { value: "other x=mx.example; none", is: "lookalike" },
    { value: "other x; a=mx.example", is: "unreadable-authserv-id" },
    { value: "other x=y; a=mx.example", is: "unreadable-authserv-id" },
    { value: "spf=pass smtp.helo=mx.example", is: "no-authserv-id" },
    { value: "mx.example=pass; none", is: "lookalike" },
    { value: 'other "m\\x.example"; none', is: "lookalike" },
    { value: "other =?utf-8?Q?mx=2Eexample?=; none", is: "lookalike" },
    { value: "x mail  gateway y; none", is: "lookalike" },
    { value: "x mail gate way y; none", is: "unreadable-authserv-id" },
    { value: "mail; gateway; none", is: "foreign-authserv-id" },
    { value: "; none", is: "no-authserv-id" },
    { value: "... ; none", is: "foreign-authserv-id" },
  ];
  it.each(cases)("$value: $is", ({ value, is }) => {
    expect(standingOf(value)).toBe(is);
  });

  it("without trusted ids nothing looks alike", () => {
    expect(standingOf("mx.example; none", { authservIds: [], boundary: 1 })).toBe("foreign-authserv-id");
  });

  it("compares ids past ASCII as A-labels, until that costs too much", () => {
    const trusted = { authservIds: ["ü.example"], boundary: 1 };
    expect(standingOf("XN--TDA.example; none", trusted)).toBe("believed ü.example");
    expect(standingOf("other (Ü.example); none", trusted)).toBe("lookalike");
    const flood = [
      words("é", 2222),
      words("é", 2223),
      words("xn--a", 1538),
      words("xn--a", 1539),
      words("a", 9999),
    ];
    expect(flood.map((value) => standingOf(value))).toStrictEqual([
      "unreadable-authserv-id",
      "lookalike",
      "unreadable-authserv-id",
      "lookalike",
      "unreadable-authserv-id",
    ]);
  });
});

it("a topmost field counts whatever stands in it, and the next is not topmost (RFC 8601 §5)", () => {
  const header = ["other; none", "mx.example; none", "mx.example 2; none", "mx.example; none"].map(
    (value) => `Authentication-Results: ${value}`,
  );
  const { believed, forged, untrusted, removals } = assessTrust(headerOf(header), {
    authservIds: ["mx.example"],
    boundary: "topmost",
  });
  expect([believed, forged, untrusted].map((list) => list.map(({ index }) => index))).toStrictEqual([
    [1],
    [2, 3],
    [0],
  ]);
  expect(forged.map((field) => field.standing === "forged" && field.cause)).toStrictEqual([
    "not-topmost",
    "not-topmost",
  ]);
  expect(removals).toStrictEqual([
    { index: 3, occurrence: 4 },
    { index: 2, occurrence: 3 },
  ]);
});
