/** How often and how long servers are asked. */
export interface AttemptLimits {
  /** Milliseconds for one attempt at one server. */
  readonly timeoutMs: number;
  /** Attempts at each server. */
  readonly tries: number;
}

/** With two attempts and one server half of the 20 s that RFC 7208 §4.6.4 leaves for all questions of a check is free. */
const DEFAULT_TIMEOUT_MS = 3000;
const DEFAULT_TRIES = 2;
/** What 31 bits hold; timers take no more. */
const LONGEST_TIMEOUT_MS = 0x7fff_ffff;

/** The defaults with the caller's values in place; what makes no sense is a `TypeError`. */
export function readAttemptLimits(options: Partial<AttemptLimits>): AttemptLimits {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, tries = DEFAULT_TRIES } = options;
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs: expected 1 to ${LONGEST_TIMEOUT_MS} milliseconds, got ${timeoutMs}`);
  }
  if (!Number.isSafeInteger(tries) || tries < 1) {
    throw new TypeError(`tries: expected a whole number above zero, got ${tries}`);
  }
  return { timeoutMs, tries };
}
