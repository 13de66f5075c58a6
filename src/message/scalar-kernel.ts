import { KERNEL_CAPACITY, type BodyKernel, type Census, type LongLine } from "./body-kernel.ts";

/**
 * The walks over a body in plain TypeScript: what the kernel of vectors is measured by, and what
 * stands in where there is none.
 *
 * How it is fast: a byte of white space is dropped exactly when white space or CRLF follows, and all
 * other bytes are kept. That needs two bytes of lookahead and no memory of what came before, so four
 * bytes at a time are judged by arithmetic and, when all of them stay as they are, copied at once.
 */

const LOOKAHEAD_BYTES = 8;
/** Octets of a line without its CRLF. RFC 5322 §2.1.1 */
const LINE_OCTETS = 998;
/** Bytes that a census judges at once. */
const STEP = 16;

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;

/** What `reduce` needs to know of a byte: bit 0 white space, bit 1 CR, bit 2 LF. */
const CLASS: Uint8Array = new Uint8Array(256);
CLASS[SPACE] = 1;
CLASS[0x09] = 1;
CLASS[CR] = 2;
CLASS[LF] = 4;

/** What a kept byte becomes: itself, but a tab becomes a space. */
const KEPT: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 0x09 ? SPACE : byte));

const input: Uint8Array = new Uint8Array(KERNEL_CAPACITY + LOOKAHEAD_BYTES);
const output: Uint8Array = new Uint8Array(input.length);
const inputView: DataView = new DataView(input.buffer);
const outputView: DataView = new DataView(output.buffer);

/** Its survey is always in doubt, so that whoever asks takes a census. */
export const SCALAR_KERNEL: BodyKernel = {
  input,
  output,
  reduce: reduceInput,
  survey: () => -1,
  census: takeCensus,
  closing: countClosing,
};

/** Reduces `input` up to `end`, with the bytes behind as lookahead, and returns the length in `output`. */
function reduceInput(end: number): number {
  const wordsEnd = end & ~3;
  let length = 0;
  let word = inputView.getInt32(0, true);
  for (let position = 0; position < wordsEnd; position += 4) {
    const next = inputView.getInt32(position + 4, true);
    if (isUnchanged(word, (word >>> 8) | (next << 24))) {
      outputView.setInt32(length, word, true);
      length += 4;
    } else {
      length = reduceWord(word, next, length);
    }
    word = next;
  }
  for (let position = wordsEnd; position < end; position++) {
    output[length] = KEPT[input[position] ?? 0] ?? 0;
    length += 1 ^ dropped(classAt(position), classAt(position + 1), classAt(position + 2));
  }
  return length;
}

/**
 * Whether four bytes stay as they are: no tab, and no space before a byte up to 0x20. `following`
 * holds the byte after each.
 *
 * The usual test for a zero (or small) byte in a word: a byte above a hit may be reported wrongly,
 * which only sends the word the careful way.
 */
function isUnchanged(word: number, following: number): boolean {
  const spaces = word ^ 0x20202020;
  const tabs = word ^ 0x09090909;
  const spaceBeforeLow = (spaces - 0x01010101) & ~spaces & (following - 0x21212121) & ~following;
  return ((spaceBeforeLow | ((tabs - 0x01010101) & ~tabs)) & 0x80808080) === 0;
}

/** Writes what remains of four bytes, without a branch: a dropped byte is overwritten by the next. */
function reduceWord(word: number, next: number, start: number): number {
  const byte0 = word & 0xff;
  const byte1 = (word >>> 8) & 0xff;
  const byte2 = (word >>> 16) & 0xff;
  const byte3 = word >>> 24;
  const class0 = CLASS[byte0] ?? 0;
  const class1 = CLASS[byte1] ?? 0;
  const class2 = CLASS[byte2] ?? 0;
  const class3 = CLASS[byte3] ?? 0;
  const class4 = CLASS[next & 0xff] ?? 0;
  const class5 = CLASS[(next >>> 8) & 0xff] ?? 0;
  let length = start;
  output[length] = KEPT[byte0] ?? 0;
  length += 1 ^ dropped(class0, class1, class2);
  output[length] = KEPT[byte1] ?? 0;
  length += 1 ^ dropped(class1, class2, class3);
  output[length] = KEPT[byte2] ?? 0;
  length += 1 ^ dropped(class2, class3, class4);
  output[length] = KEPT[byte3] ?? 0;
  length += 1 ^ dropped(class3, class4, class5);
  return length;
}

