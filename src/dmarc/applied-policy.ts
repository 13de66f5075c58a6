import type { DmarcRecord, PolicyTag, PolicyWord } from "./record.ts";
import type { AppliedPolicy } from "./result.ts";

/** The policies of a record as they count. RFC 9989 §4.10.1 */
export interface RecordPolicies {
  readonly p: PolicyWord;
  readonly sp: PolicyWord | null;
  readonly np: PolicyWord | null;
  readonly testMode: boolean;
  /** The tag for whose sake the whole record is taken as `p=none`; null when it counts as published. */
  readonly takenAsNone: PolicyTag | null;
}

/** The policies of a record, or the tag that keeps DMARC from applying. */
export type PolicyReading =
  | { readonly kind: "policies"; readonly policies: RecordPolicies }
  | { readonly kind: "invalid"; readonly tag: PolicyTag };

/**
 * Reads the policies of a record. Without a valid `p=`, or with an invalid `sp=` or `np=`, it stands for
 * `p=none` alone when it asks for reports at a valid URI, and for nothing otherwise.
 *
 * RFC 9989 §4.10.1
 */
export function policiesOf(record: DmarcRecord): PolicyReading {
  const { policy, subdomainPolicy, nonExistentPolicy, testMode } = record;
  const invalid = policy === null ? "p" : record.invalidPolicies[0]?.tag;
  if (policy !== null && invalid === undefined) {
    const policies = { p: policy, sp: subdomainPolicy, np: nonExistentPolicy, testMode, takenAsNone: null };
    return { kind: "policies", policies };
  }
  const tag = invalid ?? "p";
  if (record.aggregateReportUris.length === 0) return { kind: "invalid", tag };
  return { kind: "policies", policies: { p: "none", sp: null, np: null, testMode, takenAsNone: tag } };
}

/** The Author Domain as the record sees it: where it stands, below it, or below it and not in the DNS. */
export type AuthorPosition = "record-domain" | "subdomain" | "non-existent-subdomain";

/** The policy for the position: `np=` falls back to `sp=`, `sp=` to `p=`. RFC 9989 §4.7, §4.10.1 */
export function policyFor(policies: RecordPolicies, position: AuthorPosition): AppliedPolicy {
  const { p, sp, np, testMode } = policies;
  if (position === "non-existent-subdomain" && np !== null) return { value: np, from: "np", testMode };
  if (position !== "record-domain" && sp !== null) return { value: sp, from: "sp", testMode };
  return { value: p, from: "p", testMode };
}

const ONE_LEVEL_BELOW: Readonly<Record<PolicyWord, PolicyWord>> = {
  none: "none",
  quarantine: "none",
  reject: "quarantine",
};

/** What the Domain Owner asks for a message that fails; in test mode one level less. RFC 9989 §4.7 */
export function dispositionOf({ value, testMode }: AppliedPolicy): PolicyWord {
  return testMode ? ONE_LEVEL_BELOW[value] : value;
}
