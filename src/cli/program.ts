import { Command, CommanderError } from "commander";
import { printable } from "../base/printable.ts";
import { addAnalyze } from "./analyze.ts";
import { addArc } from "./arc.ts";
import { addAuthres } from "./authres.ts";
import { addBimi } from "./bimi.ts";
import { addDkim } from "./dkim.ts";
import { addDmarc } from "./dmarc.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { CliFailure } from "./failure.ts";
import { addKeygen } from "./keygen.ts";
import { addLint } from "./lint.ts";
import { addReplay } from "./replay.ts";
import { addSeal } from "./seal.ts";
import { addSign } from "./sign.ts";
import { addSpf } from "./spf.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs one command line and returns the exit code. What the user did wrong is one line on standard
 * error; an exception that leaves here is a bug.
 */
export async function runCommandLine(
  args: readonly string[],
  version: string,
  terminal: Terminal,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = buildProgram(version, terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CliFailure)) throw error;
    terminal.error(`waxseal: ${error.message}\n`);
    return error.exitCode;
  }
}

function buildProgram(version: string, terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command("waxseal")
    .description("Email authentication with the proof of every verdict: SPF, DKIM, DMARC, ARC, BIMI.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.error,
      outputError: (text, write) => write(errorLine(text)),
    })
    .configureHelp({
      showGlobalOptions: false,
      commandDescription: (command) => command.description() || command.summary(),
    })
    .addHelpText("after", "\nwaxseal help <command> tells more; try: waxseal analyze message.eml");
  for (const add of [
    addAnalyze,
    addSpf,
    addDkim,
    addArc,
    addDmarc,
    addLint,
    addBimi,
    addAuthres,
    addReplay,
    addSign,
    addSeal,
    addKeygen,
  ])
    add(program, terminal, end);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** What the parser of options complains about, as one line that repeats nothing unprintable. */
function errorLine(text: string): string {
  const complaint = text
    .trimEnd()
    .replace(/^error: /, "waxseal: ")
    .replaceAll("\n", " ");
  return `${printable(complaint)}\n`;
}
