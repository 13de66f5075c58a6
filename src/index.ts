/** The Node entry: the core, bound to Node's resolver and cryptography. */
export * from "./core.ts";
