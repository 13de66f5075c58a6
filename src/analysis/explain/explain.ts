import type { DmarcReport, MessageReport } from "../report.ts";
import { explainArc } from "./arc.ts";
import { explainAuthor } from "./author.ts";
import { explainBimi } from "./bimi.ts";
import { explainDkim } from "./dkim.ts";
import { explainDmarc } from "./dmarc.ts";
import { explainIprev } from "./iprev.ts";
import { explainMessage } from "./message.ts";
import { explainReceived } from "./received.ts";
import { isUnsigned } from "../unsigned.ts";
import { explainSpf } from "./spf.ts";
import { Explainer, type Statement } from "./statement.ts";

/**
 * Explains a report in sentences, the verdict first, each with the section that states the rule and,
 * where one text decided, that text and the place in it.
 *
 * The sentences may be reworded at any time; programs read the report itself.
 */
export function explain(report: MessageReport): readonly Statement[] {
  return [
    ...explainVerdict(report),
    ...explainAuthor(report.author),
    ...explainDmarc(report.dmarc, report.dkim),
    ...explainSpf("MAIL FROM", report.spf.mailFrom),
    ...explainSpf("HELO", report.spf.helo),
    ...explainDkim(report.dkim, isUnsigned(report)),
    ...explainArc(report.arc),
    ...explainBimi(report.bimi),
    ...explainIprev(report.iprev),
    ...explainReceived(report),
    ...explainMessage(report.message),
  ];
}

function explainVerdict(report: MessageReport): readonly Statement[] {
  const explainer = new Explainer("verdict");
  explainer.result(verdictWords(report.dmarc), null);
  return explainer.statements;
}

/** The one sentence that answers "who really sent this?". */
function verdictWords(dmarc: DmarcReport): string {
  switch (dmarc.result) {
    case "pass":
      return `The message is from ${dmarc.authorDomain}, as it says: ${methodsOf(dmarc.alignedBy)}.`;
    case "fail":
      return `It is not proven that ${dmarc.authorDomain} sent this message, and its owner asks to ${REQUEST[dmarc.disposition]}.`;
    case "none":
      return dmarc.authorDomain === null
        ? "Nothing proves who wrote this message: no author can be determined."
        : `Nothing proves who wrote this message: ${dmarc.authorDomain} publishes no policy that applies.`;
    case "temperror":
      return `It cannot be told now whether ${dmarc.authorDomain} sent this message; trying again later may tell.`;
    case "not-evaluated":
      return "Whether the message is from whom it says cannot be decided without the envelope.";
  }
}

const REQUEST = {
  none: "do nothing about it",
  quarantine: "treat it with suspicion",
  reject: "reject it",
} as const;

function methodsOf(aligned: readonly { readonly method: "spf" | "dkim" }[]): string {
  const methods = new Set(aligned.map(({ method }) => method));
  if (methods.size === 2) return "SPF and DKIM prove it";
  return methods.has("dkim") ? "a DKIM signature proves it" : "SPF proves it";
}
