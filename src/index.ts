/** The Node entry: the core, bound to the resolver of the system and to node:crypto. */
export * from "./core.ts";
export { authenticate } from "./node/authenticate.ts";
export type { AuthenticateOptions, MessageSource } from "./node/authenticate.ts";
