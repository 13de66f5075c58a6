import { isPrintableAsciiText } from "../base/characters.ts";
import type { Task } from "../task/task.ts";
import type { CheckState } from "./check-state.ts";
import { expandExplanation } from "./macro-expansion.ts";
import { parseMacroString } from "./macro.ts";
import { findMacroValues, findTargetName } from "./target-name.ts";
import type { DomainSpec } from "./term.ts";
import type { ExplanationFlaw } from "./trace.ts";

/**
 * The explanation that the record of `domain` offers for a fail, or null as if it offered none.
 *
 * Its question counts towards no limit and its failure changes no verdict. What comes out is printable
 * ASCII: a sender's local-part cannot bring a line end into an SMTP reply.
 *
 * RFC 7208 §6.2
 */
export function* findExplanation(
  state: CheckState,
  domain: string,
  domainSpec: DomainSpec,
): Task<string | null> {
  const found = yield* seekExplanation(state, domain, domainSpec);
  if ("text" in found) return found.text;
  state.trace.record({ code: "spf.explanation-discarded", reason: found.flaw, rfc: "RFC 7208 §6.2" });
  return null;
}

type Found = { readonly text: string } | { readonly flaw: ExplanationFlaw };

function* seekExplanation(state: CheckState, domain: string, domainSpec: DomainSpec): Task<Found> {
  const target = yield* findTargetName(state, domain, domainSpec);
  if (target.kind !== "name") return { flaw: "target-name" };
  const answer = yield* state.ask("TXT", target.name);
  if (answer.kind === "failure") return { flaw: "dns-failure" };
  if (answer.kind !== "records") return { flaw: "no-record" };
  const [strings, second] = answer.records;
  if (second !== undefined) return { flaw: "several-records" };
  const text = strings.join("");
  const parsed = parseMacroString(text, 0, text.length, "explanation");
  if (parsed.kind === "issue") return { flaw: "syntax" };
  const values = yield* findMacroValues(state, domain, parsed.parts);
  const limit = state.facts.limits.spfExplanationOctets;
  const expansion = expandExplanation(parsed.parts, values, limit);
  if (expansion.kind === "flaw") return { flaw: expansion.flaw };
  return isPrintableAsciiText(expansion.text) ? { text: expansion.text } : { flaw: "not-printable-ascii" };
}
