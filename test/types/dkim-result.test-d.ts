import { expectTypeOf, test } from "vitest";
import type { DkimResult } from "../../src/dkim/result.ts";

type Fail = Extract<DkimResult, { result: "fail" }>;

test("a failing signature with a valid header and a matching body cannot be written", () => {
  expectTypeOf<Extract<Fail, { headerSignature: "valid" }>["bodyHash"]>().toEqualTypeOf<"mismatch">();
  expectTypeOf<Extract<Fail, { headerSignature: "invalid" }>["bodyHash"]>().toEqualTypeOf<
    "match" | "mismatch"
  >();
});

test("a pass cannot be read without its evidence, a neutral result has none", () => {
  expectTypeOf<Extract<DkimResult, { result: "pass" }>>().toHaveProperty("signature");
  expectTypeOf<Extract<DkimResult, { result: "pass" }>>().toHaveProperty("key");
  expectTypeOf<Extract<DkimResult, { result: "pass" }>>().toHaveProperty("coverage");
  expectTypeOf<Extract<DkimResult, { result: "pass" }>>().not.toHaveProperty("cause");
  expectTypeOf<Extract<DkimResult, { result: "neutral" }>>().not.toHaveProperty("signature");
});
