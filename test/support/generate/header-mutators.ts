import type { Random } from "../random.ts";
import { mixedCase } from "./choice.ts";
import type { Draft } from "./header.ts";

/** A change to a message that is already signed. */
export type Mutator = (random: Random, draft: Draft) => Draft;

export const HEADER_MUTATORS: Readonly<Record<string, Mutator>> = {
  "header-value-changed": onField((random, field) => field.replace(/[a-z]{3}/, random.word(3, 4))),
  "header-white-space-changed": onField((random, field) =>
    field.replace(/(?<=\S) (?=\S)/, random.pick(["  ", "\t", " \t"])),
  ),
  "header-white-space-removed": onField((_random, field) => field.replace(/(?<=[a-z]) (?=[a-z])/, "")),
  "header-space-after-colon-changed": onField((random, field) =>
    field.replace(/:[ \t]*/, random.pick([":", ":   ", ":\t"])),
  ),
  "header-space-at-end-added": onField((_random, field) => field.replace(/\r\n$/, " \t\r\n")),
  "header-folded": onField((_random, field) => field.replace(/(?<=\S) (?=\S)/, "\r\n ")),
  "header-unfolded": onField((_random, field) => field.replace(/\r\n(?=[ \t])/g, "")),
  "header-folded-with-blank-line": onField((_random, field) =>
    field.replace(/(?<=\S) (?=\S)/, "\r\n \t\r\n "),
  ),
  "header-name-case-changed": onField((random, field) =>
    field.replace(/^[^:]+/, (name) => mixedCase(random, name)),
  ),
  "header-space-before-colon": onField((random, field) =>
    field.replace(/^([^: \t]+)/, `$1${random.pick([" ", "\t", "  "])}`),
  ),
  "header-fields-swapped": (random, { fields, body }) => {
    const at = random.between(0, Math.max(0, fields.length - 2));
    const [first = "", second = ""] = fields.slice(at, at + 2);
    return { fields: [...fields.slice(0, at), second, first, ...fields.slice(at + 2)], body };
  },
  "header-field-duplicated": (random, { fields, body }) => {
    const at = random.between(0, fields.length - 1);
    return { fields: [...fields.slice(0, at + 1), ...fields.slice(at)], body };
  },
  "header-field-removed": (random, { fields, body }) => ({
    fields: fields.toSpliced(random.between(0, fields.length - 1), 1),
    body,
  }),
  "header-field-prepended": (random, { fields, body }) => ({ fields: [prepended(random), ...fields], body }),
  "header-field-appended": (random, { fields, body }) => ({ fields: [...fields, prepended(random)], body }),
  "header-from-prepended": (_random, { fields, body }) => ({
    fields: ["From: other@attack.example\r\n", ...fields],
    body,
  }),
  "header-signature-duplicated": onSignatures((signatures) => [...signatures, ...signatures]),
  "header-signature-tag-changed": onSignature((random, field) =>
    field.replace(/(?<=[;\s])(t|x|c|h|i)=/, random.pick(["tt=", "c=", "q="])),
  ),
  "header-signature-damaged": onSignature((random, field) =>
    field.replace(/(?<=[\s;]b=[\w+/\s]{8})\w/, random.pick(["A", "z", "/"])),
  ),
  "header-signature-refolded": onSignature((_random, field) => field.replace(/;\s*/g, ";\r\n  ")),
  "header-bare-lf": onField((_random, field) => field.replace(/\r\n$/, "\n")),
  "header-bare-cr": onField((_random, field) => field.replace(/(?<=\S) (?=\S)/, "\r")),
  "header-nul": onField((_random, field) => field.replace(/(?<=\S) (?=\S)/, "\0")),
  "header-eight-bit": onField((_random, field) => field.replace(/(?<=\S) (?=\S)/, " \xe9\xff ")),
  "header-long-line": onField((_random, field) => field.replace(/(?<=\S) (?=\S)/, ` ${"long ".repeat(300)}`)),
  "header-line-without-colon": (random, { fields, body }) =>
    insertAt(random, { fields, body }, "no colon here\r\n"),
  "header-empty-name": (random, { fields, body }) => insertAt(random, { fields, body }, ": no name\r\n"),
  "header-white-line": (random, { fields, body }) => insertAt(random, { fields, body }, " \t\r\n"),
  "header-leading-folded-line": (_random, { fields, body }) => ({
    fields: [" From: folded@attack.example\r\n", ...fields],
    body,
  }),
};

function prepended(random: Random): string {
  return random.pick([
    "Subject: another one\r\n",
    "To: somebody@else.example\r\n",
    "Date: Fri, 10 Oct 2025 08:53:20 +0000\r\n",
    "Content-Type: text/html\r\n",
    "Reply-To: attacker@attack.example\r\n",
    "X-Spam: no\r\n",
    "Sender: sender@attack.example\r\n",
  ]);
}

function insertAt(random: Random, { fields, body }: Draft, line: string): Draft {
  return { fields: fields.toSpliced(random.between(1, fields.length), 0, line), body };
}

function isSignature(field: string): boolean {
  return /^dkim-signature/i.test(field);
}

/** Changes one field that is no signature. */
function onField(change: (random: Random, field: string) => string): Mutator {
  return (random, { fields, body }) => {
    const others = fields.filter((field) => !isSignature(field));
    if (others.length === 0) return { fields, body };
    const chosen = random.pick(others);
    return { fields: fields.map((field) => (field === chosen ? change(random, field) : field)), body };
  };
}

function onSignature(change: (random: Random, field: string) => string): Mutator {
  return (random, { fields, body }) => {
    const signatures = fields.filter(isSignature);
    if (signatures.length === 0) return { fields, body };
    const chosen = random.pick(signatures);
    return { fields: fields.map((field) => (field === chosen ? change(random, field) : field)), body };
  };
}

function onSignatures(change: (signatures: readonly string[]) => readonly string[]): Mutator {
  return (_random, { fields, body }) => {
    const others = fields.filter((field) => !isSignature(field));
    return { fields: [...change(fields.filter(isSignature)), ...others], body };
  };
}
