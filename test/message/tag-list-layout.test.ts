import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FOLDED_LAYOUT, ownField, type TagText } from "../../src/message/tag-list-layout.ts";
import { parseTagList } from "../../src/message/tag-list.ts";

describe("the folded layout", () => {
  it("fills lines to 78 columns, breaks h= behind a colon, and the signature anywhere", () => {
    const tags: readonly TagText[] = [
      ["v", "1"],
      ["d", "x".repeat(70)],
      ["h", `From:${"Subject:".repeat(9)}To`],
      ["b", ""],
    ];
    expect(FOLDED_LAYOUT.field("DKIM-Signature", tags).split("\r\n")).toStrictEqual([
      "DKIM-Signature: v=1;",
      ` d=${"x".repeat(70)};`,
      ` h=From:${"Subject:".repeat(8)}`,
      " Subject:To; b=",
      "",
    ]);
    expect(FOLDED_LAYOUT.signature("y".repeat(160), 14)).toBe(
      `${"y".repeat(64)}\r\n ${"y".repeat(77)}\r\n ${"y".repeat(19)}`,
    );
    expect(FOLDED_LAYOUT.signature("y", 78)).toBe("\r\n y");
  });

  it("a line of 78 columns is full, and the signature begins anew behind a longer one", () => {
    const full: readonly TagText[] = [
      ["a", "x".repeat(70)],
      ["b", "c:d"],
    ];
    expect(FOLDED_LAYOUT.field("XY", full)).toBe(`XY: a=${"x".repeat(70)};\r\n b=c:d\r\n`);
    expect(FOLDED_LAYOUT.field("X", [["a", "x".repeat(73)]])).toBe(`X: a=${"x".repeat(73)}\r\n`);
    expect(FOLDED_LAYOUT.field("X", [["a", "x".repeat(74)]])).toBe(`X:\r\n a=${"x".repeat(74)}\r\n`);
    expect(FOLDED_LAYOUT.signature("yz", 79)).toBe("\r\n yz");
  });

  it("changes no tag (RFC 6376 §3.2)", () => {
    const value = fc.stringMatching(/^[!-:<-~]{1,90}$/);
    const tags = fc.uniqueArray(fc.tuple(fc.constantFrom("v", "a", "h", "d", "s"), value), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(tags, (list) => {
        const field = FOLDED_LAYOUT.field("X", list);
        const parsed = parseTagList(field.slice(2).replaceAll("\r\n", ""));
        const read = [...parsed.tags.values()].map(({ name, value: text }) => {
          // White space around the colons of h= is no part of the names.
          return [name, name === "h" ? text.replaceAll(" ", "") : text];
        });
        expect(read).toStrictEqual(list);
      }),
    );
  });
});

it("a field of one's own has its bytes in UTF-8", () => {
  expect(ownField("Name: é\r\n")).toStrictEqual({
    index: -1,
    offset: 0,
    name: "Name",
    lowerName: "name",
    bytes: new Uint8Array(Buffer.from("Name: é\r\n")),
    valueStart: 5,
    rawValue: " \xc3\xa9",
  });
});
