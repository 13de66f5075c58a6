import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import wabt from "wabt";
import { encodeBase64 } from "../../src/base/base64.ts";
import { KERNEL_CAPACITY, type BodyKernel, type Census } from "../../src/message/body-kernel.ts";
import { fastestKernel } from "../../src/message/fastest-kernel.ts";
import { LineScanner } from "../../src/message/line-scanner.ts";
import type { MessageNote } from "../../src/message/message.ts";
import { SCALAR_KERNEL } from "../../src/message/scalar-kernel.ts";
import { loadSimdKernel } from "../../src/message/simd-kernel.ts";
import { WhitespaceReducer } from "../../src/message/whitespace-reducer.ts";

/** Runs of what matters to the kernels, of any length, so that every place in a block of sixteen is met. */
const run = fc
  .tuple(
    fc.constantFrom("\r\n", " ", "\t", "\r", "\n", "\0", "a", "\x80", "ab cd", " \r\n", "x\r\n"),
    fc.nat(40),
  )
  .map(([text, count]) => text.repeat(count));
const body = fc.oneof(
  fc.array(run, { maxLength: 12 }).map((runs) => Buffer.from(runs.join(""), "latin1")),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(996, 997, 998, 999, 1000).map((length) => Buffer.from(`${"y".repeat(length)}\r\nz\r\n`)),
);
const cutBody = fc.tuple(body, fc.array(fc.nat(200), { maxLength: 12 }));

function pieces(bytes: Buffer, sizes: readonly number[]): readonly Uint8Array[] {
  const cut: Uint8Array[] = [];
  let start = 0;
  for (const size of sizes) {
    cut.push(Uint8Array.from(bytes.subarray(start, start + size)));
    start = Math.min(start + size, bytes.length);
  }
  cut.push(Uint8Array.from(bytes.subarray(start)));
  return cut;
}

function reduced(kernel: BodyKernel, cut: readonly Uint8Array[]): string {
  const reducer = new WhitespaceReducer(kernel);
  let text = "";
  for (const piece of cut) text += Buffer.from(reducer.reduce(piece)).toString("latin1");
  return text + Buffer.from(reducer.finish()).toString("latin1");
}

function noted(kernel: BodyKernel, cut: readonly Uint8Array[]): readonly MessageNote[] {
  const scanner = new LineScanner("body", 7, kernel);
  for (const piece of cut) scanner.push(piece);
  return scanner.finish("crlf");
}

/** Where the first stands means nothing when there is none. */
function existing({ bareCr, bareLf, nul, ...lines }: Census): readonly unknown[] {
  return [...[bareCr, bareLf, nul].map((each) => (each.count === 0 ? null : each)), lines];
}

function simdKernel(): BodyKernel {
  const kernel = loadSimdKernel();
  if (kernel === null) throw new Error("expected an engine with WebAssembly and its vectors");
  return kernel;
}

