import type { CryptoProvider } from "../crypto/provider.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { Cancellation } from "./cancellation.ts";
import type { FetchAnswer } from "./task.ts";

/** Fetches resources (BIMI evidence). Outcomes are answers; an exception is a bug of the fetcher. */
export interface Fetcher {
  fetch(url: string, cancellation?: Cancellation): FetchAnswer | Promise<FetchAnswer>;
}

/** What a driver needs to answer effects. */
export interface Platform {
  readonly dns: Resolver;
  readonly crypto: CryptoProvider;
  readonly fetch?: Fetcher;
  /** Calls back after so many milliseconds; the returned function cancels. Without it there is no deadline. */
  readonly schedule?: (milliseconds: number, callback: () => void) => () => void;
}
