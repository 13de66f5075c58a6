import type { DomainName } from "../base/domain.ts";
import { signsField } from "./message-signature.ts";
import type { ArcPolicy } from "./policy.ts";
import type { ArcSet } from "./result.ts";

/** How far a chain that passes is believed. */
export interface ChainTrust {
  readonly trusted: boolean;
  readonly untrustedSealers: readonly DomainName[];
  readonly attested: readonly number[];
}

/**
 * Judges the sealers of a chain that passes by the receiver's list.
 *
 * A seal proves its report, not that the report is about this message: a later sealer could put earlier
 * sets above a message of its own. So a report counts when the message signature beside it still
 * verifies, or when all who sealed later are trusted as well; and only when the From field, whose
 * author the report is about, is under the signature that proves it.
 *
 * RFC 8617 §9.4, §9.5
 */
export function judgeTrust(sets: readonly ArcSet[], { trustedSealers }: ArcPolicy): ChainTrust {
  const list = new Set(trustedSealers);
  const untrusted = new Set<DomainName>();
  const attested: number[] = [];
  const newest = sets.at(-1);
  let laterTrusted = true;
  for (const set of sets.toReversed()) {
    const sealer = set.seal?.result === "pass" ? set.seal.seal.sdid : null;
    const trusted = sealer !== null && list.has(sealer);
    const witnessed = protectsAuthor(set) || (laterTrusted && newest !== undefined && protectsAuthor(newest));
    if (trusted && witnessed) attested.unshift(set.instance);
    if (sealer !== null && !trusted) untrusted.add(sealer);
    laterTrusted &&= trusted;
  }
  return { trusted: laterTrusted, untrustedSealers: [...untrusted], attested };
}

/** Whether the message signature verifies today and covers the From field. */
function protectsAuthor({ messageSignature }: ArcSet): boolean {
  return messageSignature?.result === "pass" && signsField(messageSignature.signature, "from");
}
