import { DEFAULT_LIMITS, type Limits } from "../../src/base/limits.ts";
import { toDomainName } from "../../src/base/domain.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { evaluateDmarc } from "../../src/dmarc/evaluate.ts";
import type { DkimEvidence, SpfEvidence } from "../../src/dmarc/identifiers.ts";
import { DEFAULT_DMARC_POLICY, type DmarcPolicy } from "../../src/dmarc/policy.ts";
import type { DmarcResult } from "../../src/dmarc/result.ts";
import type { AuthorDecision, AuthorMailbox } from "../../src/message/author-decision.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { runSync } from "../../src/task/run-sync.ts";

/** One case of fixtures/cases/dmarc: a zone, what the other methods found, and what DMARC makes of it. */
export interface DmarcCase {
  readonly name: string;
  readonly zone: Zone;
  /** Domains of the mailboxes in From; or why there is no author. */
  readonly author: readonly string[] | "none" | "ambiguous";
  /** `pass example.com`, with `helo ` in front for the HELO identity. */
  readonly spf?: string;
  /** `pass example.com`, one for each signature. */
  readonly dkim?: readonly string[];
  readonly policy?: DmarcPolicy;
  readonly limits?: Partial<Limits>;
  readonly expected: unknown;
  /** In the order of asking. */
  readonly questions: readonly string[];
}

export interface Outcome {
  readonly result: DmarcResult;
  readonly questions: readonly string[];
}

export function runCase(each: Omit<DmarcCase, "name" | "expected" | "questions">): Outcome {
  const questions: string[] = [];
  const answers = snapshotResolver(each.zone);
  const dns: Resolver = {
    resolve: (type, name) => {
      questions.push(`${type} ${name}`);
      return answers.resolve(type, name);
    },
  };
  const task = evaluateDmarc({
    author: authorOf(each.author),
    spf: each.spf === undefined ? null : spfOf(each.spf),
    dkim: (each.dkim ?? []).map(dkimOf),
    policy: each.policy ?? DEFAULT_DMARC_POLICY,
    limits: { ...DEFAULT_LIMITS, ...each.limits },
  });
  return { result: runSync(task, { dns }), questions };
}

function authorOf(author: DmarcCase["author"]): AuthorDecision {
  if (author === "none") return { kind: "none", cause: "no-field", notes: [] };
  if (author === "ambiguous") {
    return { kind: "ambiguous", causes: [{ code: "multiple-from", fieldIndices: [0, 1] }], notes: [] };
  }
  const mailboxes = author.map((domainText): AuthorMailbox => {
    return {
      localPart: "user",
      domainText,
      domain: toDomainName(domainText),
      displayName: null,
      fieldIndex: 0,
    };
  });
  const [mailbox, ...others] = mailboxes;
  if (mailbox === undefined) return { kind: "none", cause: "no-mailbox", notes: [] };
  return others.length > 0
    ? { kind: "multiple", mailboxes, notes: [] }
    : { kind: "single", mailbox, notes: [] };
}

function spfOf(text: string): SpfEvidence {
  const [, helo, result = "", domain = ""] = /^(helo )?(\S+) (\S+)$/.exec(text) ?? [];
  const word = (["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"] as const).find(
    (known) => known === result,
  );
  if (word === undefined) throw new TypeError(`spf: expected a result and a domain, got ${text}`);
  return { identity: helo === undefined ? "mailfrom" : "helo", result: word, domain };
}

function dkimOf(text: string): DkimEvidence {
  const [result, sdid = ""] = text.split(" ");
  if (result === "pass" || result === "temperror") return { result, signature: { sdid } };
  if (result === "fail" || result === "policy" || result === "neutral" || result === "permerror")
    return { result };
  throw new TypeError(`dkim: expected a result and a domain, got ${text}`);
}

/** What of a result the cases state: everything but the trace, the walk and the text of the record. */
export function outline(result: DmarcResult): unknown {
  const notes = result.notes.map(({ code }) => code);
  if (result.result === "none") {
    const { cause } = result;
    const shown = cause.code === "invalid-policy" ? { ...cause, record: cause.record.text } : cause;
    return { result: "none", cause: shown, ...(notes.length === 0 ? {} : { notes }) };
  }
  if (result.result === "temperror") {
    return { result: "temperror", cause: result.cause, ...(notes.length === 0 ? {} : { notes }) };
  }
  const { policy, organizationalDomain, recordDomain } = result;
  return {
    result: result.result,
    recordDomain,
    organizationalDomain,
    policy: policy === null ? null : `${policy.from}=${policy.value}${policy.testMode ? " t=y" : ""}`,
    ...(result.result === "fail" ? { disposition: result.disposition } : {}),
    identifiers: result.identifiers.map(({ method, domain, reason }) => `${method} ${domain} ${reason}`),
    ...(notes.length === 0 ? {} : { notes }),
  };
}
