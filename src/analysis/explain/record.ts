import { parseDkimKey } from "../../dkim/key-record.ts";
import { policiesOf } from "../../dmarc/applied-policy.ts";
import { parseDmarcRecord } from "../../dmarc/record.ts";
import { parseSpfRecord } from "../../spf/record.ts";
import { keyIssueWords } from "./dkim-causes.ts";
import { keyNoteWords } from "./dkim-notes.ts";
import { recordNoteWords } from "./dmarc-notes.ts";
import { noteWords as spfNoteWords } from "./spf-notes.ts";
import { capitalized, Explainer, type Quote, type Statement } from "./statement.ts";

/** The kinds of records that can be judged by their text alone. */
export type RecordKind = "spf" | "dmarc" | "dkim";

/** A record judged by its text: whether receivers can use it, and what is legal but unwise about it. */
export interface ExplainedRecord {
  readonly kind: RecordKind;
  readonly usable: boolean;
  readonly statements: readonly Statement[];
}

/** What a text with a version means to be, whatever is wrong with it further on. */
const VERSIONS: readonly (readonly [RecordKind, RegExp])[] = [
  ["spf", /^\s*v\s*=\s*spf/i],
  ["dmarc", /^\s*v\s*=\s*dmarc/i],
  ["dkim", /^\s*v\s*=\s*dkim/i],
];

/** Explains the text of a TXT record before or after it is published; null when it is none of the kinds. */
export function explainRecord(text: string): ExplainedRecord | null {
  const kind = VERSIONS.find(([, version]) => version.test(text))?.[0] ?? null;
  if (kind === "spf") return explainSpfRecord(text);
  if (kind === "dmarc") return explainDmarcRecord(text);
  const reading = parseDkimKey(text);
  return kind === null && "issue" in reading && reading.issue.code === "foreign"
    ? null
    : explainDkimKey(text);
}

function explainSpfRecord(text: string): ExplainedRecord {
  const explainer = new Explainer("spf");
  const parsed = parseSpfRecord(text);
  if (parsed.kind === "issue") {
    explainer.result(
      `As SPF record this is a syntax error; expected ${parsed.expected}.`,
      "RFC 7208 §4.6",
      quoted(text, parsed.at),
    );
    return { kind: "spf", usable: false, statements: explainer.statements };
  }
  explainer.result("As SPF record this is well-formed.", "RFC 7208 §12");
  for (const note of parsed.record.notes) {
    const at = "at" in note ? note.at : null;
    explainer.note(
      spfNoteWords({ ...note, domain: "the domain" }),
      note.rfc,
      at === null ? null : quoted(text, at),
    );
  }
  return { kind: "spf", usable: true, statements: explainer.statements };
}

function explainDmarcRecord(text: string): ExplainedRecord {
  const explainer = new Explainer("dmarc");
  const reading = parseDmarcRecord(text);
  if (reading.kind === "not-a-record") {
    const { cause } = reading;
    explainer.result(
      "As DMARC record this is ignored: it does not begin with v=DMARC1.",
      "RFC 9989 §4.7",
      quoted(text, "at" in cause ? cause.at : null),
    );
    return { kind: "dmarc", usable: false, statements: explainer.statements };
  }
  const policies = policiesOf(reading.record);
  if (policies.kind === "invalid") {
    explainer.result(
      `As DMARC record this has no effect: ${policies.tag}= holds no policy, and nobody asks for reports.`,
      "RFC 9989 §4.10.1",
    );
  } else if (policies.policies.takenAsNone !== null) {
    explainer.result(
      `As DMARC record this counts as p=none: ${policies.policies.takenAsNone}= holds no policy.`,
      "RFC 9989 §4.10.1",
    );
  } else {
    explainer.result(`As DMARC record this asks for ${policies.policies.p}.`, "RFC 9989 §4.7");
  }
  for (const note of reading.record.notes) {
    const at = "at" in note ? note.at : null;
    explainer.note(`${capitalized(recordNoteWords(note))}.`, note.rfc, at === null ? null : quoted(text, at));
  }
  const usable = policies.kind === "policies" && policies.policies.takenAsNone === null;
  return { kind: "dmarc", usable, statements: explainer.statements };
}

function explainDkimKey(text: string): ExplainedRecord {
  const explainer = new Explainer("dkim");
  const reading = parseDkimKey(text);
  if ("issue" in reading) {
    const { issue } = reading;
    explainer.result(
      `As DKIM key this cannot be used: ${keyIssueWords(issue)}.`,
      "RFC 6376 §3.6.1",
      quoted(text, "at" in issue ? issue.at : null),
    );
    return { kind: "dkim", usable: false, statements: explainer.statements };
  }
  const { keyType, publicKey, notes } = reading.key;
  const size = publicKey.type === "rsa" ? ` of ${publicKey.modulusBits} bits` : "";
  explainer.result(
    publicKey.type === "revoked"
      ? "As DKIM key this is revoked: its p= is empty."
      : `As DKIM key this is well-formed: ${keyType}${size}.`,
    "RFC 6376 §3.6.1",
  );
  for (const note of notes) explainer.note(keyNoteWords(note), note.rfc);
  return { kind: "dkim", usable: publicKey.type !== "revoked", statements: explainer.statements };
}

function quoted(text: string, at: Quote["at"]): Quote {
  return { source: "TXT", text, at };
}
