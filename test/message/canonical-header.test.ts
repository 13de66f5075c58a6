import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteText, bytesOf } from "../../src/base/bytes.ts";
import {
  canonicalizeHeaderField,
  canonicalizeSigned,
  canonicalizeSignatureField,
  withoutSignatureValue,
} from "../../src/message/canonical-header.ts";
import type { HeaderField } from "../../src/message/header-field.ts";
import type { Canonicalization, LineEnding } from "../../src/message/message.ts";
import { parseTagList } from "../../src/message/tag-list.ts";
import { read } from "../support/reading.ts";

function canonical(field: HeaderField, algorithm: Canonicalization, lineEnding: LineEnding = "crlf"): string {
  return byteText(canonicalizeHeaderField(field, algorithm, lineEnding));
}

function onlyField(text: string): HeaderField {
  const [field] = read(text).fields;
  if (field === undefined) throw new Error(`no field in ${JSON.stringify(text)}`);
  return field;
}

/** Each run of white space as one space, none at the ends. */
function spaced(text: string): string {
  return text.replaceAll(/[ \t]+/g, " ").replaceAll(/^ | $/g, "");
}

const cases: readonly {
  readonly name: string;
  readonly field: string;
  readonly simple: string;
  readonly relaxed: string;
}[] = [
  {
    name: "the first field of the example in §3.4.5",
    field: "A: X\r\n",
    simple: "A: X\r\n",
    relaxed: "a:X\r\n",
  },
  {
    name: "the second field of the example in §3.4.5",
    field: "B : Y\t\r\n\tZ  \r\n",
    simple: "B : Y\t\r\n\tZ  \r\n",
    relaxed: "b:Y Z\r\n",
  },
  {
    name: "only the name becomes lower case",
    field: "SUBJect: AbC\r\n",
    simple: "SUBJect: AbC\r\n",
    relaxed: "subject:AbC\r\n",
  },
  {
    name: "letters of ASCII alone become lower case",
    field: "@AZ[`az{: X\r\n",
    simple: "@AZ[`az{: X\r\n",
    relaxed: "@az[`az{:X\r\n",
  },
  { name: "no white space after the colon", field: "A:B\r\n", simple: "A:B\r\n", relaxed: "a:B\r\n" },
  { name: "an empty value", field: "A: \r\n", simple: "A: \r\n", relaxed: "a:\r\n" },
  {
    name: "a value that is only folding",
    field: "A:\r\n \r\n\t\r\n",
    simple: "A:\r\n \r\n\t\r\n",
    relaxed: "a:\r\n",
  },
  {
    name: "white space and folding before the colon",
    field: "A \r\n : b\r\n",
    simple: "A \r\n : b\r\n",
    relaxed: "a:b\r\n",
  },
  {
    name: "a bare CR is a byte",
    field: "A: b \rc\r\r\n",
    simple: "A: b \rc\r\r\n",
    relaxed: "a:b \rc\r\r\n",
  },
  {
    name: "a bare LF folds, under simple it stays; the end is CRLF",
    field: "X: 1\r\nA: b\n c\n",
    simple: "A: b\n c\r\n",
    relaxed: "a:b c\r\n",
  },
  { name: "a missing last line end is added", field: "A: b", simple: "A: b\r\n", relaxed: "a:b\r\n" },
  {
    name: "bytes past ASCII stay, also those that are spaces elsewhere",
    field: "A: \xa0b\x85\r\n",
    simple: "A: \xa0b\x85\r\n",
    relaxed: "a:\xa0b\x85\r\n",
  },
  {
    name: "the storage form gives CRLF",
    field: "A : b\n  c\n",
    simple: "A : b\r\n  c\r\n",
    relaxed: "a:b c\r\n",
  },
];

describe("header canonicalization (RFC 6376 §3.4.1, §3.4.2)", () => {
  for (const { name, field, ...expected } of cases) {
    test(name, () => {
      const { fields, lineEnding } = read(field);
      const last = fields.at(-1);
      expect(
        last && {
          simple: canonical(last, "simple", lineEnding),
          relaxed: canonical(last, "relaxed", lineEnding),
        },
      ).toStrictEqual(expected);
    });
  }

  const fieldText = fc
    .tuple(
      fc.constantFrom("A", "From", "X-y"),
      fc.constantFrom("", " ", "\t ", "\r\n "),
      fc.array(fc.constantFrom(" ", "\t", "\r\n ", "\r\n\t", "a", ":", "B c", "\r", "\xe9"), {
        maxLength: 20,
      }),
    )
    .map(([name, space, parts]) => `${name}${space}:${parts.join("")}\r\n`)
    .filter((text) => !text.includes("\r\r\n"));

  test("relaxed equals the steps of the rule on the whole field, simple the field itself", () => {
    fc.assert(
      fc.property(fieldText, (text) => {
        const unfolded = text.slice(0, -2).replaceAll(/\r\n(?=[ \t])/g, "");
        const colon = unfolded.indexOf(":");
        const relaxed = `${spaced(unfolded.slice(0, colon)).toLowerCase()}:${spaced(unfolded.slice(colon + 1))}\r\n`;
        const field = onlyField(text);
        expect([canonical(field, "simple"), canonical(field, "relaxed")]).toStrictEqual([text, relaxed]);
      }),
      { numRuns: 1000 },
    );
  });

  test("relaxed of its own result changes nothing", () => {
    fc.assert(
      fc.property(fieldText, (text) => {
        const once = canonical(onlyField(text), "relaxed");
        expect(canonical(onlyField(once), "relaxed")).toBe(once);
      }),
    );
  });
});

