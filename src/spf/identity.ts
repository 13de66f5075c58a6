import type { Limits } from "../base/limits.ts";
import { parseReversePath } from "../message/reverse-path.ts";
import type { Task } from "../task/task.ts";
import { checkHost, type CheckHostInput } from "./check-host.ts";
import type { SpfResult } from "./result.ts";

/** What an SMTP session says of who sends. */
export interface SpfEnvelope {
  readonly clientIp: string;
  readonly helo: string;
  /** The reverse-path, with or without angle brackets; null or "" for the null sender. */
  readonly mailFrom: string | null;
}

/** What a check takes beside the envelope. */
export interface SpfCheckOptions {
  readonly receiver?: string;
  readonly now?: number;
  readonly limits?: Partial<Limits>;
}

/**
 * Checks the MAIL FROM identity; for the null sender that is postmaster@HELO, marked as substituted.
 *
 * A reverse-path that breaks the grammar has no domain and gives `none`: picking one out of it would let
 * a sender choose which part is believed.
 *
 * RFC 7208 §2.4
 */
export function checkMailFrom(envelope: SpfEnvelope, options: SpfCheckOptions = {}): Task<SpfResult> {
  const { clientIp, helo, mailFrom } = envelope;
  const common = { clientIp, helo, identity: "mailfrom", ...options } as const;
  const path = parseReversePath(mailFrom ?? "");
  if (path.kind === "null") return checkHost({ substituted: true, ...common, ...heloSender(helo) });
  if (path.kind === "issue") return checkHost({ domain: "", sender: mailFrom ?? "", ...common });
  return checkHost({ domain: path.domain, sender: `${path.localPart}@${path.domain}`, ...common });
}

/** Checks the HELO identity: the domain of the HELO or EHLO command. RFC 7208 §2.3 */
export function checkHelo(
  envelope: Pick<SpfEnvelope, "clientIp" | "helo">,
  options: SpfCheckOptions = {},
): Task<SpfResult> {
  const { clientIp, helo } = envelope;
  return checkHost({ clientIp, helo, identity: "helo", ...heloSender(helo), ...options });
}

function heloSender(helo: string): Pick<CheckHostInput, "domain" | "sender"> {
  return { domain: helo, sender: `postmaster@${helo}` };
}
