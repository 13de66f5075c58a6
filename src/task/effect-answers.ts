import { isQueryableName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import type { VerifyAnswer, VerifyRequest } from "../crypto/provider.ts";
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
import type { Cancellation } from "./cancellation.ts";
import { Pending, settled, type Eventual } from "./pending.ts";
import type { Platform } from "./platform.ts";
import type { FetchAnswer, SingleEffect } from "./task.ts";

/** What a driver is given: how to ask the DNS, and the rest as far as the task needs it. */
export type DriverPlatform = Pick<Platform, "dns"> & Partial<Platform>;

/** Where the drivers differ: what to do with an answer that is still to come. */
export type Waiting = <Value>(promise: Promise<Value>, arrive: (value: Value) => void, asked: string) => void;

type AnyDnsAnswer = DnsAnswer<RecordData[RecordType]>;

interface AskedQuestion extends DnsQuestion {
  readonly pending: Pending<AnyDnsAnswer>;
}

/** The last char code a question may hold: names are asked as A-labels. RFC 5890 §2.3.2.1 */
const LAST_ASCII = 0x7f;

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
  #asked = 0;
  #expired = false;

  constructor(platform: DriverPlatform, limits: Limits, waiting: Waiting, cancellation?: Cancellation) {
    this.#platform = platform;
    this.#limits = limits;
    this.#waiting = waiting;
    this.#cancellation = cancellation;
  }

  answer(effect: SingleEffect): Eventual<unknown> {
    switch (effect.effect) {
      case "dns":
        return this.#question(effect.type, effect.name);
      case "fetch":
        return this.#fetch(effect.url);
      case "verify":
        return this.#verification(effect.request);
      case "transcript":
        return settled(this.#transcript());
    }
  }

  /** Answers what is open, and from now on everything new, with a timeout; in the order of asking. */
  expire(): void {
    this.#expired = true;
    for (const { pending } of this.#questions.values()) pending.settle(dnsFailure("timeout"));
    for (const pending of this.#fetches.values()) pending.settle({ kind: "failure", reason: "timeout" });
  }

  /** The questions answered so far, by name and type: the order of asking depends on latency, this does not. */
  #transcript(): readonly DnsExchange[] {
    const exchanges: DnsExchange[] = [];
    for (const { type, name, pending } of this.#questions.values()) {
      if (pending.outcome !== null) exchanges.push({ type, name, answer: pending.outcome.value });
    }
    return exchanges.sort(compareQuestions);
  }

  #question(type: RecordType, name: string): Eventual<AnyDnsAnswer> {
    const key = questionKey(type, name);
    const known = this.#questions.get(key);
    if (known !== undefined) return known.pending;
    const pending = new Pending<AnyDnsAnswer>();
    this.#questions.set(key, { type, name: canonicalName(name), pending });
    const refusal = this.#refusal(name);
    if (refusal !== null) {
      pending.settle(dnsFailure(refusal));
      return pending;
    }
    this.#asked++;
    const answer = this.#platform.dns.resolve(type, name, this.#cancellation);
    this.#receive(answer, (given) => pending.settle(this.#bounded(given)), `platform.dns for ${key}`);
    return pending;
  }

  /** Why a question is not asked at all. A name the DNS cannot carry is no matter for a resolver. */
  #refusal(name: string): DnsFailureReason | null {
    if (!isQueryableName(name) || !isAscii(name)) return "malformed";
    if (this.#expired) return "timeout";
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
    this.#receive(crypto.verify(request), (answer) => pending.settle(answer), "platform.crypto.verify");
    return pending;
  }

  #fetch(url: string): Eventual<FetchAnswer> {
    const known = this.#fetches.get(url);
    if (known !== undefined) return known;
    const pending = new Pending<FetchAnswer>();
    this.#fetches.set(url, pending);
    const { fetch } = this.#platform;
    if (fetch === undefined) pending.settle({ kind: "failure", reason: "not-fetched" });
    else if (this.#expired) pending.settle({ kind: "failure", reason: "timeout" });
    else {
      const answer = fetch.fetch(url, this.#cancellation);
      this.#receive(answer, (given) => pending.settle(given), `platform.fetch for ${url}`);
    }
    return pending;
  }

  /** An answer at hand is taken at once; the driver says what becomes of a promise. */
  #receive<Value>(answer: Value | Promise<Value>, arrive: (value: Value) => void, asked: string): void {
    if (answer instanceof Promise) this.#waiting(answer, arrive, asked);
    else arrive(answer);
  }
}

function dnsFailure(reason: DnsFailureReason): DnsFailure {
  return { kind: "failure", reason };
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > LAST_ASCII) return false;
  return true;
}

/** Bytes of text in the answer; only TXT records are lists of strings. */
function textBytes(answer: AnyDnsAnswer): number {
  if (answer.kind !== "records") return 0;
  let bytes = 0;
  for (const record of answer.records) {
    if (!(record instanceof Array)) continue;
    for (const text of record) bytes += text.length;
  }
  return bytes;
}
