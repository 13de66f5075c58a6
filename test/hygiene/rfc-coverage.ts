import { choicesOf, citationsOf } from "./citations.ts";
import type { RfcEntry, RfcIndex } from "./rfc-index.ts";
import type { SourceFile } from "./sources.ts";

const link = (path: string): string => `[${path.replace(/^src\//, "")}](../${path})`;

/** A key that sorts sections in reading order: numbers by value, appendices after them, errata last. */
const sortKey = (section: string): string =>
  section.startsWith("erratum")
    ? `~${section}`
    : section.replaceAll(/\d+/g, (digits) => digits.padStart(4, "0"));

function compareSections(left: string, right: string): number {
  return sortKey(left) < sortKey(right) ? -1 : 1;
}

/** For each document the sections cited, and for each section the modules that cite it. */
function citedSections(
  files: readonly SourceFile[],
): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const documents = new Map<string, Map<string, string[]>>();
  for (const file of files) {
    for (const { document, section } of citationsOf(file).citations) {
      if (section === null) continue;
      const sections = documents.get(document) ?? new Map<string, string[]>();
      const paths = sections.get(section) ?? [];
      if (!paths.includes(file.path)) paths.push(file.path);
      documents.set(document, sections.set(section, paths));
    }
  }
  return documents;
}

function documentPage(name: string, entry: RfcEntry, cited: ReadonlyMap<string, readonly string[]>): string {
  const rows = [...cited]
    .toSorted(([left], [right]) => compareSections(left, right))
    .map(([section, paths]) => {
      const title = entry.sections[section] ?? "";
      return `| ${section} | ${title.replaceAll("|", "\\|")} | ${paths.map(link).join(", ")} |`;
    });
  const rest = Object.keys(entry.sections)
    .filter((section) => !cited.has(section))
    .toSorted(compareSections);
  return [
    `## ${name}: ${entry.title}`,
    "",
    "| section | title | cited in |",
    "| --- | --- | --- |",
    ...rows,
    ...(rest.length === 0 ? [] : ["", `Indexed and not cited: ${rest.join(", ")}.`]),
    "",
  ].join("\n");
}

/** The page docs/rfc-coverage.md: which module cites which section, and every recorded choice. */
export function rfcCoverage(index: RfcIndex, files: readonly SourceFile[]): string {
  const cited = citedSections(files);
  const documents = Object.entries(index).flatMap(([name, entry]) => {
    const sections = cited.get(name);
    return sections === undefined ? [] : [documentPage(name, entry, sections)];
  });
  const choices = files.flatMap((file) => choicesOf(file).map(({ text }) => `- ${link(file.path)}: ${text}`));
  return [
    "# RFC coverage",
    "",
    "Generated from the citations in the sources by `npm run docs`; a test compares it. Section titles are those of",
    "[rfc-index.json](rfc-index.json).",
    "",
    ...documents,
    "## Choices where the text is silent",
    "",
    ...(choices.length === 0 ? ["None."] : choices),
    "",
  ].join("\n");
}
