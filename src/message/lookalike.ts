import { type DomainName, displayDomain, labelsOf } from "../base/domain.ts";

/** The scripts whose letters are most often taken for each other's. */
const SCRIPTS: readonly RegExp[] = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Lower-case letters that look like ASCII ones. Unicode TR 39 lists many more; these suffice for whole words. */
const LATIN_TWINS: ReadonlyMap<string, string> = new Map([
  ["\u0430", "a"],
  ["\u0432", "b"],
  ["\u0441", "c"],
  ["\u0501", "d"],
  ["\u0435", "e"],
  ["\u04bb", "h"],
  ["\u0456", "i"],
  ["\u0458", "j"],
  ["\u043a", "k"],
  ["\u04cf", "l"],
  ["\u043c", "m"],
  ["\u043d", "n"],
  ["\u043e", "o"],
  ["\u0440", "p"],
  ["\u051b", "q"],
  ["\u0455", "s"],
  ["\u0442", "t"],
  ["\u0475", "v"],
  ["\u051d", "w"],
  ["\u0445", "x"],
  ["\u0443", "y"],
  ["\u03b1", "a"],
  ["\u03b5", "e"],
  ["\u03b9", "i"],
  ["\u03ba", "k"],
  ["\u03bf", "o"],
  ["\u03c1", "p"],
  ["\u03c4", "t"],
  ["\u03c5", "u"],
  ["\u03bd", "v"],
  ["\u03c7", "x"],
]);

/** Whether a label mixes Latin, Cyrillic or Greek letters. RFC 5890 §4.4 */
export function mixesScripts(domain: DomainName): boolean {
  if (isAscii(domain)) return false;
  return labelsOf(displayDomain(domain)).some(
    (label) => SCRIPTS.filter((script) => script.test(label)).length > 1,
  );
}

/**
 * The ASCII domain that this one can be mistaken for, because every letter beyond ASCII has an ASCII
 * twin; null when it is ASCII or holds a letter that gives it away. RFC 5890 §4.4
 */
export function lookalikeOf(domain: DomainName): DomainName | null {
  if (isAscii(domain)) return null;
  let twin = "";
  for (const character of displayDomain(domain)) {
    const letter = character < "\u0080" ? character : LATIN_TWINS.get(character);
    if (letter === undefined) return null;
    twin += letter;
  }
  return twin;
}

/** Whether the name has no U-label: what is not ASCII is written as an A-label. RFC 5890 §2.3.2.1 */
function isAscii(domain: DomainName): boolean {
  return !domain.includes("xn--");
}
