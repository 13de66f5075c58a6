import type { Random } from "../random.ts";
import { times, weighted } from "./choice.ts";

/** A body with lines, white space and ends of every kind that canonicalization looks at. */
export function makeBody(random: Random): string {
  return weighted(random, [
    [1, ""],
    [1, "\r\n"],
    [1, "\r\n\r\n\r\n"],
    [1, " \t\r\n \r\n"],
    [1, "no line end"],
    [1, "white space without line end \t"],
    [14, linesOf(random)],
    [2, multipart(random)],
  ]);
}

function linesOf(random: Random): string {
  const lines = times(random.between(1, 12), () => `${line(random)}\r\n`);
  return (
    lines.join("") +
    weighted(random, [
      [6, ""],
      [1, "\r\n"],
      [1, "\r\n\r\n"],
      [1, " \r\n\r\n"],
      [1, "end"],
    ])
  );
}

function line(random: Random): string {
  return weighted(random, [
    [8, words(random)],
    [1, ""],
    [1, " "],
    [1, "\t\t"],
    [1, `${words(random)} \t`],
    [1, `  ${words(random)}`],
    [1, "."],
    [1, "..dots"],
    [1, "caf\xe9 \xff\x80"],
    [1, `${"x".repeat(random.between(70, 90))}  ${"y".repeat(40)}`],
    [0.2, "z".repeat(1200)],
  ]);
}

function words(random: Random): string {
  const gap = (): string => random.pick([" ", " ", " ", "  ", "\t", " \t "]);
  return times(random.between(1, 8), (index) => (index === 0 ? "" : gap()) + random.word(1, 9)).join("");
}

function multipart(random: Random): string {
  const part = (): string => `--frontier\r\nContent-Type: text/plain\r\n\r\n${linesOf(random)}\r\n`;
  return `preamble\r\n${part()}${part()}--frontier--\r\n`;
}
