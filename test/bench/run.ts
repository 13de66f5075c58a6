import { cpus } from "node:os";
import { Engine } from "./engine.ts";
import { flight } from "./flight.ts";
import { corpusSections, hostileSections, sizedSections } from "./sections.ts";
import { streamMemory } from "./stream.ts";
import { formatTable } from "./table.ts";

/** Measures everything side by side in one run: `npm run bench -- [--json] [--rounds N] [--messages N]`. */

const MEGABYTE = 1_000_000;

function readOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at === -1 ? fallback : Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new TypeError(`--${name}: expected a whole number above zero`);
  return value;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const rounds = readOption("rounds", 9);
  const streams = [await streamMemory(25 * MEGABYTE), await streamMemory(1000 * MEGABYTE)];
  const inFlight = await flight(1000);
  const engines = {
    floor: new Engine("floor"),
    sha256: new Engine("sha256"),
    waxseal: new Engine("waxseal"),
    mailauth: new Engine("mailauth"),
  };
  const corpus = await corpusSections(engines, rounds, readOption("messages", 400));
  const sized = await sizedSections(engines, Math.min(rounds, 5));
  const hostile = await hostileSections(engines, Math.min(rounds, 5));
  for (const engine of Object.values(engines)) await engine.close();
  const sections = [...corpus, ...sized, ...hostile.sections];
  const machine = { processor: cpus()[0]?.model ?? "unknown", node: process.version };
  const peakRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  if (process.argv.includes("--json")) {
    const { doublings } = hostile;
    print(JSON.stringify({ ...machine, sections, doublings, streams, inFlight, peakRssMiB }, null, 2));
    return;
  }
  print(`${machine.processor}, Node ${machine.node}, processor time, medians of interleaved rounds\n`);
  for (const { title, reference, rows } of sections) print(formatTable(title, rows, reference));
  print("twice the body");
  for (const { shape, ratio } of hostile.doublings) print(`  ${shape}: ${ratio.toFixed(2)} × the time`);
  print("\nas a stream");
  for (const { bytes, rssAboveBaselineMiB, megabytesPerSecond } of streams) {
    const rate = `${megabytesPerSecond.toFixed(0)} MB/s`;
    print(`  ${bytes / MEGABYTE} MB: RSS ${rssAboveBaselineMiB.toFixed(1)} MiB above the baseline, ${rate}`);
  }
  const { messages, latencyMs, chainMs, processorMs, wallMs, ratio, rssAboveBaselineMiB } = inFlight;
  print(`\n${messages} messages at once, ${latencyMs} ms for an answer`);
  print(`  longest alone ${chainMs.toFixed(0)} ms, processor ${processorMs.toFixed(0)} ms`);
  print(
    `  all ${wallMs.toFixed(0)} ms: ${ratio.toFixed(2)} × both together, ${rssAboveBaselineMiB.toFixed(0)} MiB`,
  );
  print(`\npeak RSS of the whole run: ${peakRssMiB} MiB`);
}

await main();
