import { Option, type Command } from "commander";
import { toAuthenticationResults } from "../analysis/authentication-results.ts";
import type { MessageReport } from "../analysis/report.ts";
import { formatAuthenticationResults } from "../authres/format.ts";
import { analyzeMessage, type Analyzed, type BundleTarget } from "./analyze-message.ts";
import { openDns, withDnsOptions, type DnsOptions } from "./dns-options.ts";
import { withEnvelopeOptions, type EnvelopeOptions } from "./envelope-options.ts";
import {
  EXIT,
  exitCodeHelp,
  exitCodeOf,
  FAIL_ON_WORDS,
  worstExitCode,
  type ExitCode,
  type FailOn,
} from "./exit-code.ts";
import { asFailure, CliFailure, usageFailure } from "./failure.ts";
import { messageNames } from "./input.ts";
import { jsonDocument, jsonLine } from "./json.ts";
import { renderReport } from "./render-report.ts";
import { painter, type Terminal } from "./terminal.ts";

interface AnalyzeOptions extends DnsOptions, EnvelopeOptions {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly header?: boolean;
  readonly authservId: string;
  readonly explain?: boolean;
  readonly fetch?: boolean;
  readonly bundle?: string;
  readonly digestOnly?: boolean;
  readonly failOn: readonly FailOn[];
}

const EXAMPLES = `
Examples:
  $ waxseal analyze message.eml
  $ waxseal analyze message.eml --ip 192.0.2.1 --helo mx.example.net --mail-from a@example.net
  $ waxseal analyze message.eml --dns zone.json --now 2026-11-01T12:00:00Z --explain
  $ waxseal analyze *.eml --ndjson | jq -r '[.file, .report.dmarc.result] | @tsv'
  $ waxseal analyze message.eml --bundle evidence.json && waxseal replay evidence.json`;

const EXIT_CODES: string = exitCodeHelp(
  "DMARC pass or none (or nothing that --fail-on names)",
  "DMARC fail (or a result that --fail-on names)",
);

/** Adds `waxseal analyze`. */
export function addAnalyze(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("analyze")
    .summary("authenticate messages: SPF, DKIM, DMARC, with the proof of the verdict")
    .description(
      "Authenticates each message and says why. Without --ip, --helo and --mail-from the envelope is read from the trusted Received, Return-Path and Received-SPF fields.",
    )
    .argument("[files...]", 'messages; "-" or nothing for standard input');
  withDnsOptions(withEnvelopeOptions(command))
    .addOption(
      new Option("--json", "print the whole report as JSON").conflicts(["ndjson", "header", "explain"]),
    )
    .addOption(
      new Option("--ndjson", "print one JSON line for each message").conflicts(["header", "explain"]),
    )
    .addOption(new Option("--header", "print an Authentication-Results field").conflicts("explain"))
    .option("--authserv-id <id>", "authserv-id for --header", "localhost")
    .option("--explain", "say everything: every rule, every note")
    .option("--fetch", "fetch the indicator and the evidence that BIMI names, and check them")
    .option("--bundle <file>", "write the evidence of one message, for waxseal replay")
    .option("--digest-only", "leave the message out of the bundle, all but its SHA-256")
    .addOption(
      new Option(
        "--fail-on <results>",
        `DMARC results that exit with 1, by commas: ${FAIL_ON_WORDS.join(", ")}`,
      )
        .default(["fail"], "fail")
        .argParser(readFailOn),
    )
    .addHelpText("after", EXAMPLES + EXIT_CODES)
    .action(async (files: readonly string[], options: AnalyzeOptions) => {
      end(await analyzeAll(messageNames(files, terminal), options, terminal));
    });
}

function readFailOn(text: string): readonly FailOn[] {
  const words = text.split(",").map((part) => {
    const word = FAIL_ON_WORDS.find((each) => each === part.trim());
    if (word === undefined) {
      throw usageFailure(`--fail-on: expected words of ${FAIL_ON_WORDS.join(", ")}, got "${part}"`);
    }
    return word;
  });
  if (words.length > 1 && words.includes("never")) {
    throw usageFailure('--fail-on: expected "never" alone, or other words without it');
  }
  return words;
}

async function analyzeAll(
  names: readonly string[],
  options: AnalyzeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const bundle = bundleTarget(options);
  if (bundle !== null && names.length > 1) throw usageFailure("--bundle: expected one message");
  if (options.header === true) requireAuthservId(options.authservId);
  const dns = await openDns(options);
  const codes: ExitCode[] = [];
  const analyzed: Analyzed[] = [];
  for (const name of names) {
    try {
      const result = await analyzeMessage(name, options, bundle, dns.resolver, terminal);
      codes.push(exitCodeOf(result.report, options.failOn));
      if (options.json === true) analyzed.push(result);
      else print(result, options, terminal, names.length > 1);
    } catch (error) {
      // A message that cannot be read does not keep the others from being analysed.
      if (!(error instanceof CliFailure) || error.exitCode !== EXIT.input) throw error;
      terminal.error(`waxseal: ${error.message}\n`);
      codes.push(error.exitCode);
    }
  }
  if (options.json === true) printJson(analyzed, names.length > 1, terminal);
  await dns.close();
  return worstExitCode(codes);
}

function bundleTarget({ bundle, digestOnly = false }: AnalyzeOptions): BundleTarget | null {
  if (bundle === undefined && digestOnly) throw usageFailure("--digest-only: expected --bundle beside it");
  return bundle === undefined ? null : { file: bundle, content: digestOnly ? "digest" : "message" };
}

function print(
  { name, report, recovered }: Analyzed,
  options: AnalyzeOptions,
  terminal: Terminal,
  several: boolean,
): void {
  if (options.ndjson === true) {
    terminal.out(jsonLine({ file: name, report }));
  } else if (options.header === true) {
    terminal.out(headerOf(report, options.authservId));
  } else {
    const title = several ? name : null;
    const whole = options.explain === true;
    terminal.out(renderReport(report, { title, recovered, whole, paint: painter(terminal) }));
  }
}

/** One report for one message, a list with file names for several. */
function printJson(analyzed: readonly Analyzed[], several: boolean, terminal: Terminal): void {
  const [only] = analyzed;
  if (several) terminal.out(jsonDocument(analyzed.map(({ name, report }) => ({ file: name, report }))));
  else if (only !== undefined) terminal.out(jsonDocument(only.report));
}

function headerOf(report: MessageReport, authservId: string): string {
  return formatAuthenticationResults(toAuthenticationResults(report, authservId)).replaceAll("\r\n", "\n");
}

/** A wrong --authserv-id is found before any message is read. */
function requireAuthservId(authservId: string): void {
  asFailure(
    (message) => usageFailure(message.replace("authservId", "--authserv-id")),
    () => formatAuthenticationResults({ authservId, version: null, comments: [], results: [] }),
  );
}
