import type { Random } from "../support/random.ts";
import { times, weighted } from "../support/generate/choice.ts";

/** The domains that hostile From fields speak of. */
export const DOMAINS: readonly string[] = [
  "legit.example",
  "attack.example",
  "sub.attack.example",
  "legit.example.attack.example",
  "xn--bcher-kva.example",
];

type Make = (random: Random) => string;

/** A domain as it may be written. */
const domain: Make = (random) => {
  const name = random.pick(["legit.example", "attack.example", "sub.attack.example"]);
  return weighted<Make>(random, [
    [12, () => name],
    [1, () => name.toUpperCase()],
    [1, () => `${name}.`],
    [1, () => name.replace(".", " . ")],
    [1, () => name.replace(".", "(x).")],
    [1, () => name.replace(".", "\xef\xbc\x8e")],
    [1, () => `legit.example${cfws(random)}.attack.example`],
    [1, () => "b\xc3\xbccher.example"],
    [1, () => "[192.0.2.1]"],
    [1, () => "localhost"],
    [1, () => ""],
  ])(random);
};

const localPart: Make = (random) =>
  weighted<Make>(random, [
    [10, () => random.word(1, 4)],
    [2, () => `${random.word(1, 3)}.${random.word(1, 3)}`],
    [1, () => `"${random.word(1, 3)}"`],
    [2, () => `"x@${domain(random)}"`],
    [1, () => `"<x@${domain(random)}>"`],
    [1, () => "j\xc3\xb6rg"],
    [1, () => `.${random.word(1, 3)}.`],
    [1, () => ""],
  ])(random);

const addrSpec: Make = (random) => `${localPart(random)}@${domain(random)}`;

/** White space, folding and comments. */
const cfws: Make = (random) =>
  weighted<Make>(random, [
    [6, () => ""],
    [6, () => " "],
    [2, () => "\r\n "],
    [1, () => "\r\n\t"],
    [2, comment],
    [1, () => ` ${comment(random)} `],
  ])(random);

const comment: Make = (random) =>
  weighted<Make>(random, [
    [3, () => `(${random.word()})`],
    [2, () => `(${addrSpec(random)})`],
    [1, () => `(<${addrSpec(random)}>)`],
    [1, () => `(a (${addrSpec(random)}) b)`],
    [1, () => `(\\) ${addrSpec(random)})`],
    [1, () => "()"],
  ])(random);

