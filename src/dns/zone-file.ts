import { isVchar } from "../base/characters.ts";

/** Bytes in one character-string. RFC 1035 §3.3 */
const STRING_BYTES = 255;

/**
 * A TXT record in the form of zone files: the text, one character per byte, in as many quoted
 * strings as it needs, each on a line of its own.
 *
 * RFC 1035 §5.1, §3.3.14
 */
export function formatTxtRecord(name: string, text: string): string {
  const strings: string[] = [];
  for (let start = 0; start === 0 || start < text.length; start += STRING_BYTES) {
    strings.push(quoted(text.slice(start, start + STRING_BYTES)));
  }
  const data = strings.length === 1 ? strings.join("") : `(\n  ${strings.join("\n  ")} )`;
  return `${name}. IN TXT ${data}\n`;
}

function quoted(text: string): string {
  let escaped = "";
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const character = text.charAt(index);
    if (character === '"' || character === "\\") escaped += `\\${character}`;
    else if (code === 0x20 || isVchar(code)) escaped += character;
    else escaped += `\\${String(code & 0xff).padStart(3, "0")}`;
  }
  return `"${escaped}"`;
}
