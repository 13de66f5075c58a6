import { isUtf8 } from "node:buffer";

/**
 * The grammar of From fields as RFC 5322 §3.4 writes it, obsolete forms included, with the octets of RFC 6532 §3.2:
 * a recognizer that follows every way the rules allow. Slow, and as simple as the rules.
 */

/** Where a rule can end, and the domains of the addr-specs read on the way. */
type Ends = ReadonlyMap<number, readonly string[]>;
type Rule = (text: string, at: number) => Ends;

const NOWHERE: Ends = new Map();

/** One character. */
const one = (accepts: (code: number) => boolean): Rule => {
  return (text, at) => (at < text.length && accepts(text.charCodeAt(at)) ? new Map([[at + 1, []]]) : NOWHERE);
};

const literal = (word: string): Rule => {
  return (text, at) => (text.startsWith(word, at) ? new Map([[at + word.length, []]]) : NOWHERE);
};

const either = (...rules: readonly Rule[]): Rule => {
  return (text, at) => {
    const ends = new Map<number, readonly string[]>();
    for (const rule of rules)
      for (const [end, domains] of rule(text, at)) if (!ends.has(end)) ends.set(end, domains);
    return ends;
  };
};

const sequence = (...rules: readonly Rule[]): Rule => {
  return (text, at) => {
    let ends: Ends = new Map([[at, []]]);
    for (const rule of rules) {
      const next = new Map<number, readonly string[]>();
      for (const [start, before] of ends) {
        for (const [end, domains] of rule(text, start))
          if (!next.has(end)) next.set(end, [...before, ...domains]);
      }
      ends = next;
    }
    return ends;
  };
};

const optional = (rule: Rule): Rule => either(rule, literal(""));

/** Zero or more. */
const many = (rule: Rule): Rule => {
  return (text, at) => {
    const ends = new Map<number, readonly string[]>([[at, []]]);
    for (const [start, before] of ends) {
      for (const [end, domains] of rule(text, start))
        if (!ends.has(end)) ends.set(end, [...before, ...domains]);
    }
    return ends;
  };
};

const some = (rule: Rule): Rule => sequence(rule, many(rule));

/** A rule that stands for itself in others, with what it found kept. */
const named = (rule: () => Rule): Rule => {
  let known = new Map<number, Ends>();
  let subject: string | null = null;
  return (text, at) => {
    if (text !== subject) known = new Map();
    subject = text;
    const ends = known.get(at) ?? rule()(text, at);
    known.set(at, ends);
    return ends;
  };
};

const between = (low: number, high: number): Rule => one((code) => code >= low && code <= high);
const anyOf = (characters: string): Rule => one((code) => characters.includes(String.fromCharCode(code)));

const nonAscii = one((code) => code >= 0x80);
const wsp = anyOf(" \t");
const noWsCtl = one((code) => (code >= 1 && code <= 31 && ![9, 10, 13].includes(code)) || code === 127);
const crlf = literal("\r\n");
const fws = named(() =>
  either(
    sequence(optional(sequence(many(wsp), crlf)), some(wsp)),
    sequence(some(wsp), many(sequence(crlf, some(wsp)))),
  ),
);
const quotedPair = sequence(
  literal("\\"),
  either(between(33, 126), wsp, nonAscii, literal("\0"), noWsCtl, literal("\n"), literal("\r")),
);
const ctext = either(between(33, 39), between(42, 91), between(93, 126), noWsCtl, nonAscii);
const comment: Rule = named(() =>
  sequence(
    literal("("),
    many(sequence(optional(fws), either(ctext, quotedPair, comment))),
    optional(fws),
    literal(")"),
  ),
);
const cfws = named(() => either(sequence(some(sequence(optional(fws), comment)), optional(fws)), fws));
const around = (rule: Rule): Rule => sequence(optional(cfws), rule, optional(cfws));

const atext = either(
  one((code) => /[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]/.test(String.fromCharCode(code))),
  nonAscii,
);
const atom = named(() => around(some(atext)));
const dotAtom = named(() => around(sequence(some(atext), many(sequence(literal("."), some(atext))))));
const qtext = either(literal("!"), between(35, 91), between(93, 126), noWsCtl, nonAscii);
const quotedString = named(() =>
  around(
    sequence(
      literal('"'),
      many(sequence(optional(fws), either(qtext, quotedPair))),
      optional(fws),
      literal('"'),
    ),
  ),
);
const word = either(atom, quotedString);
const phrase = named(() => either(some(word), sequence(word, many(either(word, literal("."), cfws)))));
const dtext = either(between(33, 90), between(94, 126), noWsCtl, quotedPair, nonAscii);
const domainLiteral = around(
  sequence(literal("["), many(sequence(optional(fws), dtext)), optional(fws), literal("]")),
);
const domain = named(() =>
  either(dotAtom, domainLiteral, sequence(atom, many(sequence(literal("."), atom)))),
);
const localPart = either(dotAtom, quotedString, sequence(word, many(sequence(literal("."), word))));

/** The only rule that says something: the text of its domain, without what may stand between its parts. */
const addrSpec = named(() => (text, at) => {
  const ends = new Map<number, readonly string[]>();
  for (const start of sequence(localPart, literal("@"))(text, at).keys()) {
    for (const end of domain(text, start).keys()) {
      if (!ends.has(end)) ends.set(end, [withoutCfws(text.slice(start, end))]);
    }
  }
  return ends;
});

const route = sequence(
  many(either(cfws, literal(","))),
  literal("@"),
  domain,
  many(sequence(literal(","), optional(cfws), optional(sequence(literal("@"), domain)))),
  literal(":"),
);
const angleAddr = around(sequence(literal("<"), optional(route), addrSpec, literal(">")));
const mailbox = named(() => either(sequence(optional(phrase), angleAddr), addrSpec));
const listOf = (element: Rule): Rule =>
  sequence(
    many(sequence(optional(cfws), literal(","))),
    element,
    many(sequence(literal(","), optional(either(element, cfws)))),
  );
const group = sequence(
  phrase,
  literal(":"),
  optional(
    either(listOf(mailbox), cfws, sequence(some(sequence(optional(cfws), literal(","))), optional(cfws))),
  ),
  literal(";"),
  optional(cfws),
);
/** RFC 6854 §2.1: groups too. */
const addressList = listOf(either(mailbox, group));

/** The domains of all mailboxes, in order; null where the value is outside the grammar. RFC 5322 §3.4, RFC 6854 §2.1 */
export function grammarDomains(value: string): readonly string[] | null {
  // RFC 6532 §3.2: octets past ASCII form UTF-8, or the value is outside the grammar.
  return isUtf8(Buffer.from(value, "latin1")) ? (addressList(value, 0).get(value.length) ?? null) : null;
}

function withoutCfws(text: string): string {
  let bare = "";
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (depth > 0 && character === "\\") index++;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (depth === 0 && !/\s/.test(character)) bare += character;
  }
  return bare;
}
