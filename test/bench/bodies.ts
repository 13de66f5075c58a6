import { Random } from "../support/random.ts";

/** Kinds of body text, as mail carries them. */
export type BodyKind = "text" | "html" | "base64" | "whitespace" | "multipart";

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A body of about `size` bytes, every line ended by CRLF. */
export function makeBody(random: Random, kind: BodyKind, size: number): string {
  switch (kind) {
    case "text":
      return repeatLines(size, () => textLine(random));
    case "html":
      return repeatLines(size, () => htmlLine(random));
    case "base64":
      return repeatLines(size, () => base64Line(random));
    case "whitespace":
      return repeatLines(size, () => whitespaceLine(random));
    case "multipart":
      return multipart(random, size);
  }
}

/** Lines are drawn from a pool, so that a large body costs no more than a small one to make. */
function repeatLines(size: number, makeLine: () => string): string {
  const pool = Array.from({ length: 97 }, makeLine);
  let block = pool.map((line) => `${line}\r\n`).join("");
  while (block.length < size && block.length < 4_000_000) block += block;
  if (block.length < size) block = block.repeat(Math.ceil(size / block.length));
  const end = block.lastIndexOf("\r\n", size);
  return end <= 0 ? `${block.slice(0, Math.max(0, size - 2))}\r\n` : block.slice(0, end + 2);
}

function textLine(random: Random): string {
  const words = Array.from({ length: random.between(0, 13) }, () => random.word());
  return words.join(" ") + (random.chance(0.1) ? " " : "");
}

/** Indented mark-up, one line in three with trailing white space. */
function htmlLine(random: Random): string {
  const indent = (random.chance(0.3) ? "\t" : "  ").repeat(random.between(0, 8));
  const trailing = random.chance(0.33) ? " ".repeat(random.between(1, 4)) : "";
  const style = `style="color:#${random.between(0, 0xffffff).toString(16)};  margin: 0 ${random.between(0, 40)}px"`;
  return `${indent}<td ${style}>${random.word()} ${random.word()}</td>${trailing}`;
}

function base64Line(random: Random): string {
  let line = "";
  while (line.length < 76) line += BASE64.charAt(random.between(0, 63));
  return line;
}

function whitespaceLine(random: Random): string {
  let line = "";
  while (line.length < 70) line += random.word(1, 4) + random.pick([" ", "  ", "\t", " \t "]);
  return line;
}

function multipart(random: Random, size: number): string {
  const boundary = `=_${random.word(20, 24)}`;
  const parts = [
    `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${repeatLines(size / 10, () => textLine(random))}`,
    `--${boundary}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${repeatLines(size / 3, () => htmlLine(random))}`,
    `--${boundary}\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${repeatLines(size / 2, () => base64Line(random))}`,
  ];
  return `${parts.join("\r\n")}\r\n--${boundary}--\r\n`;
}
