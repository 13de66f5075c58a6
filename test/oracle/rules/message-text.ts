/** A message as text, one character per byte: for rules that look at how it was written. */
export function headerAndBody(message: Uint8Array): string {
  return Buffer.from(message).toString("latin1");
}

/** Whether a line end stands between the name of a field and its colon. */
export function hasFoldedName(message: Uint8Array): boolean {
  return /^[!-9;-~]+[ \t]*\r\n[ \t]/m.test(headerText(message));
}

/** What stands above the first empty line. */
export function headerText(message: Uint8Array): string {
  return headerAndBody(message).split("\r\n\r\n", 1)[0] ?? "";
}
