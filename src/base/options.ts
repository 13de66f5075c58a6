/** What an option takes, in words and as a test. */
export interface OptionRule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

export const WHOLE_NUMBER: OptionRule = {
  expected: "a whole number, not negative",
  accepts: (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0,
};

export const TEXT: OptionRule = {
  expected: "a string",
  accepts: (value) => typeof value === "string",
};

export const TEXTS: OptionRule = {
  expected: "an array of strings",
  accepts: (value) => Array.isArray(value) && value.every((each) => typeof each === "string"),
};

export const TRUE_OR_FALSE: OptionRule = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
};

/** An option that is one of some words. */
export function oneOf(...words: readonly [string, ...string[]]): OptionRule {
  return {
    expected: words.map((word) => `"${word}"`).join(" or "),
    accepts: (value) => typeof value === "string" && words.includes(value),
  };
}

declare const OPTIONS: unique symbol;

/** The rules of one kind of options by name; the symbol stands in the type alone and ties them to their options. */
export type OptionRules<Options extends object> = ReadonlyMap<string, OptionRule> & {
  readonly [OPTIONS]?: Options;
};

/** The rules of all options of a kind; the type sees to it that none is forgotten. */
export function optionRules<Options extends object>(rules: {
  readonly [Name in keyof Options]: OptionRule;
}): OptionRules<Options> {
  return new Map<string, OptionRule>(Object.entries(rules));
}

/**
 * The defaults with the caller's values in place; undefined is the same as absent.
 *
 * A name that has no rule, or a value against its rule, is a `TypeError` naming the argument by its path.
 */
export function resolveOptions<Options extends object>(
  path: string,
  given: Partial<Options>,
  defaults: Options,
  rules: OptionRules<Options>,
): Options {
  requireObject(path, given);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    const rule = rules.get(name);
    if (rule === undefined) throw new TypeError(`${path}.${name}: no such option`);
    requireArgument(`${path}.${name}`, value, rule);
  }
  return entries.length === 0 ? defaults : { ...defaults, ...Object.fromEntries(entries) };
}

/** Holds an argument of the caller to its rule. */
export function requireArgument(path: string, value: unknown, { expected, accepts }: OptionRule): void {
  if (!accepts(value)) throw new TypeError(`${path}: expected ${expected}, got ${described(value)}`);
}

export function requireObject(path: string, value: unknown): void {
  requireArgument(path, value, OBJECT);
}

const OBJECT: OptionRule = {
  expected: "an object",
  accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** Characters of a wrong text that its message repeats. */
const SHOWN_CHARACTERS = 80;

/** A wrong argument as its message names it; never throws, whatever the object does. */
function described(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN_CHARACTERS));
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}
