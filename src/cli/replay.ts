import { Option, type Command } from "commander";
import { replayBundle, type EvidenceBundle } from "../analysis/bundle.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { exitCodeHelp, exitCodeOf, type ExitCode } from "./exit-code.ts";
import { asFailure, inputFailure } from "./failure.ts";
import { readJson, readMessageFile } from "./input.ts";
import { jsonDocument } from "./json.ts";
import { renderReport } from "./render-report.ts";
import { painter, type Terminal } from "./terminal.ts";

interface ReplayOptions {
  readonly message?: string;
  readonly json?: boolean;
  readonly explain?: boolean;
}

const EXAMPLES = `
Examples:
  $ waxseal analyze message.eml --bundle evidence.json
  $ waxseal replay evidence.json --explain`;

/** Adds `waxseal replay`. */
export function addReplay(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("replay")
    .summary("repeat an analysis from its evidence bundle, offline")
    .argument("<bundle>", "what analyze --bundle wrote")
    .option("--message <file>", "the message, for a bundle that holds only its digest")
    .addOption(new Option("--json", "print the whole report as JSON").conflicts("explain"))
    .option("--explain", "say everything: every rule, every note")
    .addHelpText("after", EXAMPLES + exitCodeHelp("DMARC pass or none", "DMARC fail"))
    .action(async (file: string, options: ReplayOptions) => end(await replay(file, options, terminal)));
}

async function replay(file: string, options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const content = await readJson(file);
  const message =
    options.message === undefined ? {} : { message: await readMessageFile(options.message, terminal) };
  const { documentChecks } = await import("../bimi/platform-checks.ts");
  const report = asFailure(
    (text) => inputFailure(`${file}: ${text.replace(/^message:/, "--message:")}`),
    () => replayBundle(content as EvidenceBundle, nodeCrypto, { ...message, documentChecks }),
  );
  if (options.json === true) terminal.out(jsonDocument(report));
  else {
    const whole = options.explain === true;
    terminal.out(renderReport(report, { title: null, recovered: null, whole, paint: painter(terminal) }));
  }
  return exitCodeOf(report, ["fail"]);
}
