import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { RULES } from "./rules.ts";
import { ruleCells } from "./tally-text.ts";

it("docs/oracles.md has a row for every kind of disagreement, and for no other", () => {
  const page = readFileSync(new URL("../../docs/oracles.md", import.meta.url), "utf8");
  const rows = page.split("\n").filter((line) => /^\| `(?:spf|dkim|dmarc)\.[a-z0-9-]+` \|/.test(line));
  const described = rows.map((row) => row.split(" | ").slice(0, 3).join(" | ").replace(/^\| /, ""));
  expect(described).toStrictEqual(RULES.map((rule) => ruleCells(rule).join(" | ")));
});
