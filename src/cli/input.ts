import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { printable } from "../base/printable.ts";
import { inputFailure, usageFailure } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

/** The name under which standard input stands among the files. */
const STDIN = "-";

/** The messages that a command line names; standard input when it names none. */
export function messageNames(files: readonly string[], terminal: Terminal): readonly string[] {
  if (files.length > 0) return files;
  if (terminal.stdinIsTerminal) {
    throw usageFailure("no message: name a file, or give one on standard input");
  }
  return [STDIN];
}

/** A message's name as a complaint about it says it. */
export function spokenName(name: string): string {
  return name === STDIN ? "standard input" : name;
}

/** A message as a stream of its bytes; a file that cannot be read fails when it is read. */
export async function* openMessage(name: string, terminal: Terminal): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Uint8Array> = name === STDIN ? terminal.readStdin() : createReadStream(name);
  let first = true;
  try {
    for await (const chunk of stream) {
      if (first) warnOfMbox(name, chunk, terminal);
      first = false;
      yield chunk;
    }
  } catch (error) {
    throw inputFailure(`${spokenName(name)}: ${reasonOf(error)}`);
  }
}

/** A mailbox is read as one message: all but the first would pass for text added to its body. */
function warnOfMbox(name: string, start: Uint8Array, terminal: Terminal): void {
  if (Buffer.from(start.subarray(0, 5)).toString("latin1") !== "From ") return;
  terminal.error(
    `waxseal: ${printable(spokenName(name))}: begins like an mbox and is read as one message; split a mailbox first\n`,
  );
}

/** All bytes of a message, for commands that need it more than once. */
export async function readMessageFile(name: string, terminal: Terminal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openMessage(name, terminal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** All bytes of a file that is no message. */
export async function readBytes(name: string): Promise<Uint8Array> {
  try {
    return await readFile(name);
  } catch (error) {
    throw inputFailure(`${name}: ${reasonOf(error)}`);
  }
}

/** The value of a JSON file. */
export async function readJson(name: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(name, "utf8");
  } catch (error) {
    throw inputFailure(`${name}: ${reasonOf(error)}`);
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw inputFailure(`${name}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file or directory"],
  ["EACCES", "permission denied"],
  ["EISDIR", "is a directory"],
  ["ENOTDIR", "a part of the path is no directory"],
]);

/** Why the file system refused, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS.get(code) ?? (error instanceof Error ? error.message : String(error));
}
