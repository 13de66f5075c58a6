import { parseIp } from "../base/ip.ts";
import { type Limits, resolveLimits } from "../base/limits.ts";
import { PUBLIC_SUFFIX_LIST_VERSION } from "../base/public-suffix.ts";
import { DEFAULT_DKIM_POLICY, type DkimPolicy } from "../dkim/policy.ts";
import { DEFAULT_DMARC_POLICY, type DmarcPolicy } from "../dmarc/policy.ts";

/**
 * What the SMTP session told. A missing key is unknown; what then cannot be evaluated is
 * `not-evaluated` in the report.
 */
export interface Envelope {
  /** Address of the SMTP client, IPv4 or IPv6 text. */
  readonly clientIp?: string;
  /** Argument of HELO or EHLO. RFC 5321 §4.1.1.1 */
  readonly helo?: string;
  /** Reverse-path without angle brackets; null (or "") is the null sender. RFC 5321 §4.5.5 */
  readonly mailFrom?: string | null;
  /** Forward-paths without angle brackets; only used to point out replay. */
  readonly recipients?: readonly string[];
}

/** The choices that an administrator may make; each has a safe default. */
export interface Policy {
  readonly dkim: DkimPolicy;
  readonly dmarc: DmarcPolicy;
}

/** Policy as a caller gives it: only what differs from the defaults. */
export interface PolicyOptions {
  readonly dkim?: Partial<DkimPolicy>;
  readonly dmarc?: Partial<DmarcPolicy>;
}

export const DEFAULT_POLICY: Policy = { dkim: DEFAULT_DKIM_POLICY, dmarc: DEFAULT_DMARC_POLICY };

/** Everything beside the message and the DNS that a verdict depends on; kept in the report. */
export interface AnalysisInputs {
  readonly envelope: Envelope;
  /** The moment of evaluation, seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  readonly policy: Policy;
  readonly limits: Limits;
  /** Received fields, counted from the top, that hosts of the receiver added. */
  readonly trustedHops: number;
  /** How line ends are read: the message as it arrived, or each bare CR and LF as CRLF. */
  readonly lineEndings: LineEndings;
  /** Whether the report states the SHA-256 of the message; hashing all bytes costs time. */
  readonly digest: boolean;
  /** Version of the bundled Public Suffix List. */
  readonly publicSuffixList: string;
}

/** What a caller gives to make {@link AnalysisInputs}. */
export interface InputOptions {
  readonly now: number;
  readonly policy?: PolicyOptions;
  readonly limits?: Partial<Limits>;
  readonly trustedHops?: number;
  readonly lineEndings?: LineEndings;
  readonly digest?: boolean;
}

export type LineEndings = "as-received" | "normalize";

/** Seconds of the year 5138; a larger `now` was given in milliseconds. */
const LATEST_NOW = 100_000_000_000;

/** Checks what the caller gave and fills in the defaults; a mistake is a `TypeError` naming the argument. */
export function resolveInputs(envelope: Envelope, options: InputOptions): AnalysisInputs {
  const trustedHops = options.trustedHops ?? 0;
  if (!Number.isSafeInteger(trustedHops) || trustedHops < 0) {
    throw new TypeError(
      `options.trustedHops: expected a whole number, not negative, got ${String(trustedHops)}`,
    );
  }
  if (!Number.isFinite(options.now) || options.now < 0 || options.now > LATEST_NOW) {
    throw new TypeError(`options.now: expected seconds since 1970, got ${String(options.now)}`);
  }
  const { lineEndings = "as-received", digest = false } = options;
  if (lineEndings !== "as-received" && lineEndings !== "normalize") {
    throw new TypeError(
      `options.lineEndings: expected "as-received" or "normalize", got ${shown(lineEndings)}`,
    );
  }
  if (typeof digest !== "boolean")
    throw new TypeError(`options.digest: expected a boolean, got ${shown(digest)}`);
  return {
    envelope: resolveEnvelope(envelope),
    now: Math.floor(options.now),
    policy: resolvePolicy(options.policy ?? {}),
    limits: resolveLimits(options.limits),
    trustedHops,
    lineEndings,
    digest,
    publicSuffixList: PUBLIC_SUFFIX_LIST_VERSION,
  };
}

function resolveEnvelope(envelope: Envelope): Envelope {
  requireObject("envelope", envelope);
  const { clientIp, helo, mailFrom, recipients } = envelope;
  if (clientIp !== undefined && (typeof clientIp !== "string" || parseIp(clientIp) === null)) {
    throw new TypeError(`envelope.clientIp: expected an IPv4 or IPv6 address, got ${shown(clientIp)}`);
  }
  if (helo !== undefined && typeof helo !== "string") {
    throw new TypeError(`envelope.helo: expected a string, got ${shown(helo)}`);
  }
  if (mailFrom !== undefined && mailFrom !== null && typeof mailFrom !== "string") {
    throw new TypeError(`envelope.mailFrom: expected a string or null, got ${shown(mailFrom)}`);
  }
  if (
    recipients !== undefined &&
    !(Array.isArray(recipients) && recipients.every((each) => typeof each === "string"))
  ) {
    throw new TypeError(`envelope.recipients: expected an array of strings, got ${shown(recipients)}`);
  }
  return {
    ...(clientIp === undefined ? {} : { clientIp }),
    ...(helo === undefined ? {} : { helo }),
    ...(mailFrom === undefined ? {} : { mailFrom: mailFrom === "" ? null : mailFrom }),
    ...(recipients === undefined ? {} : { recipients: [...recipients] }),
  };
}

function resolvePolicy(options: PolicyOptions): Policy {
  requireObject("options.policy", options);
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(DEFAULT_POLICY, name)) throw new TypeError(`options.policy.${name}: no such policy`);
  }
  return {
    dkim: withDefaults("dkim", DEFAULT_DKIM_POLICY, options.dkim),
    dmarc: withDefaults("dmarc", DEFAULT_DMARC_POLICY, options.dmarc),
  };
}

/** The defaults with the caller's values in place; every value must have the type of its default. */
function withDefaults<Options extends object>(
  part: string,
  defaults: Options,
  given: Partial<Options> = {},
): Options {
  requireObject(`options.policy.${part}`, given);
  const expected = new Map<string, unknown>(Object.entries(defaults));
  for (const [name, value] of Object.entries(given)) {
    if (!expected.has(name)) throw new TypeError(`options.policy.${part}.${name}: no such option`);
    if (typeof value !== typeof expected.get(name)) {
      throw new TypeError(
        `options.policy.${part}.${name}: expected a ${typeof expected.get(name)}, got ${shown(value)}`,
      );
    }
  }
  return { ...defaults, ...given };
}

function requireObject(name: string, value: unknown): void {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`${name}: expected an object, got ${shown(value)}`);
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : String(value);
}
