import { describe, expect, it } from "vitest";
import type { BodyKernel, Census } from "../../src/message/body-kernel.ts";
import { fastestKernel } from "../../src/message/fastest-kernel.ts";
import { SCALAR_KERNEL } from "../../src/message/scalar-kernel.ts";
import { WhitespaceReducer } from "../../src/message/whitespace-reducer.ts";
import { shortTexts } from "../support/short-texts.ts";

function reduced(kernel: BodyKernel, bytes: Uint8Array): string {
  const reducer = new WhitespaceReducer(kernel);
  const text = Buffer.from(reducer.reduce(bytes)).toString("latin1");
  return text + Buffer.from(reducer.finish()).toString("latin1");
}

/** Where the first stands means nothing when there is none. */
function existing({ bareCr, bareLf, nul, ...lines }: Census): readonly unknown[] {
  return [...[bareCr, bareLf, nul].map((each) => (each.count === 0 ? null : { ...each })), lines];
}

/** Count and first place of a pattern in a text. */
function occurrencesOf(text: string, pattern: RegExp): unknown {
  const [first, ...others] = Array.from(text.matchAll(pattern), ({ index }) => index);
  return first === undefined ? null : { count: others.length + 1, first };
}

/** The rule of RFC 6376 §3.4.4 for white space, on a whole body. */
function withReducedSpace(text: string): string {
  return text.replace(/[ \t]+(?=\r\n|$)/g, "").replace(/[ \t]+/g, " ");
}

describe("each kernel", () => {
  const kernels = [
    { name: "plain", kernel: SCALAR_KERNEL },
    { name: "fastest", kernel: fastestKernel() },
  ];

  it.each(kernels)("$name reduces the white space of every short body (RFC 6376 §3.4.4)", ({ kernel }) => {
    const texts = shortTexts(" \t\r\na", 4).flatMap((text) => [text, `a${text}b`, `ab${text}c !d`]);
    const wrong = texts.filter(
      (text) => reduced(kernel, Buffer.from(text, "latin1")) !== withReducedSpace(text),
    );
    expect(wrong).toStrictEqual([]);
  });

  it.each(kernels)("$name keeps every byte that is no white space", ({ kernel }) => {
    const bytes = Uint8Array.from({ length: 256 * 3 }, (_, index) => (index % 3 === 1 ? index / 3 : 0x61));
    const text = Buffer.from(bytes).toString("latin1");
    expect(reduced(kernel, bytes)).toBe(withReducedSpace(text));
    expect(reduced(kernel, bytes.subarray(1))).toBe(withReducedSpace(text.slice(1)));
  });

  it.each(kernels)("$name counts what is wrong at every place of a block (RFC 5322 §2.3)", ({ kernel }) => {
    const texts = shortTexts("\r\n\0", 2).flatMap((text) =>
      Array.from({ length: 36 }, (_, before) => `${"a".repeat(before)}${text}${"b".repeat(21)}`),
    );
    const counted = texts.map((text) => {
      kernel.input.fill(0x0d, 0, 80);
      kernel.input.set(Buffer.from(text, "latin1"));
      return existing(kernel.census(text.length, 0));
    });
    const expected = texts.map((text) => [
      occurrencesOf(text, /\r(?!\n)/g),
      occurrencesOf(text, /(?<!\r|^)\n/g),
      occurrencesOf(text, /\0/g),
      { longLines: [], lastLine: text.lastIndexOf("\n") + 1 },
    ]);
    expect(counted).toStrictEqual(expected);
  });

  it("sees closing line ends two at a time where it is plain", () => {
    const texts = [
      "",
      "a\r\n",
      "a\r\n\r\n",
      "\r\n\r\n",
      "\n\r\n\r\n\r\n",
      `a${"\r\n".repeat(37)}`,
      "\r\n\r\n\n",
    ];
    const seen = texts.map((text) => {
      SCALAR_KERNEL.input.set(Buffer.from(text, "latin1"));
      return SCALAR_KERNEL.closing(text.length);
    });
    expect(seen).toStrictEqual([0, 0, 4, 4, 4, 72, 0]);
  });
});
