import { describe, expect, it } from "vitest";
import { choicesOf, citationsOf, isIndexed } from "./citations.ts";
import { readRfcIndex } from "./rfc-index.ts";
import { sourceFiles, type SourceFile } from "./sources.ts";

const sources = sourceFiles();
const planted = (text: string): SourceFile => ({ path: "src/planted.ts", text });
const namesIn = (text: string): readonly string[] =>
  citationsOf(planted(text)).citations.map(({ document, section }) => `${document} ${section ?? "-"}`);

describe("RFC citations under src", () => {
  it("have the one form: RFC 7208 §4.6.4, RFC 8463 Appendix A, RFC 7208 erratum 5436", () => {
    expect(sources.flatMap((file) => citationsOf(file).malformed)).toStrictEqual([]);
  });

  it("name only documents, sections and errata of docs/rfc-index.json", () => {
    const index = readRfcIndex();
    const unknown = sources
      .flatMap((file) => citationsOf(file).citations)
      .filter((citation) => !isIndexed(index, citation))
      .map(({ place, document, section }) => `${place} ${document} ${section ?? ""}`);
    expect(unknown).toStrictEqual([]);
  });
});

describe("the reading of citations", () => {
  const cases = [
    { name: "a section", text: "// RFC 7208 §4.6.4", names: ["RFC 7208 4.6.4"] },
    { name: "a sentence's full stop", text: "// As RFC 7208 §4.6.4.", names: ["RFC 7208 4.6.4"] },
    {
      name: "a list",
      text: "// RFC 7208 §2.3, §2.4 and §5",
      names: ["RFC 7208 2.3", "RFC 7208 2.4", "RFC 7208 5"],
    },
    { name: "an appendix", text: "// RFC 8463 Appendix A.2", names: ["RFC 8463 A.2"] },
    { name: "an erratum", text: "// RFC 7208 erratum 5436", names: ["RFC 7208 erratum 5436"] },
    { name: "a whole document", text: "// Not by RFC 8301 (sha1)", names: ["RFC 8301 -"] },
    {
      name: "a wrapped one",
      text: "/**\n * see RFC 7208\n * §4.5, RFC\n * 1035 §3.1 */",
      names: ["RFC 7208 4.5", "RFC 1035 3.1"],
    },
    { name: "a literal", text: 'const e = { rfc: "RFC 6376 §6.1.3" };', names: ["RFC 6376 6.1.3"] },
    { name: "two documents", text: "// RFC 8301 §3.1, RFC 8463 §3", names: ["RFC 8301 3.1", "RFC 8463 3"] },
    {
      name: "another standard",
      text: "// UTS #46 §4, BIMI draft §4.2",
      names: ["UTS #46 4", "BIMI draft 4.2"],
    },
  ];
  it.each(cases)("understands $name", ({ text, names }) => {
    expect(namesIn(text)).toStrictEqual(names);
    expect(citationsOf(planted(text)).malformed).toStrictEqual([]);
  });

  it.each([
    "// RFC7208 says",
    "// RFC 7208, section 4.6",
    "// RFC 7208 Section 4.6",
    "// RFC 5234 appendix B.1",
    "// RFC 7208, §4.6",
    "// see §4.6 there",
    "// RFC 7208 § 4.6",
    "// RFC 7208 errata 5436",
  ])("refuses %s", (text) => {
    expect(citationsOf(planted(text)).malformed.length).toBeGreaterThan(0);
  });

  it("tells the line of a wrapped citation", () => {
    const { citations } = citationsOf(planted("\n/**\n * Text,\n * RFC\n * 7208 §4.5\n */"));
    expect(citations).toStrictEqual([{ document: "RFC 7208", section: "4.5", place: "src/planted.ts:4" }]);
  });

  it("knows sections and errata that exist", () => {
    const index = readRfcIndex();
    const names = ["4.6.4", "4.6.9", "erratum 5436", "erratum 1", "A", null];
    expect(
      names.map((section) => isIndexed(index, { document: "RFC 7208", section, place: "" })),
    ).toStrictEqual([true, false, true, false, true, true]);
  });
});

describe("the reading of choices", () => {
  it("takes the paragraph after the word, in either kind of comment", () => {
    const text = [
      "/**",
      " * What it does.",
      " *",
      " * Choice: a failure ends the walk,",
      " * as an outage is no policy.",
      " *",
      " * RFC 9989 §4.10",
      " */",
      "// Choice: the first wins; two",
      "// cannot both.",
      "const x = 1;",
      "/** Choice: one line. */",
    ].join("\n");
    expect(choicesOf(planted(text))).toStrictEqual([
      { place: "src/planted.ts:1", text: "a failure ends the walk, as an outage is no policy." },
      { place: "src/planted.ts:9", text: "the first wins; two cannot both." },
      { place: "src/planted.ts:12", text: "one line." },
    ]);
  });
});
