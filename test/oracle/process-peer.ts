import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { RecordType } from "../../src/dns/answer.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Observation } from "./observe.ts";
import type { Peer } from "./peer.ts";
import type { PeerVerdicts } from "./verdict.ts";

/** A program that judges cases over its standard streams, and the command that says whether it is there. */
export interface PeerProgram {
  readonly name: string;
  readonly probe: readonly [string, ...string[]];
  readonly command: readonly [string, ...string[]];
}

const PYTHON = "/usr/bin/python3";

/** Programs of Debian; each runs a driver of this folder. */
export const PEER_PROGRAMS: readonly PeerProgram[] = [
  { name: "pyspf", probe: [PYTHON, "-c", "import spf"], command: [PYTHON, driver("driver.py"), "spf"] },
  { name: "dkimpy", probe: [PYTHON, "-c", "import dkim"], command: [PYTHON, driver("driver.py"), "dkim"] },
  { name: "Mail::SPF", probe: ["perl", "-MMail::SPF", "-e1"], command: ["perl", driver("driver.pl"), "spf"] },
  {
    name: "Mail::DKIM",
    probe: ["perl", "-MMail::DKIM", "-e1"],
    command: ["perl", driver("driver.pl"), "dkim"],
  },
];

/** The drivers stay beside their sources, wherever this module was compiled to. */
function driver(file: string): string {
  return fileURLToPath(new URL(`test/oracle/${file}`, `file://${process.cwd()}/`));
}

export function isPresent({ probe: [command, ...rest] }: PeerProgram): boolean {
  return spawnSync(command, rest, { stdio: "ignore" }).status === 0;
}

/** Starts the program; its DNS questions are answered from the zone of the case it is at. */
export function processPeer({ name, command: [command, ...rest] }: PeerProgram): Peer {
  const child = spawn(command, rest, { stdio: ["pipe", "pipe", "inherit"] });
  const conversation = new Conversation(child, name);
  return {
    name,
    judge: async (batch) => {
      const verdicts: PeerVerdicts[] = [];
      for (const observation of batch) verdicts.push(await judge(conversation, observation));
      return verdicts;
    },
    close: () => void child.stdin.end(),
  };
}

async function judge(conversation: Conversation, { each, report }: Observation): Promise<PeerVerdicts> {
  const resolver = snapshotResolver(each.zone);
  let line: unknown = {
    ...each.envelope,
    message: Buffer.from(each.message).toString("base64"),
    now: each.now,
    signatures: report.dkim.length,
  };
  for (;;) {
    const reply = await conversation.exchange(line);
    if ("verdicts" in reply) return withoutExceptions(reply.verdicts, report.dkim.length);
    line = await resolver.resolve(reply.ask.type, reply.ask.name.replace(/\.$/, ""));
  }
}

function isVerdict({ word }: { readonly word: string }): boolean {
  return word !== "exception";
}

/** What ended in an exception is no verdict, and neither are results that do not match the fields one by one. */
function withoutExceptions({ spf, dkim }: PeerVerdicts, signatures: number): PeerVerdicts {
  return {
    ...(spf !== undefined && isVerdict(spf.mailFrom) && isVerdict(spf.helo) ? { spf } : {}),
    ...(dkim?.length === signatures
      ? { dkim: dkim.map((each) => (each !== null && isVerdict(each) ? each : null)) }
      : {}),
  };
}

type Reply =
  | { readonly verdicts: PeerVerdicts }
  | { readonly ask: { readonly type: RecordType; readonly name: string } };

type ProgramProcess = ChildProcessByStdio<Writable, Readable, null>;

/** One line out, one line back. */
class Conversation {
  readonly #child: ProgramProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #name: string;

  constructor(child: ProgramProcess, name: string) {
    const lines: Interface = createInterface({ input: child.stdout });
    this.#child = child;
    this.#lines = lines[Symbol.asyncIterator]();
    this.#name = name;
  }

  async exchange(line: unknown): Promise<Reply> {
    this.#child.stdin.write(`${asciiJson(line)}\n`);
    const next = await this.#lines.next();
    if (next.done === true) throw new Error(`${this.#name}: expected a line, it ended`);
    return JSON.parse(next.value) as Reply;
  }
}

/** JSON in ASCII, so that no program has to know the encoding of its streams. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
