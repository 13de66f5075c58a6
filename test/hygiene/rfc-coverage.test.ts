import { expect, it } from "vitest";
import { rfcCoverage } from "./rfc-coverage.ts";
import { readRfcIndex } from "./rfc-index.ts";
import { sourceFiles } from "./sources.ts";

it("docs/rfc-coverage.md is what the sources say (npm run docs writes it anew)", async () => {
  await expect(rfcCoverage(readRfcIndex(), sourceFiles())).toMatchFileSnapshot("../../docs/rfc-coverage.md");
});

it("the coverage lists sections in order, each module once, what is not cited, and the choices", () => {
  const index = {
    "RFC 1": { title: "One", sections: { "1": "A", "2": "B", "10": "J", A: "Extra" } },
    "RFC 2": { title: "Two", sections: { "1": "Z" } },
  };
  const files = [
    { path: "src/a.ts", text: "// RFC 1 §10, RFC 1 §2, RFC 1 §2\n\n/** Choice: so. */" },
    { path: "src/b.ts", text: "// RFC 1 §2" },
  ];
  expect(rfcCoverage(index, files).split("\n").slice(5)).toStrictEqual([
    "## RFC 1: One",
    "",
    "| section | title | cited in |",
    "| --- | --- | --- |",
    "| 2 | B | [a.ts](../src/a.ts), [b.ts](../src/b.ts) |",
    "| 10 | J | [a.ts](../src/a.ts) |",
    "",
    "Indexed and not cited: 1, A.",
    "",
    "## Choices where the text is silent",
    "",
    "- [a.ts](../src/a.ts): so.",
    "",
  ]);
});
