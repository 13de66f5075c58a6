import type { VerifyAnswer, VerifyRequest } from "../crypto/provider.ts";
import type { DnsAnswer, DnsExchange, RecordData, RecordType } from "../dns/answer.ts";
import type { FetchExchange } from "./fetch-transcript.ts";

/** A question that an evaluator cannot answer by itself. The set is closed. */
export type Effect = SingleEffect | { readonly effect: "all"; readonly tasks: readonly Task<unknown>[] };

/** The effects that have one answer; `all` is the driver's own business. */
export type SingleEffect =
  | { readonly effect: "dns"; readonly type: RecordType; readonly name: string }
  | { readonly effect: "verify"; readonly request: VerifyRequest }
  | { readonly effect: "fetch"; readonly url: string }
  /** The questions asked so far in this run with their answers, in a canonical order. */
  | { readonly effect: "transcript" }
  /** The same for what was fetched. */
  | { readonly effect: "fetch-transcript" };

/**
 * A computation that yields effects and returns a result. It touches no network, clock or random
 * source, so the same answers give the same result.
 *
 * Use `yield*` on tasks and on the helpers below; a driver (`run`, `runSync`) answers.
 */
export type Task<Result> = Generator<Effect, Result, unknown>;

/** The outcome of fetching a resource. A fetcher that is not configured answers `not-fetched`. */
export type FetchAnswer =
  | { readonly kind: "body"; readonly bytes: Uint8Array }
  | { readonly kind: "failure"; readonly reason: FetchFailureReason };

export type FetchFailureReason =
  | "not-fetched"
  | "not-https"
  | "address-refused"
  | "too-many-redirects"
  | "http-status"
  | "too-large"
  | "timeout"
  | "unreachable"
  | "not-in-snapshot";

/** A task that has its result already. */
export function* done<Result>(result: Result): Task<Result> {
  return result;
}

/** Asks the DNS. Names are sent as given, without a trailing dot. */
export function* lookup<Type extends RecordType>(
  type: Type,
  name: string,
): Task<DnsAnswer<RecordData[Type]>> {
  return (yield { effect: "dns", type, name }) as DnsAnswer<RecordData[Type]>;
}

/** Verifies one signature. */
export function* verifySignatureBytes(request: VerifyRequest): Task<VerifyAnswer> {
  return (yield { effect: "verify", request }) as VerifyAnswer;
}

/** Fetches a resource by URL. */
export function* fetchResource(url: string): Task<FetchAnswer> {
  return (yield { effect: "fetch", url }) as FetchAnswer;
}

/**
 * The DNS transcript of this run: every question asked so far, once each, with its answer (failures
 * included), sorted by name and type so that it does not depend on which answer came first.
 */
export function* transcript(): Task<readonly DnsExchange[]> {
  return (yield { effect: "transcript" }) as readonly DnsExchange[];
}

/** Every resource asked for so far in this run, once each, with its answer, sorted by URL. */
export function* fetchTranscript(): Task<readonly FetchExchange[]> {
  return (yield { effect: "fetch-transcript" }) as readonly FetchExchange[];
}

/** Runs independent tasks side by side; results stand in the order of the tasks. */
export function* all<const Tasks extends readonly Task<unknown>[]>(tasks: Tasks): Task<TaskResults<Tasks>> {
  return (yield { effect: "all", tasks }) as TaskResults<Tasks>;
}

export type TaskResults<Tasks extends readonly Task<unknown>[]> = {
  -readonly [Index in keyof Tasks]: Tasks[Index] extends Task<infer Result> ? Result : never;
};
