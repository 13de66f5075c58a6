import type { Cancellation } from "../task/cancellation.ts";
import type { DnsAnswer, RecordData, RecordType } from "./answer.ts";

/**
 * Answers DNS questions. Outcomes of the DNS, failures included, are answers; an exception is a bug
 * of the resolver and reaches the caller unchanged.
 *
 * An answer at hand is returned as it is, without a promise: a warm cache lets an analysis run
 * without waiting once.
 */
export interface Resolver {
  resolve<Type extends RecordType>(
    type: Type,
    name: string,
    cancellation?: Cancellation,
  ): DnsAnswer<RecordData[Type]> | Promise<DnsAnswer<RecordData[Type]>>;
}
