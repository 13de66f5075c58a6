import type { DnsAnswer } from "./answer.ts";

/** How long answers of one kind are kept, in seconds. */
export interface Lifetime {
  /** For an answer whose time to live the resolver does not know. */
  readonly unknown: number;
  /** Longer times to live are cut to this. */
  readonly longest: number;
  /** Shorter times to live are drawn out to this; zero keeps to the DNS. */
  readonly shortest: number;
}

export interface LifetimeOptions {
  /** Answers with records. Default 300 s when unknown, a day at most. */
  readonly positive?: Partial<Lifetime>;
  /** Answers without: `nodata` and `nxdomain`. Default 60 s when unknown, an hour at most. */
  readonly negative?: Partial<Lifetime>;
  /** Seconds that a failure is kept; default 5. RFC 9520 §3.2 asks for 1 to 300 */
  readonly failureSeconds?: number;
}

export interface CacheLifetimes {
  readonly positive: Lifetime;
  readonly negative: Lifetime;
  readonly failure: number;
}

const DEFAULT_POSITIVE: Lifetime = { unknown: 300, longest: 86_400, shortest: 0 };
/** RFC 2308 §5 finds one to three hours sensible. */
const DEFAULT_NEGATIVE: Lifetime = { unknown: 60, longest: 3600, shortest: 0 };
const DEFAULT_FAILURE_SECONDS = 5;

/** The defaults with the caller's values in place; what is no number of seconds is a `TypeError`. */
export function readLifetimes(options: LifetimeOptions): CacheLifetimes {
  return {
    positive: readLifetime(options.positive, DEFAULT_POSITIVE, "positive"),
    negative: readLifetime(options.negative, DEFAULT_NEGATIVE, "negative"),
    failure: readSeconds(options.failureSeconds ?? DEFAULT_FAILURE_SECONDS, "failureSeconds"),
  };
}

function readLifetime(given: Partial<Lifetime> | undefined, defaults: Lifetime, path: string): Lifetime {
  const lifetime = { ...defaults, ...given };
  readSeconds(lifetime.unknown, `${path}.unknown`);
  readSeconds(lifetime.longest, `${path}.longest`);
  readSeconds(lifetime.shortest, `${path}.shortest`);
  if (lifetime.shortest > lifetime.longest) {
    throw new TypeError(`${path}.shortest: expected no more than ${path}.longest`);
  }
  return lifetime;
}

function readSeconds(value: number, path: string): number {
  if (!(Number.isFinite(value) && value >= 0)) throw new TypeError(`${path}: expected seconds, not negative`);
  return value;
}

/** Seconds that the answer is kept. */
export function answerLifetime(answer: DnsAnswer<unknown>, lifetimes: CacheLifetimes): number {
  if (answer.kind === "failure") return lifetimes.failure;
  const lifetime = answer.kind === "records" ? lifetimes.positive : lifetimes.negative;
  if (answer.ttl === undefined) return lifetime.unknown;
  return Math.max(lifetime.shortest, Math.min(answer.ttl, lifetime.longest));
}
