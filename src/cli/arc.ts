import { Option, type Command } from "commander";
import { explainArc } from "../analysis/explain/arc.ts";
import { AnalysisReader } from "../analysis/read.ts";
import type { ArcResult } from "../arc/result.ts";
import { validateChain } from "../arc/validate.ts";
import { nodePlatform } from "../node/platform.ts";
import { run } from "../task/run.ts";
import { openDns, withDnsOptions, type DnsOptions } from "./dns-options.ts";
import { datedInputs, trustSealerOption } from "./envelope-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { messageNames, openMessage } from "./input.ts";
import { jsonDocument } from "./json.ts";
import { renderStatements } from "./render-statements.ts";
import { painter, type Terminal } from "./terminal.ts";

interface ArcOptions extends DnsOptions {
  readonly now?: string;
  readonly trustSealer?: readonly string[];
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ waxseal arc message.eml
  $ waxseal arc message.eml --trust-sealer lists.example.org --json

Exit codes: 0 the chain passes, or there is none; 1 it fails; 2 wrong usage; 3 unreadable input;
4 it fails because a key could not be fetched now`;

/** Adds `waxseal arc`. */
export function addArc(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("arc")
    .summary("validate the ARC chain of a message, and show who changed it where")
    .argument("[file]", 'the message; "-" or nothing for standard input')
    .option("--now <moment>", "moment of evaluation: an ISO 8601 date or seconds since 1970")
    .addOption(trustSealerOption());
  withDnsOptions(command)
    .addOption(new Option("--json", "print the result as JSON"))
    .addHelpText("after", HELP)
    .action(async (file: string | undefined, options: ArcOptions) => {
      end(await validate(file === undefined ? [] : [file], options, terminal));
    });
}

async function validate(
  files: readonly string[],
  options: ArcOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const [name = ""] = messageNames(files, terminal);
  const inputs = datedInputs(options);
  const dns = await openDns(options);
  const platform = nodePlatform({ resolver: dns.resolver });
  const { limits, now, policy } = inputs;
  const reader = new AnalysisReader(inputs, platform.crypto);
  for await (const chunk of openMessage(name, terminal)) reader.push(chunk);
  const { message, chain } = reader.finish();
  const task = validateChain({
    message,
    chain,
    policy: policy.arc,
    signaturePolicy: policy.dkim,
    now,
    limits,
  });
  const result = await run(task, platform, { limits });
  await dns.close();
  if (options.json === true) terminal.out(jsonDocument(result));
  else terminal.out(textOf(result, terminal));
  return exitCode(result);
}

function textOf(result: ArcResult, terminal: Terminal): string {
  if (result.result === "none") return "  The message carries no ARC chain.\n";
  // Whether the chain outweighs DMARC is a question for the whole analysis.
  return renderStatements(explainArc({ ...result, override: null }), painter(terminal));
}

function exitCode(result: ArcResult): ExitCode {
  if (result.result !== "fail") return EXIT.ok;
  const { code } = result.cause;
  const unavailable = code === "seal-unavailable" || code === "message-signature-unavailable";
  return unavailable ? EXIT.temporary : EXIT.failed;
}
