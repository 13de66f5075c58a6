import { authenticate, type Resolver } from "../../src/index.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { CORPUS_NOW, makeCorpus, type CorpusMessage } from "./corpus.ts";

/** Many messages at once over a slow resolver. */
export interface Flight {
  readonly messages: number;
  readonly latencyMs: number;
  /** One message alone: its deepest chain of questions. */
  readonly chainMs: number;
  /** Processor time of all. */
  readonly processorMs: number;
  readonly wallMs: number;
  /** The wall time against chain and processor time together. */
  readonly ratio: number;
  readonly rssAboveBaselineMiB: number;
}

const LATENCY_MS = 50;
const MEBIBYTE = 1024 * 1024;

/** Sends so many messages off together and waits for the last report. */
export async function flight(count: number): Promise<Flight> {
  const { messages, zone } = makeCorpus(3, 100);
  const resolver = slow(snapshotResolver(zone));
  // So that the engine has compiled what is hot.
  for (let round = 0; round < 10; round++) {
    await Promise.all(messages.map((message) => judge(message, resolver)));
  }
  const chainMs = await longestAlone(messages.slice(0, 10), resolver);
  const baseline = process.memoryUsage.rss();
  const processor = process.cpuUsage();
  const began = performance.now();
  let highest = baseline;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 20);
  await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const message = messages[index % messages.length];
      return message === undefined ? Promise.resolve() : judge(message, resolver);
    }),
  );
  clearInterval(watch);
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(processor);
  const processorMs = (user + system) / 1000;
  return {
    messages: count,
    latencyMs: LATENCY_MS,
    chainMs,
    processorMs,
    wallMs,
    ratio: wallMs / (chainMs + processorMs),
    rssAboveBaselineMiB: (highest - baseline) / MEBIBYTE,
  };
}

async function longestAlone(messages: readonly CorpusMessage[], resolver: Resolver): Promise<number> {
  let longest = 0;
  for (const message of messages) {
    const start = performance.now();
    await judge(message, resolver);
    longest = Math.max(longest, performance.now() - start);
  }
  return longest;
}

async function judge({ bytes, envelope, expected }: CorpusMessage, resolver: Resolver): Promise<void> {
  const report = await authenticate(bytes, envelope, { resolver, now: CORPUS_NOW });
  if (report.dmarc.result !== expected.dmarc) throw new Error(`dmarc: expected ${expected.dmarc}`);
}

function slow(resolver: Resolver): Resolver {
  return {
    resolve: async (type, name) => {
      await new Promise((resolve) => {
        setTimeout(resolve, LATENCY_MS);
      });
      return resolver.resolve(type, name);
    },
  };
}
