import { LRUCache } from "lru-cache";
import { isPromise } from "../base/promise.ts";
import type { Cancellation } from "../task/cancellation.ts";
import type { DnsAnswer, RecordData, RecordType } from "./answer.ts";
import { answerLifetime, readLifetimes, type CacheLifetimes, type LifetimeOptions } from "./lifetime.ts";
import { canonicalName } from "./question.ts";
import type { Resolver } from "./resolver.ts";
import { SharedQuestion } from "./shared-question.ts";

export interface CachingOptions extends LifetimeOptions {
  /** The clock, in milliseconds; only differences count. */
  readonly now: () => number;
  /** Answers kept for each record type; the least recently used goes first. Default 10,000 */
  readonly maxEntries?: number;
}

const DEFAULT_MAX_ENTRIES = 10_000;

/**
 * Keeps answers for as long as they live and shares questions that are under way. A kept answer is
 * returned at once, without a promise, with the time it has left to live.
 *
 * Who cancels stops waiting; the question itself is cancelled when nobody waits for it any more.
 */
export function cachingResolver(resolver: Resolver, options: CachingOptions): Resolver {
  const { now, maxEntries = DEFAULT_MAX_ENTRIES } = options;
  if (typeof now !== "function") throw new TypeError("now: expected a function that gives milliseconds");
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new TypeError("maxEntries: expected a whole number above zero");
  }
  const lifetimes = readLifetimes(options);
  const cache = <Type extends RecordType>(type: Type): AnswerCache<Type> =>
    new AnswerCache(type, resolver, lifetimes, now, maxEntries);
  const caches: { readonly [Type in RecordType]: AnswerCache<Type> } = {
    TXT: cache("TXT"),
    A: cache("A"),
    AAAA: cache("AAAA"),
    PTR: cache("PTR"),
    CNAME: cache("CNAME"),
    MX: cache("MX"),
  };
  return { resolve: (type, name, cancellation) => caches[type].resolve(name, cancellation) };
}

interface KeptAnswer<Type extends RecordType> {
  readonly answer: DnsAnswer<RecordData[Type]>;
  readonly expiresAt: number;
}

/** The answers of one record type, by name. */
class AnswerCache<Type extends RecordType> {
  readonly #type: Type;
  readonly #resolver: Resolver;
  readonly #lifetimes: CacheLifetimes;
  readonly #now: () => number;
  readonly #kept: LRUCache<string, KeptAnswer<Type>>;
  readonly #underWay = new Map<string, SharedQuestion<DnsAnswer<RecordData[Type]>>>();

  constructor(
    type: Type,
    resolver: Resolver,
    lifetimes: CacheLifetimes,
    now: () => number,
    maxEntries: number,
  ) {
    this.#type = type;
    this.#resolver = resolver;
    this.#lifetimes = lifetimes;
    this.#now = now;
    this.#kept = new LRUCache({ max: maxEntries });
  }

  resolve(
    name: string,
    cancellation: Cancellation | undefined,
  ): DnsAnswer<RecordData[Type]> | Promise<DnsAnswer<RecordData[Type]>> {
    const key = canonicalName(name);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      const millisecondsLeft = kept.expiresAt - this.#now();
      if (millisecondsLeft > 0) return withTimeLeft(kept.answer, millisecondsLeft);
      this.#kept.delete(key);
    }
    const underWay = this.#underWay.get(key);
    return underWay === undefined ? this.#ask(key, name, cancellation) : underWay.wait(cancellation);
  }

  #ask(
    key: string,
    name: string,
    cancellation: Cancellation | undefined,
  ): DnsAnswer<RecordData[Type]> | Promise<DnsAnswer<RecordData[Type]>> {
    const shared = new SharedQuestion<DnsAnswer<RecordData[Type]>>();
    const answer = this.#resolver.resolve(this.#type, name, shared.cancellation);
    if (!isPromise(answer)) {
      this.#keep(key, answer);
      return answer;
    }
    this.#underWay.set(key, shared);
    shared.follow(answer, {
      answered: (given) => this.#keep(key, given),
      ended: () => {
        if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
      },
    });
    return shared.wait(cancellation);
  }

  #keep(key: string, answer: DnsAnswer<RecordData[Type]>): void {
    const seconds = answerLifetime(answer, this.#lifetimes);
    if (seconds > 0) this.#kept.set(key, { answer, expiresAt: this.#now() + seconds * 1000 });
  }
}

/** A kept answer has the rest of its time to live, so that one cache over another does not add them up. */
function withTimeLeft<Data>(answer: DnsAnswer<Data>, milliseconds: number): DnsAnswer<Data> {
  if (answer.kind === "failure" || answer.ttl === undefined) return answer;
  return { ...answer, ttl: Math.min(answer.ttl, Math.ceil(milliseconds / 1000)) };
}
