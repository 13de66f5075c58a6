import { writeFile } from "node:fs/promises";
import { Option, type Command } from "commander";
import type { DnsExchange } from "../dns/answer.ts";
import type { Resolver } from "../dns/resolver.ts";
import { snapshotResolver } from "../dns/snapshot.ts";
import { recordingResolver } from "../dns/recording.ts";
import { transcriptResolver } from "../dns/transcript.ts";
import type { Zone } from "../dns/zone.ts";
import { cachingResolver } from "../node/caching-resolver.ts";
import { nodeResolver } from "../node/resolver.ts";
import { wireResolver } from "../node/wire-resolver.ts";
import { asFailure, inputFailure, usageFailure } from "./failure.ts";
import { readJson, reasonOf } from "./input.ts";

/** The options that say who answers DNS questions. */
export interface DnsOptions {
  readonly dns?: string;
  readonly record?: string;
  readonly server?: readonly string[];
}

/** Adds the DNS options to a command. */
export function withDnsOptions(command: Command): Command {
  return command
    .addOption(new Option("--dns <file>", "answer DNS questions from a zone or transcript in JSON, offline"))
    .addOption(new Option("--record <file>", "write every DNS question and answer, for use with --dns"))
    .addOption(
      new Option(
        "--server <address>",
        "ask this DNS server (address, address:port, or an https: URL) instead of the system's; may be repeated",
      )
        .argParser(collect)
        .conflicts("dns"),
    );
}

/** Adds a value of an option that may be repeated; a list after one option would swallow the file names. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** A resolver for one run of a command, and what to do when it has ended. */
export interface OpenedDns {
  readonly resolver: Resolver;
  readonly close: () => Promise<void>;
}

/** Opens the resolver that the options ask for. */
export async function openDns(options: DnsOptions): Promise<OpenedDns> {
  const resolver = await chooseResolver(options);
  const { record } = options;
  if (record === undefined) return { resolver, close: () => Promise.resolve() };
  const recording = recordingResolver(resolver);
  return { resolver: recording, close: () => writeTranscript(record, recording.transcript) };
}

async function chooseResolver({ dns, server }: DnsOptions): Promise<Resolver> {
  if (dns !== undefined) {
    const content = await readJson(dns);
    return asFailure(
      (message) => inputFailure(`${dns}: ${message}`),
      () => resolverOf(content),
    );
  }
  const live =
    server === undefined
      ? nodeResolver()
      : asFailure(
          (message) => usageFailure(message.replace(/^servers\[\d+\]/, "--server")),
          () => wireResolver({ servers: server }),
        );
  return cachingResolver(live);
}

/** A list is a transcript, an object a zone; both constructors check what they are given. */
function resolverOf(content: unknown): Resolver {
  return Array.isArray(content)
    ? transcriptResolver(content as readonly DnsExchange[])
    : snapshotResolver(content as Zone);
}

async function writeTranscript(file: string, transcript: readonly DnsExchange[]): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(transcript, null, 2)}\n`);
  } catch (error) {
    throw inputFailure(`${file}: ${reasonOf(error)}`);
  }
}
