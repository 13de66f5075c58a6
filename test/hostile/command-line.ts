import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesOf } from "../../src/base/bytes.ts";
import { runCommandLine } from "../../src/cli/program.ts";
import { type Mail, NOW } from "./mail.ts";

/** What one command line printed, and its exit code. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs `waxseal analyze` on mail stored in files. */
export async function printedOf(mail: Mail, ...options: readonly string[]): Promise<Printed> {
  const { envelope = {}, now = NOW, trustedHops = 0 } = mail;
  const session = [
    ...(envelope.clientIp === undefined ? [] : [`--ip=${envelope.clientIp}`]),
    ...(envelope.helo === undefined ? [] : [`--helo=${envelope.helo}`]),
    ...(envelope.mailFrom === undefined ? [] : [`--mail-from=${envelope.mailFrom ?? "<>"}`]),
    ...(envelope.recipients ?? []).map((recipient) => `--rcpt-to=${recipient}`),
    `--now=${now}`,
    `--trusted-hops=${trustedHops}`,
  ];
  return await withFolder(async (folder) => {
    const file = join(folder, "message.eml");
    const zone = join(folder, "zone.json");
    await writeFile(file, bytesOf(mail.message));
    await writeFile(zone, JSON.stringify(mail.zone ?? {}));
    return await runCli(["analyze", file, "--dns", zone, ...session, ...options]);
  });
}

export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function runCli(args: readonly string[], colours = false): Promise<Printed> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runCommandLine(args, "0.0.0", {
    out: (text) => out.push(text),
    outBytes: (bytes) => out.push(Buffer.from(bytes).toString("latin1")),
    error: (text) => error.push(text),
    readStdin: () => {
      throw new TypeError("standard input is not part of this test");
    },
    stdinIsTerminal: true,
    colours,
  });
  return { code, out: out.join(""), error: error.join("") };
}
