import { isControl } from "../base/characters.ts";
import { isQueryableName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import type { CryptoProvider, VerifyAnswer, VerifyRequest } from "../crypto/provider.ts";
import type {
  DnsAnswer,
  DnsExchange,
  DnsFailure,
  DnsFailureReason,
  DnsQuestion,
  RecordData,
  RecordType,
} from "../dns/answer.ts";
import { canonicalName, compareQuestions, questionKey } from "../dns/question.ts";
import { isPromise } from "../base/promise.ts";
import type { Cancellation } from "./cancellation.ts";
import { Pending, settled, type Eventual } from "./pending.ts";
import type { Platform } from "./platform.ts";
import { recordFetch, type FetchExchange } from "./fetch-transcript.ts";
import type { FetchAnswer, SingleEffect } from "./task.ts";

/** What a driver is given: how to ask the DNS, and the rest as far as the task needs it. */
export type DriverPlatform = Pick<Platform, "dns" | "fetch" | "schedule"> & {
  readonly crypto?: Pick<CryptoProvider, "verify">;
};

/** An answer that was promised. Once it is not open any more, the run has another answer for it. */
export interface PromisedAnswer<Value> {
  readonly promise: Promise<Value>;
  readonly isOpen: () => boolean;
  readonly arrive: (value: Value) => void;
  /** The question, for messages. */
  readonly asked: string;
}

/** Where the drivers differ: what becomes of an answer that is still to come. */
export type Waiting = <Value>(promised: PromisedAnswer<Value>) => void;

type AnyDnsAnswer = DnsAnswer<RecordData[RecordType]>;

interface AskedQuestion extends DnsQuestion {
  readonly pending: Pending<AnyDnsAnswer>;
}

/**
 * Answers the effects of one run. Each DNS question and each fetch is made once; whoever asks again,
 * even while the answer is on its way, gets the same answer.
 */
export class EffectAnswers {
  readonly #platform: DriverPlatform;
  readonly #limits: Limits;
  readonly #waiting: Waiting;
  readonly #cancellation: Cancellation | undefined;
  readonly #questions = new Map<string, AskedQuestion>();
  readonly #fetches = new Map<string, Pending<FetchAnswer>>();
  /** Questions that count towards the limit. */
  #asked = 0;
  #state: "answering" | "expired" | "stopped" = "answering";

  constructor(platform: DriverPlatform, limits: Limits, waiting: Waiting, cancellation?: Cancellation) {
    if (typeof platform.dns.resolve !== "function") throw new TypeError("platform.dns: expected a Resolver");
    this.#platform = platform;
    this.#limits = limits;
    this.#waiting = waiting;
    this.#cancellation = cancellation;
  }

  answer(effect: SingleEffect): Eventual<unknown> {
    if (this.#state === "stopped") return new Pending();
    switch (effect.effect) {
      case "dns":
        return this.#question(effect.type, effect.name);
      case "fetch":
        return this.#fetch(effect.url);
      case "verify":
        return this.#verification(effect.request);
      case "transcript":
        return settled(this.#transcript());
      case "fetch-transcript":
        return settled(this.#fetchTranscript());
    }
  }

  /** Answers what is open, and from now on everything new, with a timeout. Signatures are still verified. */
  expire(): void {
    this.#state = "expired";
    for (const { pending } of this.#questions.values()) pending.settle(dnsFailure("timeout"));
    for (const pending of this.#fetches.values()) pending.settle({ kind: "failure", reason: "timeout" });
  }

  /** From now on no effect is answered and nothing is asked: the tasks of this run stand still for good. */
  stop(): void {
    this.#state = "stopped";
  }

  #question(type: RecordType, name: string): Eventual<AnyDnsAnswer> {
    const canonical = canonicalName(name);
    const key = questionKey(type, canonical);
    const known = this.#questions.get(key);
    if (known !== undefined) return known.pending;
    const pending = new Pending<AnyDnsAnswer>();
    this.#questions.set(key, { type, name: canonical, pending });
    const refusal = this.#refusal(name);
    if (refusal === null) {
      this.#asked++;
      const answer = this.#platform.dns.resolve(type, name, this.#cancellation);
      this.#receive(answer, pending, (given) => this.#bounded(given), `platform.dns.resolve for ${key}`);
    } else {
      pending.settle(dnsFailure(refusal));
    }
    return pending;
  }

  /** Why a question is not asked at all. A name the DNS cannot carry is no matter for a resolver. */
  #refusal(name: string): DnsFailureReason | null {
    if (!isQueryableName(name) || !isPrintable(name)) return "malformed";
    if (this.#state === "expired") return "timeout";
    return this.#asked < this.#limits.dnsQuestions ? null : "limit";
  }

  /**
   * The answer, unless it is larger than an answer may be. One that was refused for a limit when it
   * was recorded does not count, so that a replay comes to the same limits as the first run.
   */
  #bounded(answer: AnyDnsAnswer): AnyDnsAnswer {
    if (answer.kind === "failure" && answer.reason === "limit") this.#asked--;
    return textBytes(answer) > this.#limits.txtBytes ? dnsFailure("limit") : answer;
  }

  #verification(request: VerifyRequest): Eventual<VerifyAnswer> {
    const { crypto } = this.#platform;
    if (crypto === undefined)
      throw new TypeError("platform.crypto: expected a CryptoProvider, the task verifies");
    const pending = new Pending<VerifyAnswer>();
    this.#receive(crypto.verify(request), pending, unchanged, "platform.crypto.verify");
    return pending;
  }

  #fetch(url: string): Eventual<FetchAnswer> {
    const known = this.#fetches.get(url);
    if (known !== undefined) return known;
    const pending = new Pending<FetchAnswer>();
    this.#fetches.set(url, pending);
    const { fetch } = this.#platform;
    if (fetch === undefined) pending.settle({ kind: "failure", reason: "not-fetched" });
    else if (this.#state === "expired") pending.settle({ kind: "failure", reason: "timeout" });
    else {
      const answer = fetch.fetch(url, this.#cancellation);
      this.#receive(answer, pending, (given) => this.#boundedBody(given), `platform.fetch for ${url}`);
    }
    return pending;
  }

  /** A fetcher should have stopped earlier; whatever it does, no more than the limit is looked at or recorded. */
  #boundedBody(answer: FetchAnswer): FetchAnswer {
    const tooLarge = answer.kind === "body" && answer.bytes.length > this.#limits.bimiDocumentBytes;
    return tooLarge ? { kind: "failure", reason: "too-large" } : answer;
  }

  /**
   * The questions answered so far. Sorted, because the order of asking depends on which answer came
   * first and this may not.
   */
  #transcript(): readonly DnsExchange[] {
    const exchanges: DnsExchange[] = [];
    for (const { type, name, pending } of this.#questions.values()) {
      if (pending.outcome !== null) exchanges.push({ type, name, answer: pending.outcome.value });
    }
    return exchanges.toSorted(compareQuestions);
  }

  #fetchTranscript(): readonly FetchExchange[] {
    const exchanges: FetchExchange[] = [];
    for (const [url, { outcome }] of this.#fetches) {
      if (outcome !== null) exchanges.push(recordFetch(url, outcome.value));
    }
    return exchanges.toSorted((a, b) => (a.url < b.url ? -1 : 1));
  }

  /** An answer at hand is taken at once; the driver says what becomes of a promise. */
  #receive<Value>(
    answer: Value | Promise<Value>,
    pending: Pending<Value>,
    bounded: (value: Value) => Value,
    asked: string,
  ): void {
    const arrive = (value: Value): void => pending.settle(bounded(value));
    if (isPromise(answer)) {
      this.#waiting({ promise: answer, isOpen: () => pending.outcome === null, arrive, asked });
    } else {
      arrive(answer);
    }
  }
}

function unchanged<Value>(value: Value): Value {
  return value;
}

function dnsFailure(reason: DnsFailureReason): DnsFailure {
  return { kind: "failure", reason };
}

/** Names are asked as A-labels; beyond ASCII, and among controls, resolvers differ. RFC 5890 §2.3.2.1 */
function isPrintable(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code > 0x7f || isControl(code)) return false;
  }
  return true;
}

/** Bytes of text in the answer; only TXT records are lists of strings. */
function textBytes(answer: AnyDnsAnswer): number {
  if (answer.kind !== "records") return 0;
  let bytes = 0;
  for (const record of answer.records) {
    if (!isStrings(record)) return 0;
    for (const text of record) bytes += text.length;
  }
  return bytes;
}

function isStrings(record: RecordData[RecordType]): record is RecordData["TXT"] {
  return Array.isArray(record);
}
