import type { Command } from "commander";
import { explainRecord } from "../analysis/explain/record.ts";
import { printable } from "../base/printable.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { usageFailure } from "./failure.ts";
import { renderStatements } from "./render-statements.ts";
import { painter, type Terminal } from "./terminal.ts";

const HELP = `
Examples:
  $ waxseal lint "v=spf1 include:_spf.example.com ptr -all"
  $ waxseal lint "v=DMARC1; p=quarantine; rua=dmarc@example.com"
  $ waxseal lint "$(cat selector._domainkey.txt)"

Exit codes: 0 usable; 1 a receiver cannot use it as it is; 2 wrong usage`;

/** Adds `waxseal lint`. */
export function addLint(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("lint")
    .summary("judge the text of an SPF, DMARC or DKIM key record, without asking the DNS")
    .argument("<record>", "the text, its character-strings joined")
    .addHelpText("after", HELP)
    .action((text: string) => end(lint(text, terminal)));
}

function lint(text: string, terminal: Terminal): ExitCode {
  const explained = explainRecord(text);
  if (explained === null) {
    throw usageFailure(
      `record: expected an SPF, DMARC or DKIM key record, got "${printable(text.slice(0, 80))}"`,
    );
  }
  terminal.out(renderStatements(explained.statements, painter(terminal)));
  return explained.usable ? EXIT.ok : EXIT.failed;
}
