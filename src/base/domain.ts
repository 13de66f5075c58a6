import { toASCII } from "tr46";
import punycode from "punycode/punycode.js";
import { isAsciiText } from "./characters.ts";

/**
 * A domain name in the one form that is compared: lower-case A-labels, no trailing dot.
 *
 * Values come from {@link toDomainName}; text of other origin is not a `DomainName`.
 */
export type DomainName = string;

/** Octets of a name in text form without the trailing dot. RFC 1035 §2.3.4 */
const NAME_OCTETS = 253;
/** Octets of a label. RFC 1035 §2.3.4 */
const LABEL_OCTETS = 63;

/**
 * Brings a domain from a header field, an envelope or a record into comparable form: UTS #46 mapping,
 * A-labels, lower case, one trailing dot removed. Null when the text is no host-like domain.
 *
 * Underscores are accepted because mail domains with them exist and resolve; a caller that needs
 * the letter-digit-hyphen rule checks it in its own grammar.
 *
 * RFC 5890 §2.3.2.1, RFC 1035 §2.3.4
 */
export function toDomainName(text: string): DomainName | null {
  if (text.length > 4 * NAME_OCTETS) return null;
  const mapped = isAsciiText(text) ? null : mapUnicode(text);
  const ascii = mapped ?? text.toLowerCase();
  const name = ascii.endsWith(".") ? ascii.slice(0, -1) : ascii;
  if (!isHostLike(name)) return null;
  // What the mapping made needs no second look, which would double the cost of a name.
  return mapped !== null || validALabels(name) ? name : null;
}

/**
 * Whether bringing the text into comparable form takes the tables of UTS #46, which costs as much as hundreds
 * of plain names: who reads many names counts these.
 */
export function isCostlyName(text: string): boolean {
  return !isAsciiText(text) || text.toLowerCase().includes("xn--");
}

/** UTS #46 non-transitional processing, the mapping browsers and registries use. */
function mapUnicode(text: string): string | null {
  return toASCII(text, {
    checkHyphens: false,
    checkBidi: true,
    checkJoiners: true,
    useSTD3ASCIIRules: false,
    transitionalProcessing: false,
    verifyDNSLength: false,
  });
}

/** Whether the name is written in lower case with letters, digits, hyphens and underscores, as most are. RFC 1035 §2.3.4 */
export function isHostLike(name: string): boolean {
  if (name.length === 0 || name.length > NAME_OCTETS) return false;
  let labelLength = 0;
  for (let index = 0; index <= name.length; index++) {
    const code = index < name.length ? name.charCodeAt(index) : 0x2e;
    if (code === 0x2e) {
      if (labelLength === 0 || labelLength > LABEL_OCTETS) return false;
      labelLength = 0;
      continue;
    }
    const hostCharacter =
      (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x5f;
    if (!hostCharacter) return false;
    labelLength++;
  }
  return true;
}

/** Every `xn--` label must be one that mapping could have produced. RFC 5890 §2.3.2.1 */
function validALabels(name: string): boolean {
  if (!name.includes("xn--")) return true;
  return mapUnicode(name) === name;
}

/** Whether DNS can carry the name as a question: labels of 1 to 63 octets, 253 in all. RFC 1035 §2.3.4 */
export function isQueryableName(name: string): boolean {
  const end = name.endsWith(".") ? name.length - 1 : name.length;
  if (end === 0 || end > NAME_OCTETS) return false;
  for (let start = 0; start <= end;) {
    const dot = name.indexOf(".", start);
    const length = (dot === -1 ? end : dot) - start;
    if (length === 0 || length > LABEL_OCTETS) return false;
    start += length + 1;
  }
  return true;
}

/** The labels, leftmost first. */
export function labelsOf(domain: DomainName): readonly string[] {
  return domain.split(".");
}

/** The name without its leftmost label, or null for a single label. */
export function parentOf(domain: DomainName): DomainName | null {
  const dot = domain.indexOf(".");
  return dot === -1 ? null : domain.slice(dot + 1);
}

/** Whether `domain` is `ancestor` or lies below it, compared label by label. */
export function isSubdomainOf(domain: DomainName, ancestor: DomainName): boolean {
  return domain === ancestor || domain.endsWith(`.${ancestor}`);
}

/** The name as people write it: U-labels for display only, never for comparison. RFC 5890 §2.3.2.1 */
export function displayDomain(domain: DomainName): string {
  try {
    return punycode.toUnicode(domain);
  } catch {
    // A label that only looks like Punycode is shown as it stands.
    return domain;
  }
}
