import { cpus } from "node:os";
import { Engine } from "./engine.ts";
import { flight } from "./flight.ts";
import { corpusSections, hostileSections, sizedSections } from "./sections.ts";
import { streamMemory } from "./stream.ts";
import { formatTable } from "./table.ts";
import { programOptions, wholeNumber } from "../support/program-options.ts";
import { type WorstCase, worstCases } from "./worst.ts";

const options = programOptions(
  "bench",
  "Measures speed side by side with others, then the cost of inputs made to be slow.",
  {
    rounds: { default: "9", help: "of each measurement" },
    messages: { default: "400", help: "in the corpus" },
    worst: { default: false, help: "measures only the inputs made to be slow" },
    json: { default: false, help: "prints figures for programs" },
  },
);

const MEGABYTE = 1_000_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function printWorst(worst: readonly WorstCase[]): void {
  print("inputs made to be slow: time, against half the size, against as many ordinary bytes");
  for (const { shape, kilobytes, milliseconds, doubling, benign } of worst) {
    const figures = [
      `${milliseconds.toFixed(1).padStart(7)} ms`,
      `${kilobytes.toFixed(0).padStart(5)} KB`,
      `${doubling.toFixed(2).padStart(5)} ×`,
      `${benign.toFixed(1).padStart(5)} ×`,
    ];
    print(`${figures.join(" ")}  ${shape}`);
  }
}

async function main(): Promise<void> {
  const rounds = wholeNumber("rounds", options.rounds);
  const machine = { processor: cpus()[0]?.model ?? "unknown", node: process.version };
  const worst = await worstCases(rounds);
  if (options.worst) {
    if (options.json) print(JSON.stringify({ ...machine, worst }, null, 2));
    else printWorst(worst);
    return;
  }
  const streams = [await streamMemory(25 * MEGABYTE), await streamMemory(1000 * MEGABYTE)];
  const inFlight = await flight(1000);
  const engines = {
    floor: new Engine("floor"),
    sha256: new Engine("sha256"),
    waxseal: new Engine("waxseal"),
    mailauth: new Engine("mailauth"),
  };
  const corpus = await corpusSections(engines, rounds, wholeNumber("messages", options.messages));
  const sized = await sizedSections(engines, Math.min(rounds, 5));
  const hostile = await hostileSections(engines, Math.min(rounds, 5));
  for (const engine of Object.values(engines)) await engine.close();
  const sections = [...corpus, ...sized, ...hostile.sections];
  const peakRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  if (options.json) {
    const { doublings } = hostile;
    print(JSON.stringify({ ...machine, sections, doublings, streams, inFlight, worst, peakRssMiB }, null, 2));
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
  print("");
  printWorst(worst);
  const { messages, latencyMs, chainMs, processorMs, wallMs, ratio, rssAboveBaselineMiB } = inFlight;
  print(`\n${messages} messages at once, ${latencyMs} ms for an answer`);
  print(`  longest alone ${chainMs.toFixed(0)} ms, processor ${processorMs.toFixed(0)} ms`);
  print(
    `  all ${wallMs.toFixed(0)} ms: ${ratio.toFixed(2)} × both together, ${rssAboveBaselineMiB.toFixed(0)} MiB`,
  );
  print(`\npeak RSS of the whole run: ${peakRssMiB} MiB`);
}

await main();
