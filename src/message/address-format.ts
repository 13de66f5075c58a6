import type { Address, Group, Mailbox } from "./address.ts";
import { isAtext } from "./address-lexer.ts";
import { parseAddressList } from "./address-list.ts";
import { formatEncodedWords } from "./encoded-word.ts";

/**
 * Writes an address-list on one line; reading it again gives the same addresses.
 *
 * Names and comments are written in ASCII, with encoded-words where they need them; a local-part or
 * domain past ASCII stays as it is (RFC 6532 §3.2). Comments stand behind the address.
 *
 * A value that no address-list can hold, such as a line end in a local-part, is a `TypeError`.
 *
 * RFC 5322 §3.4
 */
export function formatAddressList(addresses: readonly Address[]): string {
  return addresses.map(formatAddress).join(", ");
}

function formatAddress(address: Address): string {
  return address.kind === "mailbox" ? formatMailbox(address) : formatGroup(address);
}

function formatGroup({ displayName, members, comments }: Group): string {
  const list = members.map((member) => ` ${formatMailbox(member)}`).join(",");
  return `${formatPhrase(displayName)}:${list};${formatComments(comments)}`;
}

function formatMailbox({ displayName, localPart, domain, route, comments }: Mailbox): string {
  const source = route.length === 0 ? "" : `${route.map((hop) => `@${hop}`).join(",")}:`;
  const addrSpec = `${formatLocalPart(localPart)}@${domain}`;
  const bare = displayName === null && source === "";
  const written = bare ? addrSpec : `<${source}${addrSpec}>`;
  requireMailbox(written, localPart, domain, route);
  const name = displayName === null ? "" : `${formatPhrase(displayName)} `;
  return `${name}${written}${formatComments(comments)}`;
}

/** The grammar itself says what can be written. */
function requireMailbox(written: string, localPart: string, domain: string, route: readonly string[]): void {
  const list = parseAddressList(written);
  const [read] = list.kind === "list" && list.addresses.length === 1 ? list.addresses : [];
  const same =
    read?.kind === "mailbox" &&
    read.localPart === localPart &&
    read.domain === domain &&
    read.route.length === route.length &&
    read.route.every((hop, index) => hop === route[index]);
  if (!same) {
    throw new TypeError(
      `addresses: expected a local-part and domains that can be written, got ${JSON.stringify(written)}`,
    );
  }
}

/** A dot-atom where it is one, else a quoted-string. RFC 5322 §3.4.1 */
function formatLocalPart(localPart: string): string {
  return localPart.split(".").every(isAtom) ? localPart : quote(localPart);
}

/** Atoms with single spaces where possible, else a quoted-string, else encoded-words. RFC 5322 §3.2.5 */
function formatPhrase(phrase: string): string {
  if (!isPlain(phrase)) return formatEncodedWords(phrase);
  return phrase.split(" ").every(isAtom) ? phrase : quote(phrase);
}

function formatComments(comments: readonly string[]): string {
  return comments.map((comment) => ` (${formatComment(comment)})`).join("");
}

function formatComment(comment: string): string {
  return isPlain(comment) ? comment.replace(/[()\\]/g, "\\$&") : formatEncodedWords(comment);
}

/** Printable ASCII in which nothing looks like an encoded-word. */
function isPlain(text: string): boolean {
  return !text.includes("=?") && /^[\x20-\x7e]*$/.test(text);
}

function isAtom(text: string): boolean {
  if (text === "") return false;
  for (let index = 0; index < text.length; index++) if (!isAtext(text.charCodeAt(index))) return false;
  return true;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
