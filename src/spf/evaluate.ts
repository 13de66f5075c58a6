import { parseIp } from "../base/ip.ts";
import { remember } from "../base/remember.ts";
import type { Task } from "../task/task.ts";
import type { CheckState } from "./check-state.ts";
import {
  type Match,
  matchA,
  matchExists,
  matchMx,
  matchNetwork,
  matchPtr,
  permerror,
  temperror,
  type TermContext,
} from "./match.ts";
import { lintPublication, matchesEveryAddress } from "./record-lint.ts";
import { selectSpfRecord } from "./record-selection.ts";
import { parseSpfRecord } from "./record.ts";
import type { SpfFail, SpfVerdict } from "./result.ts";
import { findTargetName, isAskable } from "./target-name.ts";
import type { Directive, DomainSpec, Mechanism, Qualifier, SpfRecord } from "./term.ts";

/** Records kept parsed: most mail comes from few providers, whose records every check meets again. */
const readRecord = remember(500, parseSpfRecord);

/** A verdict whose explanation has not been sought. */
export type Evaluation = SpfVerdict | Omit<SpfFail, "explanation">;

/** RFC 7208 §4.6.2 */
const RESULTS: Readonly<Record<Qualifier, "pass" | "fail" | "softfail" | "neutral">> = {
  "+": "pass",
  "-": "fail",
  "~": "softfail",
  "?": "neutral",
};

/**
 * check_host() for one domain, with the account of the check that called it.
 *
 * Recursion is bounded by the count of terms: each include and redirect takes one.
 *
 * RFC 7208 §4.3, §4.4, §4.5, §4.6
 */
export function* evaluateDomain(state: CheckState, domain: string): Task<Evaluation> {
  if (!mayHavePolicy(domain)) return { result: "none", cause: { code: "no-domain" } };
  const answer = yield* state.ask("TXT", domain);
  const failure = temperror("TXT", domain, answer);
  if (failure !== null) return failure;
  if (answer.kind !== "records") return { result: "none", cause: { code: "no-record" } };
  const { records } = answer;
  // Choice: RFC 7208 §4.6.4 lets a check come to eleven records, each as long as DNS carries; so much text is no policy.
  if (!state.countText(records)) {
    return permerror(null, { code: "text-limit", domain, limit: state.facts.limits.spfTextBytes });
  }
  state.noteOnce(`published ${domain}`, () => lintPublication(domain, records));
  const selection = selectSpfRecord(records);
  switch (selection.kind) {
    case "none":
      return { result: "none", cause: { code: "no-record" } };
    case "several":
      return permerror(null, { code: "multiple-records", domain, count: selection.count });
    case "one":
      return yield* evaluateRecord(state, domain, selection.text);
  }
}

/**
 * Whether it is a well-formed domain of several labels. An address without brackets, as some clients
 * give it for HELO, looks like one and is none.
 *
 * RFC 7208 §4.3, §2.3
 */
function mayHavePolicy(domain: string): boolean {
  return isAskable(domain) && domain.includes(".") && parseIp(domain) === null;
}

function* evaluateRecord(state: CheckState, domain: string, text: string): Task<Evaluation> {
  state.trace.record({ code: "spf.record-selected", domain, record: text, rfc: "RFC 7208 §4.5" });
  // RFC 7208 §4.6: the whole record is checked before any of it is evaluated.
  const parsed = readRecord(text);
  if (parsed.kind === "issue") {
    const { at, expected } = parsed;
    return permerror(null, { code: "syntax", domain, record: text, at, expected });
  }
  const { record } = parsed;
  state.noteOnce(`record ${domain}`, () => record.notes.map((note) => ({ domain, ...note })));
  for (const directive of record.directives) {
    const matched = yield* evaluateDirective(
      { state, domain, record, term: directive.text },
      directive.mechanism,
    );
    if (typeof matched !== "boolean") return matched;
    state.trace.record({
      code: "spf.term-evaluated",
      domain,
      term: directive.text,
      matched,
      rfc: "RFC 7208 §4.6.2",
    });
    if (matched) return verdictOf(directive, record, domain);
  }
  // RFC 7208 §4.7: without a match a redirect decides, and without one the result is neutral.
  const byDefault = { result: "neutral", record, recordDomain: domain, matched: "default" } as const;
  if (record.redirect === null) return byDefault;
  return (yield* followRedirect(state, domain, record, record.redirect)) ?? byDefault;
}

