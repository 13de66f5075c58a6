import type { BodyKernel } from "./body-kernel.ts";
import { SCALAR_KERNEL } from "./scalar-kernel.ts";
import { loadSimdKernel } from "./simd-kernel.ts";

let chosen: BodyKernel | null = null;

/** The kernel of vectors where the engine has them, else the plain one. */
export function fastestKernel(): BodyKernel {
  chosen ??= loadSimdKernel() ?? SCALAR_KERNEL;
  return chosen;
}
