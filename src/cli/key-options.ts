import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { SigningKey, SigningNote } from "../dkim/signing-key.ts";
import { nodeSigner } from "../node/signer.ts";
import { collect } from "./dns-options.ts";
import { asFailure, inputFailure, usageFailure, type CliFailure } from "./failure.ts";
import { reasonOf } from "./input.ts";
import type { Terminal } from "./terminal.ts";

/** The options that say who signs. */
export interface KeyOptions {
  readonly domain: string;
  readonly selector: readonly string[];
  readonly key: readonly string[];
}

/** Adds the options of a key; several keys have a selector each. */
export function withKeyOptions(command: Command): Command {
  return command
    .requiredOption("--domain <name>", "the signing domain (d=)")
    .requiredOption("--selector <name>", "the selector under which the key is published (s=)", collect)
    .requiredOption("--key <file>", "the private key in PEM, RSA or Ed25519", collect);
}

/** Reads the keys, each with the selector that stands in the same place. */
export async function readKeys({ domain, selector, key }: KeyOptions): Promise<readonly SigningKey[]> {
  if (selector.length !== key.length) {
    throw usageFailure(`expected one --selector for each --key, got ${selector.length} for ${key.length}`);
  }
  return Promise.all(
    key.map(async (file, index) => ({
      signer: await readSigner(file),
      sdid: domain,
      selector: selector[index] ?? "",
    })),
  );
}

async function readSigner(file: string): Promise<SigningKey["signer"]> {
  const pem = await readFile(file, "utf8").catch((error: unknown) => {
    throw inputFailure(`${file}: ${reasonOf(error)}`);
  });
  return asFailure(
    (message) =>
      inputFailure(
        `${file}: ${message.replace("privateKey: ", "").replace("or a private KeyObject", "without a passphrase")}`,
      ),
    () => nodeSigner(pem),
  );
}

/** Library arguments as the options they were typed as. */
const OPTION_WORDS: ReadonlyMap<string, string> = new Map([
  ["sdid", "--domain"],
  ["selector", "--selector"],
  ["signer", "--key"],
  ["auid", "--identity"],
  ["signedFields", "--fields"],
  ["bodyLengthCount", "--body-length"],
  ["expiresAt", "--expires-in"],
  ["canonicalization", "--canonicalization"],
  ["authservId", "--authserv-id"],
  ["now", "--now"],
]);

/** The library's complaint about an argument, in the words of the command line. */
export function optionFailure(message: string): CliFailure {
  const words = message.replace(
    /^(?:signatures\[\d+\]\.|options\.)?(\w+)[^:]*/,
    (path, name: string) => OPTION_WORDS.get(name) ?? path,
  );
  return usageFailure(words);
}

/** Says what receivers may hold against the keys. */
export function printNotes(notes: readonly SigningNote[], terminal: Terminal): void {
  for (const { bits, recommended, rfc } of notes) {
    terminal.error(
      `waxseal: the key has ${bits} bits; signers should use at least ${recommended} (${rfc})\n`,
    );
  }
}
