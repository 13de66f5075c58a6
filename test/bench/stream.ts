import { fork } from "node:child_process";
import { authenticate } from "../../src/index.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { CORPUS_NOW, makeSizedCorpus } from "./corpus.ts";

/**
 * How much memory it takes to authenticate a stream. Run by itself (`stream.js BYTES`), so that
 * nothing else in the process counts; prints one line of JSON.
 */
export interface StreamMemory {
  readonly bytes: number;
  readonly rssAboveBaselineMiB: number;
  readonly megabytesPerSecond: number;
}

const CHUNK = 64 * 1024;
const MEBIBYTE = 1024 * 1024;

/** Starts this file as a process of its own. */
export function streamMemory(bytes: number): Promise<StreamMemory> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL(import.meta.url), [String(bytes)]);
    child.on("message", (message) => resolve(message as StreamMemory));
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the stream process ended with ${String(code)}`)));
  });
}

async function* stream(header: Uint8Array, bodyBytes: number, watch: () => void): AsyncGenerator<Uint8Array> {
  yield header;
  const line = Buffer.from(`${"memory stays as it is, however long ".repeat(2)}\r\n`);
  const chunk = new Uint8Array(CHUNK);
  for (let index = 0; index < CHUNK; index++) chunk[index] = line[index % line.length] ?? 0;
  for (let left = bodyBytes; left > 0; left -= CHUNK) {
    watch();
    yield chunk.subarray(0, left);
  }
}

async function run(bodyBytes: number): Promise<StreamMemory> {
  const {
    messages: [message],
    zone,
  } = makeSizedCorpus(1, "text", 2000);
  if (message === undefined) throw new RangeError("expected a message");
  const { bytes, envelope } = message;
  const header = bytes.subarray(0, bytes.indexOf("\r\n\r\n") + 4);
  const options = { resolver: snapshotResolver(zone), now: CORPUS_NOW };
  await authenticate(
    stream(header, 4 * MEBIBYTE, () => undefined),
    envelope,
    options,
  );
  const baseline = process.memoryUsage.rss();
  let highest = baseline;
  const start = process.cpuUsage();
  const watch = (): void => {
    highest = Math.max(highest, process.memoryUsage.rss());
  };
  const report = await authenticate(stream(header, bodyBytes, watch), envelope, options);
  const { user, system } = process.cpuUsage(start);
  if (report.message.bodyBytes !== bodyBytes || report.dkim[0]?.result !== "fail") {
    throw new Error(`expected ${bodyBytes} bytes under a signature of other bytes`);
  }
  return {
    bytes: bodyBytes,
    rssAboveBaselineMiB: (highest - baseline) / MEBIBYTE,
    megabytesPerSecond: bodyBytes / (user + system),
  };
}

const size = Number(process.argv[2]);
if (process.send !== undefined && Number.isSafeInteger(size)) process.send(await run(size));
