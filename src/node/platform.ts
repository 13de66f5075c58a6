import type { Resolver } from "../dns/resolver.ts";
import type { Fetcher, Platform } from "../task/platform.ts";
import { nodeCrypto } from "./crypto.ts";
import { nodeResolver } from "./resolver.ts";
import { schedule } from "./schedule.ts";

export interface NodePlatformOptions {
  /** Default: `nodeResolver()`, the servers of the system. */
  readonly resolver?: Resolver;
  /** Default: nothing is fetched. */
  readonly fetcher?: Fetcher;
}

let systemResolver: Resolver | undefined;

/** The resolver of the system, made when it is first wanted and shared from then on. */
function sharedResolver(): Resolver {
  systemResolver ??= nodeResolver();
  return systemResolver;
}

/** Node as the platform of tasks: its DNS, its cryptography, its timer. Nothing is asked before a task does. */
export function nodePlatform(options: NodePlatformOptions = {}): Platform {
  const { resolver = sharedResolver(), fetcher } = options;
  return {
    dns: resolver,
    crypto: nodeCrypto,
    schedule,
    ...(fetcher === undefined ? {} : { fetch: fetcher }),
  };
}
