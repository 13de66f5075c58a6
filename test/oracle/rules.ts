import type { Comparison } from "./compare.ts";
import { DKIM_RULES } from "./rules/dkim.ts";
import { DMARC_RULES } from "./rules/dmarc.ts";
import { SPF_RULES } from "./rules/spf.ts";

/** A disagreement with the rule that explains it, or null. */
export interface Classified {
  readonly protocol: "spf" | "dkim" | "dmarc";
  readonly peer: string;
  readonly caseId: string;
  readonly rule: string | null;
  /** For the reader of a failure: what differs. */
  readonly summary: string;
}

/** Every rule, for the documentation. */
export const RULES: readonly { readonly id: string; readonly rfc: string; readonly reason: string }[] = [
  ...SPF_RULES,
  ...DKIM_RULES,
  ...DMARC_RULES,
];

export function classify({ spf, dkim, dmarc }: Comparison): readonly Classified[] {
  return [
    ...spf.map((each) => label("spf", each, SPF_RULES.find((rule) => rule.explains(each))?.id)),
    ...dkim.map((each) => label("dkim", each, DKIM_RULES.find((rule) => rule.explains(each))?.id)),
    ...dmarc.map((each) => label("dmarc", each, DMARC_RULES.find((rule) => rule.explains(each))?.id)),
  ];
}

type AnyDisagreement = Comparison["spf" | "dkim" | "dmarc"][number];

function label(
  protocol: Classified["protocol"],
  each: AnyDisagreement,
  rule: string | undefined,
): Classified {
  const { peer, aspect, ours, theirs, own, their, observation } = each;
  const cause = "cause" in own ? ` (${own.cause.code})` : "";
  return {
    protocol,
    peer,
    caseId: observation.each.id,
    rule: rule ?? null,
    summary: `${peer}: ${protocol} ${aspect} of ${observation.each.id}: waxseal ${ours}${cause}, other ${theirs} [${their.detail}]`,
  };
}
