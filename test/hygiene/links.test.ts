import { existsSync } from "node:fs";
import { posix } from "node:path";
import { expect, it } from "vitest";
import { documentedPages } from "./examples.ts";

/** The anchor a heading gets: lower case, spaces to hyphens, other punctuation dropped. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const pages = new Map(documentedPages().map(({ page, text }) => [page, text]));

/** Relative links of a page whose file or heading does not exist; code shows none. */
function brokenLinks(page: string, text: string): readonly string[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, "");
  const targets = Array.from(prose.matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g), ([, target = ""]) => target);
  return targets.filter((target) => {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : posix.join(posix.dirname(page), path);
    if (path !== "" && !existsSync(file)) return true;
    const headings = Array.from(
      (pages.get(file) ?? text).matchAll(/^#+ (.*)$/gm),
      ([, heading = ""]) => heading,
    );
    return anchor !== undefined && file.endsWith(".md") && !headings.map(anchorOf).includes(anchor);
  });
}

it.each([...pages.keys()])("every link of %s leads somewhere", (page) => {
  expect(brokenLinks(page, pages.get(page) ?? "")).toStrictEqual([]);
});

it("a missing file and a missing heading are broken, another site is not looked at", () => {
  const text =
    "# A `b` c\n[x](#a-b-c) [x](#no) [x](none.md) [x](README.md) [x](https://example.com/none)\n```ts\nf[x](y)\n```\n";
  expect(brokenLinks("planted.md", text)).toStrictEqual(["#no", "none.md"]);
});
