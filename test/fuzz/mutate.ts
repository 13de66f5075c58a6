import type { Random } from "../support/random.ts";

/** Longest input that mutation makes. */
const LONGEST = 4096;

/** A few changes to an input: bytes, dictionary words, blocks moved or repeated, or a part of another input. */
export function mutate(
  random: Random,
  text: string,
  dictionary: readonly string[],
  corpus: readonly string[],
): string {
  let mutated = text;
  for (let left = random.between(1, 5); left > 0; left--)
    mutated = change(random, mutated, dictionary, corpus);
  return mutated.slice(0, LONGEST);
}

function change(
  random: Random,
  text: string,
  dictionary: readonly string[],
  corpus: readonly string[],
): string {
  const at = random.between(0, text.length);
  const end = Math.min(text.length, at + random.between(1, 16));
  const insert = (piece: string): string => text.slice(0, at) + piece + text.slice(at);
  switch (random.between(0, 7)) {
    case 0:
      return insert(String.fromCharCode(random.between(0, 255)));
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, at) + String.fromCharCode(random.between(0, 255)) + text.slice(at + 1);
    case 3:
      return insert(text.slice(at, end).repeat(random.between(1, 20)));
    case 4:
    case 5:
      return insert(random.pick(dictionary));
    case 6: {
      const other = random.pick(corpus);
      const from = random.between(0, other.length);
      return text.slice(0, at) + other.slice(from, from + random.between(1, 200)) + text.slice(at);
    }
    default:
      return text.slice(0, at) + random.pick(dictionary) + text.slice(end);
  }
}
