import { toDomainName } from "../base/domain.ts";
import { formatIp, parseIp, unmapIp } from "../base/ip.ts";
import { type Limits, resolveLimits } from "../base/limits.ts";
import type { Task } from "../task/task.ts";
import { CheckState } from "./check-state.ts";
import { evaluateDomain, type Evaluation } from "./evaluate.ts";
import { findExplanation } from "./explanation.ts";
import type { SpfNote } from "./notes.ts";
import type { SpfIdentity, SpfResult } from "./result.ts";
import { readSender } from "./sender.ts";
import { recognizeSenderTag } from "./sender-tag.ts";

/** The arguments of check_host() and what the macros need beside them. RFC 7208 §4.1, §7.2 */
export interface CheckHostInput {
  /** IPv4 or IPv6 text. */
  readonly clientIp: string;
  /** The domain whose record is sought; U-labels are converted. */
  readonly domain: string;
  /** The MAIL FROM or HELO identity; a missing local-part becomes `postmaster`. */
  readonly sender: string;
  readonly helo: string;
  /** Which identity the sender is; MAIL FROM unless said otherwise. */
  readonly identity?: SpfIdentity;
  /** Whether the sender stands for a null reverse-path. RFC 7208 §2.4 */
  readonly substituted?: boolean;
  /** Name of the receiving host, for `%{r}` in explanations. */
  readonly receiver?: string;
  /** Seconds since 1970, for `%{t}` in explanations. */
  readonly now?: number;
  readonly limits?: Partial<Limits>;
}

/** Terms left when a note warns that the limit is near. */
const NEAR = 2;

/**
 * The check_host() function: may this client send with this identity?
 *
 * Whatever the domain or the sender holds gives a result; a `clientIp` that is no address is the
 * caller's mistake and a `TypeError` at once.
 *
 * RFC 7208 §4
 */
export function checkHost(input: CheckHostInput): Task<SpfResult> {
  const given = parseIp(input.clientIp);
  if (given === null) {
    throw new TypeError(`clientIp: expected an IPv4 or IPv6 address, got ${JSON.stringify(input.clientIp)}`);
  }
  const { now = null, receiver = "unknown" } = input;
  if (now !== null && !Number.isFinite(now)) {
    throw new TypeError(`now: expected seconds since 1970, got ${String(now)}`);
  }
  const state = new CheckState({
    // RFC 7208 §5: a client on an IPv4-mapped address is an IPv4 client.
    ip: unmapIp(given),
    sender: readSender(input.sender),
    helo: input.helo,
    receiver,
    now,
    limits: resolveLimits(input.limits),
  });
  return runCheck(state, input);
}

function* runCheck(state: CheckState, input: CheckHostInput): Task<SpfResult> {
  const domain = toDomainName(input.domain);
  // RFC 7208 §4.3: what is no domain has no policy.
  const evaluation: Evaluation =
    domain === null ? { result: "none", cause: { code: "no-domain" } } : yield* evaluateDomain(state, domain);
  const explanation =
    evaluation.result === "fail" && evaluation.record.explanation !== null
      ? yield* findExplanation(state, evaluation.recordDomain, evaluation.record.explanation)
      : null;
  const common = {
    identity: input.identity ?? "mailfrom",
    clientIp: formatIp(state.facts.ip),
    domain: domain ?? input.domain,
    sender: state.facts.sender.text,
    helo: input.helo,
    substituted: input.substituted ?? false,
    notes: [...state.notes, ...checkNotes(state)],
  };
  const trace = state.trace.events;
  return evaluation.result === "fail"
    ? { trace, explanation, ...common, ...evaluation }
    : { trace, ...common, ...evaluation };
}

function checkNotes({ facts, terms, voidLookups }: CheckState): readonly SpfNote[] {
  const { spfTerms, spfVoidLookups } = facts.limits;
  const notes: SpfNote[] = [];
  if (terms > 0 && terms <= spfTerms && terms >= spfTerms - NEAR) {
    notes.push({ code: "spf.terms-near-limit", count: terms, limit: spfTerms, rfc: "RFC 7208 §4.6.4" });
  }
  if (voidLookups > 0 && voidLookups === spfVoidLookups) {
    notes.push({
      code: "spf.void-lookups-at-limit",
      count: voidLookups,
      limit: spfVoidLookups,
      rfc: "RFC 7208 §4.6.4",
    });
  }
  const tag = recognizeSenderTag(facts.sender.localPart);
  if (tag !== null) notes.push({ code: "spf.sender-tagged", ...tag, rfc: null });
  return notes;
}
