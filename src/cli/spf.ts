import { Option, type Command } from "commander";
import { explainSpf } from "../analysis/explain/spf.ts";
import { nodePlatform } from "../node/platform.ts";
import { checkHelo, checkMailFrom } from "../spf/identity.ts";
import { formatReceivedSpf, toReceivedSpf } from "../spf/received-spf.ts";
import type { SpfResult } from "../spf/result.ts";
import { run } from "../task/run.ts";
import { openDns, withDnsOptions, type DnsOptions } from "./dns-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { asFailure, usageFailure } from "./failure.ts";
import { jsonDocument } from "./json.ts";
import { renderStatements } from "./render-statements.ts";
import { painter, type Terminal } from "./terminal.ts";

interface SpfOptions extends DnsOptions {
  readonly ip: string;
  readonly helo: string;
  readonly mailFrom?: string;
  readonly json?: boolean;
  readonly header?: boolean;
  readonly receiver: string;
}

const HELP = `
Examples:
  $ waxseal spf --ip 192.0.2.1 --helo mx.example.net --mail-from a@example.net
  $ waxseal spf --ip 2001:db8::1 --helo mx.example.net        # the HELO identity alone

Exit codes: 0 pass, neutral, softfail or none; 1 fail or permerror; 2 wrong usage;
3 unreadable input; 4 temporary failure: ask again later`;

/** Adds `waxseal spf`. */
export function addSpf(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("spf")
    .summary("check SPF for a client and a sender, without a message")
    .requiredOption("--ip <address>", "address of the SMTP client")
    .requiredOption("--helo <name>", "argument of HELO or EHLO")
    .option(
      "--mail-from <address>",
      'reverse-path; "" or "<>" for the null sender; without it HELO is checked',
    );
  withDnsOptions(command)
    .addOption(new Option("--json", "print the result as JSON").conflicts("header"))
    .option("--header", "print a Received-SPF field")
    .option("--receiver <name>", "name of the receiving host for --header", "localhost")
    .addHelpText("after", HELP)
    .action(async (options: SpfOptions) => end(await checkSpf(options, terminal)));
}

async function checkSpf(options: SpfOptions, terminal: Terminal): Promise<ExitCode> {
  const { ip: clientIp, helo, mailFrom } = options;
  const dns = await openDns(options);
  const common = { now: Date.now() / 1000, receiver: options.receiver };
  const task = asFailure(
    (message) => usageFailure(message.replace("clientIp", "--ip")),
    () =>
      mailFrom === undefined
        ? checkHelo({ clientIp, helo }, common)
        : checkMailFrom({ clientIp, helo, mailFrom: mailFrom === "<>" ? null : mailFrom }, common),
  );
  const result = await run(task, nodePlatform({ resolver: dns.resolver }));
  await dns.close();
  if (options.json === true) {
    terminal.out(jsonDocument(result));
  } else if (options.header === true) {
    terminal.out(formatReceivedSpf(toReceivedSpf(result, options.receiver)).replaceAll("\r\n", "\n"));
  } else {
    const identity = mailFrom === undefined ? "HELO" : "MAIL FROM";
    terminal.out(renderStatements(explainSpf(identity, result), painter(terminal)));
  }
  return exitCode(result);
}

function exitCode({ result }: SpfResult): ExitCode {
  if (result === "fail" || result === "permerror") return EXIT.failed;
  return result === "temperror" ? EXIT.temporary : EXIT.ok;
}