function verdictOf(directive: Directive, record: SpfRecord, domain: string): Evaluation {
  const result = RESULTS[directive.qualifier];
  return { result, record, recordDomain: domain, matched: directive };
}

function* evaluateDirective(context: TermContext, mechanism: Mechanism): Task<Match> {
  if (mechanism.name === "all") return true;
  const { state, domain } = context;
  if ("network" in mechanism) return matchNetwork(state.facts.ip, mechanism);
  if (!state.countTerm(domain, context.term)) return termLimit(context);
  const target = yield* findTargetName(state, domain, mechanism.domainSpec);
  // RFC 8616 §4: terms with a local-part that is not ASCII do not match anything.
  if (target.kind === "not-expandable") return false;
  if (mechanism.name === "include") return yield* evaluateInclude(context, target.name);
  // Choice: a name that cannot exist is like one that does not; RFC 7208 §4.8 allows this or permerror.
  if (target.kind === "impossible") return false;
  switch (mechanism.name) {
    case "a":
      return yield* matchA(context, mechanism, target.name);
    case "mx":
      return yield* matchMx(context, mechanism, target.name);
    case "ptr":
      return yield* matchPtr(context, target.name);
    case "exists":
      return yield* matchExists(context, target.name);
  }
}

function termLimit({ state, domain, record, term }: TermContext): ReturnType<typeof permerror> {
  const limit = state.facts.limits.spfTerms;
  return permerror(record, { code: "term-limit", domain, limit, term });
}

/** An include matches where the other record passes; errors there are errors here. RFC 7208 §5.2 */
function* evaluateInclude({ state, domain, record }: TermContext, include: string): Task<Match> {
  const inner = yield* evaluateDomain(state, include);
  const { result } = inner;
  state.trace.record({ code: "spf.include-evaluated", domain, include, result, rfc: "RFC 7208 §5.2" });
  switch (inner.result) {
    case "temperror":
    case "permerror":
      return inner;
    case "none":
      return permerror(record, { code: "include-none", domain, include });
    case "pass":
    case "fail":
    case "softfail":
    case "neutral":
      if (passesEveryHost(inner.record)) {
        state.noteOnce(`include ${domain} ${include}`, () => [
          { code: "spf.include-passes-all", domain, include, rfc: "RFC 7208 §5.2" },
        ]);
      }
      return inner.result === "pass";
  }
}

function passesEveryHost(record: SpfRecord): boolean {
  return record.directives.some(
    ({ qualifier, mechanism }) =>
      qualifier === "+" && (mechanism.name === "all" || matchesEveryAddress(mechanism)),
  );
}

/**
 * The verdict of the record redirected to; a domain without record is an error there.
 *
 * Choice: null, so that the default result holds, where the target-name needs a local-part that is not
 * ASCII: RFC 8616 §4 says only that such terms match nothing.
 *
 * RFC 7208 §6.1
 */
function* followRedirect(
  state: CheckState,
  domain: string,
  record: SpfRecord,
  redirect: DomainSpec,
): Task<Evaluation | null> {
  const term = `redirect=${redirect.text}`;
  if (!state.countTerm(domain, term)) return termLimit({ state, domain, record, term });
  const target = yield* findTargetName(state, domain, redirect);
  if (target.kind === "not-expandable") return null;
  const { name } = target;
  state.trace.record({ code: "spf.redirected", domain, redirect: name, rfc: "RFC 7208 §6.1" });
  const verdict = yield* evaluateDomain(state, name);
  if (verdict.result !== "none") return verdict;
  return permerror(record, { code: "redirect-none", domain, redirect: name });
}
