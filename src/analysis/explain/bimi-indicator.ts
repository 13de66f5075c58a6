import type {
  IndicatorNote,
  IndicatorResult,
  SvgViolation,
  UnreadableCause,
} from "../../bimi/indicator-result.ts";
import { capitalized, counted, Explainer, type Statement } from "./statement.ts";

/** Explains the check of an Indicator by itself. */
export function explainIndicator(check: IndicatorResult): readonly Statement[] {
  const explainer = new Explainer("bimi");
  if (check.result === "unreadable") {
    explainer.result(`The Indicator cannot be read: ${unreadableWords(check.cause)}.`, "BIMI draft §8.6");
    return explainer.statements;
  }
  const { bytes, sha256, compressed } = check.document;
  const size = `${counted(bytes, "byte")}${compressed ? " once unpacked" : ""}, SHA-256 ${sha256}`;
  if (check.result === "valid") {
    explainer.result(
      `The Indicator "${check.title}" keeps the SVG Tiny PS profile: ${size}.`,
      "BIMI draft §8.6",
    );
  } else {
    const broken = counted(check.violations.length, "rule");
    explainer.result(
      `The Indicator breaks ${broken} of the SVG Tiny PS profile: ${size}.`,
      "BIMI draft §8.6",
    );
    for (const violation of check.violations) {
      explainer.reason(`${capitalized(violationWords(violation))}.`, "BIMI draft §8.6");
    }
  }
  for (const note of check.notes) explainer.note(indicatorNoteWords(note), "BIMI draft §8.6");
  return explainer.statements;
}

export function indicatorNoteWords(note: IndicatorNote): string {
  return `The Indicator has ${counted(note.bytes, "byte")}; the profile recommends at most ${counted(note.recommended, "byte")}.`;
}

/** Why there is no document to check. */
export function unreadableWords(cause: UnreadableCause): string {
  switch (cause.code) {
    case "empty":
      return "it is empty";
    case "too-large":
      return `it has more than ${counted(cause.limit, "byte")}`;
    case "gzip":
      return "it begins like gzip and is not";
    case "not-utf8":
      return "it is not UTF-8";
  }
}

/** A broken rule with its place. */
export function violationWords(violation: SvgViolation): string {
  return `line ${violation.line}, column ${violation.column}: ${ruleWords(violation)}`;
}

function ruleWords(violation: SvgViolation): string {
  if ("element" in violation) return elementWords(violation);
  switch (violation.code) {
    case "not-well-formed":
      return "this is no well-formed XML";
    case "doctype":
      return "a document type declaration is not allowed";
    case "processing-instruction":
      return `the processing instruction "${violation.target}" is not allowed`;
    case "encoding":
      return `the encoding is declared as "${violation.encoding}"; it must be UTF-8`;
    case "too-deep":
      return `more than ${violation.limit} elements inside each other`;
    case "too-many-violations":
      return `more than ${violation.limit} broken rules; the rest was not looked at`;
    case "reference-cycle":
      return "a use element leads back to itself";
    case "too-many-references":
      return `use elements draw more than ${counted(violation.limit, "element")}`;
    case "version":
      return `version is ${attributeValue(violation.value)}; it must be "1.2"`;
    case "base-profile":
      return `baseProfile is ${attributeValue(violation.value)}; it must be "tiny-ps"`;
    case "view-box-missing":
      return "viewBox is missing";
    case "view-box-malformed":
      return `viewBox is "${violation.value}", not four numbers`;
    case "view-box-not-square":
      return `viewBox is ${violation.width} by ${violation.height}, not square`;
    case "root-position":
      return `the root element has ${violation.attribute}=`;
    case "title-missing":
      return "the image has no title";
    case "title-empty":
      return "the title is empty";
  }
}

/** What is wrong with an element, or an attribute of it. */
function elementWords(violation: Extract<SvgViolation, { readonly element: string }>): string {
  const { element } = violation;
  switch (violation.code) {
    case "root-element":
      return `the root element is "${element}", not svg of the SVG namespace`;
    case "namespace":
      return `the element "${element}" is not of the SVG namespace`;
    case "nested-svg":
      return "an svg element stands inside the image";
    case "interaction":
      return violation.attribute === null
        ? `"${element}" makes the image interactive`
        : `${violation.attribute}= of "${element}" makes the image interactive`;
    case "event-attribute":
      return `${violation.attribute}= of "${element}" is a script`;
    case "attribute":
      return `${violation.attribute}= of "${element}" is not in the profile`;
    case "external-reference":
      return `${violation.attribute}= of "${element}" leads out of the document: "${violation.value}"`;
    case "script":
    case "animation":
    case "raster-image":
    case "multimedia":
    case "foreign-object":
    case "style-sheet":
    case "element":
      return `"${element}" is ${ELEMENTS[violation.code]}`;
  }
}

const ELEMENTS = {
  script: "a script",
  animation: "an animation",
  "raster-image": "a raster image",
  multimedia: "sound or video",
  "foreign-object": "foreign markup",
  "style-sheet": "a style sheet",
  element: "not in the profile",
} as const;

function attributeValue(value: string | null): string {
  return value === null ? "missing" : `"${value}"`;
}