describe("the signature field in its own hash (RFC 6376 §3.7)", () => {
  const signatures: readonly { name: string; field: string; simple: string; relaxed: string }[] = [
    {
      name: "the value of b= goes with the white space around it",
      field: "DKIM-Signature: v=1; b= ab\r\n\tcd ; d=x\r\n",
      simple: "DKIM-Signature: v=1; b=; d=x",
      relaxed: "dkim-signature:v=1; b=; d=x",
    },
    {
      name: "other tags whose names end in b, or whose values hold b=, keep theirs",
      field: "DKIM-Signature: xb=1; bh=b=2; z=b=3;\r\n b=4\r\n",
      simple: "DKIM-Signature: xb=1; bh=b=2; z=b=3;\r\n b=",
      relaxed: "dkim-signature:xb=1; bh=b=2; z=b=3; b=",
    },
    {
      name: "folding inside the name part of b stays",
      field: "DKIM-Signature: v=1; b\r\n =\r\n abc\r\n def;\r\n",
      simple: "DKIM-Signature: v=1; b\r\n =;",
      relaxed: "dkim-signature:v=1; b =;",
    },
    {
      name: "an empty b= loses nothing",
      field: "DKIM-Signature: b=; v=1\r\n",
      simple: "DKIM-Signature: b=; v=1",
      relaxed: "dkim-signature:b=; v=1",
    },
  ];
  for (const { name, field: text, ...expected } of signatures) {
    test(name, () => {
      const field = onlyField(text);
      const signatureValue = parseTagList(field.rawValue).tags.get("b")?.rawSpan ?? { start: 0, end: 0 };
      const form = (algorithm: Canonicalization): string =>
        byteText(canonicalizeSignatureField({ field, signatureValue }, algorithm, "crlf"));
      expect({ simple: form("simple"), relaxed: form("relaxed") }).toStrictEqual(expected);
    });
  }

  test("the signed fields stand before it, in their order", () => {
    const { fields } = read("A : b \r\n c\r\nD:\te\r\nS: b=x; c=d\r\n\r\n");
    const [a, d, own] = fields;
    if (a === undefined || d === undefined || own === undefined) throw new Error("expected three fields");
    const signed = (algorithm: Canonicalization, lineEnding: LineEnding): string =>
      byteText(
        canonicalizeSigned(
          [d, a],
          { field: own, signatureValue: { start: 3, end: 4 } },
          algorithm,
          lineEnding,
        ),
      );
    expect([signed("simple", "crlf"), signed("relaxed", "crlf")]).toStrictEqual([
      "D:\te\r\nA : b \r\n c\r\nS: b=; c=d",
      "d:e\r\na:b c\r\ns:b=; c=d",
    ]);
  });

  test("in storage form it is that of the network form (RFC 6376 §5.3)", () => {
    const { fields } = read("A: b\n c\nS: b=\n x\n\n");
    const [a, own] = fields;
    if (a === undefined || own === undefined) throw new Error("expected two fields");
    const signed = (algorithm: Canonicalization): string =>
      byteText(
        canonicalizeSigned([a], { field: own, signatureValue: { start: 3, end: 6 } }, algorithm, "lf"),
      );
    expect([signed("simple"), signed("relaxed")]).toStrictEqual(["A: b\r\n c\r\nS: b=", "a:b c\r\ns:b="]);
  });

  test("the field itself is left as it was", () => {
    const field = onlyField("DKIM-Signature: b=abc; v=1\r\n");
    const without = withoutSignatureValue(field, { start: 3, end: 6 });
    expect([byteText(without.bytes), byteText(field.bytes)]).toStrictEqual([
      "DKIM-Signature: b=; v=1\r\n",
      "DKIM-Signature: b=abc; v=1\r\n",
    ]);
  });
});

test("the value of b= at the very end of a field without a line end is cut out whole (RFC 6376 §3.7)", () => {
  const field = { ...onlyField("S: a; b=xyz\r\n"), bytes: bytesOf("S: a; b=xyz") };
  const signatureValue = { start: 6, end: 9 };
  expect(withoutSignatureValue(field, signatureValue).rawValue).toBe(" a; b=");
  const signed = canonicalizeSignatureField({ field, signatureValue }, "relaxed", "crlf");
  expect(byteText(signed)).toBe("s:a; b=");
});
