/** Section number (or appendix letter and number) to title. */
export type Sections = Readonly<Record<string, string>>;

/**
 * Reads the section headings of a specification in the plain-text form of the RFC series: at column 0, a number or an
 * appendix letter, a dot, the title, which may go on in the next line. A table of contents is indented, so it is not read.
 */
export function sectionsOfText(text: string): Sections {
  const lines = text.split("\n");
  const found: [string, string][] = [];
  for (const [index, line] of lines.entries()) {
    const heading = /^(?:Appendix )?((?:\d+|[A-Z])(?:\.\d+)*)\. {1,2}(\S.*)$/.exec(line);
    const [, number, title] = heading ?? [];
    if (number === undefined || title === undefined) continue;
    const next = lines[index + 1] ?? "";
    const whole = /^ {4,}\S/.test(next) ? `${title} ${next.trim()}` : title;
    found.push([number, whole.trim().replace(/^Appendix [A-Z] - /, "")]);
  }
  return Object.fromEntries(found);
}

/**
 * Numbers the headings of a specification written in Markdown as its publication would: one counter a level, letters
 * after the marker that opens the back matter.
 */
export function sectionsOfMarkdown(text: string): Sections {
  const found: [string, string][] = [];
  let counters: number[] = [];
  let appendices = false;
  let fenced = false;
  for (const line of text.split("\n")) {
    if (/^(~~~|```)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    if (/^(--- back|\{backmatter\})/.test(line)) {
      appendices = true;
      counters = [];
    }
    const [, marks, heading] = /^(#+)\s*(\S.*)$/.exec(line) ?? [];
    if (marks === undefined || heading === undefined) continue;
    counters = [...counters.slice(0, marks.length - 1), (counters[marks.length - 1] ?? 0) + 1];
    const [first = 0, ...rest] = counters;
    const top = appendices ? String.fromCharCode(64 + first) : String(first);
    found.push([[top, ...rest].join("."), heading.replace(/\s*\{#[^}]*\}\s*$/, "").replace(/[.:]$/, "")]);
  }
  return Object.fromEntries(found);
}
