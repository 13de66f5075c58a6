import type { Enforcement } from "../../bimi/eligibility.ts";
import type { Assertion, BimiResult } from "../../bimi/result.ts";
import type { BimiReport } from "../report.ts";
import { failSection, failWords, SKIP_SECTIONS, skipWords, temperrorWords } from "./bimi-causes.ts";
import { chainWords, evidenceCauseWords, markWords } from "./bimi-evidence.ts";
import { indicatorNoteWords, violationWords } from "./bimi-indicator.ts";
import { noteQuote, noteWords, recordNoteWords } from "./bimi-notes.ts";
import { counted, Explainer, type Quote, type Statement } from "./statement.ts";

/** Explains whether a domain's DMARC policy is strict enough, whatever the mail. */
export function explainEnforcement(enforcement: Enforcement): readonly Statement[] {
  const explainer = new Explainer("bimi");
  switch (enforcement.result) {
    case "enforced":
      explainer.result("The DMARC policy is strict enough for an Indicator.", "BIMI draft §8.1");
      break;
    case "skipped":
      explainer.result(
        `No mail qualifies for an Indicator: ${skipWords(enforcement.cause)}.`,
        SKIP_SECTIONS[enforcement.cause.code],
      );
      break;
    case "temperror":
      explainer.result(
        `Whether the DMARC policy is strict enough cannot be told now: ${temperrorWords(enforcement.cause)}.`,
        "BIMI draft §8.7",
      );
      break;
  }
  return explainer.statements;
}

type Resulting<Word extends BimiResult["result"]> = Extract<BimiResult, { result: Word }>;

/** Explains the BIMI result. */
export function explainBimi(bimi: BimiReport): readonly Statement[] {
  const explainer = new Explainer("bimi");
  switch (bimi.result) {
    case "not-evaluated":
      explainer.result("BIMI is not decided, because DMARC is not.", "BIMI draft §8.1");
      return explainer.statements;
    case "none":
      explainer.result(
        "BIMI is none: neither the domain nor the one above it has a record.",
        "BIMI draft §8.2",
      );
      break;
    case "declined":
      explainer.result(
        `BIMI is declined: ${bimi.assertion.domain} does not want an Indicator shown.`,
        "BIMI draft §5.3.1",
        assertionQuote(bimi.assertion),
      );
      break;
    case "skipped":
      explainer.result(
        `BIMI is skipped: ${skipWords(bimi.cause)}.`,
        SKIP_SECTIONS[bimi.cause.code],
        assertionQuote(bimi.assertion),
      );
      break;
    case "temperror":
      explainer.result(`BIMI is temperror: ${temperrorWords(bimi.cause)}.`, "BIMI draft §8.7");
      break;
    case "fail":
      explainFail(explainer, bimi);
      break;
    case "pass":
      explainPass(explainer, bimi);
      break;
  }
  explainRecord(explainer, "assertion" in bimi ? bimi.assertion : null);
  for (const note of bimi.notes) explainer.note(noteWords(note), note.rfc, noteQuote(note));
  return explainer.statements;
}

function explainPass(explainer: Explainer, bimi: Resulting<"pass">): void {
  const { assertion, indicator, evidence } = bimi;
  const backing =
    evidence === null
      ? "asserted by the domain alone, without evidence"
      : `and a ${markWords(evidence.mark)} proves it`;
  explainer.result(
    `BIMI is pass: ${assertion.domain} asserts the Indicator "${indicator.title}", ${backing}.`,
    "BIMI draft §8.7",
    assertionQuote(assertion),
  );
  const { bytes, sha256, compressed } = indicator.document;
  explainer.reason(
    `The Indicator keeps the SVG Tiny PS profile: ${counted(bytes, "byte")}${compressed ? " once unpacked" : ""}, SHA-256 ${sha256}.`,
    "BIMI draft §8.6",
  );
  if (evidence !== null) explainer.reason(chainWords(evidence), "BIMI draft §4.5");
  for (const note of indicator.notes) explainer.note(indicatorNoteWords(note), "BIMI draft §8.6");
}

function explainFail(explainer: Explainer, bimi: Resulting<"fail">): void {
  const { cause, assertion } = bimi;
  const quote =
    cause.code === "invalid-record"
      ? recordQuote(cause.selector, cause.domain, cause.text, "at" in cause.issue ? cause.issue.at : null)
      : assertionQuote(assertion);
  explainer.result(`BIMI is fail: ${failWords(cause)}.`, failSection(cause), quote);
  if (cause.code === "evidence") {
    for (const each of cause.check.causes) {
      explainer.reason(`Evidence: ${evidenceCauseWords(each)}.`, "BIMI draft §8.4");
    }
  }
  if (cause.code === "indicator" && cause.check.result === "invalid") {
    for (const violation of cause.check.violations) {
      explainer.reason(`Indicator, ${violationWords(violation)}.`, "BIMI draft §8.6");
    }
  }
}

function explainRecord(explainer: Explainer, assertion: Assertion | null): void {
  for (const note of assertion?.record.notes ?? []) {
    explainer.note(`Record: ${recordNoteWords(note)}.`, note.rfc);
  }
}

function assertionQuote(assertion: Assertion | null): Quote | null {
  return assertion === null
    ? null
    : recordQuote(assertion.selector, assertion.domain, assertion.record.text, null);
}

function recordQuote(selector: string, domain: string, text: string, at: Quote["at"]): Quote {
  return { source: `${selector}._bimi.${domain} TXT`, text, at };
}