const encodedWord: Make = (random) => {
  const text = random.pick([
    random.word(),
    addrSpec(random),
    `<${addrSpec(random)}>`,
    `${addrSpec(random)} via`,
  ]);
  return random.chance(0.5)
    ? `=?utf-8?B?${Buffer.from(text, "latin1").toString("base64")}?=`
    : `=?utf-8?Q?${text.replace(/[^A-Za-z0-9.]/g, (character) => `=${character.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`)}?=`;
};

const displayName: Make = (random) =>
  weighted<Make>(random, [
    [4, () => random.word()],
    [2, () => `${random.word()} ${random.word()}`],
    [3, () => `"${random.word()}, ${random.word()}"`],
    [3, () => `"${addrSpec(random).replaceAll('"', '\\"')}"`],
    [2, () => `"${random.word()} <${addrSpec(random).replaceAll('"', '\\"')}>"`],
    [2, encodedWord],
    [1, () => `${encodedWord(random)} ${encodedWord(random)}`],
    [1, () => addrSpec(random)],
    [1, () => domain(random)],
  ])(random);

const route: Make = (random) =>
  random.chance(0.12) ? `${times(random.between(1, 2), () => `@${domain(random)}`).join(",")}:` : "";

const mailbox: Make = (random) =>
  weighted<Make>(random, [
    [3, () => cfws(random) + addrSpec(random) + cfws(random)],
    [
      6,
      () =>
        `${cfws(random)}${displayName(random)}${cfws(random)}<${route(random)}${addrSpec(random)}>${cfws(random)}`,
    ],
    [1, () => `<${route(random)}${addrSpec(random)}>`],
  ])(random);

const group: Make = (random) =>
  `${displayName(random)}:${times(random.between(0, 2), () => mailbox(random)).join(",")};`;

const list: Make = (random) =>
  times(
    weighted(random, [
      [8, 1],
      [2, 2],
      [1, 3],
    ]),
    () => (random.chance(0.12) ? group(random) : mailbox(random)),
  ).join(random.pick([",", ", ", ",,", " , "]));

const BREAKERS = [
  "<",
  ">",
  "@",
  ",",
  ";",
  ":",
  '"',
  "(",
  ")",
  "\\",
  "\0",
  "\r",
  "\n",
  " ",
  "\t",
  ".",
  "\xff",
  "\r\n ",
  "[",
  "]",
];

/** Inserts, deletes or moves a few characters. */
function broken(random: Random, text: string): string {
  let damaged = text;
  for (let left = random.between(1, 3); left > 0; left--) {
    const at = random.between(0, damaged.length);
    damaged = random.chance(0.7)
      ? damaged.slice(0, at) + random.pick(BREAKERS) + damaged.slice(at)
      : damaged.slice(0, at) + damaged.slice(at + 1);
  }
  return damaged;
}

const fieldName: Make = (random) =>
  weighted(random, [
    [20, "From:"],
    [1, "from:"],
    [1, "FROM :"],
    [1, "From\t:"],
    [1, "From\r\n :"],
  ]);

const fromField: Make = (random) => {
  const value = list(random);
  return `${fieldName(random)} ${random.chance(0.35) ? broken(random, value) : value}\r\n`;
};

/** A header block with one From field, or several, or something that hides one. */
export function hostileHeader(random: Random): string {
  return weighted<Make>(random, [
    [20, fromField],
    [2, () => fromField(random) + fromField(random)],
    [1, () => `${fromField(random)}Subject: x\r\n${fromField(random)}`],
    [1, () => `Subject: x\r\n ${fromField(random)}${fromField(random)}`],
    [1, () => ` ${fromField(random)}${fromField(random)}`],
    [1, () => `X: y${random.pick(["\r", "\n"])}${fromField(random)}${fromField(random)}`],
    [1, () => `Fr\0om: ${addrSpec(random)}\r\n${fromField(random)}`],
    [1, () => `Sender: ${addrSpec(random)}\r\n${fromField(random)}`],
  ])(random);
}

/** From fields as honest mail carries them. */
export function ordinaryHeader(random: Random): string {
  const name = "legit.example";
  const person = (): string => `${random.word()} ${random.word()}`;
  const address = (): string =>
    `${random.pick([random.word(), `${random.word()}.${random.word()}`, `${random.word()}+${random.word()}`, `"${random.word()} ${random.word()}"`])}@${name}`;
  return `From: ${weighted<Make>(random, [
    [3, address],
    [4, () => `${person()} <${address()}>`],
    [2, () => `"${person()}" <${address()}>`],
    [1, () => `"${person()}, Dr." <${address()}>`],
    [2, () => `"'${person()}' via List" <${address()}>`],
    [2, () => `"${person()} (via Docs)" <${address()}>`],
    [2, () => `${person()} via Service <${address()}>`],
    [1, () => `"${random.word()}@other.example via List" <${address()}>`],
    [2, () => `=?UTF-8?B?${Buffer.from(person()).toString("base64")}?= <${address()}>`],
    [1, () => `=?utf-8?Q?J=C3=B6rg?= =?utf-8?Q?_M=C3=BCller?= <${address()}>`],
    [1, () => `${person()}\r\n <${address()}>`],
    [1, () => `${address()} (${person()})`],
    [1, () => `J. ${random.word()} <${address()}>`],
    [1, () => `J\xc3\xb6rg <${address()}>`],
    [1, () => `${person()} <${address()}>, ${person()} <${address()}>`],
    [1, () => `Team: ${address()}, ${address()};`],
    [1, () => `<${address()}>`],
    [1, () => ` \t${person()}   <${address()}>  `],
    [1, () => `"${random.word()} \\"${random.word()}\\"" <${address()}>`],
  ])(random)}\r\n`;
}
