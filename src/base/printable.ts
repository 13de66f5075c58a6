/**
 * Text from mail or DNS made safe to show in a line of output: control characters, line and paragraph
 * separators, bidirectional controls, zero-width characters and unpaired surrogates become `\u{…}`.
 *
 * A reader of the output then sees every character that is there, in the order in which it is there.
 */
export function printable(text: string): string {
  return replaceDeceptive(text, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON made safe to show in the same way: the same value, its deceptive characters as JSON escapes. RFC 8259 §7 */
export function printableJson(json: string): string {
  // A line feed can only stand between the tokens, where it lays out the text.
  return replaceDeceptive(json, (character) => (character === "\n" ? character : jsonEscape(character)));
}

function jsonEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

function replaceDeceptive(text: string, replacement: (character: string) => string): string {
  let shown = "";
  let kept = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x20 && code < 0x7f) continue;
    const point = text.codePointAt(index) ?? code;
    const width = point > 0xffff ? 2 : 1;
    if (isDeceptive(point)) {
      shown += text.slice(kept, index) + replacement(text.slice(index, index + width));
      kept = index + width;
    }
    index += width - 1;
  }
  return kept === 0 ? text : shown + text.slice(kept);
}

/** Code points that change how the text around them is shown, or that cannot be seen. */
const DECEPTIVE_RANGES: readonly (readonly [number, number])[] = [
  [0x0000, 0x001f],
  [0x007f, 0x009f],
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

function isDeceptive(point: number): boolean {
  return DECEPTIVE_RANGES.some(([low, high]) => point >= low && point <= high);
}
