import { toDomainName } from "../base/domain.ts";

/** The `<sender>` of a check, taken apart for the macros. RFC 7208 §4.1, §7.3 */
export interface Sender {
  /** As written, the domain in A-labels. */
  readonly text: string;
  /** Without the quotes of a quoted-string. */
  readonly localPart: string;
  readonly domain: string;
}

/** RFC 7208 §4.3: stands for a missing local-part. */
const POSTMASTER = "postmaster";

/**
 * Takes a sender apart at its last `@`; a missing local-part becomes `postmaster`, a domain in U-labels
 * its A-labels.
 *
 * Choice: a quoted local-part is expanded without its quotes, so that both writings of one mailbox lead
 * to the same name.
 *
 * RFC 7208 §4.3, RFC 8616 §4
 */
export function readSender(text: string): Sender {
  const at = text.lastIndexOf("@");
  const given = text.slice(at + 1);
  const domain = toDomainName(given) ?? given;
  const written = at > 0 ? text.slice(0, at) : POSTMASTER;
  return { text: `${written}@${domain}`, localPart: unquote(written), domain };
}

/** The content of a quoted-string; other text as it stands. RFC 5321 §4.1.2 */
function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, "$1");
}
