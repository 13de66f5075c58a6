import { Random } from "../random.ts";
import type { Family, GeneratedCase } from "./case.ts";
import { dmarcCase } from "./dmarc-case.ts";
import { messageCase, type CaseContent } from "./message-case.ts";
import { spfCase } from "./spf-case.ts";

const MAKERS: Readonly<Record<Family, (random: Random) => CaseContent>> = {
  message: messageCase,
  spf: spfCase,
  dmarc: dmarcCase,
};

/** Every tenth place says which family the case there belongs to. */
const FAMILIES: readonly Family[] = [
  "message",
  "spf",
  "dmarc",
  "message",
  "spf",
  "message",
  "dmarc",
  "spf",
  "message",
  "spf",
];

/** The case with the given number; the same seed and number give the same case, apart from the key pairs. */
export function generateCase(seed: number, index: number): GeneratedCase {
  const family = FAMILIES[index % FAMILIES.length] ?? "message";
  return generateOf(family, seed, index);
}

/** As `generateCase`, of one family. */
export function generateOf(family: Family, seed: number, index: number): GeneratedCase {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  return { id: `${family}/${seed}/${index}`, family, ...MAKERS[family](random) };
}
