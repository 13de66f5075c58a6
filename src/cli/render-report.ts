import { explain } from "../analysis/explain/explain.ts";
import type { Statement } from "../analysis/explain/statement.ts";
import type { RecoveredEnvelope } from "../analysis/recover-envelope.ts";
import type { MessageReport } from "../analysis/report.ts";
import { printable } from "../base/printable.ts";
import { renderStatement } from "./render-statements.ts";
import { renderTable } from "./render-table.ts";
import { toneOf, type Paint, type Tone } from "./terminal.ts";

export interface RenderOptions {
  /** Printed above the report where there are several. */
  readonly title: string | null;
  /** Where the envelope was read, for what was not typed; null when all was given. */
  readonly recovered: RecoveredEnvelope | null;
  /** Every statement instead of the deciding ones. */
  readonly whole: boolean;
  readonly paint: Paint;
}

/** A report for a person: the verdict, the results in a table, and why. */
export function renderReport(report: MessageReport, options: RenderOptions): string {
  const { paint, title, whole, recovered } = options;
  const [verdict, ...statements] = explain(report);
  const shown = statements.filter((statement) => whole || isDeciding(statement, report));
  const lines = [
    ...(title === null ? [] : [paint("strong", printable(title))]),
    `${verdictWord(report, paint)}  ${verdict?.text ?? ""}`,
    "",
    ...renderTable(report, recovered, paint),
    "",
    paint("strong", whole ? "In full" : "Why"),
    ...shown.flatMap((statement, index) => [
      // In full there is enough to be divided by what it is about.
      ...(whole && index > 0 && statement.topic !== shown[index - 1]?.topic ? [""] : []),
      ...renderStatement(statement, paint),
    ]),
    "",
  ];
  return `${lines.join("\n")}\n`;
}

const SIGNS: Readonly<Record<Tone, string>> = {
  good: "✓",
  bad: "✗",
  doubtful: "?",
  quiet: "·",
  strong: "·",
  plain: "·",
};

function verdictWord({ author, dmarc }: MessageReport, paint: Paint): string {
  // DMARC has no word for an author who cannot be told; it must not look like "nothing to see".
  const tone = author.kind === "ambiguous" ? "bad" : toneOf(dmarc.result);
  return paint(tone, `${SIGNS[tone]} DMARC ${dmarc.result}`);
}

/** Without --explain: the results of the methods with their reasons, and what is odd about the author. */
function isDeciding({ topic, kind }: Statement, { author, bimi }: MessageReport): boolean {
  if (topic === "author") return kind !== "result" || author.kind !== "single";
  if (topic === "bimi") return kind !== "note" && (bimi.result === "fail" || bimi.result === "temperror");
  return (topic === "dmarc" || topic === "spf" || topic === "dkim" || topic === "arc") && kind !== "note";
}
