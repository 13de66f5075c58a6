import { runCommandLine } from "../../src/cli/program.ts";

/** What a command did: its exit code and what it wrote, one character per byte. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs one command line in memory. */
export async function command(args: readonly string[], stdin?: string): Promise<Outcome> {
  let out = "";
  let error = "";
  const code = await runCommandLine(args, "0.0.0", {
    out: (text) => void (out += text),
    outBytes: (bytes) => void (out += Buffer.from(bytes).toString("latin1")),
    error: (text) => void (error += text),
    readStdin: () => bytesOf(stdin ?? ""),
    stdinIsTerminal: stdin === undefined,
    colours: false,
  });
  return { code, out, error };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text, "latin1"));
}
