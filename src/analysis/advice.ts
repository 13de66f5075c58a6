import { oneOf, optionRules, resolveOptions } from "../base/options.ts";
import type { DmarcResult } from "../dmarc/result.ts";
import type { MessageReport, SpfReport } from "./report.ts";
import { smtpReply, type ReplyReason, type SmtpReply } from "./smtp-reply.ts";

/** What a receiver does of its own accord about a failed check that no DMARC pass outweighs. */
export type LocalAction = "accept" | "quarantine" | "reject";

/** Local policy, beyond what the Domain Owner asks for. The defaults follow the RFCs' advice. */
export interface AdviceOptions {
  /** On an SPF `fail` of either identity. Default "accept": alone it is no ground. RFC 7208 Appendix G.2 */
  readonly spfFail?: LocalAction;
  /** On a failed reverse DNS check of the client. Default "accept". RFC 8601 §3 */
  readonly iprevFail?: LocalAction;
  /**
   * When DMARC fails and a trusted sealer reports that it passed before. Default "accept": there is such a report only
   * from sealers that the caller named. RFC 8617 §7.2.1
   */
  readonly arcOverride?: "accept" | "ignore";
  /** When a verdict depends on an answer that did not come. Default "defer". RFC 9989 §5.3.6 */
  readonly temporaryError?: "accept" | "defer";
}

/** What to do with a message, why, and what to tell the client. */
export type DispositionAdvice =
  | {
      readonly action: "accept" | "quarantine";
      readonly causes: readonly AdviceCause[];
      readonly reply: null;
    }
  | {
      readonly action: "reject" | "defer";
      readonly causes: readonly AdviceCause[];
      readonly reply: SmtpReply;
    };

/** What spoke for the action; for "accept" what was found instead of an objection. */
export type AdviceCause =
  | "author-ambiguous"
  | "no-author-domain"
  | "multiple-author-domains"
  | "dmarc-pass"
  | "arc-override"
  | "dmarc-policy"
  | "dmarc-temperror"
  | "spf-fail"
  | "spf-temperror"
  | "iprev-fail"
  | "no-objection";

/** The results that advice is drawn from. */
export type AdviceReport = Pick<MessageReport, "author" | "spf" | "iprev" | "dkim" | "dmarc" | "arc">;

type ResolvedOptions = Required<AdviceOptions>;
type TemporaryCode = Extract<DmarcResult, { readonly result: "temperror" }>["cause"]["code"];

const DEFAULTS: ResolvedOptions = {
  spfFail: "accept",
  iprevFail: "accept",
  arcOverride: "accept",
  temporaryError: "defer",
};

const LOCAL_ACTION = oneOf("accept", "quarantine", "reject");

const RULES = optionRules<ResolvedOptions>({
  spfFail: LOCAL_ACTION,
  iprevFail: LOCAL_ACTION,
  arcOverride: oneOf("accept", "ignore"),
  temporaryError: oneOf("accept", "defer"),
});

interface Objection {
  readonly action: "quarantine" | "defer" | "reject";
  readonly cause: AdviceCause;
  readonly reason: ReplyReason;
  readonly detail?: string;
}

/** Strictest first. A certain ground for rejection does not wait for the answer about another. */
const STRICTNESS = ["reject", "defer", "quarantine"] as const;

/**
 * Turns the results into advice: the only place that does.
 *
 * The Domain Owner's policy decides for mail that fails DMARC, a pass is accepted whatever SPF or reverse
 * DNS said, and so is what a trusted sealer saw pass before it was changed. A message whose author is ambiguous is rejected, since no policy can be looked up for it while a
 * reader may be shown any author. A temporary error defers and never rejects.
 *
 * Choice: a message without an author domain, or with several, is quarantined. RFC 9989 §11.5 calls such
 * messages abusive for the most part and leaves them to the receiver; RFC 5322 §3.6.2 allows several authors.
 *
 * Throws `TypeError` for an option that is none of its words.
 *
 * RFC 9989 §5.3.6, §5.4, RFC 7372 §4
 */