describe("the kernel of vectors", () => {
  it("is what every Node in use runs", () => {
    expect(fastestKernel()).not.toBe(SCALAR_KERNEL);
  });

  it("reduces white space as the plain one does, however the body is cut", () => {
    const simd = simdKernel();
    fc.assert(
      fc.property(cutBody, ([bytes, sizes]) => {
        const cut = pieces(bytes, sizes);
        expect(reduced(simd, cut)).toBe(reduced(SCALAR_KERNEL, cut));
      }),
      { numRuns: 3000 },
    );
  });

  it("leads to the notes that the plain one leads to, however the body is cut", () => {
    const simd = simdKernel();
    fc.assert(
      fc.property(cutBody, ([bytes, sizes]) => {
        const cut = pieces(bytes, sizes);
        expect(noted(simd, cut)).toStrictEqual(noted(SCALAR_KERNEL, cut));
      }),
      { numRuns: 3000 },
    );
  });

  it("counts as the plain one counts", () => {
    const simd = simdKernel();
    fc.assert(
      fc.property(body, fc.nat(5000), (bytes, open) => {
        fc.pre(bytes.length > 0);
        simd.input.set(bytes);
        SCALAR_KERNEL.input.set(bytes);
        expect(existing(simd.census(bytes.length, open))).toStrictEqual(
          existing(SCALAR_KERNEL.census(bytes.length, open)),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it("counts bare CRs, bare LFs and NULs, and says where the first one is", () => {
    for (const { input, census } of [simdKernel(), SCALAR_KERNEL]) {
      const text = `${"a".repeat(20)}\r${"b\n".repeat(3)}\r\n\0${"c".repeat(40)}\0`;
      input.set(Buffer.from(text, "latin1"));
      expect(census(text.length, 0)).toMatchObject({
        bareCr: { count: 1, first: 20 },
        bareLf: { count: 3, first: 22 },
        nul: { count: 2, first: 29 },
      });
    }
  });

  it("is in doubt exactly where something is to be looked at", () => {
    const { input, survey } = simdKernel();
    const cases = [
      { name: "no line end", text: "abc", open: 0, expected: 0 },
      { name: "lines that end with CRLF", text: "ab\r\ncd\r\nef", open: 0, expected: 8 },
      { name: "a CR as the last byte", text: "ab\r", open: 0, expected: 0 },
      { name: "an LF as the first byte", text: "\nab", open: 0, expected: 1 },
      { name: "a CR alone", text: "a\rb", open: 0, expected: -1 },
      { name: "an LF alone", text: "a\nb", open: 0, expected: -1 },
      { name: "a NUL at the end", text: `${"a".repeat(31)}\0`, open: 0, expected: -1 },
      { name: "an LF 998 bytes into its line", text: `${"a".repeat(997)}\r\n`, open: 0, expected: 999 },
      { name: "an LF 999 bytes into its line", text: `${"a".repeat(998)}\r\n`, open: 0, expected: -1 },
      { name: "a line begun before", text: `${"a".repeat(97)}\r\n`, open: 901, expected: -1 },
    ];
    for (const { name, text, open, expected } of cases) {
      input.set(Buffer.from(text, "latin1"));
      expect(survey(text.length, open), name).toBe(expected);
    }
  });

  it("finds the long lines and where the last line starts, whatever else is wrong (RFC 5322 §2.1.1)", () => {
    const long = "a".repeat(999);
    const cases = [
      { name: "no line end", text: "a\rb\0", open: 0, longLines: [], lastLine: 0 },
      { name: "bare LFs", text: "ab\ncd\nef", open: 0, longLines: [], lastLine: 6 },
      { name: "an LF as the first byte", text: "\na", open: 998, longLines: [], lastLine: 1 },
      { name: "behind 999 bytes", text: "\na", open: 999, longLines: [{ start: -999, end: 0 }], lastLine: 1 },
      { name: "an LF as the last byte", text: `${"a".repeat(900)}\n`, open: 0, longLines: [], lastLine: 901 },
      {
        name: "before short ones",
        text: `${long}\n\n\n`,
        open: 0,
        longLines: [{ start: 0, end: 999 }],
        lastLine: 1002,
      },
      { name: "still open", text: `\n${long}${long}`, open: 0, longLines: [], lastLine: 1 },
      {
        name: "twice, and short ones between",
        text: `\n${long}\nb\n${long}\n`,
        open: 0,
        longLines: [
          { start: 1, end: 1000 },
          { start: 1003, end: 2002 },
        ],
        lastLine: 2003,
      },
    ];
    for (const { input, census } of [simdKernel(), SCALAR_KERNEL]) {
      for (const { name, text, open, longLines, lastLine } of cases) {
        input.set(Buffer.from(text, "latin1"));
        expect(census(text.length, open), name).toMatchObject({ longLines, lastLine });
      }
    }
  });

  it("lists as many long lines as fit in", () => {
    const text = `${"a".repeat(999)}\n`.repeat(66).slice(0, KERNEL_CAPACITY - 1) + "\n";
    for (const { input, census } of [simdKernel(), SCALAR_KERNEL]) {
      input.set(Buffer.from(text, "latin1"));
      const { longLines, lastLine } = census(text.length, 999);
      expect(longLines.map(({ end }) => end)).toStrictEqual(
        Array.from({ length: 65 }, (_, line) => 1000 * line + 999),
      );
      expect(lastLine).toBe(text.length);
    }
  });

  it("sees CRLFs at the end, all but the last few, and nothing else", () => {
    const endings = fc.tuple(body, fc.nat(200)).map(([bytes, count]) => {
      return Buffer.concat([bytes, Buffer.from("\r\n".repeat(count))]);
    });
    fc.assert(
      fc.property(endings, (bytes) => {
        const lineEnds = /(?:\r\n)*$/.exec(bytes.toString("latin1"))?.[0].length ?? 0;
        for (const { input, closing } of [simdKernel(), SCALAR_KERNEL]) {
          input.set(bytes);
          const seen = closing(bytes.length);
          expect(seen % 2).toBe(0);
          expect(seen).toBeLessThanOrEqual(lineEnds);
          expect(lineEnds - seen).toBeLessThan(16);
        }
      }),
    );
  });
});

it("body-kernel-binary.ts is what body-kernel.wat compiles to (npm run kernel writes it)", async () => {
  const source = readFileSync(new URL("../../src/message/body-kernel.wat", import.meta.url), "utf8");
  const compiler = await wabt();
  const module = compiler.parseWat("body-kernel.wat", source, { simd: true });
  const text = encodeBase64(module.toBinary({}).buffer);
  const lines = text.match(/.{1,100}/g) ?? [];
  await expect(`/** body-kernel.wat, compiled, as base64 (npm run kernel writes this file). */
export const BODY_KERNEL_BINARY: string = \`
${lines.join("\n")}
\`;
`).toMatchFileSnapshot("../../src/message/body-kernel-binary.ts");
});
