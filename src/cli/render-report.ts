import { explain } from "../analysis/explain/explain.ts";
import type { Statement } from "../analysis/explain/statement.ts";
import type { EnvelopeSource, RecoveredEnvelope } from "../analysis/recover-envelope.ts";
import type { MessageReport, SpfReport } from "../analysis/report.ts";
import { printable } from "../base/printable.ts";
import type { DkimResult } from "../dkim/result.ts";
import { renderStatement } from "./render-statements.ts";
import type { Paint, Tone } from "./terminal.ts";

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
  const { paint, title, whole } = options;
  const statements = explain(report);
  const [verdict] = statements;
  const { result } = report.dmarc;
  const lines = [
    ...(title === null ? [] : [paint("strong", printable(title))]),
    `${paint(toneOf(result), `${SIGNS[toneOf(result)]} DMARC ${result}`)}  ${verdict?.text ?? ""}`,
    "",
    ...tableOf(report, options),
    "",
    paint("strong", whole ? "In full" : "Why"),
    ...statements
      .slice(1)
      .filter((statement) => whole || isDeciding(statement))
      .flatMap((statement) => renderStatement(statement, paint)),
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

/** How a result word is shown, whichever the method. */
export function toneOf(result: string): Tone {
  if (result === "pass") return "good";
  if (result === "fail" || result === "permerror") return "bad";
  return result === "none" || result === "not-evaluated" ? "quiet" : "doubtful";
}

/** Without --explain: what decided the verdict, and every result that is not simply good. */
function isDeciding({ topic, kind }: Statement): boolean {
  if (topic === "dmarc") return kind !== "note";
  return (topic === "spf" || topic === "dkim" || topic === "author") && kind !== "note";
}

type Row = readonly [label: string, result: string | null, detail: string];

function tableOf(report: MessageReport, { paint, recovered }: RenderOptions): readonly string[] {
  const rows: Row[] = [
    ["author", null, authorText(report)],
    ["client", null, clientText(report, recovered)],
    ["dmarc", report.dmarc.result, dmarcText(report)],
    ["spf", report.spf.mailFrom.result, spfText(report.spf.mailFrom, recovered?.sources.mailFrom ?? null)],
    ["spf helo", report.spf.helo.result, spfText(report.spf.helo, null)],
    ...(report.dkim.length === 0 ? [["dkim", "none", "not signed"] satisfies Row] : report.dkim.map(dkimRow)),
    ["iprev", report.iprev.result, report.iprev.result === "pass" ? report.iprev.name : ""],
  ];
  const width = Math.max(...rows.map(([, result]) => result?.length ?? 0));
  return rows.map(([label, result, detail]) => {
    const word =
      result === null ? "" : `${paint(toneOf(result), result)}${" ".repeat(width - result.length)}  `;
    return `  ${paint("quiet", label.padEnd(9))} ${word}${printable(detail)}`.trimEnd();
  });
}

function authorText({ author }: MessageReport): string {
  switch (author.kind) {
    case "single": {
      const { displayName, localPart, domainText } = author.mailbox;
      const address = `${localPart}@${domainText}`;
      return displayName === null || displayName === "" ? address : `${displayName} <${address}>`;
    }
    case "multiple":
      return author.mailboxes.map(({ localPart, domainText }) => `${localPart}@${domainText}`).join(", ");
    case "none":
      return "nobody";
    case "ambiguous":
      return "ambiguous";
  }
}

function clientText({ inputs }: MessageReport, recovered: RecoveredEnvelope | null): string {
  const { clientIp, helo } = inputs.envelope;
  if (clientIp === undefined) return "unknown (--ip, --helo and --mail-from tell it)";
  const name = helo === undefined ? "" : ` (${helo})`;
  return `${clientIp}${name}${sourceText(recovered?.sources.clientIp ?? null)}`;
}

const FIELD_NAMES = {
  received: "Received",
  "return-path": "Return-Path",
  "received-spf": "Received-SPF",
} as const;

function sourceText(source: EnvelopeSource | null): string {
  return source === null
    ? ""
    : `, read from ${FIELD_NAMES[source.field]} (header field ${source.fieldIndex})`;
}

function dmarcText({ dmarc }: MessageReport): string {
  if (dmarc.result === "pass" || dmarc.result === "fail") {
    const policy = dmarc.policy === null ? "" : `, policy ${dmarc.policy.value}`;
    return `${dmarc.authorDomain}${policy}`;
  }
  return "authorDomain" in dmarc ? (dmarc.authorDomain ?? "") : "";
}

function spfText(spf: SpfReport, source: EnvelopeSource | null): string {
  if (spf.result === "not-evaluated") return "";
  return `${spf.identity === "helo" ? spf.helo : spf.sender}${sourceText(source)}`;
}

function dkimRow(dkim: DkimResult): Row {
  if (dkim.result === "neutral") return ["dkim", dkim.result, dkim.claimed.sdid ?? ""];
  const { sdid, selector, algorithm } = dkim.signature;
  return ["dkim", dkim.result, `${sdid}, selector ${selector}, ${algorithm}`];
}
