import { type DateTime, formatDateTime, parseDateTime } from "./date-time.ts";
import { readClauses, type ReceivedClause, type ReceivedClauses } from "./received-clauses.ts";
import { isBareAddress, readClient, type ClientStyle } from "./received-client.ts";

/**
 * One hop of a message as the server of the hop wrote it down. What is missing is null.
 *
 * `helo` is the client's claim, `rdns` the name the server found for the address of the connection,
 * `tcpAddress`, the one fact that the client cannot choose. RFC 5321 §4.4
 */
export interface Received {
  readonly helo: string | null;
  /** Without trailing dot; only beside an address. */
  readonly rdns: string | null;
  /** In the canonical form of RFC 5952 §4. */
  readonly tcpAddress: string | null;
  readonly by: string | null;
  readonly via: string | null;
  readonly with: string | null;
  readonly id: string | null;
  /** The recipient without angle brackets. */
  readonly for: string | null;
  readonly date: DateTime | null;
  /** The comments that say nothing of the above. */
  readonly comments: readonly string[];
}

/** The program whose way of writing the field shows; `other` for none that is known here. */
export type ReceivedForm =
  | "postfix"
  | "exim"
  | "sendmail"
  | "qmail"
  | "exchange"
  | "gmail"
  | "other"
  | "unrecognized";

export interface ParsedReceived extends Received {
  /** `unrecognized` when there is neither a from nor a by clause. */
  readonly form: ReceivedForm;
  /** What stands where the date belongs, also when it is none. */
  readonly dateText: string | null;
}

/**
 * Reads a Received field as Postfix, Exim, Sendmail, qmail, Exchange, Gmail and their kin write it.
 * Never fails: what is not understood stays null.
 *
 * RFC 5321 §4.4, RFC 5322 §3.6.7
 */
export function parseReceived(text: string): ParsedReceived {
  const read = readClauses(text);
  const { clauses, dateText } = read;
  const from = clauses.get("from") ?? NO_CLAUSE;
  const { client, style, comments: unread } = readClient(from, clientStyle(read, from));
  const comments = unread.concat(read.comments);
  const by = clauses.get("by")?.words[0] ?? null;
  const via = phrase(clauses.get("via"));
  const protocol = phrase(clauses.get("with"));
  // Exim: mail made on the server itself comes from a user, not from a host.
  const local = style === "exim" && client.tcpAddress === null && protocol?.startsWith("local") === true;
  const date = parseDateTime(dateText ?? "");
  return {
    helo: local ? null : client.helo,
    rdns: client.rdns,
    tcpAddress: client.tcpAddress,
    by,
    via,
    with: protocol,
    id: clauses.get("id")?.words[0] ?? null,
    for: withoutBrackets(clauses.get("for")?.words[0] ?? null),
    date:
      date.kind === "issue" ? null : { epochSeconds: date.epochSeconds, offsetMinutes: date.offsetMinutes },
    comments,
    form: style ?? formOf({ clauses, from, by, via, protocol, comments }),
    dateText,
  };
}

const NO_CLAUSE: ReceivedClause = { words: [], comments: [] };

/** Who writes the name of the client before its HELO. */
function clientStyle({ clauses, comments }: ReceivedClauses, from: ReceivedClause): ClientStyle {
  if (comments.some((comment) => comment.startsWith("Exim "))) return "exim";
  // qmail gives no id, and the address without brackets; it leaves out a HELO that equals the rDNS.
  const [first] = from.comments;
  const bare = first !== undefined && isBareAddress(first);
  return bare && !clauses.has("id") && /^e?smtp$/i.test(phrase(clauses.get("with")) ?? "") ? "qmail" : null;
}

/** What tells the forms apart. */
interface FormMarks extends Pick<Received, "by" | "via" | "comments"> {
  readonly clauses: ReceivedClauses["clauses"];
  readonly from: ReceivedClause;
  readonly protocol: string | null;
}

function formOf({ clauses, from, by, via, protocol, comments }: FormMarks): ReceivedForm {
  const says = (sign: RegExp): boolean => comments.some((comment) => sign.test(comment));
  // qmail notes a step within the host by a comment alone.
  if (says(/^qmail \d/)) return "qmail";
  if (!clauses.has("from") && !clauses.has("by")) return "unrecognized";
  if (
    /^(?:Microsoft SMTP|mapi$)/i.test(protocol ?? "") ||
    /^(?:Frontend|Mailbox) Transport$/i.test(via ?? "")
  ) {
    return "exchange";
  }
  // Google's relays name themselves by an address of 2002::/16.
  const relay = from.words.length === 0 && by?.startsWith("2002:") === true && protocol === "SMTP";
  if (
    relay ||
    /(?:^|\.)(?:google|gmail)\.com$/i.test(by ?? "") ||
    comments.includes("Google Transport Security")
  )
    return "gmail";
  if (says(/^Postfix\b/)) return "postfix";
  const forged = from.comments.some((comment) => comment.endsWith("(may be forged)"));
  return forged || says(/^\d[\w.+-]*\/\d/) ? "sendmail" : "other";
}

function phrase(clause: ReceivedClause | undefined): string | null {
  return clause === undefined || clause.words.length === 0 ? null : clause.words.join(" ");
}

function withoutBrackets(word: string | null): string | null {
  return word?.startsWith("<") === true && word.endsWith(">") ? word.slice(1, -1) : word;
}

/**
 * Writes a Received field on one line in the common form; reading it again gives the same facts.
 * A value that no field can hold, such as a space in a host name, is a `TypeError`.
 *
 * RFC 5321 §4.4
 */
export function formatReceived(received: Received): string {
  const { helo, rdns, tcpAddress, by, via, id, date } = received;
  const peer = tcpAddress === null ? null : `(${rdns ?? "unknown"} [${tcpAddress}])`;
  const comments = received.comments.map((comment) => `(${comment.replace(/[()\\]/g, "\\$&")})`);
  const parts = [
    helo === null && peer === null ? null : join("from", helo, peer),
    // Behind `by`, or before all clauses, no comment is taken for the client's address.
    by === null ? null : join("by", by, ...comments),
    via === null ? null : join("via", via),
    received.with === null ? null : join("with", received.with),
    id === null ? null : join("id", id),
    received.for === null ? null : join("for", `<${received.for}>`),
  ];
  const clauses = join(...(by === null ? comments : []), ...parts);
  const text = date === null ? clauses : `${clauses}; ${formatDateTime(date)}`;
  if (!isSame(parseReceived(text), received)) {
    throw new TypeError(
      `received: expected values that a Received field can hold, got ${JSON.stringify(received)}`,
    );
  }
  return text;
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" ");
}

function isSame(read: Received, meant: Received): boolean {
  const facts = ({ helo, rdns, tcpAddress, by, via, id, date, comments, ...rest }: Received): string =>
    JSON.stringify([
      [helo, rdns, tcpAddress, by, via, rest.with, id, rest.for],
      [date?.epochSeconds, date?.offsetMinutes],
      comments,
    ]);
  return facts(read) === facts(meant);
}
