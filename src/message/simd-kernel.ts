import { decodeBase64 } from "../base/base64.ts";
import { KERNEL_CAPACITY, type BodyKernel, type LongLine, type Occurrences } from "./body-kernel.ts";
import { BODY_KERNEL_BINARY } from "./body-kernel-binary.ts";

/** What `body-kernel.wat` exports. */
interface KernelExports extends Pick<BodyKernel, "reduce" | "survey" | "closing"> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly input: { readonly value: number };
  readonly output: { readonly value: number };
  readonly counts: { readonly value: number };
  readonly census: (count: number, open: number) => number;
}

/** Where `census` puts the number of long lines, behind three pairs; and how many there can be. */
const LONG_LINES = 6;
const LONGEST_LIST: number = Math.ceil(KERNEL_CAPACITY / 999) + 1;

/** As much of WebAssembly as is used here; not every platform has it. */
declare const WebAssembly:
  | undefined
  | {
      readonly Module: new (binary: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: KernelExports };
    };

/**
 * The kernel of `body-kernel.wat`, sixteen bytes at a time. Null where the engine has no WebAssembly,
 * no vectors in it, or may not compile it.
 */
export function loadSimdKernel(): BodyKernel | null {
  const binary = decodeBase64(BODY_KERNEL_BINARY);
  if (typeof WebAssembly === "undefined" || binary === null) return null;
  try {
    return kernelOf(new WebAssembly.Instance(new WebAssembly.Module(binary)).exports);
  } catch {
    return null;
  }
}

function kernelOf(exports: KernelExports): BodyKernel {
  const { buffer } = exports.memory;
  const counts = new Int32Array(buffer, exports.counts.value, LONG_LINES + 1 + 2 * LONGEST_LIST);
  const occurrences = (at: number): Occurrences => ({ count: counts[at] ?? 0, first: counts[at + 1] ?? 0 });
  const longLine = (_: unknown, line: number): LongLine => {
    const at = LONG_LINES + 1 + 2 * line;
    return { start: counts[at] ?? 0, end: counts[at + 1] ?? 0 };
  };
  return {
    input: new Uint8Array(buffer, exports.input.value, KERNEL_CAPACITY),
    output: new Uint8Array(buffer, exports.output.value, KERNEL_CAPACITY),
    reduce: exports.reduce,
    survey: exports.survey,
    closing: exports.closing,
    census: (count, open) => {
      const lastLine = exports.census(count, open);
      const longLines = Array.from({ length: counts[LONG_LINES] ?? 0 }, longLine);
      return { bareCr: occurrences(0), bareLf: occurrences(2), nul: occurrences(4), longLines, lastLine };
    },
  };
}
