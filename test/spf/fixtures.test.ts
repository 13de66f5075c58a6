import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runSpfCase, type SpfCase } from "../support/spf-case.ts";

const folder = "fixtures/cases/spf";

describe.each(readdirSync(folder))("%s", (file) => {
  const cases = JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as readonly SpfCase[];

  it.each(cases)("$name ($rfc)", (test) => {
    const { summary, questions } = runSpfCase(test);
    expect({ expected: summary, questions }).toStrictEqual({
      expected: test.expected,
      questions: test.questions,
    });
  });
});
