import { writeFile } from "node:fs/promises";
import { Option, type Command } from "commander";
import { analyze } from "../analysis/analyze.ts";
import { toAuthenticationResults } from "../analysis/authentication-results.ts";
import { makeBundle } from "../analysis/bundle.ts";
import type { Envelope } from "../analysis/inputs.ts";
import { AnalysisReader } from "../analysis/read.ts";
import { recoverEnvelope, type RecoveredEnvelope } from "../analysis/recover-envelope.ts";
import type { MessageReport } from "../analysis/report.ts";
import { formatAuthenticationResults } from "../authres/format.ts";
import { readReceivedChain } from "../message/received-chain.ts";
import { nodePlatform } from "../node/platform.ts";
import { run } from "../task/run.ts";
import { openDns, withDnsOptions, type DnsOptions, type OpenedDns } from "./dns-options.ts";
import {
  completeInputs,
  typedInputs,
  withEnvelopeOptions,
  type EnvelopeOptions,
} from "./envelope-options.ts";
import {
  EXIT,
  EXIT_CODE_HELP,
  exitCodeOf,
  FAIL_ON_WORDS,
  worstExitCode,
  type ExitCode,
  type FailOn,
} from "./exit-code.ts";
import { asFailure, CliFailure, inputFailure, usageFailure } from "./failure.ts";
import { messageNames, openMessage, readMessageFile } from "./input.ts";
import { renderReport } from "./render-report.ts";
import { painter, type Terminal } from "./terminal.ts";

interface AnalyzeOptions extends DnsOptions, EnvelopeOptions {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly header?: boolean;
  readonly authservId: string;
  readonly explain?: boolean;
  readonly bundle?: string;
  readonly failOn: readonly FailOn[];
}

/** One message with its result. */
interface Analyzed {
  readonly name: string;
  readonly report: MessageReport;
  readonly recovered: RecoveredEnvelope;
}

const EXAMPLES = `
Examples:
  $ waxseal analyze message.eml
  $ waxseal analyze message.eml --ip 192.0.2.1 --helo mx.example.net --mail-from a@example.net
  $ waxseal analyze message.eml --dns zone.json --now 2026-11-01T12:00:00Z --explain
  $ waxseal analyze *.eml --ndjson | jq -r '[.file, .report.dmarc.result] | @tsv'
  $ waxseal analyze message.eml --bundle evidence.json && waxseal replay evidence.json`;

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
    .option("--bundle <file>", "write the evidence of one message, for waxseal replay")
    .addOption(
      new Option(
        "--fail-on <results>",
        `DMARC results that exit with 1, by commas: ${FAIL_ON_WORDS.join(", ")}`,
      )
        .default(["fail"], "fail")
        .argParser(readFailOn),
    )
    .addHelpText("after", EXAMPLES + EXIT_CODE_HELP)
    .action(async (files: readonly string[], options: AnalyzeOptions) => {
      end(await analyzeAll(messageNames(files, terminal), options, terminal));
    });
}

function readFailOn(text: string): readonly FailOn[] {
  return text.split(",").map((part) => {
    const word = FAIL_ON_WORDS.find((each) => each === part.trim());
    if (word === undefined) {
      throw usageFailure(`--fail-on: expected words of ${FAIL_ON_WORDS.join(", ")}, got "${part}"`);
    }
    return word;
  });
}

async function analyzeAll(
  names: readonly string[],
  options: AnalyzeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.bundle !== undefined && names.length > 1) throw usageFailure("--bundle: expected one message");
  const dns = await openDns(options);
  const codes: ExitCode[] = [];
  const analyzed: Analyzed[] = [];
  for (const name of names) {
    try {
      const result = await analyzeOne(name, options, terminal, dns);
      codes.push(exitCodeOf(result.report, options.failOn));
      if (options.json === true) analyzed.push(result);
      else print(result, options, terminal, names.length > 1);
    } catch (error) {
      if (!(error instanceof CliFailure) || error.exitCode !== EXIT.input) throw error;
      terminal.error(`waxseal: ${error.message}\n`);
      codes.push(error.exitCode);
    }
  }
  if (options.json === true) printJson(analyzed, names.length > 1, terminal);
  await dns.close();
  return worstExitCode(codes);
}

async function analyzeOne(
  name: string,
  options: AnalyzeOptions,
  terminal: Terminal,
  dns: OpenedDns,
): Promise<Analyzed> {
  const platform = nodePlatform({ resolver: dns.resolver });
  const typed = typedInputs(options);
  const reader = new AnalysisReader(typed, platform.crypto);
  const whole = options.bundle === undefined ? null : await readMessageFile(name, terminal);
  if (whole !== null) reader.push(whole);
  else for await (const chunk of openMessage(name, terminal)) reader.push(chunk);
  const read = reader.finish();
  if (read.message.size === 0) throw inputFailure(`${name}: is empty`);
  const recovered = recoverEnvelope(read.message.fields, typed.trustedHops);
  const received = readReceivedChain(read.message.fields, typed.trustedHops);
  const inputs = completeInputs(typed, options, recovered, received);
  const report = await run(analyze(read, inputs), platform, { limits: inputs.limits });
  if (whole !== null && options.bundle !== undefined) {
    const bundle = makeBundle(report, whole, platform.crypto);
    await writeFile(options.bundle, `${JSON.stringify(bundle)}\n`).catch((error: Error) => {
      throw inputFailure(`${options.bundle ?? ""}: ${error.message}`);
    });
  }
  return { name, report, recovered: withoutTyped(recovered, typed.envelope) };
}

/** Only what was really taken from the message is said to be so. */
function withoutTyped({ envelope, sources }: RecoveredEnvelope, typed: Envelope): RecoveredEnvelope {
  return {
    envelope,
    sources: {
      clientIp: typed.clientIp === undefined ? sources.clientIp : null,
      helo: typed.helo === undefined ? sources.helo : null,
      mailFrom: typed.mailFrom === undefined ? sources.mailFrom : null,
    },
  };
}

function print(
  { name, report, recovered }: Analyzed,
  options: AnalyzeOptions,
  terminal: Terminal,
  several: boolean,
): void {
  if (options.ndjson === true) {
    terminal.out(`${JSON.stringify({ file: name, report })}\n`);
  } else if (options.header === true) {
    terminal.out(headerOf(report, options.authservId));
  } else {
    const title = several ? name : null;
    terminal.out(
      renderReport(report, { title, recovered, whole: options.explain === true, paint: painter(terminal) }),
    );
  }
}

/** One report for one message, a list with file names for several. */
function printJson(analyzed: readonly Analyzed[], several: boolean, terminal: Terminal): void {
  const [only] = analyzed;
  if (!several && only === undefined) return;
  const value = several ? analyzed.map(({ name, report }) => ({ file: name, report })) : only?.report;
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}

function headerOf(report: MessageReport, authservId: string): string {
  return asFailure(
    (message) => usageFailure(message.replace("authservId", "--authserv-id")),
    () => formatAuthenticationResults(toAuthenticationResults(report, authservId)).replaceAll("\r\n", "\n"),
  );
}
