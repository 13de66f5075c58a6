import { Option, type Command } from "commander";
import { explainBimi, explainEnforcement } from "../analysis/explain/bimi.ts";
import { checkPublishedBimi, type PublishedBimi } from "../analysis/published-bimi.ts";
import { toDomainName, type DomainName } from "../base/domain.ts";
import { printable } from "../base/printable.ts";
import { isSelector } from "../bimi/selector.ts";
import { nodeFetcher } from "../node/fetcher.ts";
import { nodePlatform } from "../node/platform.ts";
import { run } from "../task/run.ts";
import { checkFiles, openChecks, type DocumentOptions } from "./bimi-files.ts";
import { collect, openDns, withDnsOptions, type DnsOptions } from "./dns-options.ts";
import { datedInputs } from "./envelope-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { usageFailure } from "./failure.ts";
import { jsonDocument } from "./json.ts";
import { renderStatements } from "./render-statements.ts";
import { painter, type Terminal } from "./terminal.ts";

interface BimiOptions extends DnsOptions, DocumentOptions {
  readonly fetch?: boolean;
  readonly now?: string;
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ waxseal bimi example.com                       # the record
  $ waxseal bimi news@example.com --selector brand --fetch
  $ waxseal bimi --indicator logo.svg              # a file, offline
  $ waxseal bimi example.com --indicator logo.svg --evidence certificate.pem

Exit codes: 0 in order (or the domain declines); 1 an Indicator would not be shown; 2 wrong usage;
3 unreadable input; 4 temporary failure`;

/** Adds `waxseal bimi`. */
export function addBimi(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("bimi")
    .summary("check what a domain publishes for BIMI, or an indicator and its evidence before it does")
    .argument("[author]", "the Author Domain, or an address in it")
    .option("--selector <name>", "selector of the record", "default")
    .option("--now <moment>", "moment of evaluation: an ISO 8601 date or seconds since 1970")
    .addOption(
      new Option(
        "--root <file>",
        "trust this root of mark certificates too (PEM); may be repeated",
      ).argParser(collect),
    )
    .option("--indicator <file>", "check this SVG instead of asking the DNS")
    .option("--evidence <file>", "check this certificate (PEM) instead of asking the DNS")
    .addOption(
      new Option("--fetch", "fetch the indicator and the evidence that the record names").conflicts([
        "indicator",
        "evidence",
      ]),
    );
  withDnsOptions(command)
    .addOption(new Option("--json", "print the result as JSON"))
    .addHelpText("after", HELP)
    .action(async (author: string | undefined, options: BimiOptions) => {
      end(await check(author, options, terminal));
    });
}

async function check(text: string | undefined, options: BimiOptions, terminal: Terminal): Promise<ExitCode> {
  const author = text === undefined ? null : readAuthor(text);
  if (!isSelector(options.selector)) {
    throw usageFailure(`--selector: expected a selector, got "${printable(options.selector)}"`);
  }
  const inputs = datedInputs(options.now === undefined ? {} : { now: options.now });
  if (options.indicator !== undefined || options.evidence !== undefined) {
    return checkFiles(author?.domain ?? null, options, inputs, terminal);
  }
  if (author === null) throw usageFailure("author: expected a domain, or --indicator <file>");
  const checks = options.fetch === true ? await openChecks(inputs.limits, options.root ?? []) : null;
  const dns = await openDns(options);
  const platform = nodePlatform({
    resolver: dns.resolver,
    ...(checks === null ? {} : { fetcher: nodeFetcher() }),
  });
  const task = checkPublishedBimi({
    ...author,
    selector: options.selector.toLowerCase(),
    now: inputs.now,
    checks,
  });
  const published = await run(task, platform, { limits: inputs.limits });
  await dns.close();
  if (options.json === true) terminal.out(jsonDocument(published));
  else terminal.out(textOf(published, terminal));
  return exitCode(published);
}

interface TypedAuthor {
  readonly domain: DomainName;
  readonly localPart: string;
}

function readAuthor(text: string): TypedAuthor {
  const at = text.lastIndexOf("@");
  const domain = toDomainName(text.slice(at + 1));
  if (domain === null) {
    throw usageFailure(`author: expected a domain name or an address, got "${printable(text)}"`);
  }
  return { domain, localPart: text.slice(0, Math.max(at, 0)) };
}

function textOf({ enforcement, bimi }: PublishedBimi, terminal: Terminal): string {
  const statements = [...explainEnforcement(enforcement), ...explainBimi(bimi)];
  return renderStatements(statements, painter(terminal));
}

function exitCode({ enforcement, bimi }: PublishedBimi): ExitCode {
  if (bimi.result === "declined") return EXIT.ok;
  const results = [enforcement.result, bimi.result];
  if (results.includes("fail") || results.includes("none")) return EXIT.failed;
  if (results.includes("temperror")) return EXIT.temporary;
  // A record whose documents were not fetched is skipped too, and as far as asked for in order.
  return enforcement.result === "skipped" ? EXIT.failed : EXIT.ok;
}
