import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { isNoticed, type Outcome } from "./mutant.ts";

/** Why the survivors of a source line say nothing against the tests. */
interface Reason {
  readonly reason: string;
  /** Lines by file, without their indentation. */
  readonly lines: Readonly<Record<string, readonly string[]>>;
}

const PAGE = "docs/mutation.md";
const MARK = "<!-- what follows is written by npm run mutation:report -->";

/**
 * Writes the figures of the last run and its survivors, each with its reason, below the mark in docs/mutation.md.
 * Usage: npm run mutation:report
 */
const outcomes = readdirSync(".build/mutation")
  .filter((name) => name.endsWith(".jsonl"))
  .toSorted()
  .map((name) => ({ area: name.replace(".jsonl", ""), outcomes: readOutcomes(`.build/mutation/${name}`) }));
const reasons = JSON.parse(readFileSync("test/mutation/survivors.json", "utf8")) as readonly Reason[];
const [introduction = ""] = readFileSync(PAGE, "utf8").split(MARK);
writeFileSync(PAGE, `${introduction}${MARK}\n\n${[figures(), ...survivors()].join("\n")}`);

function readOutcomes(path: string): readonly Outcome[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Outcome);
}

function figures(): string {
  const rows = outcomes.map((each) => figuresOf(each.area, each.outcomes));
  const all = figuresOf(
    "all",
    outcomes.flatMap((each) => each.outcomes),
  );
  return [
    "| area | mutants | killed | timeouts | survived | uncovered | noticed |",
    "| --- | --: | --: | --: | --: | --: | --: |",
    ...rows,
    all,
    "",
  ].join("\n");
}

function figuresOf(area: string, mutants: readonly Outcome[]): string {
  const count = (fate: Outcome["fate"]): number => mutants.filter((each) => each.fate === fate).length;
  const score = ((100 * mutants.filter(isNoticed).length) / mutants.length).toFixed(1);
  const counts = [count("killed"), count("timeout"), count("survived"), count("uncovered")];
  return `| ${[area, mutants.length, ...counts, `${score} %`].join(" | ")} |`;
}

/** The lines with survivors, by reason; what has none comes last. */
function survivors(): readonly string[] {
  const places = new Map<string, number>();
  for (const outcome of outcomes.flatMap((each) => each.outcomes)) {
    if (isNoticed(outcome)) continue;
    const place = JSON.stringify([outcome.file, sourceLine(outcome)]);
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  const sections = reasons.map(({ reason, lines }) => {
    const known = Object.entries(lines).flatMap(([file, texts]) =>
      texts.flatMap((text) => {
        const place = JSON.stringify([file, text]);
        const count = places.get(place);
        places.delete(place);
        return count === undefined ? [] : [listed(file, text, count)];
      }),
    );
    return known.length === 0 ? "" : section(reason, known);
  });
  const unexplained = Array.from(places, ([place, count]) => {
    const [file, text] = JSON.parse(place) as readonly [string, string];
    return listed(file, text, count);
  });
  const rest =
    unexplained.length === 0 ? [] : [section("Not explained: a test may be missing.", unexplained)];
  return [...sections.filter((text) => text !== ""), ...rest];
}

function section(title: string, lines: readonly string[]): string {
  return [`### ${title}`, "", ...lines.toSorted(), ""].join("\n");
}

function listed(file: string, text: string, count: number): string {
  return `- ${file} (${count}): \`${text.replaceAll("`", "'")}\``;
}

function sourceLine({ file, line }: Outcome): string {
  return (readFileSync(file, "utf8").split("\n")[line - 1] ?? "").trim();
}
