import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sectionsOfMarkdown, sectionsOfText, type Sections } from "./rfc-sections.ts";
import { readRfcIndex, type RfcIndex } from "./rfc-index.ts";

/** Texts that may lie beside the project; the other entries of docs/rfc-index.json are kept by hand. */
const SPECS = "../shared/specs";
const TEXTS = [
  { document: "RFC 6376", file: "rfc6376-dkim.txt", read: sectionsOfText },
  { document: "RFC 7208", file: "rfc7208-spf.txt", read: sectionsOfText },
  { document: "RFC 7372", file: "rfc7372-auth-failure-codes.txt", read: sectionsOfText },
  { document: "RFC 8553", file: "rfc8553-underscore-names.txt", read: sectionsOfText },
  { document: "RFC 8616", file: "rfc8616-eai-auth.txt", read: sectionsOfText },
  { document: "RFC 8617", file: "draft-arc-protocol-18-became-rfc8617.txt", read: sectionsOfText },
  { document: "RFC 9989", file: "draft-dmarcbis-41-became-rfc9989.txt", read: sectionsOfText },
  {
    document: "RFC 9990",
    file: "draft-dmarc-aggregate-reporting-became-rfc9990.md",
    read: sectionsOfMarkdown,
  },
  { document: "RFC 9991", file: "draft-dmarc-failure-reporting-became-rfc9991.md", read: sectionsOfMarkdown },
  { document: "BIMI draft", file: "draft-bimi.md", read: sectionsOfMarkdown },
] as const;

describe("the section readers", () => {
  it("read headings at column 0, appendices and titles of two lines, and no table of contents", () => {
    const text = [
      "   1.  First ....... 2",
      "1.  First",
      "   Text.",
      "",
      "1.1.  A Title that",
      "      goes on",
      "Appendix A.  More",
      "A.1.  Example",
    ].join("\n");
    expect(sectionsOfText(text)).toStrictEqual({
      "1": "First",
      "1.1": "A Title that goes on",
      A: "More",
      "A.1": "Example",
    });
  });

  it("number Markdown headings by level and letter the back matter", () => {
    const text = "# One {#one}\n## Sub.\n~~~\n# code\n~~~\n#Two\n## Sub\n--- back\n# Extra\n## Part";
    expect(sectionsOfMarkdown(text)).toStrictEqual({
      "1": "One",
      "1.1": "Sub",
      "2": "Two",
      "2.1": "Sub",
      A: "Extra",
      "A.1": "Part",
    });
  });
});

describe("docs/rfc-index.json", () => {
  const available = existsSync(SPECS);

  it.skipIf(!available && process.env["CI"] === undefined)(
    "lists exactly the sections of the texts beside the project (skipped where there are none)",
    async () => {
      const index = readRfcIndex();
      const read = TEXTS.map(({ document, file, read: sections }): [string, RfcIndex[string]] => {
        const entry = index[document];
        const found: Sections = sections(readFileSync(`${SPECS}/${file}`, "utf8"));
        return [document, { title: entry?.title ?? document, ...entry, sections: found }];
      });
      const merged = { ...index, ...Object.fromEntries(read) };
      await expect(`${JSON.stringify(merged, null, 2)}\n`).toMatchFileSnapshot("../../docs/rfc-index.json");
    },
  );
});
