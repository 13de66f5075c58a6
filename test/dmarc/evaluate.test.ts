import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { outline, runCase, type DmarcCase } from "./cases.ts";

const FOLDER = "fixtures/cases/dmarc";

for (const file of readdirSync(FOLDER).toSorted()) {
  describe(`${FOLDER}/${file}`, () => {
    const cases = JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as readonly DmarcCase[];
    test.each(cases)("$name", ({ expected, questions, ...input }) => {
      const outcome = runCase(input);
      expect({ outline: outline(outcome.result), questions: outcome.questions }).toStrictEqual({
        outline: expected,
        questions,
      });
    });
  });
}
