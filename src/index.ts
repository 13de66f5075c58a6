/** The Node entry: the core, bound to the resolver of the system, node:crypto and the timers of Node. */
export * from "./core.ts";
export { authenticate } from "./node/authenticate.ts";
export type { AuthenticateOptions } from "./node/authenticate.ts";
export { cachingResolver } from "./node/caching-resolver.ts";
export { nodeCrypto } from "./node/crypto.ts";
export { run, runSync } from "./node/drivers.ts";
export type { MessageSource } from "./node/message-source.ts";
export { nodePlatform } from "./node/platform.ts";
export type { NodePlatformOptions } from "./node/platform.ts";
export { nodeResolver } from "./node/resolver.ts";
export type { NodeResolverOptions } from "./node/resolver.ts";
export { sealMessage } from "./node/seal.ts";
export type { SealMessageOptions } from "./node/seal.ts";
export { signMessage } from "./node/sign.ts";
export type { SignMessageOptions } from "./node/sign.ts";
export { nodeSigner } from "./node/signer.ts";
export { wireResolver } from "./node/wire-resolver.ts";
export type { WireResolverOptions } from "./node/wire-resolver.ts";