export function adviseDisposition(report: AdviceReport, options: AdviceOptions = {}): DispositionAdvice {
  const resolved = resolveOptions<ResolvedOptions>("options", options, DEFAULTS, RULES);
  if (report.dmarc.result === "pass") return { action: "accept", causes: ["dmarc-pass"], reply: null };
  if (report.arc.override !== null && resolved.arcOverride === "accept") {
    return { action: "accept", causes: ["arc-override"], reply: null };
  }
  const objections = [
    ...authorObjections(report),
    ...dmarcObjections(report, resolved),
    ...spfObjections(report.spf, resolved),
    ...iprevObjections(report, resolved),
  ];
  const action = STRICTNESS.find((each) => objections.some((objection) => objection.action === each));
  if (action === undefined) return { action: "accept", causes: ["no-objection"], reply: null };
  const deciding = objections.filter((objection) => objection.action === action);
  const causes = deciding.map(({ cause }) => cause);
  if (action === "quarantine") return { action, causes, reply: null };
  return { action, causes, reply: replyFor(deciding) };
}

/** One reason is told as it is; of several failed checks only their number. RFC 7372 §4 */
function replyFor(deciding: readonly Objection[]): SmtpReply {
  const [first, second] = deciding;
  if (first === undefined || (second !== undefined && first.action === "reject")) {
    return smtpReply("multiple-failures");
  }
  return smtpReply(first.reason, first.detail);
}

function authorObjections({ author, dmarc }: AdviceReport): readonly Objection[] {
  if (author.kind === "ambiguous") {
    return [{ action: "reject", cause: "author-ambiguous", reason: "author-ambiguous" }];
  }
  const code = dmarc.result === "none" ? dmarc.cause.code : null;
  if (code === "multiple-author-domains") {
    return [{ action: "quarantine", cause: "multiple-author-domains", reason: "author-ambiguous" }];
  }
  if (code === "no-author" || code === "author-domain-invalid") {
    return [{ action: "quarantine", cause: "no-author-domain", reason: "author-ambiguous" }];
  }
  return [];
}

function dmarcObjections({ dmarc, spf, dkim }: AdviceReport, options: ResolvedOptions): readonly Objection[] {
  if (dmarc.result === "fail" && dmarc.disposition !== "none") {
    // RFC 7372 §4: more than one failed check has a code of its own, and naming one would mislead.
    const bothFailed = spf.mailFrom.result === "fail" && dkim.every(({ result }) => result !== "pass");
    const reply = bothFailed
      ? { reason: "multiple-failures" as const, detail: `rejected per DMARC policy of ${dmarc.recordDomain}` }
      : { reason: "dmarc-policy" as const, detail: dmarc.recordDomain };
    return [{ action: dmarc.disposition, cause: "dmarc-policy", ...reply }];
  }
  if (dmarc.result === "temperror" && options.temporaryError === "defer") {
    return [{ action: "defer", cause: "dmarc-temperror", reason: temporaryReason(dmarc.cause.code) }];
  }
  return [];
}

function temporaryReason(code: TemporaryCode): ReplyReason {
  switch (code) {
    case "dns":
      return "dns-unavailable";
    case "spf-temperror":
      return "spf-temperror";
    case "dkim-temperror":
      return "key-unavailable";
    case "domain-limit":
      return "limit-reached";
  }
}

/** At most one: a client that fails for both names has still failed one check. RFC 7208 §8.4, §8.6 */
function spfObjections(
  { mailFrom, helo }: MessageReport["spf"],
  options: ResolvedOptions,
): readonly Objection[] {
  if (options.spfFail === "accept") return [];
  for (const spf of [mailFrom, helo]) {
    if (spf.result === "fail") {
      return [{ action: options.spfFail, cause: "spf-fail", reason: "spf-fail", detail: spfDetail(spf) }];
    }
  }
  const unknown = mailFrom.result === "temperror" || helo.result === "temperror";
  return unknown && options.temporaryError === "defer"
    ? [{ action: "defer", cause: "spf-temperror", reason: "spf-temperror" }]
    : [];
}

/** The sender's own words are marked as such. RFC 7208 §8.4 */
function spfDetail({ domain, explanation }: Extract<SpfReport, { readonly result: "fail" }>): string {
  return explanation === null ? domain : `the domain ${domain} explains: ${explanation}`;
}

function iprevObjections({ iprev }: AdviceReport, options: ResolvedOptions): readonly Objection[] {
  if (iprev.result !== "fail" || options.iprevFail === "accept") return [];
  const objection = { cause: "iprev-fail", reason: "reverse-dns-fail", detail: iprev.clientIp } as const;
  return [{ action: options.iprevFail, ...objection }];
}
