import { describe, expect, it } from "vitest";
import {
  isRegisteredProperty,
  REGISTERED_METHODS,
  REGISTERED_PTYPES,
  registeredResult,
  type RegisteredResult,
} from "../../src/authres/registry.ts";

const registered = (method: string, result: string, synonym = false): RegisteredResult => ({
  kind: "registered",
  method,
  result,
  synonym,
});
const unknownResult = (method: string): RegisteredResult => ({ kind: "unknown-result", method });

describe("registeredResult", () => {
  const cases: readonly { name: string; written: string; expected: RegisteredResult }[] = [
    { name: "a registered word", written: "spf=softfail", expected: registered("spf", "softfail") },
    { name: "words in other case", written: "SPF=Pass", expected: registered("spf", "pass") },
    { name: "hardfail is fail", written: "spf=hardfail", expected: registered("spf", "fail", true) },
    {
      name: "bestguesspass is none",
      written: "dmarc=BestGuessPass",
      expected: registered("dmarc", "none", true),
    },
    {
      name: "a dkim timeout is temperror",
      written: "dkim=timeout",
      expected: registered("dkim", "temperror", true),
    },
    { name: "bestguesspass of spf is unknown", written: "spf=bestguesspass", expected: unknownResult("spf") },
    { name: "a word of another method", written: "dmarc=softfail", expected: unknownResult("dmarc") },
    { name: "a word that begins like pass", written: "dkim=passed", expected: unknownResult("dkim") },
    {
      name: "no result of the registry's own kind",
      written: "spf=constructor",
      expected: unknownResult("spf"),
    },
    {
      name: "pass of an unknown method is no pass",
      written: "compauth=pass",
      expected: { kind: "unknown-method", method: "compauth", experimental: false },
    },
    {
      name: "a method with x- (RFC 8601 §2.7.6)",
      written: "X-Google-DKIM=pass",
      expected: { kind: "unknown-method", method: "x-google-dkim", experimental: true },
    },
    {
      name: "a name that plain objects have",
      written: "constructor=pass",
      expected: { kind: "unknown-method", method: "constructor", experimental: false },
    },
  ];
  it.each(cases)("$name: $written", ({ written, expected }) => {
    const [method = "", result = ""] = written.split("=");
    expect(registeredResult({ method, result })).toStrictEqual(expected);
  });

  it("never makes pass of a word that is not pass", () => {
    const words = [
      "hardfail",
      "bestguesspass",
      "error",
      "unknown",
      "timeout",
      "softpass",
      "x-pass",
      "ok",
      "true",
    ];
    for (const method of REGISTERED_METHODS.keys()) {
      for (const result of words) {
        const read = registeredResult({ method, result });
        expect(read.kind === "registered" && read.result === "pass").toBe(false);
      }
    }
  });
});

describe("the registry", () => {
  it("names the properties of registered ptypes only (RFC 8601 §2.3)", () => {
    const ptypes = [...REGISTERED_METHODS.values()].flatMap(({ properties }) =>
      properties.map((name) => name.split(".")[0]),
    );
    expect(new Set(ptypes)).toStrictEqual(new Set(REGISTERED_PTYPES));
  });

  it("knows the properties of a method without case", () => {
    expect(isRegisteredProperty("SPF", { ptype: "smtp", property: "MailFrom" })).toBe(true);
    expect(isRegisteredProperty("spf", { ptype: "header", property: "from" })).toBe(false);
    expect(isRegisteredProperty("x-foo", { ptype: "smtp", property: "mailfrom" })).toBe(false);
  });
});
