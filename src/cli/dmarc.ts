import type { Command } from "commander";
import { explainDiscovery } from "../analysis/explain/discovery.ts";
import { printable } from "../base/printable.ts";
import { toDomainName } from "../base/domain.ts";
import { discoverPolicy } from "../dmarc/discovery.ts";
import { nodePlatform } from "../node/platform.ts";
import { run } from "../task/run.ts";
import { openDns, withDnsOptions, type DnsOptions } from "./dns-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { usageFailure } from "./failure.ts";
import { jsonDocument } from "./json.ts";
import { renderStatements } from "./render-statements.ts";
import { painter, type Terminal } from "./terminal.ts";

interface DmarcOptions extends DnsOptions {
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ waxseal dmarc example.com
  $ waxseal dmarc a.b.c.example.com --json

Exit codes: 0 a policy applies; 1 none does; 2 wrong usage; 3 unreadable input;
4 temporary failure`;

/** Adds `waxseal dmarc`. */
export function addDmarc(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("dmarc")
    .summary("find the DMARC policy of a domain, step by step")
    .argument("<domain>", "the Author Domain");
  withDnsOptions(command)
    .option("--json", "print the discovery as JSON")
    .addHelpText("after", HELP)
    .action(async (domain: string, options: DmarcOptions) => end(await discover(domain, options, terminal)));
}

async function discover(text: string, options: DmarcOptions, terminal: Terminal): Promise<ExitCode> {
  const domain = toDomainName(text);
  if (domain === null) throw usageFailure(`domain: expected a domain name, got "${printable(text)}"`);
  const dns = await openDns(options);
  const found = await run(discoverPolicy(domain), nodePlatform({ resolver: dns.resolver }));
  await dns.close();
  if (options.json === true) terminal.out(jsonDocument(found));
  else terminal.out(renderStatements(explainDiscovery(found), painter(terminal)));
  if (found.outcome === "failure") return EXIT.temporary;
  return found.outcome === "record" ? EXIT.ok : EXIT.failed;
}
