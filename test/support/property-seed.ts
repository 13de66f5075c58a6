import fc from "fast-check";

/**
 * Properties draw the same inputs in every run, so that a failure is that of the change under test; another
 * `WAXSEAL_SEED`, a number, draws others. Whatever fails prints its seed.
 */
const seed = Number(process.env["WAXSEAL_SEED"] ?? "2026");
if (!Number.isSafeInteger(seed)) throw new TypeError("WAXSEAL_SEED: expected a whole number");

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
