import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/base/limits.ts";
import { encodeUtf8 } from "../../src/base/utf8.ts";
import { checkIndicator } from "../../src/bimi/indicator.ts";
import type { IndicatorResult, SvgViolation } from "../../src/bimi/indicator-result.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { ROOT, indicator, indicatorBytes } from "../support/indicators.ts";

const NS = 'xmlns="http://www.w3.org/2000/svg"';

function check(bytes: Uint8Array): IndicatorResult {
  return checkIndicator(bytes, nodeCrypto, DEFAULT_LIMITS);
}

function violations(svg: string): readonly SvgViolation[] {
  const result = check(encodeUtf8(svg));
  return result.result === "invalid" ? result.violations : [];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

describe("an indicator that keeps every rule", () => {
  it("is valid, with its title and digest", () => {
    expect(check(indicatorBytes())).toStrictEqual({
      result: "valid",
      document: {
        svg: indicator(),
        bytes: indicator().length,
        sha256: sha256(indicator()),
        compressed: false,
      },
      title: "Example",
      notes: [],
    });
  });

  it("is the same document compressed (BIMI draft §5.3.2)", () => {
    expect(check(gzipSync(indicatorBytes()))).toStrictEqual({
      result: "valid",
      document: {
        svg: indicator(),
        bytes: indicator().length,
        sha256: sha256(indicator()),
        compressed: true,
      },
      title: "Example",
      notes: [],
    });
  });

  it("may have declaration, comments, a description, gradients and local references", () => {
    const svg = `<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<svg ${NS} xmlns:xlink="http://www.w3.org/1999/xlink" xml:space="preserve" version="1.2"
     baseProfile="tiny-ps" viewBox="-1.5,-1.5 3e0 3">
  <title>  A &amp;
    <![CDATA[B]]> </title><desc>Two letters</desc>
  <defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1" y2="1"><stop offset="0"
    stop-color="#fff"/></linearGradient><path id="p" d="M0 0"/></defs>
  <g fill="url( '#g')"><use xlink:href="#p"/></g>
</svg>`;
    const result = check(encodeUtf8(svg));
    expect(result.result === "valid" ? result.title : result).toBe("A & B");
  });

  it("is noted when larger than the profile recommends", () => {
    const svg = indicator(`<path d="M0 0${" l1 1".repeat(8000)}"/>`);
    expect(check(encodeUtf8(svg))).toStrictEqual({
      result: "valid",
      document: { svg, bytes: svg.length, sha256: sha256(svg), compressed: false },
      title: "Example",
      notes: [{ code: "bimi.large-indicator", bytes: svg.length, recommended: 32_768 }],
    });
  });
});

describe("a document that cannot be read", () => {
  const big = new Uint8Array(DEFAULT_LIMITS.bimiDocumentBytes + 1).fill(0x20);
  const cases: readonly { readonly name: string; readonly bytes: Uint8Array; readonly cause: unknown }[] = [
    { name: "no bytes", bytes: new Uint8Array(), cause: { code: "empty" } },
    { name: "nothing inside gzip", bytes: gzipSync(""), cause: { code: "empty" } },
    { name: "one byte too many", bytes: big, cause: { code: "too-large", limit: 65_536 } },
    {
      name: "one byte too many inside gzip",
      bytes: gzipSync(big),
      cause: { code: "too-large", limit: 65_536 },
    },
    {
      name: "gzip that was cut off",
      bytes: gzipSync(indicatorBytes()).subarray(0, 60),
      cause: { code: "gzip" },
    },
    { name: "gzip in name only", bytes: Uint8Array.of(0x1f, 0x8b, 8), cause: { code: "gzip" } },
    { name: "bytes that are no UTF-8", bytes: Uint8Array.of(0x3c, 0xff), cause: { code: "not-utf8" } },
  ];
  for (const { name, bytes, cause } of cases) {
    it(name, () => expect(check(bytes)).toStrictEqual({ result: "unreadable", cause }));
  }
});

describe("hostile documents", () => {
  it("entities are not expanded, whatever the document type declares", () => {
    const entities = Array.from(
      { length: 20 },
      (_, index) => `<!ENTITY e${index + 1} "&e${index};&e${index};">`,
    );
    const bomb = `<!DOCTYPE svg [<!ENTITY e0 "ha">${entities.join("")}]>${indicator("<desc>&e20;</desc>")}`;
    expect(violations(bomb)).toStrictEqual([
      { code: "doctype", line: 1, column: 1 },
      { code: "not-well-formed", line: 2, column: 11 },
    ]);
  });

  it("an external entity is not fetched", () => {
    const svg = `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${indicator("<desc>&x;</desc>")}`;
    expect(violations(svg)).toStrictEqual([
      { code: "doctype", line: 1, column: 1 },
      { code: "not-well-formed", line: 2, column: 9 },
    ]);
  });

  it("a gzip bomb is given up at the limit", () => {
    const bomb = gzipSync(new Uint8Array(40 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(DEFAULT_LIMITS.bimiDocumentBytes);
    expect(check(bomb)).toStrictEqual({ result: "unreadable", cause: { code: "too-large", limit: 65_536 } });
  });

  it("reading ends where elements lie too deep in each other", () => {
    expect(violations(indicator("<g>".repeat(20_000)))).toStrictEqual([
      { code: "too-deep", limit: 64, line: 2, column: 190 },
    ]);
  });

  it("reading ends when enough is wrong, and says so", () => {
    const found = violations(indicator("<a/>".repeat(10_000)));
    expect(found.length).toBe(101);
    expect(found.at(-1)).toStrictEqual({ code: "too-many-violations", limit: 100, line: 2, column: 401 });
  });

  it("names and values in a violation are cut", () => {
    const name = "n".repeat(5000);
    expect(violations(indicator(`<${name}/>`))).toStrictEqual([
      { code: "element", element: `${"n".repeat(80)}…`, line: 2, column: 1 },
    ]);
  });

  it("attributes named like members of objects are attributes", () => {
    expect(violations(indicator('<g __proto__="a" constructor="b"/>'))).toStrictEqual([
      { code: "attribute", element: "g", attribute: "__proto__", line: 2, column: 4 },
      { code: "attribute", element: "g", attribute: "constructor", line: 2, column: 18 },
    ]);
  });

  it("no bytes throw", () => {
    const piece = fc.constantFrom(
      ...'< > / svg = " & ; #x41 <!-- --> <![CDATA[ ]]> <? ?> xmlns : a <!DOCTYPE [ ] \u0000 é 😀'.split(" "),
      " ",
      "\n",
      ROOT,
      "<title>T</title>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(["valid", "invalid", "unreadable"]).toContain(check(encodeUtf8(pieces.join(""))).result);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(check(bytes).result).not.toBe("valid");
      }),
    );
  });
});
