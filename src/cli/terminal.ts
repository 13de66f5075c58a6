import { styleText } from "node:util";

/** Where a command writes and reads; the process in production, memory in tests. */
export interface Terminal {
  readonly out: (text: string) => void;
  /** For what is no text of ours: a message. */
  readonly outBytes: (bytes: Uint8Array) => void;
  readonly error: (text: string) => void;
  readonly readStdin: () => AsyncIterable<Uint8Array>;
  readonly stdinIsTerminal: boolean;
  /** Whether standard output shows colours. */
  readonly colours: boolean;
}

/** The process's own streams; colours only on a terminal, and not where NO_COLOR says otherwise. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    outBytes: (bytes) => void process.stdout.write(bytes),
    error: (text) => void process.stderr.write(text),
    readStdin: () => process.stdin,
    stdinIsTerminal: process.stdin.isTTY,
    colours: process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb",
  };
}

export type Tone = "good" | "bad" | "doubtful" | "quiet" | "strong" | "plain";

const STYLES = {
  good: ["bold", "green"],
  bad: ["bold", "red"],
  doubtful: ["bold", "yellow"],
  quiet: ["dim"],
  strong: ["bold"],
} as const;

/** How a result word is shown, whichever the method. */
export function toneOf(result: string): Tone {
  if (result === "pass") return "good";
  if (result === "fail" || result === "permerror") return "bad";
  return result === "none" || result === "not-evaluated" ? "quiet" : "doubtful";
}

/** Paints text for the terminal, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

export function painter(terminal: Pick<Terminal, "colours">): Paint {
  return (tone, text) => {
    if (!terminal.colours || tone === "plain") return text;
    return styleText([...STYLES[tone]], text, { validateStream: false });
  };
}
