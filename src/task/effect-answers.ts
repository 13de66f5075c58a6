import { isControl } from "../base/characters.ts";
import { isHostLike, isQueryableName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import type { CryptoProvider, VerifyAnswer, VerifyRequest } from "../crypto/provider.ts";
import type {
  DnsAnswer,
  DnsExchange,
  DnsFailure,
  DnsFailureReason,
  RecordData,
  RecordType,
} from "../dns/answer.ts";
import { canonicalName, compareQuestions } from "../dns/question.ts";
import { isPromise } from "../base/promise.ts";
import type { Cancellation } from "./cancellation.ts";
import { outcomeOf, Pending, type Eventual } from "./pending.ts";
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

/** The questions of one record type, by name in canonical form. */
type QuestionsByName = Map<string, Eventual<AnyDnsAnswer>>;

/**
 * Answers the effects of one run. Each DNS question and each fetch is made once; whoever asks again,
 * even while the answer is on its way, gets the same answer.
 */
export class EffectAnswers {
  readonly #platform: DriverPlatform;
  readonly #limits: Limits;
  readonly #waiting: Waiting;
  readonly #cancellation: Cancellation | undefined;
  readonly #questions = new Map<RecordType, QuestionsByName>();
  readonly #fetches = new Map<string, Eventual<FetchAnswer>>();
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
        return this.#transcript();
      case "fetch-transcript":
        return this.#fetchTranscript();
    }
  }

  /** Answers what is open, and from now on everything new, with a timeout. Signatures are still verified. */
  expire(): void {
    this.#state = "expired";
    for (const byName of this.#questions.values()) {
      for (const answer of byName.values()) if (answer instanceof Pending) answer.settle(TIMEOUT);
    }
    for (const answer of this.#fetches.values()) if (answer instanceof Pending) answer.settle(TIMEOUT);
  }

  /** From now on no effect is answered and nothing is asked: the tasks of this run stand still for good. */
  stop(): void {
    this.#state = "stopped";
  }

  #question(type: RecordType, name: string): Eventual<AnyDnsAnswer> {
    const canonical = canonicalName(name);
    const byName = this.#questionsOf(type);
    const known = byName.get(canonical);
    if (known !== undefined) return known;
    const refusal = this.#refusal(name);
    const answer = refusal === null ? this.#ask(type, name, canonical) : dnsFailure(refusal);
    byName.set(canonical, answer);
    return answer;
  }

  #ask(type: RecordType, name: string, canonical: string): Eventual<AnyDnsAnswer> {
    this.#asked++;
    const answer = this.#platform.dns.resolve(type, name, this.#cancellation);
    if (!isPromise(answer)) return this.#bounded(answer);
    return this.#promised(
      answer,
      (given) => this.#bounded(given),
      `platform.dns.resolve for ${type} ${canonical}`,
    );
  }

  #questionsOf(type: RecordType): QuestionsByName {
    const known = this.#questions.get(type);
    if (known !== undefined) return known;
    const byName: QuestionsByName = new Map();
    this.#questions.set(type, byName);
    return byName;
  }

  /** Why a question is not asked at all. A name the DNS cannot carry is no matter for a resolver. */
  #refusal(name: string): DnsFailureReason | null {
    if (!isHostLike(name) && (!isQueryableName(name) || !isPrintable(name))) return "malformed";
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
    const answer = crypto.verify(request);
    return isPromise(answer) ? this.#promised(answer, unchanged, "platform.crypto.verify") : answer;
  }

  #fetch(url: string): Eventual<FetchAnswer> {
    const known = this.#fetches.get(url);
    if (known !== undefined) return known;
    const answer = this.#fetchAnswer(url);
    this.#fetches.set(url, answer);
    return answer;
  }

  #fetchAnswer(url: string): Eventual<FetchAnswer> {
    const { fetch } = this.#platform;
    if (fetch === undefined) return { kind: "failure", reason: "not-fetched" };
    if (this.#state === "expired") return TIMEOUT;
    const answer = fetch.fetch(url, this.#cancellation);
    if (!isPromise(answer)) return this.#boundedBody(answer);
    return this.#promised(answer, (given) => this.#boundedBody(given), `platform.fetch for ${url}`);
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
    for (const [type, byName] of this.#questions) {
      for (const [name, answer] of byName) {
        const outcome = outcomeOf(answer);
        if (outcome !== null) exchanges.push({ type, name, answer: outcome.value });
      }
    }
    return exchanges.toSorted(compareQuestions);
  }

  #fetchTranscript(): readonly FetchExchange[] {
    const exchanges: FetchExchange[] = [];
    for (const [url, answer] of this.#fetches) {
      const outcome = outcomeOf(answer);
      if (outcome !== null) exchanges.push(recordFetch(url, outcome.value));
    }
    return exchanges.toSorted((a, b) => (a.url < b.url ? -1 : 1));
  }

  /** The driver says what becomes of a promise. */
  #promised<Value>(promise: Promise<Value>, bounded: (value: Value) => Value, asked: string): Pending<Value> {
    const pending = new Pending<Value>();
    const arrive = (value: Value): void => pending.settle(bounded(value));
    this.#waiting({ promise, isOpen: () => pending.outcome === null, arrive, asked });
    return pending;
  }
}

const TIMEOUT = { kind: "failure", reason: "timeout" } as const;

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
