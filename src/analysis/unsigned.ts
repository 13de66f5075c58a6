import type { MessageReport } from "./report.ts";

/**
 * Whether the message is known to carry no DKIM signature. A header that was cut at a limit may hold
 * signatures further down, so of it nothing is said.
 *
 * RFC 8601 §2.7.1
 */
export function isUnsigned({ dkim, message }: Pick<MessageReport, "dkim" | "message">): boolean {
  return dkim.length === 0 && !message.notes.some(({ code }) => code === "header-limit");
}
