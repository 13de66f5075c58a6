import type { Command } from "commander";
import { toAuthenticationResults } from "../analysis/authentication-results.ts";
import type { MessageReport } from "../analysis/report.ts";
import { SealingReader } from "../arc/seal-message.ts";
import { representableResults } from "../authres/representable.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { analyzeBytes } from "./analyze-message.ts";
import { openDns, withDnsOptions, type DnsOptions } from "./dns-options.ts";
import { withEnvelopeOptions, type EnvelopeOptions } from "./envelope-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { asFailure, usageFailure } from "./failure.ts";
import { messageNames, readMessageFile } from "./input.ts";
import { optionFailure, printNotes, readKeys, withKeyOptions, type KeyOptions } from "./key-options.ts";
import { printSigned, refusal, withOutputOptions, type OutputOptions } from "./signed-output.ts";
import type { Terminal } from "./terminal.ts";

interface SealOptions extends KeyOptions, OutputOptions, DnsOptions, EnvelopeOptions {
  readonly authservId: string;
}

const HELP = `
Examples:
  $ waxseal seal message.eml --domain example.org --selector s1 --key s1.pem --authserv-id mx.example.org
  $ waxseal seal message.eml --domain example.org --selector s1 --key s1.pem --authserv-id mx.example.org \\
      --ip 192.0.2.1 --helo mx.example.net --mail-from a@example.net > sealed.eml

Exit codes: 0 sealed; 1 the message cannot be sealed; 2 wrong usage; 3 unreadable message or key`;

/** Adds `waxseal seal`. */
export function addSeal(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("seal")
    .summary("authenticate a message and add an ARC set that says what was found")
    .argument("[file]", 'the message; "-" or nothing for standard input')
    .requiredOption("--authserv-id <id>", "who did the authentication");
  withDnsOptions(withEnvelopeOptions(withOutputOptions(withKeyOptions(command))))
    .addHelpText("after", HELP)
    .action(async (file: string | undefined, options: SealOptions) => {
      end(await seal(file === undefined ? [] : [file], options, terminal));
    });
}

async function seal(files: readonly string[], options: SealOptions, terminal: Terminal): Promise<ExitCode> {
  const [name = ""] = messageNames(files, terminal);
  const [key, another] = await readKeys(options);
  if (key === undefined || another !== undefined)
    throw usageFailure("expected one key: a set has one sealer");
  const message = await readMessageFile(name, terminal);
  const dns = await openDns(options);
  const { report } = await analyzeBytes(name, message, options, dns.resolver);
  await dns.close();
  const authenticationResults = asFailure(optionFailure, () =>
    representableResults(toAuthenticationResults(report, options.authservId)),
  );
  const { now } = report.inputs;
  const reader = asFailure(optionFailure, () => new SealingReader({ ...key, crypto: nodeCrypto, now }));
  reader.push(message);
  const outcome = await reader.finish({ chainValidation: report.arc.result, authenticationResults });
  if (outcome.kind === "refused") throw refusal(name, outcome.issue);
  printNotes(outcome.notes, terminal);
  printOmissions(report, terminal);
  printSigned(message, outcome, options, terminal);
  return EXIT.ok;
}

/** What the set cannot say for want of an envelope: the reader of a sealed message has no other place to learn it. */
function printOmissions({ spf }: MessageReport, terminal: Terminal): void {
  if (spf.mailFrom.result !== "not-evaluated") return;
  terminal.error(
    "waxseal: without an envelope the set says nothing of SPF and reverse DNS, and of DMARC no more than DKIM decides; see --ip, --helo, --mail-from\n",
  );
}
