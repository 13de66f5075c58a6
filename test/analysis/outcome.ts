import { adviseDisposition } from "../../src/analysis/advice.ts";
import type { DmarcReport, MessageReport } from "../../src/analysis/report.ts";
import type { DkimResult } from "../../src/dkim/result.ts";
import type { AuthorDecision } from "../../src/message/author-decision.ts";
import type { Expected } from "../support/fixtures/fixture.ts";

/** A report in the words of the expected outcomes. */
export function outcomeOf(report: MessageReport): Expected {
  const authorNotes = report.author.notes.map(({ code }) => code);
  const received = report.received.flatMap(({ notes }) => notes.map(({ code }) => code));
  return {
    author: authorWords(report.author),
    ...(authorNotes.length === 0 ? {} : { authorNotes }),
    spf: words(report.spf.mailFrom),
    helo: words(report.spf.helo),
    iprev: words(report.iprev),
    dkim: report.dkim.map(dkimWords),
    dmarc: dmarcWords(report.dmarc),
    ...(report.arc.result === "none" ? {} : { arc: words(report.arc) }),
    advice: adviseDisposition(report).action,
    ...(received.length === 0 ? {} : { received }),
  };
}

function authorWords(author: AuthorDecision): string {
  return author.kind === "single" ? `single ${author.mailbox.domainText}` : author.kind;
}

function words(
  result:
    | { readonly result: string; readonly reason: string }
    | { readonly result: string; readonly cause: { readonly code: string } }
    | { readonly result: string },
): string {
  if ("cause" in result) return `${result.result} ${result.cause.code}`;
  return "reason" in result ? `${result.result} ${result.reason}` : result.result;
}

function dkimWords(dkim: DkimResult): string {
  if (dkim.result !== "fail") return words(dkim);
  return `fail ${dkim.headerSignature} ${dkim.bodyHash}`;
}

function dmarcWords(dmarc: DmarcReport): string {
  switch (dmarc.result) {
    case "pass":
      return ["pass", ...new Set(dmarc.alignedBy.map(({ method }) => method))].join(" ");
    case "fail":
      return `fail ${dmarc.disposition}`;
    case "none":
    case "temperror":
    case "not-evaluated":
      return words(dmarc);
  }
}
