import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { FuzzTarget } from "./target.ts";

const FOLDER = "fixtures/fuzz";

/** The inputs kept for a target: what it starts from, what reached something new, and what once broke it. */
export interface Corpus {
  readonly inputs: readonly string[];
  /** Inputs that broke a promise when they were found. */
  readonly crashes: readonly string[];
}

/** What is kept under fixtures/fuzz, in latin1: one character per byte. */
export function readCorpus({ name, seeds }: FuzzTarget): Corpus {
  const file = `${FOLDER}/${name}.json`;
  if (!existsSync(file)) return { inputs: seeds, crashes: [] };
  const kept = JSON.parse(readFileSync(file, "utf8")) as Corpus;
  return { inputs: [...new Set([...seeds, ...kept.inputs])], crashes: kept.crashes };
}

export function writeCorpus({ name, seeds }: FuzzTarget, { inputs, crashes }: Corpus): void {
  const kept = inputs.filter((input) => !seeds.includes(input));
  writeFileSync(`${FOLDER}/${name}.json`, `${JSON.stringify({ inputs: kept, crashes }, null, 2)}\n`);
}