/** 1 when the first byte is white space before white space or CRLF, else 0. */
function dropped(first: number, second: number, third: number): number {
  return first & (second | ((second >> 1) & (third >> 2))) & 1;
}

function classAt(position: number): number {
  return CLASS[input[position] ?? 0] ?? 0;
}

/** Counts, leaping over what is sound: steps of words are judged by arithmetic, only doubtful ones byte by byte. */
function takeCensus(count: number, open: number): Census {
  const bareCr = { count: 0, first: 0 };
  const bareLf = { count: 0, first: 0 };
  const lastPair = count - 1;
  for (let index = 0; index < lastPair;) {
    index = skipSoundPairs(index, lastPair);
    const stop = Math.min(index + STEP, lastPair);
    for (; index < stop; index++) {
      const isCr = input[index] === CR;
      const beforeLf = input[index + 1] === LF;
      if (isCr && !beforeLf) countOne(bareCr, index);
      if (beforeLf && !isCr) countOne(bareLf, index + 1);
    }
  }
  const nul = { count: 0, first: 0 };
  for (let index = input.indexOf(0); index !== -1 && index < count; index++) {
    if (input[index] === 0) countOne(nul, index);
  }
  return { bareCr, bareLf, nul, ...measureLines(count, open) };
}

/** Leaps from line to line: the last LF within reach of a line start proves all lines before it short. */
function measureLines(count: number, open: number): Pick<Census, "longLines" | "lastLine"> {
  const longLines: LongLine[] = [];
  let start = 0 - open;
  for (;;) {
    const reach = start + LINE_OCTETS;
    const withinReach = reach < 0 ? -1 : input.lastIndexOf(LF, Math.min(reach, count - 1));
    if (withinReach >= Math.max(start, 0)) {
      start = withinReach + 1;
      continue;
    }
    const end = reach >= count ? -1 : input.indexOf(LF, Math.max(reach, 0));
    if (end === -1 || end >= count) return { longLines, lastLine: Math.max(start, 0) };
    longLines.push({ start, end });
    start = end + 1;
  }
}

/** CRLF CRLF as a little-endian number. */
const TWO_LINE_ENDS = 0x0a0d0a0d;

function countClosing(count: number): number {
  let end = count;
  while (end >= 4 && inputView.getInt32(end - 4, true) === TWO_LINE_ENDS) end -= 4;
  return count - end;
}

function countOne(occurrences: { count: number; first: number }, index: number): void {
  if (occurrences.count === 0) occurrences.first = index;
  occurrences.count++;
}

/**
 * The first index, in steps of {@link STEP}, whose pairs with their next byte may hold a CR or an LF
 * without the other.
 */
function skipSoundPairs(from: number, lastPair: number): number {
  const stop = lastPair - STEP - 3;
  if (from > stop) return from;
  let index = from;
  let first = inputView.getInt32(index, true);
  for (; index <= stop; index += STEP) {
    const second = inputView.getInt32(index + 4, true);
    const third = inputView.getInt32(index + 8, true);
    const fourth = inputView.getInt32(index + 12, true);
    const next = inputView.getInt32(index + STEP, true);
    const marks =
      unpaired(first, second) | unpaired(second, third) | unpaired(third, fourth) | unpaired(fourth, next);
    if ((marks & 0x80808080) !== 0) break;
    first = next;
  }
  return index;
}

/**
 * Marks, in the high bit of each byte of a word, a CR without LF behind it or an LF behind another byte.
 *
 * The bytes that are CR and those whose next byte is LF must be the same. A byte above a true one
 * may be marked wrongly, which only means a careful look.
 */
function unpaired(word: number, next: number): number {
  const crs = word ^ 0x0d0d0d0d;
  const lfs = ((word >>> 8) | (next << 24)) ^ 0x0a0a0a0a;
  return ((crs - 0x01010101) & ~crs) ^ ((lfs - 0x01010101) & ~lfs);
}
