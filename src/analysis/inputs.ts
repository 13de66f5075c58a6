import { parseIp } from "../base/ip.ts";
import { DEFAULT_ARC_POLICY, resolveArcPolicy, type ArcPolicy } from "../arc/policy.ts";
import { type Limits, resolveLimits } from "../base/limits.ts";
import {
  oneOf,
  requireArgument,
  requireObject,
  TEXT,
  TEXTS,
  TRUE_OR_FALSE,
  WHOLE_NUMBER,
  type OptionRule,
} from "../base/options.ts";
import { PUBLIC_SUFFIX_LIST_VERSION } from "../base/public-suffix.ts";
import { DEFAULT_BIMI_POLICY, resolveBimiPolicy, type BimiPolicy } from "../bimi/policy.ts";
import { DEFAULT_DKIM_POLICY, resolveDkimPolicy, type DkimPolicy } from "../dkim/policy.ts";
import { DEFAULT_DMARC_POLICY, resolveDmarcPolicy, type DmarcPolicy } from "../dmarc/policy.ts";
import { parseReversePath } from "../message/reverse-path.ts";

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
  readonly arc: ArcPolicy;
  readonly bimi: BimiPolicy;
}

/** Policy as a caller gives it: only what differs from the defaults. */
export interface PolicyOptions {
  readonly dkim?: Partial<DkimPolicy>;
  readonly dmarc?: Partial<DmarcPolicy>;
  readonly arc?: Partial<ArcPolicy>;
  readonly bimi?: Partial<BimiPolicy>;
}

export const DEFAULT_POLICY: Policy = {
  dkim: DEFAULT_DKIM_POLICY,
  dmarc: DEFAULT_DMARC_POLICY,
  arc: DEFAULT_ARC_POLICY,
  bimi: DEFAULT_BIMI_POLICY,
};

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

const MOMENT: OptionRule = {
  expected: "seconds since 1970",
  accepts: (value) => typeof value === "number" && value >= 0 && value <= LATEST_NOW,
};
const LINE_ENDINGS = oneOf("as-received", "normalize");

/**
 * Checks what the caller gave and fills in the defaults; undefined is the same as absent, and a mistake is
 * a `TypeError` naming the argument.
 */
export function resolveInputs(envelope: Envelope, options: InputOptions): AnalysisInputs {
  requireObject("options", options);
  const { now, trustedHops = 0, lineEndings = "as-received", digest = false, policy = {} } = options;
  requireArgument("options.now", now, MOMENT);
  requireArgument("options.trustedHops", trustedHops, WHOLE_NUMBER);
  requireArgument("options.lineEndings", lineEndings, LINE_ENDINGS);
  requireArgument("options.digest", digest, TRUE_OR_FALSE);
  return {
    envelope: resolveEnvelope(envelope),
    now: Math.floor(now),
    policy: resolvePolicy(policy),
    limits: resolveLimits(options.limits),
    trustedHops,
    lineEndings,
    digest,
    publicSuffixList: PUBLIC_SUFFIX_LIST_VERSION,
  };
}

const IP_ADDRESS: OptionRule = {
  expected: "an IPv4 or IPv6 address",
  accepts: (value) => typeof value === "string" && parseIp(value) !== null,
};
const TEXT_OR_NULL: OptionRule = {
  expected: "a string or null",
  accepts: (value) => typeof value === "string" || value === null,
};

function resolveEnvelope(envelope: Envelope): Envelope {
  requireObject("envelope", envelope);
  const { clientIp, helo, mailFrom, recipients } = envelope;
  if (clientIp !== undefined) requireArgument("envelope.clientIp", clientIp, IP_ADDRESS);
  if (helo !== undefined) requireArgument("envelope.helo", helo, TEXT);
  if (mailFrom !== undefined) requireArgument("envelope.mailFrom", mailFrom, TEXT_OR_NULL);
  if (recipients !== undefined) requireArgument("envelope.recipients", recipients, TEXTS);
  const resolved: { -readonly [Name in keyof Envelope]: Envelope[Name] } = {};
  if (clientIp !== undefined) resolved.clientIp = clientIp;
  if (helo !== undefined) resolved.helo = helo;
  if (mailFrom !== undefined) resolved.mailFrom = isNullSender(mailFrom) ? null : mailFrom;
  if (recipients !== undefined) resolved.recipients = [...recipients];
  return resolved;
}

/** Null, nothing, or `<>`, however it was handed over. RFC 5321 §4.5.5 */
function isNullSender(mailFrom: string | null): boolean {
  return mailFrom === null || parseReversePath(mailFrom).kind === "null";
}

function resolvePolicy(given: PolicyOptions): Policy {
  requireObject("options.policy", given);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(DEFAULT_POLICY, name)) throw new TypeError(`options.policy.${name}: no such policy`);
  }
  return {
    dkim: resolveDkimPolicy(given.dkim),
    dmarc: resolveDmarcPolicy(given.dmarc),
    arc: resolveArcPolicy(given.arc),
    bimi: resolveBimiPolicy(given.bimi),
  };
}
