import { assertType, expectTypeOf, test } from "vitest";
import type { ArcCause, ArcResult, SealResult } from "../../src/core.ts";

declare const result: ArcResult;
declare const seal: SealResult;

test("a chain is trusted only when it passes", () => {
  if (result.result === "pass") expectTypeOf(result.trusted).toEqualTypeOf<boolean>();
  else expectTypeOf(result.trusted).toEqualTypeOf<false>();
});

test("what rests on a pass can be read of nothing else", () => {
  if (result.result === "pass") expectTypeOf(result.attested).toEqualTypeOf<readonly number[]>();
  // @ts-expect-error: without a pass there is no oldest-pass
  assertType(result.oldestPass);
  // @ts-expect-error: a cause belongs to fail
  assertType(result.cause);
  if (result.result === "fail") expectTypeOf(result.cause).toEqualTypeOf<ArcCause>();
});

test("a seal that could not be read has no sealer but a claimed one", () => {
  // @ts-expect-error: neutral has no seal
  assertType(seal.seal);
  if (seal.result === "neutral") expectTypeOf(seal.claimed.sdid).toEqualTypeOf<string | null>();
});
