import type { Limits } from "../base/limits.ts";
import type { ArcCause } from "./result.ts";
import { ARC_FIELD_NAMES, exceedsLimit, type CollectedChain, type CollectedSet } from "./sets.ts";

/**
 * The first reason why the chain fails before any signature is verified, or null.
 *
 * RFC 8617 §5.2, steps 1 to 3
 */
export function structureCause(chain: CollectedChain, limits: Pick<Limits, "arcSets">): ArcCause | null {
  const { sets } = chain;
  if (exceedsLimit(chain, limits)) return { code: "set-limit", sets: sets.length, limit: limits.arcSets };
  return (
    failedCause(sets) ??
    strayCause(chain) ??
    first(sets, fieldCause) ??
    gapCause(sets) ??
    first(sets, chainValidationCause)
  );
}

/** RFC 8617 §5.2, step 2 */
function failedCause(sets: readonly CollectedSet[]): ArcCause | null {
  const newest = sets.at(-1);
  const reading = newest?.seal?.reading;
  if (newest === undefined || reading === undefined || !("seal" in reading)) return null;
  return reading.seal.chainValidation === "fail"
    ? { code: "sealed-as-failed", instance: newest.instance }
    : null;
}

/** A field that belongs to no set makes its set incomplete, or is one too many. RFC 8617 §4.2.1 */
function strayCause({ strays }: CollectedChain): ArcCause | null {
  const [stray] = strays;
  if (stray === undefined) return null;
  const { name: field, fieldIndex, value } = stray;
  return { code: "invalid-instance", field, fieldIndex, value };
}

/** RFC 8617 §5.2, step 3, first condition */
function fieldCause({ instance, fields }: CollectedSet): ArcCause | null {
  for (const field of ARC_FIELD_NAMES) {
    const found = fields[field];
    if (found.length === 0) return { code: "missing-field", instance, field };
    const fieldIndices = found.map(({ index }) => index);
    if (found.length > 1) return { code: "duplicate-field", instance, field, fieldIndices };
  }
  return null;
}

/** RFC 8617 §5.2, step 3, second condition */
function gapCause(sets: readonly CollectedSet[]): ArcCause | null {
  const gap = sets.findIndex(({ instance }, index) => instance !== index + 1);
  return gap === -1 ? null : { code: "missing-set", instance: gap + 1 };
}

/** RFC 8617 §5.2, step 3, third condition */
function chainValidationCause({ instance, seal }: CollectedSet): ArcCause | null {
  if (seal === null) return null;
  const { reading } = seal;
  if ("issue" in reading) return { code: "seal-malformed", instance, issue: reading.issue };
  const expected = instance === 1 ? "none" : "pass";
  const found = reading.seal.chainValidation;
  return found === expected ? null : { code: "chain-validation", instance, found, expected };
}

function first(
  sets: readonly CollectedSet[],
  causeOf: (set: CollectedSet) => ArcCause | null,
): ArcCause | null {
  for (const set of sets) {
    const cause = causeOf(set);
    if (cause !== null) return cause;
  }
  return null;
}
