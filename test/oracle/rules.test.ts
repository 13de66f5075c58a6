import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { RULES } from "./rules.ts";

const page = readFileSync("docs/oracles.md", "utf8");

it.each(RULES)(
  "docs/oracles.md tells what waxseal does where $id holds, and which section decides",
  (rule) => {
    expect(page).toContain(`| \`${rule.id}\` | ${rule.reason} | ${rule.rfc} |`);
  },
);

it("no two kinds of disagreement have one name", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});
