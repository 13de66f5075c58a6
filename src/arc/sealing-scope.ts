import { signatureText } from "../dkim/signed-data.ts";
import { signingIssue, type SigningIssue } from "../dkim/signing-issue.ts";
import type { HeaderField } from "../message/header-field.ts";
import type { Message } from "../message/message.ts";
import { readArcTags } from "./instance.ts";
import type { ChainValidation } from "./seal.ts";
import { ARC_FIELD_NAMES, collectArcSets, type CollectedChain, type CollectedSet } from "./sets.ts";

/** What keeps a message from being sealed. */
export type SealingIssue =
  | SigningIssue
  /** The newest seal says that the chain has failed; there is nothing to continue. RFC 8617 §5.1 */
  | { readonly code: "sealed-as-failed"; readonly instance: number }
  /** The chain has as many sets as there may be. RFC 8617 §4.2.1 */
  | { readonly code: "set-limit"; readonly limit: number }
  /** The header does not hold a chain of which this can have been found: it is another, or was changed since. */
  | { readonly code: "chain-changed"; readonly chainValidation: ChainValidation };

/** The instance of the new set, and the fields of older sets that its seal covers. */
export interface SealingScope {
  readonly instance: number;
  /** In the order of hashing. RFC 8617 §5.1.1 */
  readonly sealed: readonly HeaderField[];
}

/** Highest instance there can be. RFC 8617 §4.2.1 */
const HIGHEST = 50;

/**
 * Decides whether the message is sealed, and what the seal covers.
 *
 * RFC 8617 §5.1, §5.1.1, §5.1.2
 */
export function sealingScope(
  message: Pick<Message, "fields" | "notes">,
  chainValidation: ChainValidation,
): SealingScope | { readonly issue: SealingIssue } {
  const unfit = signingIssue(message);
  if (unfit !== null) return { issue: unfit };
  const chain = collectArcSets(message.fields);
  const newest = chain.sets.at(-1);
  if (newest !== undefined && isSealedAsFailed(newest)) {
    return { issue: { code: "sealed-as-failed", instance: newest.instance } };
  }
  if (newest?.instance === HIGHEST) return { issue: { code: "set-limit", limit: HIGHEST } };
  if (!agrees(chain, chainValidation)) return { issue: { code: "chain-changed", chainValidation } };
  return {
    instance: (newest?.instance ?? 0) + 1,
    // RFC 8617 §5.1.2: of a failed chain nothing is covered, the new set alone is.
    sealed: chainValidation === "pass" ? chain.sets.flatMap(fieldsOf) : [],
  };
}

/** Whether any seal of the set says so, however often it stands there and whatever else is wrong with it. */
function isSealedAsFailed({ fields }: CollectedSet): boolean {
  return fields["arc-seal"].some(
    (field) => readArcTags(signatureText(field)).tags.get("cv")?.value.toLowerCase() === "fail",
  );
}

/** Whether a chain of this structure can have had that result. RFC 8617 §5.2 */
function agrees({ sets, strays }: CollectedChain, chainValidation: ChainValidation): boolean {
  const present = sets.length > 0 || strays.length > 0;
  if (chainValidation !== "pass") return present === (chainValidation === "fail");
  const complete = sets.every((set, index) => set.instance === index + 1 && isComplete(set));
  return present && strays.length === 0 && complete;
}

function isComplete({ results, messageSignature, seal }: CollectedSet): boolean {
  return results !== null && messageSignature !== null && seal !== null;
}

function fieldsOf({ fields }: CollectedSet): readonly HeaderField[] {
  return ARC_FIELD_NAMES.flatMap((name) => fields[name]);
}
