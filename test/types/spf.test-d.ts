import { describe, expectTypeOf, it } from "vitest";
import type { SpfResult } from "../../src/spf/result.ts";
import type { Directive, Mechanism } from "../../src/spf/term.ts";

declare const result: SpfResult;

describe("SpfResult", () => {
  it("has no pass without the record and the term that gave it", () => {
    if (result.result !== "pass") return;
    expectTypeOf(result.record.directives).toEqualTypeOf<readonly Directive[]>();
    expectTypeOf(result.matched).toEqualTypeOf<Directive | "default">();
    // @ts-expect-error a pass has no cause
    void result.cause;
  });

  it("has an explanation on fail alone", () => {
    if (result.result === "fail") {
      expectTypeOf(result.explanation).toEqualTypeOf<string | null>();
      expectTypeOf(result.matched).toEqualTypeOf<Directive>();
      return;
    }
    // @ts-expect-error only fail has an explanation
    void result.explanation;
  });

  it("cannot be changed", () => {
    // @ts-expect-error results are readonly
    result.domain = "example.com";
  });
});

describe("Mechanism", () => {
  it("has a network for ip4 and ip6 alone", () => {
    expectTypeOf<Extract<Mechanism, { network: unknown }>["name"]>().toEqualTypeOf<"ip4" | "ip6">();
  });
});
