import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { INPUT_ATTACKS, MAIL_ATTACKS } from "./rows/all.ts";

const LIST = "../shared/ATTACKS.md";

/** DomainKeys, MTA-STS and aggregate reports are not part of this release. */
const OUT_OF_SCOPE = ["C25", "G6", "G7"];

describe("the list of attacks", () => {
  const rows = new Set([...MAIL_ATTACKS, ...INPUT_ATTACKS].map(({ row }) => row));

  it("has a test for every row in scope, and no test for a row that is not", (context) => {
    if (!existsSync(LIST) && process.env["CI"] === undefined) context.skip(`${LIST} is not there`);
    const listed = [...readFileSync(LIST, "utf8").matchAll(/^\| ([A-G]\d+) \|/gm)].flatMap(
      ([, row]) => row ?? [],
    );
    expect([...rows].toSorted()).toStrictEqual(
      listed.filter((row) => !OUT_OF_SCOPE.includes(row)).toSorted(),
    );
  });

  it("names a section of an RFC or a class of attack in every test", () => {
    const names = [...MAIL_ATTACKS, ...INPUT_ATTACKS].map(({ name }) => name);
    expect(names.filter((name) => !/^(RFC \d+ (§|Appendix )|BIMI draft §|CWE-\d+)/.test(name))).toStrictEqual(
      [],
    );
  });
});
