import type { Resolver } from "../dns/resolver.ts";
import type { Platform } from "../task/platform.ts";
import { nodeCrypto } from "./crypto.ts";
import { nodeResolver } from "./resolver.ts";
import { schedule } from "./schedule.ts";

export interface NodePlatformOptions {
  /** Default: `nodeResolver()`, the servers of the system. */
  readonly resolver?: Resolver;
}

/** Node as the platform of tasks: its DNS, its cryptography, its timer. */
export function nodePlatform(options: NodePlatformOptions = {}): Platform {
  return { dns: options.resolver ?? nodeResolver(), crypto: nodeCrypto, schedule };
}
