import type { DnsAnswer, RecordData, RecordType } from "../../src/dns/answer.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import type { Cancellation } from "../../src/task/cancellation.ts";

/** A question that waits for the test to let it go. */
export interface HeldQuestion {
  readonly type: RecordType;
  readonly name: string;
  readonly cancellation: Cancellation | undefined;
  /** Answers as the resolver behind would. */
  readonly release: () => void;
  readonly fail: (reason: unknown) => void;
}

export interface HeldResolver extends Resolver {
  /** Every question asked, in order. */
  readonly questions: readonly HeldQuestion[];
}

/** Holds every question back until the test releases it, to be answered by the resolver behind. */
export function heldResolver(behind: Resolver): HeldResolver {
  const questions: HeldQuestion[] = [];
  return {
    questions,
    resolve: <Type extends RecordType>(type: Type, name: string, cancellation?: Cancellation) =>
      new Promise<DnsAnswer<RecordData[Type]>>((resolve, reject) => {
        const release = (): void => resolve(behind.resolve(type, name));
        questions.push({ type, name, cancellation, release, fail: reject });
      }),
  };
}

/** Lets promises that are settled run their course. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
