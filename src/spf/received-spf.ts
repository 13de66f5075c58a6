import { isAlpha, isAlphanumeric, isAsciiText, isPrintableAsciiText } from "../base/characters.ts";
import { foldLine } from "../base/folding.ts";
import { isDotAtom } from "../authres/characters.ts";
import { formatComment } from "../authres/written-part.ts";
import { formatMechanism } from "./mechanism.ts";
import type { SpfResult, SpfResultWord } from "./result.ts";

/** The content of a Received-SPF field. RFC 7208 §9.1 */
export interface ReceivedSpf {
  readonly result: SpfResultWord;
  readonly comment: string | null;
  /** In the order written; keys as registered, in lower case. */
  readonly pairs: readonly ReceivedSpfPair[];
}

export interface ReceivedSpfPair {
  readonly key: string;
  readonly value: string;
}

/** Octets of one value or comment as written; with its line's other parts it stays below 998. RFC 5322 §2.1.1 */
const MAX_PART_OCTETS = 900;

/** The envelope-from that stands for the null sender. */
const NULL_PATH = "<>";

/**
 * The field that records a result: identity, client, envelope, and what decided it.
 *
 * RFC 7208 §9.1
 */
export function toReceivedSpf(
  result: SpfResult,
  receiver: string,
  comment: string | null = null,
): ReceivedSpf {
  const pairs: ReceivedSpfPair[] = [
    { key: "receiver", value: receiver },
    { key: "identity", value: result.identity },
    { key: "client-ip", value: result.clientIp },
    { key: "helo", value: result.helo },
  ];
  if (result.identity === "mailfrom") {
    pairs.push({ key: "envelope-from", value: result.substituted ? NULL_PATH : result.sender });
  }
  if ("matched" in result) pairs.push({ key: "mechanism", value: mechanismText(result.matched) });
  if (result.result === "temperror" || result.result === "permerror") {
    pairs.push({ key: "problem", value: result.cause.code });
  }
  return { result: result.result, comment, pairs };
}

/** RFC 7208 §9.1: the word `default` where no mechanism matched. */
function mechanismText(matched: Extract<SpfResult, { readonly matched: unknown }>["matched"]): string {
  return matched === "default" ? matched : formatMechanism(matched.mechanism);
}

/**
 * What of the field a header can carry: a value that is not printable ASCII, or too long for a line, is
 * left out with its key, for altered it would name something else; in a comment such characters
 * become `?`. A key outside the grammar is the caller's mistake and a `TypeError`.
 *
 * RFC 7208 §9.1
 */
export function representableReceivedSpf({ result, comment, pairs }: ReceivedSpf): ReceivedSpf {
  for (const { key } of pairs) {
    if (!isKey(key))
      throw new TypeError(
        `key: expected a letter, then letters, digits, "-", "_" or ".", got ${JSON.stringify(key)}`,
      );
  }
  const prose = comment === null ? null : comment.replace(/[^\x20-\x7e]/g, "?");
  return {
    result,
    comment: prose !== null && formatComment(prose).length <= MAX_PART_OCTETS ? prose : null,
    pairs: pairs.flatMap(({ key, value }) => {
      const pair = { key: key.toLowerCase(), value };
      return isPrintableAsciiText(value) && formatPair(pair).length <= MAX_PART_OCTETS ? [pair] : [];
    }),
  };
}

/**
 * Writes the header field, ready to stand above a message: folded with CRLF, final CRLF.
 *
 * Nothing in it can add a line or a pair: values are dot-atoms or quoted strings. `parseReceivedSpf`
 * gives back {@link representableReceivedSpf} of the argument.
 *
 * RFC 7208 §9.1
 */
export function formatReceivedSpf(field: ReceivedSpf): string {
  const { result, comment, pairs } = representableReceivedSpf(field);
  const head = comment === null ? result : `${result} ${formatComment(comment)}`;
  const line = `Received-SPF: ${[head, ...pairs.map((pair) => `${formatPair(pair)};`)].join(" ")}`;
  return `${foldLine(line).join("\r\n")}\r\n`;
}

function formatPair({ key, value }: ReceivedSpfPair): string {
  const plain = isDotAtom(value) && isAsciiText(value);
  return `${key}=${plain ? value : `"${value.replace(/["\\]/g, "\\$&")}"`}`;
}

/** name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ). RFC 7208 §12 */
function isKey(text: string): boolean {
  if (!isAlpha(text.charCodeAt(0))) return false;
  for (let index = 1; index < text.length; index++) {
    if (!isKeyCharacter(text.charCodeAt(index))) return false;
  }
  return true;
}

/** A character of a key after the first. RFC 7208 §12 */
export function isKeyCharacter(code: number): boolean {
  return isAlphanumeric(code) || code === 0x2d || code === 0x5f || code === 0x2e;
}

/** The value of a key; of a repeated key the first. */
export function receivedSpfValue({ pairs }: Pick<ReceivedSpf, "pairs">, key: string): string | null {
  return pairs.find((pair) => pair.key === key)?.value ?? null;
}

/**
 * Whether the field speaks of this MAIL FROM. A result for HELO never does, nor one for another sender;
 * without an `identity` the `envelope-from` must say so.
 *
 * RFC 7208 §9.1
 */
export function concernsMailFrom(field: ReceivedSpf, mailFrom: string | null): boolean {
  const identity = receivedSpfValue(field, "identity")?.toLowerCase() ?? "mailfrom";
  const sender = receivedSpfValue(field, "envelope-from");
  if (identity !== "mailfrom" || sender === null) return false;
  const bare = sender.startsWith("<") && sender.endsWith(">") ? sender.slice(1, -1) : sender;
  return canonicalMailbox(bare) === canonicalMailbox(mailFrom ?? "");
}

/** Domains are compared without case, local-parts with. RFC 5321 §2.4 */
function canonicalMailbox(text: string): string {
  const at = text.lastIndexOf("@");
  return text.slice(0, at + 1) + text.slice(at + 1).toLowerCase();
}
