import { cachingResolver as cachingResolverOf, type CachingOptions } from "../dns/caching.ts";
import type { Resolver } from "../dns/resolver.ts";

/** `cachingResolver` with the clock of the process, which no change of the date disturbs. */
export function cachingResolver(resolver: Resolver, options: Partial<CachingOptions> = {}): Resolver {
  return cachingResolverOf(resolver, { now: () => performance.now(), ...options });
}
