import { InvalidArgumentError, Option, type Command } from "commander";
import { SigningReader } from "../dkim/sign.ts";
import type { CanonicalizationPair, DkimSignatureOptions } from "../dkim/signing-options.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { datedInputs } from "./envelope-options.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { asFailure } from "./failure.ts";
import { messageNames, readMessageFile } from "./input.ts";
import { optionFailure, printNotes, readKeys, withKeyOptions, type KeyOptions } from "./key-options.ts";
import { printSigned, refusal, withOutputOptions, type OutputOptions } from "./signed-output.ts";
import type { Terminal } from "./terminal.ts";

interface SignOptions extends KeyOptions, OutputOptions {
  readonly canonicalization: string;
  readonly identity?: string;
  readonly fields?: string;
  readonly expiresIn?: number;
  readonly bodyLength?: number | "whole";
  readonly now?: string;
}

const HELP = `
Examples:
  $ waxseal sign message.eml --domain example.com --selector s1 --key s1.pem > signed.eml
  $ waxseal sign --domain example.com --selector r1 --key rsa.pem --selector e1 --key ed.pem < message.eml
  $ waxseal sign message.eml --domain example.com --selector s1 --key s1.pem --field-only

Exit codes: 0 signed; 1 the message cannot be signed; 2 wrong usage; 3 unreadable message or key`;

const CANONICALIZATIONS: ReadonlyMap<string, CanonicalizationPair> = new Map([
  ["relaxed/relaxed", { header: "relaxed", body: "relaxed" }],
  ["relaxed/simple", { header: "relaxed", body: "simple" }],
  ["simple/relaxed", { header: "simple", body: "relaxed" }],
  ["simple/simple", { header: "simple", body: "simple" }],
]);

/** Adds `waxseal sign`. */
export function addSign(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command("sign")
    .summary("sign a message with DKIM, by one key or several")
    .argument("[file]", 'the message; "-" or nothing for standard input');
  withOutputOptions(withKeyOptions(command))
    .addOption(
      new Option("--canonicalization <header/body>", "what may change in white space (c=)")
        .choices([...CANONICALIZATIONS.keys()])
        .default("relaxed/relaxed"),
    )
    .option("--identity <address>", "on whose behalf, within the domain (i=)")
    .option("--fields <names>", "exactly these header fields, with colons between (h=)")
    .addOption(
      new Option("--expires-in <seconds>", "how long it holds (x=)").argParser((text) => wholeNumber(text)),
    )
    .addOption(
      new Option(
        "--body-length <octets>",
        'sign so much of the body, or "whole" for all there is (l=): anyone can append to it',
      ).argParser((text) => (text === "whole" ? text : wholeNumber(text, 'a whole number or "whole"'))),
    )
    .option("--now <moment>", "moment of signing (t=): an ISO 8601 date or seconds since 1970")
    .addHelpText("after", HELP)
    .action(async (file: string | undefined, options: SignOptions) => {
      end(await sign(file === undefined ? [] : [file], options, terminal));
    });
}

function wholeNumber(text: string, expected = "a whole number"): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(`expected ${expected}`);
  return Number(text);
}

async function sign(files: readonly string[], options: SignOptions, terminal: Terminal): Promise<ExitCode> {
  const [name = ""] = messageNames(files, terminal);
  const { now } = datedInputs(options.now === undefined ? {} : { now: options.now });
  const rest = signatureOptions(options, now);
  const signatures = (await readKeys(options)).map((key) => ({ ...key, ...rest }));
  const reader = asFailure(optionFailure, () => new SigningReader({ crypto: nodeCrypto, signatures, now }));
  const message = await readMessageFile(name, terminal);
  reader.push(message);
  const outcome = await reader.finish();
  if (outcome.kind === "refused") throw refusal(name, outcome.issue);
  printNotes(outcome.notes, terminal);
  printSigned(message, outcome, options, terminal);
  return EXIT.ok;
}

/** What the options say beside the keys. */
function signatureOptions(
  { canonicalization, identity, fields, expiresIn, bodyLength }: SignOptions,
  now: number,
): Omit<DkimSignatureOptions, "signer" | "sdid" | "selector"> {
  const pair = CANONICALIZATIONS.get(canonicalization);
  return {
    ...(pair === undefined ? {} : { canonicalization: pair }),
    ...(identity === undefined ? {} : { auid: identity }),
    ...(fields === undefined ? {} : { signedFields: fields.split(":") }),
    ...(expiresIn === undefined ? {} : { expiresAt: now + expiresIn }),
    ...(bodyLength === undefined ? {} : { bodyLengthCount: bodyLength }),
  };
}
