import { formatQuote } from "../analysis/explain/quote.ts";
import type { Statement } from "../analysis/explain/statement.ts";
import type { Paint } from "./terminal.ts";

/** Statements for a person, a line each, with the text that decided below it. */
export function renderStatements(statements: readonly Statement[], paint: Paint): string {
  return statements
    .flatMap((statement) => renderStatement(statement, paint))
    .map((line) => `${line}\n`)
    .join("");
}

/** One statement: results at the margin, reasons and notes indented. */
export function renderStatement(statement: Statement, paint: Paint): readonly string[] {
  const source = statement.rfc === null ? "" : paint("quiet", `  ${statement.rfc}`);
  const quote = statement.quote === null ? [] : formatQuote(statement.quote);
  return [
    `${leadOf(statement, paint)}${statement.text}${source}`,
    ...quote.map((line) => `      ${paint("quiet", line)}`),
  ];
}

function leadOf({ kind }: Statement, paint: Paint): string {
  switch (kind) {
    case "result":
      return "  ";
    case "reason":
      return "    ";
    case "note":
      return `    ${paint("doubtful", "note")} `;
  }
}
