import { writeFile } from "node:fs/promises";
import { InvalidArgumentError, Option, type Command } from "commander";
import { isQueryableName, toDomainName } from "../base/domain.ts";
import { keyName } from "../dkim/key-lookup.ts";
import { formatTxtRecord } from "../dns/zone-file.ts";
import { generateDkimKey } from "../node/keygen.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { asFailure, inputFailure, usageFailure } from "./failure.ts";
import { reasonOf } from "./input.ts";
import type { Terminal } from "./terminal.ts";

interface KeygenOptions {
  readonly domain: string;
  readonly selector: string;
  readonly type: "rsa" | "ed25519";
  readonly bits?: number;
  readonly out: string;
}

const HELP = `
Examples:
  $ waxseal keygen --domain example.com --selector s1 --out s1.pem
  $ waxseal keygen --domain example.com --selector s2 --type ed25519 --out s2.pem >> example.com.zone

The private key is written with mode 0600 and never over another file; what is printed is the record
to publish, as a zone file takes it.

Exit codes: 0 made; 2 wrong usage, or the file exists; 3 the file cannot be written`;

/** Adds `waxseal keygen`. */
export function addKeygen(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("keygen")
    .summary("make a key pair for DKIM or ARC, and the DNS record to publish")
    .requiredOption("--domain <name>", "the signing domain (d=)")
    .requiredOption("--selector <name>", "the selector under which it is published (s=)")
    .requiredOption("--out <file>", "where the private key goes")
    .addOption(new Option("--type <type>", "kind of key").choices(["rsa", "ed25519"]).default("rsa"))
    .addOption(new Option("--bits <n>", "length of an RSA key (default: 2048)").argParser(readBits))
    .addHelpText("after", HELP)
    .action(async (options: KeygenOptions) => {
      end(await generate(options, terminal));
    });
}

function readBits(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError("expected a whole number");
  return Number(text);
}

async function generate(options: KeygenOptions, terminal: Terminal): Promise<ExitCode> {
  const { type, bits: modulusBits = 2048 } = options;
  if (type === "ed25519" && options.bits !== undefined) {
    throw usageFailure("--bits: expected --type rsa beside it, an Ed25519 key has one length");
  }
  const name = recordName(options);
  const { privateKey, record } = asFailure(
    (message) => usageFailure(message.replace("kind.modulusBits", "--bits")),
    () => generateDkimKey(type === "rsa" ? { type, modulusBits } : { type }),
  );
  await writeFile(options.out, privateKey, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw exists
      ? usageFailure(`--out: ${options.out} exists already`)
      : inputFailure(`${options.out}: ${reasonOf(error)}`);
  });
  terminal.out(formatTxtRecord(name, record));
  return EXIT.ok;
}

/** Where the record is published. RFC 6376 §3.6.2.1 */
function recordName({ domain, selector }: KeygenOptions): string {
  const sdid = toDomainName(domain);
  if (sdid === null) throw usageFailure(`--domain: expected a domain name, got "${domain}"`);
  const label = toDomainName(selector);
  const name = keyName({ sdid, selector: label ?? "" });
  if (label === null || !isQueryableName(name)) {
    throw usageFailure(`--selector: expected a selector, got "${selector}"`);
  }
  return name;
}
