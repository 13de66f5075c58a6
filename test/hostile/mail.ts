import {
  authenticate,
  formatAuthenticationResults,
  type Envelope,
  type Limits,
  type MessageReport,
  type PolicyOptions,
  snapshotResolver,
  toAuthenticationResults,
  type Zone,
} from "waxseal";
import { bytesOf } from "../../src/base/bytes.ts";
import { keyRecord, rsaKey, type SigningOptions, signMessage } from "../support/dkim-signer.ts";

/** The moment at which hostile mail is judged: 2026-11-01. */
export const NOW = 1_793_525_400;

export const AUTHSERV_ID = "mx.receiver.example";

/** A message as it arrives: its bytes as characters, the session, and what the DNS says. */
export interface Mail {
  readonly message: string;
  readonly envelope?: Envelope;
  readonly zone?: Zone;
  readonly now?: number;
  readonly trustedHops?: number;
  readonly policy?: PolicyOptions;
  readonly limits?: Partial<Limits>;
}

/** What the attacker has: a domain that authenticates in every way, and a client to send from. */
export const ATTACKER: Envelope = {
  clientIp: "192.0.2.66",
  helo: "mail.attack.example",
  mailFrom: "x@attack.example",
};

/** The victim publishes `p=reject`; the attacker's own mail authenticates. */
export const ZONE: Zone = {
  "_dmarc.legit.example": { TXT: ["v=DMARC1; p=reject"] },
  "legit.example": { TXT: ["v=spf1 ip4:192.0.2.25 -all"] },
  "sel._domainkey.legit.example": { TXT: [keyRecord(rsaKey(1024, "legit"))] },
  "_dmarc.attack.example": { TXT: ["v=DMARC1; p=none"] },
  "attack.example": { TXT: ["v=spf1 ip4:192.0.2.66 -all"] },
  "mail.attack.example": { TXT: ["v=spf1 a -all"], A: ["192.0.2.66"] },
  "sel._domainkey.attack.example": { TXT: [keyRecord(rsaKey(1024, "attack"))] },
};

const REST =
  "To: bob@receiver.example\r\nSubject: hello\r\nDate: Sun, 1 Nov 2026 09:30:00 +0000\r\n\r\nHello Bob.\r\n";

/** A message with these lines on top of ordinary fields. */
export function messageWith(lines: string, rest: string = REST): string {
  return `${lines}\r\n${rest}`;
}

/** Signs a message with the key of a domain. */
export function signedBy(
  domain: "legit" | "attack",
  message: string,
  options: Omit<SigningOptions, "key"> = {},
): string {
  const tags = { d: `${domain}.example`, ...options.tags };
  return signMessage(message, { ...options, key: rsaKey(1024, domain), tags });
}

/** The attacker sends a message with these From lines, signed with the attacker's key. */
export function attackerMail(fromLines: string): Mail {
  const options = { tags: { h: "To:Subject:Date:From" } };
  return { message: signedBy("attack", messageWith(fromLines), options), envelope: ATTACKER, zone: ZONE };
}

/** Analyses mail through the public entry. */
export async function reportOf({ message, envelope = {}, zone = {}, ...rest }: Mail): Promise<MessageReport> {
  const { now = NOW, ...options } = rest;
  return await authenticate(bytesOf(message), envelope, {
    ...options,
    now,
    resolver: snapshotResolver(zone),
  });
}

/** The Authentication-Results field for a report. */
export function headerOf(report: MessageReport): string {
  return formatAuthenticationResults(toAuthenticationResults(report, AUTHSERV_ID));
}
