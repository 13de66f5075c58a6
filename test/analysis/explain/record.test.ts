import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explainRecord } from "../../../src/analysis/explain/record.ts";
import { keyRecord, rsaKey } from "../../support/dkim-signer.ts";
import { forbiddenIn, HOSTILE } from "./hostile.ts";

/** What is said of a record: usable or not, then the texts, the quoted places in brackets. */
function said(text: string): readonly string[] | null {
  const explained = explainRecord(text);
  if (explained === null) return null;
  const { kind, usable, statements } = explained;
  return [
    `${kind} ${usable ? "usable" : "unusable"}`,
    ...statements.map(({ text: sentence, quote }) => {
      const at = quote?.at ?? null;
      return at === null ? sentence : `${sentence} [${quote?.text.slice(at.start, at.end) ?? ""}]`;
    }),
  ];
}

describe("a record is judged by its text", () => {
  const cases: readonly (readonly [text: string, expected: readonly string[] | null])[] = [
    ["v=spf1 ip4:192.0.2.1 -all", ["spf usable", "As SPF record this is well-formed."]],
    [
      "v=spf1 +all",
      [
        "spf usable",
        "As SPF record this is well-formed.",
        '"+all" of the domain lets every host in the world send. [+all]',
      ],
    ],
    [
      "v=spf1 ipv4:192.0.2.1 -all",
      [
        "spf unusable",
        "As SPF record this is a syntax error; expected directive or modifier. [ipv4:192.0.2.1]",
      ],
    ],
    ["v=DMARC1; p=reject; rua=mailto:d@a.example", ["dmarc usable", "As DMARC record this asks for reject."]],
    [
      "v=DMARC1; p=refuse; rua=mailto:d@a.example",
      [
        "dmarc unusable",
        "As DMARC record this counts as p=none: p= holds no policy.",
        '"refuse" is no value for p=. [refuse]',
      ],
    ],
    [
      "v=DMARC1; p=refuse",
      [
        "dmarc unusable",
        "As DMARC record this has no effect: p= holds no policy, and nobody asks for reports.",
        '"refuse" is no value for p=. [refuse]',
      ],
    ],
    [
      "v=dmarc1; p=none",
      ["dmarc unusable", "As DMARC record this is ignored: it does not begin with v=DMARC1. [dmarc1]"],
    ],
    ["v=DKIM1; p=", ["dkim unusable", "As DKIM key this is revoked: its p= is empty."]],
    ["p=!", ["dkim unusable", "As DKIM key this cannot be used: p= is no base64. [!]"]],
    ["hello", null],
    ["", null],
    ["v=BIMI1; l=", null],
  ];
  test.each(cases)("%s", (text, expected) => {
    expect(said(text)).toStrictEqual(expected);
  });

  test("a key tells its size", () => {
    expect(said(keyRecord(rsaKey(2048)))?.slice(0, 2)).toStrictEqual([
      "dkim usable",
      "As DKIM key this is well-formed: rsa of 2048 bits.",
    ]);
  });

  test("no text makes it throw or say anything unprintable", () => {
    const start = fc.constantFrom("v=spf1 ", "v=DMARC1; ", "v=DKIM1; p=", "p=", "");
    fc.assert(
      fc.property(start, fc.string({ unit: "binary" }), (version, rest) => {
        for (const text of [version + rest, version + HOSTILE + rest]) {
          for (const statement of explainRecord(text)?.statements ?? []) {
            expect(forbiddenIn(statement.text)).toStrictEqual([]);
          }
        }
      }),
    );
  });
});
