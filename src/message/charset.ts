import { byteText } from "../base/bytes.ts";
import { decodeUtf8Leniently } from "../base/utf8.ts";

/** Turns bytes into text; bytes that stand for nothing become U+FFFD. */
export type Decoder = (bytes: Uint8Array) => string;

/** Windows-1252 where it differs from ISO 8859-1: 0x80 to 0x9F, U+FFFD for the five unassigned bytes. */
const WINDOWS_1252 =
  "\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd" +
  "\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178";

/** ISO 8859-15 where it differs from ISO 8859-1. */
const ISO_8859_15: ReadonlyMap<number, string> = new Map([
  [0xa4, "\u20ac"],
  [0xa6, "\u0160"],
  [0xa8, "\u0161"],
  [0xb4, "\u017d"],
  [0xb8, "\u017e"],
  [0xbc, "\u0152"],
  [0xbd, "\u0153"],
  [0xbe, "\u0178"],
]);

/** The ASCII bytes as they are, U+FFFD for the others: what every charset that extends ASCII agrees on. */
export function decodeAsciiPart(bytes: Uint8Array): string {
  return singleByteText(bytes, (byte) => (byte < 0x80 ? null : "\ufffd"));
}

const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ["utf-8", decodeUtf8Leniently],
  ["us-ascii", decodeAsciiPart],
  ["iso-8859-1", byteText],
  ["iso-8859-15", (bytes) => singleByteText(bytes, (byte) => ISO_8859_15.get(byte) ?? null)],
  ["windows-1252", (bytes) => singleByteText(bytes, windows1252)],
]);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["utf8", "utf-8"],
  ["ascii", "us-ascii"],
  ["latin1", "iso-8859-1"],
  ["iso8859-1", "iso-8859-1"],
  ["latin-9", "iso-8859-15"],
  ["iso8859-15", "iso-8859-15"],
  ["cp1252", "windows-1252"],
]);

/** The decoder of a charset by its name, compared without case; null for one that is not known here. */
export function decoderOf(charset: string): Decoder | null {
  const name = charset.toLowerCase();
  return DECODERS.get(ALIASES.get(name) ?? name) ?? null;
}

function windows1252(byte: number): string | null {
  return byte >= 0x80 && byte <= 0x9f ? WINDOWS_1252.charAt(byte - 0x80) : null;
}

function singleByteText(bytes: Uint8Array, exception: (byte: number) => string | null): string {
  let text = "";
  for (const byte of bytes) text += exception(byte) ?? String.fromCharCode(byte);
  return text;
}
