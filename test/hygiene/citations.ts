import type { RfcIndex } from "./rfc-index.ts";
import { parseSource, placeOf, type SourceFile } from "./sources.ts";

/** A section or an erratum that a module names. */
export interface Citation {
  readonly document: string;
  /** `4.6.4`, `B.1`, or `erratum 5436`; null where the document as a whole is meant. */
  readonly section: string | null;
  readonly place: string;
}

const DOCUMENT = "RFC [1-9]\\d*|UTS #46|BIMI draft";
const SECTION = "(?:§|Appendix )(?:\\d+|[A-Z])(?:\\.\\d+)*";
/** `RFC 7208 §4.6.4`, a list `RFC 7208 §2.3, §2.4 and §2.5`, `RFC 8463 Appendix A`, `RFC 7208 erratum 5436`, `RFC 8301`. */
const CITATION = new RegExp(
  `\\b(?<document>${DOCUMENT})\\b` +
    `(?: (?<sections>${SECTION}(?:(?:,| and| or|, and|, or|–| to) ${SECTION})*)| erratum (?<erratum>\\d+))?`,
  "g",
);
/** What is left over when every citation is taken out, and only somebody who meant to cite would write. */
const MALFORMED = /§.{0,12}|\bRFCs?[- ]?\d.{0,12}|\b[Rr]fc \d.{0,12}/g;
/** Another way of naming a section right behind a document. */
const OTHER_FORM = /^(?:,? ?(?:[Ss]ections?|[Ss]ec\.|appendix|[Ee]rrat(?:a|um)|eid) [\dA-Z#]|, §|\.\d)/;

/** A line end with the indentation and comment mark of the next line: citations may be wrapped. */
const LINE_END = /\n[ \t]*(?:\*(?!\/)|\/\/)?[ \t]*/g;

/** A text with each line end as one space, and for each of its characters the offset in the original. */
function unwrap(original: string): { readonly text: string; readonly offsets: readonly number[] } {
  let text = "";
  const offsets: number[] = [];
  let from = 0;
  const take = (to: number): void => {
    text += original.slice(from, to);
    for (let offset = from; offset < to; offset++) offsets.push(offset);
  };
  for (const { 0: gap, index } of original.matchAll(LINE_END)) {
    take(index);
    text += " ";
    offsets.push(index);
    from = index + gap.length;
  }
  take(original.length);
  return { text, offsets };
}

/** The citations of a module, and what looks like one but has another form. */
export function citationsOf(file: SourceFile): {
  readonly citations: readonly Citation[];
  readonly malformed: readonly string[];
} {
  const { text, offsets } = unwrap(file.text);
  const citations: Citation[] = [];
  const malformed: string[] = [];
  const place = (index: number): string => placeOf(file, offsets[index] ?? 0);
  const rest = text.replaceAll(CITATION, (match: string, ...args: unknown[]) => {
    const groups = args.at(-1) as Partial<Record<"document" | "sections" | "erratum", string>>;
    const index = args.at(-3) as number;
    const { document = "", sections, erratum } = groups;
    const add = (section: string | null): void => {
      citations.push({ document, section, place: place(index) });
    };
    if (erratum !== undefined) add(`erratum ${erratum}`);
    else if (sections === undefined) add(null);
    else for (const [, number = ""] of sections.matchAll(/(?:§|Appendix )([\dA-Z.]*[\dA-Z])/g)) add(number);
    const [other] = OTHER_FORM.exec(text.slice(index + match.length, index + match.length + 20)) ?? [];
    if (other !== undefined) malformed.push(`${place(index)} ${match}${other}`);
    return " ".repeat(match.length);
  });
  for (const { 0: found, index } of rest.matchAll(MALFORMED))
    malformed.push(`${place(index)} ${found.trim()}`);
  return { citations, malformed };
}

/** Whether the index knows what a citation names. */
export function isIndexed(index: RfcIndex, { document, section }: Citation): boolean {
  const entry = index[document];
  if (entry === undefined) return false;
  if (section === null) return true;
  const [, erratum] = /^erratum (\d+)$/.exec(section) ?? [];
  if (erratum !== undefined) return entry.errata?.includes(Number(erratum)) === true;
  return Object.hasOwn(entry.sections, section);
}

/** A decision where the RFC is silent: the text after `Choice:` in a comment, to the end of its paragraph. */
export interface Choice {
  readonly place: string;
  readonly text: string;
}

/** The comments of a module, line comments that follow each other joined to one. */
function commentsOf(file: SourceFile): readonly { readonly start: number; readonly text: string }[] {
  const joined: { type: string; start: number; end: number; text: string }[] = [];
  for (const { type, start, end, value } of parseSource(file).comments) {
    const previous = joined.at(-1);
    const goesOn = type === "Line" && previous?.type === "Line";
    if (goesOn && /^\n?[ \t]*$/.test(file.text.slice(previous.end, start))) {
      previous.text += `\n${value}`;
      previous.end = end;
    } else joined.push({ type, start, end, text: value });
  }
  return joined;
}

/** The choices that the comments of a module record. */
export function choicesOf(file: SourceFile): readonly Choice[] {
  return commentsOf(file).flatMap(({ start, text }) => {
    const paragraphs = text.replaceAll(/^[ \t]*\*?[ \t]*/gm, "").split(/\n[ \t]*\n/);
    const choices = paragraphs.flatMap((paragraph) => paragraph.split(/\bChoice: /).slice(1));
    return choices.map((choice) => ({
      place: placeOf(file, start),
      text: choice.replaceAll(/\s+/g, " ").trim(),
    }));
  });
}
