import { isPromise } from "../base/promise.ts";
import type { DnsAnswer, DnsExchange, RecordData, RecordType } from "./answer.ts";
import { canonicalName, compareQuestions, questionKey } from "./question.ts";
import type { Resolver } from "./resolver.ts";

/** A resolver that remembers what was asked of it. */
export interface RecordingResolver extends Resolver {
  /** Every question answered so far with its latest answer, by name and type. */
  readonly transcript: readonly DnsExchange[];
}

/** Passes questions on and records the answers, for use beyond one run; a single run has its own transcript. */
export function recordingResolver(resolver: Resolver): RecordingResolver {
  const exchanges = new Map<string, DnsExchange>();
  const record = <Type extends RecordType>(
    type: Type,
    name: string,
    answer: DnsAnswer<RecordData[Type]>,
  ): DnsAnswer<RecordData[Type]> => {
    const canonical = canonicalName(name);
    exchanges.set(questionKey(type, canonical), { type, name: canonical, answer });
    return answer;
  };
  return {
    resolve: (type, name, cancellation) => {
      const answer = resolver.resolve(type, name, cancellation);
      return isPromise(answer)
        ? answer.then((given) => record(type, name, given))
        : record(type, name, answer);
    },
    get transcript() {
      return [...exchanges.values()].toSorted(compareQuestions);
    },
  };
}
