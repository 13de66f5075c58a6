import { decodeBase64, encodeBase64 } from "../base/base64.ts";
import { bytesOf, concatBytes } from "../base/bytes.ts";
import { isAlphanumeric } from "../base/characters.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { type Decoder, decodeAsciiPart, decoderOf } from "./charset.ts";

/** A piece of header text: an atom, a quoted string, a word of a comment. */
export interface TextPiece {
  /** The white space before the piece, as it is shown. */
  readonly before: string;
  readonly text: string;
  /** Quoted text is never an encoded-word. RFC 2047 §5 */
  readonly quoted: boolean;
}

/** An encoded-word by its parts, not yet decoded. RFC 2047 §2 */
interface EncodedWord {
  readonly charset: string;
  readonly encoding: "B" | "Q";
  readonly encodedText: string;
  /** Position after the final `?=`. */
  readonly end: number;
}

const OPENING = "=?";
const CLOSING = "?=";

/**
 * Joins the pieces to the text that is shown: encoded-words decoded, the white space between adjacent
 * ones dropped. Words of a charset that is not known here stay as written.
 *
 * Choice: adjacent words of one charset are joined before decoding, because senders do cut characters
 * in two, though RFC 2047 §5 forbids it, and readers show them whole.
 *
 * RFC 2047 §6.2
 */
export function joinText(pieces: Iterable<TextPiece>): string {
  let text = "";
  let run = new EncodedRun();
  for (const piece of pieces) {
    const word = piece.quoted ? null : wholeWord(piece.text);
    const decoder = word === null ? null : decoderOf(word.charset);
    if (word === null || decoder === null) {
      text += run.text() + piece.before + piece.text;
      run = new EncodedRun();
      continue;
    }
    if (run.empty) text += piece.before;
    run.add(word, decoder);
  }
  return text + run.text();
}

/** Decodes the encoded-words that stand between white space in unstructured text. RFC 2047 §5, §6.1 */
export function decodeEncodedWords(text: string): string {
  return text.includes(OPENING) ? joinText(wordsOf(text)) : text;
}

/**
 * What a lenient reader may make of the text: encoded-words decoded wherever they stand, also inside
 * quotes and words, and of unknown charsets the ASCII part. Only for finding out what a reader could
 * be shown, never for what the text means.
 */
export function decodeLeniently(text: string): string {
  if (!text.includes(OPENING)) return text;
  let shown = "";
  let position = 0;
  let run = new EncodedRun();
  for (let start = text.indexOf(OPENING); start !== -1;) {
    const word = encodedWordAt(text, start);
    if (word === null) {
      start = text.indexOf(OPENING, start + 1);
      continue;
    }
    const between = text.slice(position, start);
    if (run.empty || between.trim() !== "") {
      shown += run.text() + between;
      run = new EncodedRun();
    }
    run.add(word, decoderOf(word.charset) ?? decodeAsciiPart);
    position = word.end;
    start = text.indexOf(OPENING, position);
  }
  return shown + run.text() + text.slice(position);
}

/** Bytes in one encoded-word: with `=?utf-8?B?` and `?=` they stay within 75 characters. RFC 2047 §2 */
const WORD_BYTES = 45;

/** The text as encoded-words, separated by spaces; characters are not cut. RFC 2047 §2, §5 */
export function formatEncodedWords(text: string): string {
  const words: string[] = [];
  let chunk = "";
  let size = 0;
  for (const character of text) {
    const bytes = encodeUtf8(character).length;
    if (size + bytes > WORD_BYTES) {
      words.push(chunk);
      chunk = "";
      size = 0;
    }
    chunk += character;
    size += bytes;
  }
  words.push(chunk);
  return words.map((word) => `${OPENING}utf-8?B?${encodeBase64(encodeUtf8(word))}${CLOSING}`).join(" ");
}

/** Adjacent encoded-words on their way to text. */
class EncodedRun {
  readonly #parts: { readonly charset: string; readonly decoder: Decoder; readonly bytes: Uint8Array[] }[] =
    [];

  get empty(): boolean {
    return this.#parts.length === 0;
  }

  add(word: EncodedWord, decoder: Decoder): void {
    const bytes = decodedBytes(word);
    const charset = word.charset.toLowerCase();
    const last = this.#parts.at(-1);
    if (last?.charset === charset) last.bytes.push(bytes);
    else this.#parts.push({ charset, decoder, bytes: [bytes] });
  }

  text(): string {
    return this.#parts.map(({ decoder, bytes }) => decoder(concatBytes(bytes))).join("");
  }
}

function* wordsOf(text: string): Generator<TextPiece> {
  for (const match of text.matchAll(/([ \t]*)([^ \t]+)|[ \t]+$/g)) {
    yield { before: match[1] ?? match[0], text: match[2] ?? "", quoted: match[2] === undefined };
  }
}

/** The encoded-word that the text is, or null. White space and 8-bit characters inside make it none. */
function wholeWord(text: string): EncodedWord | null {
  if (!text.startsWith(OPENING)) return null;
  const word = encodedWordAt(text, 0);
  if (word === null || word.end !== text.length) return null;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f) return null;
  }
  return word;
}

/**
 * `=?charset?encoding?encoded-text?=` at the position. The text is read no further than the fourth `?`,
 * so that trying every `=?` stays linear. A language after the charset is ignored.
 *
 * RFC 2047 §2, RFC 2231 §5
 */
function encodedWordAt(text: string, start: number): EncodedWord | null {
  let charsetEnd = start + OPENING.length;
  while (isCharsetCharacter(text.charCodeAt(charsetEnd))) charsetEnd++;
  if (charsetEnd === start + OPENING.length || text.charAt(charsetEnd) !== "?") return null;
  const encoding = text.charAt(charsetEnd + 1).toUpperCase();
  if ((encoding !== "B" && encoding !== "Q") || text.charAt(charsetEnd + 2) !== "?") return null;
  const textStart = charsetEnd + 3;
  const textEnd = text.indexOf("?", textStart);
  if (textEnd <= textStart || text.charAt(textEnd + 1) !== "=") return null;
  const [charset = ""] = text.slice(start + OPENING.length, charsetEnd).split("*", 1);
  return { charset, encoding, encodedText: text.slice(textStart, textEnd), end: textEnd + CLOSING.length };
}

/** Charset names are tokens; what registered names are made of, and `*` before a language. RFC 2047 §2 */
function isCharsetCharacter(code: number): boolean {
  return isAlphanumeric(code) || (code > 0 && "-_.:+*'".includes(String.fromCharCode(code)));
}

function decodedBytes(word: EncodedWord): Uint8Array {
  return word.encoding === "B" ? decodeB(word.encodedText) : decodeQ(word.encodedText);
}

/**
 * Choice: foreign characters are skipped and missing padding is supplied, as readers do; a word they
 * show must not stay unseen here.
 *
 * RFC 2047 §4.1
 */
function decodeB(text: string): Uint8Array {
  const digits = text.replace(/[^A-Za-z0-9+/]/g, "");
  const missing = (4 - (digits.length % 4)) % 4;
  if (missing === 3) return decodeB(digits.slice(0, -1));
  const bytes = decodeBase64(digits + "A".repeat(missing)) ?? new Uint8Array(0);
  return bytes.subarray(0, bytes.length - missing);
}

/** `_` is a space, `=XX` a byte, everything else itself. RFC 2047 §4.2 */
function decodeQ(text: string): Uint8Array {
  const spaced = text.replaceAll("_", " ");
  return bytesOf(
    spaced.replace(/=([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
  );
}
