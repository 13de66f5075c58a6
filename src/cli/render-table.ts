import { adviseDisposition, type DispositionAdvice } from "../analysis/advice.ts";
import { listed } from "../analysis/explain/statement.ts";
import type { EnvelopeSource, RecoveredEnvelope } from "../analysis/recover-envelope.ts";
import type {
  ArcReport,
  BimiReport,
  DmarcReport,
  IprevReport,
  MessageReport,
  SpfReport,
} from "../analysis/report.ts";
import { formatSmtpReply } from "../analysis/smtp-reply.ts";
import { isUnsigned } from "../analysis/unsigned.ts";
import { printable } from "../base/printable.ts";
import type { DkimResult } from "../dkim/result.ts";
import type { AuthorDecision, AuthorMailbox } from "../message/author-decision.ts";
import { toneOf, type Paint, type Tone } from "./terminal.ts";

/** One line of the table: a label, a painted word (or none), and what it is about. */
interface Row {
  readonly label: string;
  readonly word: string;
  readonly tone: Tone;
  readonly detail: string;
}

/** The results of a report, a line each, in columns. */
export function renderTable(
  report: MessageReport,
  recovered: RecoveredEnvelope | null,
  paint: Paint,
): readonly string[] {
  const { inputs, author, dmarc, spf, dkim, arc, bimi, iprev } = report;
  const rows: Row[] = [
    fact("author", authorText(author)),
    fact("client", clientText(inputs.envelope, recovered)),
    row("dmarc", dmarc.result, dmarcText(dmarc)),
    row("spf", spf.mailFrom.result, spfText(spf.mailFrom, recovered?.sources.mailFrom ?? null)),
    row("spf helo", spf.helo.result, spfText(spf.helo, null)),
    ...(isUnsigned(report) ? [row("dkim", "none", "not signed")] : dkim.map(dkimRow)),
    ...(arc.result === "none" ? [] : [row("arc", arc.result, arcText(arc))]),
    ...(isWorthARow(bimi) ? [row("bimi", bimi.result, bimiText(bimi))] : []),
    row("iprev", iprev.result, iprevText(iprev)),
    adviceRow(adviseDisposition(report)),
  ];
  const width = Math.max(...rows.map(({ word }) => word.length));
  return rows.map(({ label, word, tone, detail }) => {
    const column = word === "" ? "" : `${paint(tone, word)}${" ".repeat(width - word.length)}  `;
    return `  ${paint("quiet", label.padEnd(9))} ${column}${printable(detail)}`.trimEnd();
  });
}

function fact(label: string, detail: string): Row {
  return { label, word: "", tone: "plain", detail };
}

function row(label: string, word: string, detail: string): Row {
  return { label, word, tone: toneOf(word), detail };
}

function authorText(author: AuthorDecision): string {
  switch (author.kind) {
    case "single":
      return mailboxText(author.mailbox);
    case "multiple":
      return author.mailboxes.map(mailboxText).join(", ");
    case "none":
      return "nobody";
    case "ambiguous":
      return "ambiguous";
  }
}

/** A display name is quoted where it could be taken for an address. */
function mailboxText({ displayName, localPart, domainText }: AuthorMailbox): string {
  const address = `${localPart}@${domainText}`;
  if (displayName === null || displayName === "") return address;
  const name = /[<>@",]/.test(displayName) ? JSON.stringify(displayName) : displayName;
  return `${name} <${address}>`;
}

function clientText(
  { clientIp, helo }: MessageReport["inputs"]["envelope"],
  recovered: RecoveredEnvelope | null,
): string {
  if (clientIp === undefined) return "unknown (--ip, --helo and --mail-from tell it)";
  const name = helo === undefined ? "" : ` (${helo})`;
  return `${clientIp}${name}${sourceText(recovered?.sources.clientIp ?? null)}`;
}

const FIELD_NAMES = {
  received: "Received",
  "return-path": "Return-Path",
  "received-spf": "Received-SPF",
} as const;

function sourceText(source: EnvelopeSource | null): string {
  return source === null ? "" : `, read from ${FIELD_NAMES[source.field]}`;
}

function dmarcText(dmarc: DmarcReport): string {
  if (dmarc.result === "pass" || dmarc.result === "fail") {
    const policy = dmarc.policy === null ? "" : `, policy ${dmarc.policy.value}`;
    return `${dmarc.authorDomain}${policy}`;
  }
  return dmarc.result === "not-evaluated" ? "" : (dmarc.authorDomain ?? "");
}

function spfText(spf: SpfReport, source: EnvelopeSource | null): string {
  if (spf.result === "not-evaluated") return "";
  if (spf.identity === "helo") return spf.helo;
  return `${spf.substituted ? `<> as ${spf.sender}` : spf.sender}${sourceText(source)}`;
}

function dkimRow(dkim: DkimResult): Row {
  if (dkim.result === "neutral") return row("dkim", dkim.result, dkim.claimed.sdid ?? "");
  const { sdid, selector, algorithm } = dkim.signature;
  return row("dkim", dkim.result, `${sdid}, selector ${selector}, ${algorithm}`);
}

/** Who sealed, the oldest first, and whether that is believed here. */
function arcText({ sets, trusted }: ArcReport): string {
  const sealers = sets.map(({ sealer }) => sealer?.sdid ?? "nobody");
  return sealers.length === 0 ? "" : `sealed by ${listed(sealers)}${trusted ? ", trusted" : ""}`;
}

/** Mail that does not qualify, and domains without a record, are the rule. */
function isWorthARow(bimi: BimiReport): boolean {
  if (bimi.result === "skipped") return bimi.assertion !== null;
  return bimi.result !== "none" && bimi.result !== "not-evaluated";
}

function bimiText(bimi: BimiReport): string {
  const assertion = "assertion" in bimi ? bimi.assertion : null;
  const place = assertion === null ? "" : `${assertion.selector}._bimi.${assertion.domain}`;
  if (bimi.result === "pass") {
    return `"${bimi.indicator.title}" at ${place}, ${bimi.evidence === null ? "without evidence" : "with evidence"}`;
  }
  if (bimi.result !== "skipped") return place;
  return `${place}${bimi.cause.code === "not-fetched" ? ", not fetched (--fetch does)" : ""}`;
}

function iprevText(iprev: IprevReport): string {
  switch (iprev.result) {
    case "not-evaluated":
      return "";
    case "pass":
      return iprev.name;
    case "fail": {
      const { names } = iprev.cause;
      return `${listed(names)} ${names.length === 1 ? "has" : "have"} another address`;
    }
    case "permerror":
      return `${iprev.clientIp} has no name`;
    case "temperror":
      return `no answer for ${iprev.cause.name}`;
  }
}

const ADVICE_TONES: Readonly<Record<DispositionAdvice["action"], Tone>> = {
  accept: "good",
  quarantine: "doubtful",
  defer: "doubtful",
  reject: "bad",
};

function adviceRow({ action, reply }: DispositionAdvice): Row {
  const detail = reply === null ? "" : formatSmtpReply(reply).trimEnd();
  return { label: "advice", word: action, tone: ADVICE_TONES[action], detail };
}
