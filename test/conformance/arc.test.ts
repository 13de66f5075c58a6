import { describe, expect, it } from "vitest";
import { validate } from "../arc/validating.ts";
import { readArcValidationSuite } from "../support/arc-suite.ts";

/**
 * Cases for which the suite states no status: a chain whose seal says `fail` was no concern of the
 * draft it was written for. RFC 8617 §5.2 decides, in its steps 2 and 3.
 */
const UNSTATED: ReadonlyMap<string, string> = new Map([
  ["cv_fail_i1_as_cv_fail", "sealed-as-failed"],
  ["cv_fail_i2_as2_fail", "sealed-as-failed"],
  ["cv_fail_i2_as1_fail", "chain-validation"],
]);

/**
 * The cases whose status the standard contradicts. RFC 6376 §3.5: without `c=` both algorithms are
 * simple, and this message signature was made with a relaxed header (its RSA block holds that hash).
 */
const DECIDED_OTHERWISE: ReadonlyMap<string, string> = new Map([["ams_fields_c_na", "fail"]]);

/** The moment that the suite's `t=` tags lie before, and no signature has expired at. */
const SUITE_NOW = 1_500_000_000;

describe("the ARC validation suite", () => {
  const cases = readArcValidationSuite();
  if (cases === null) {
    it.skipIf(process.env["CI"] === undefined)("stands at ../shared/suites (skipped: it does not)", () => {
      expect.fail("arc-draft-validation-tests.yml is missing");
    });
    return;
  }

  it("holds 171 cases, three of them without a status", () => {
    expect(cases).toHaveLength(171);
    const unstated = cases.filter(({ status }) => status === null).map(({ name }) => name);
    expect(unstated.toSorted()).toStrictEqual([...UNSTATED.keys()].toSorted());
  });

  it.each(cases)("$section: $name", ({ name, message, zone, status }) => {
    const { result } = validate(message, { zone, now: SUITE_NOW });
    expect(result.result).toBe(DECIDED_OTHERWISE.get(name) ?? status ?? "fail");
    if (status === null) expect(result.result === "fail" && result.cause.code).toBe(UNSTATED.get(name));
  });
});
