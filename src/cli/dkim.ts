import { Option, type Command } from "commander";
import { explainDkim } from "../analysis/explain/dkim.ts";
import { AnalysisReader } from "../analysis/read.ts";
import type { DkimResult } from "../dkim/result.ts";
import { verifySignatures } from "../dkim/verify.ts";
import { nodePlatform } from "../node/platform.ts";
import { run } from "../task/run.ts";
import { openDns, withDnsOptions, type DnsOptions } from "./dns-options.ts";
import { datedInputs } from "./envelope-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { messageNames, openMessage } from "./input.ts";
import { jsonDocument } from "./json.ts";
import { renderStatements } from "./render-statements.ts";
import { painter, type Terminal } from "./terminal.ts";

interface DkimOptions extends DnsOptions {
  readonly now?: string;
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ waxseal dkim message.eml
  $ waxseal dkim message.eml --now 2026-11-01T12:00:00Z --dns zone.json

Exit codes: 0 a signature passes, or there is none; 1 no signature passes; 2 wrong usage;
3 unreadable input; 4 no signature passes, and one could not be checked now`;

/** Adds `waxseal dkim`. */
export function addDkim(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("dkim")
    .summary("verify the DKIM signatures of a message")
    .argument("[file]", 'the message; "-" or nothing for standard input')
    .option("--now <moment>", "moment of evaluation: an ISO 8601 date or seconds since 1970");
  withDnsOptions(command)
    .addOption(new Option("--json", "print the results as JSON"))
    .addHelpText("after", HELP)
    .action(async (file: string | undefined, options: DkimOptions) => {
      end(await verify(file === undefined ? [] : [file], options, terminal));
    });
}

async function verify(files: readonly string[], options: DkimOptions, terminal: Terminal): Promise<ExitCode> {
  const [name = ""] = messageNames(files, terminal);
  const dns = await openDns(options);
  const platform = nodePlatform({ resolver: dns.resolver });
  const { limits, policy, now, ...inputs } = datedInputs(
    options.now === undefined ? {} : { now: options.now },
  );
  const reader = new AnalysisReader({ limits, policy, now, ...inputs }, platform.crypto);
  for await (const chunk of openMessage(name, terminal)) reader.push(chunk);
  const results = await run(
    verifySignatures({ ...reader.finish(), policy: policy.dkim, now, limits }),
    platform,
    { limits },
  );
  await dns.close();
  if (options.json === true) terminal.out(jsonDocument(results));
  else terminal.out(renderStatements(explainDkim(results), painter(terminal)));
  return exitCode(results);
}

function exitCode(results: readonly DkimResult[]): ExitCode {
  if (results.length === 0 || results.some(({ result }) => result === "pass")) return EXIT.ok;
  return results.some(({ result }) => result === "temperror") ? EXIT.temporary : EXIT.failed;
}
