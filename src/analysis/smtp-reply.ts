/** A reply to an SMTP client, without the line it is written as. RFC 5321 §4.2, RFC 3463 §2 */
export interface SmtpReply {
  readonly code: 451 | 550;
  readonly enhancedStatus: string;
  readonly text: string;
}

/** Why a message is refused or deferred. */
export type ReplyReason =
  | "no-passing-dkim"
  | "no-acceptable-dkim"
  | "no-author-matched-dkim"
  | "spf-fail"
  | "spf-permerror"
  | "spf-temperror"
  | "reverse-dns-fail"
  | "multiple-failures"
  | "dmarc-policy"
  | "author-ambiguous"
  | "key-unavailable"
  | "dns-unavailable"
  | "limit-reached";

/**
 * The replies of email authentication. Text says what was found, never what would get past it.
 *
 * Choice: a DMARC rejection has 5.7.1, the code in the example of RFC 9989 §7.2, since none was
 * registered for DMARC; so has an ambiguous author, as a message that policy refuses (RFC 3463 §3.8).
 */
const REPLIES: Readonly<Record<ReplyReason, SmtpReply>> = {
  // RFC 7372 §3.1
  "no-passing-dkim": { code: 550, enhancedStatus: "5.7.20", text: "No passing DKIM signature found" },
  "no-acceptable-dkim": { code: 550, enhancedStatus: "5.7.21", text: "No acceptable DKIM signature found" },
  "no-author-matched-dkim": {
    code: 550,
    enhancedStatus: "5.7.22",
    text: "No valid author-matched DKIM signature found",
  },
  // RFC 7372 §3.2
  "spf-fail": { code: 550, enhancedStatus: "5.7.23", text: "SPF validation failed" },
  "spf-permerror": { code: 550, enhancedStatus: "5.7.24", text: "SPF validation error" },
  "spf-temperror": { code: 451, enhancedStatus: "4.7.24", text: "SPF validation error, try again later" },
  // RFC 7372 §3.3
  "reverse-dns-fail": { code: 550, enhancedStatus: "5.7.25", text: "Reverse DNS validation failed" },
  // RFC 7372 §3.4
  "multiple-failures": { code: 550, enhancedStatus: "5.7.26", text: "Multiple authentication checks failed" },
  // RFC 9989 §7.2
  "dmarc-policy": { code: 550, enhancedStatus: "5.7.1", text: "Rejected per DMARC policy" },
  // RFC 9989 §11.5
  "author-ambiguous": { code: 550, enhancedStatus: "5.7.1", text: "The author of the message is ambiguous" },
  // RFC 6376 §6.3
  "key-unavailable": {
    code: 451,
    enhancedStatus: "4.7.5",
    text: "Unable to verify DKIM signature now, try again later",
  },
  // RFC 7208 §8.6
  "dns-unavailable": { code: 451, enhancedStatus: "4.4.3", text: "DNS lookup failed, try again later" },
  // RFC 3463 §3.8
  "limit-reached": {
    code: 451,
    enhancedStatus: "4.7.0",
    text: "Too many domains to authenticate, try again later",
  },
};

/**
 * The reply for a reason, with a detail after a colon: a domain name, an explanation of SPF.
 *
 * The detail may hold any text; {@link formatSmtpReply} makes it safe. Text that comes from a sender's
 * record should say so (RFC 7208 §6.2, §8.4).
 *
 * RFC 7372 §3
 */
export function smtpReply(reason: ReplyReason, detail?: string): SmtpReply {
  const reply = REPLIES[reason];
  return detail === undefined ? reply : { ...reply, text: `${reply.text}: ${detail}` };
}

/** Octets of a reply line, CRLF included. RFC 5321 §4.5.3.1.5 */
const REPLY_LINE_OCTETS = 512;
const LINE_END_OCTETS = 2;
/** What stands for a character that a reply cannot hold. RFC 5321 §4.2: textstring is HTAB and printable ASCII */
const REPLACEMENT = "?";

/**
 * Writes the reply as the one line to send, without CRLF: `550 5.7.1 text`.
 *
 * Whatever the text holds, the result is one line of printable ASCII with at most 510 octets: white space of
 * any kind becomes one space, other characters a question mark, and what is too long is cut.
 *
 * RFC 5321 §4.2, §4.5.3.1.5
 */
export function formatSmtpReply({ code, enhancedStatus, text }: SmtpReply): string {
  const line = `${code} ${enhancedStatus} ${text}`;
  let reply = "";
  for (const character of line) {
    if (reply.length === REPLY_LINE_OCTETS - LINE_END_OCTETS) break;
    const printable = character >= "!" && character <= "~";
    if (printable) reply += character;
    else if (!/\s/.test(character)) reply += REPLACEMENT;
    else if (!reply.endsWith(" ")) reply += " ";
  }
  return reply.trimEnd();
}
