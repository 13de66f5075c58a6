import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAuthenticationResults } from "../../src/authres/format.ts";
import { parseAuthenticationResults } from "../../src/authres/parse.ts";
import type { AuthenticationResults } from "../../src/authres/result.ts";

type ForeignParser = (field: string) => { readonly parsed: Readonly<Record<string, unknown>> };
const parseForeign = createRequire(import.meta.url)("mailauth/lib/parse-dkim-headers.js") as ForeignParser;

const keyword = fc.stringMatching(/^[a-z]{1,6}$/);
/** White space only singly and inside: the other parser joins runs of it and trims. */
const text = fc
  .string({ unit: fc.constantFrom(...'ab1.-;=()"\\@,:<>[]/? é'.split("")), minLength: 1, maxLength: 20 })
  .map((value) => value.replace(/ +/g, " ").trim())
  .filter((value) => value !== "");

describe("fields written here, read by mailauth", () => {
  it("hold the same id, result, property and comment, whatever the text", () => {
    const arbitrary = fc.record({
      id: keyword,
      result: keyword,
      property: keyword,
      pvalue: text,
      comment: text,
    });
    fc.assert(
      fc.property(arbitrary, ({ id, result, property, pvalue, comment }) => {
        const value: AuthenticationResults = {
          authservId: `${id}.example`,
          version: null,
          comments: [],
          results: [
            {
              method: "dkim",
              methodVersion: null,
              result,
              reason: null,
              properties: [{ ptype: "header", property, pvalue }],
              comments: [comment],
            },
          ],
        };
        const field = formatAuthenticationResults(value);
        expect(parseForeign(field).parsed).toStrictEqual({
          header: "authentication-results",
          value: `${id}.example`,
          dkim: [{ value: result, comment, header: { [property]: pvalue } }],
        });
        expect(parseAuthenticationResults(field)).toStrictEqual({
          kind: "parsed",
          authenticationResults: value,
        });
      }),
      { numRuns: 2000 },
    );
  });
});
