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
  const SIGNATURE = "none pass fail policy neutral temperror permerror";
  const SENDER = "none neutral pass fail softfail policy temperror permerror";
  const CHECK = "none pass fail temperror permerror";
  const registry = [
    { method: "arc", results: "none pass fail", properties: "header.oldest-pass smtp.remote-ip" },
    { method: "auth", results: CHECK, properties: "smtp.auth smtp.mailfrom" },
    {
      method: "bimi",
      results: "pass none fail temperror declined skipped",
      properties: "header.d header.selector policy.authority policy.authority-uri",
    },
    { method: "dkim", results: SIGNATURE, properties: "header.a header.b header.d header.i header.s" },
    {
      method: "dkim-adsp",
      results: "none pass unknown fail discard nxdomain temperror permerror",
      properties: "header.from",
    },
    { method: "dkim-atps", results: CHECK, properties: "header.from" },
    { method: "dmarc", results: CHECK, properties: "header.from policy.dmarc" },
    {
      method: "dnswl",
      results: "pass none temperror permerror",
      properties: "dns.sec dns.zone policy.ip policy.txt",
    },
    { method: "domainkeys", results: SIGNATURE, properties: "header.d header.from header.sender" },
    { method: "iprev", results: "pass fail temperror permerror", properties: "policy.iprev" },
    { method: "rrvs", results: "none unknown temperror permerror pass fail", properties: "smtp.rcptto" },
    { method: "sender-id", results: SENDER, properties: "header.from header.sender" },
    {
      method: "smime",
      results: SIGNATURE,
      properties: "body.smime-identifier body.smime-issuer body.smime-part body.smime-serial",
    },
    { method: "spf", results: SENDER, properties: "smtp.helo smtp.mailfrom" },
    { method: "vbr", results: CHECK, properties: "header.md header.mv" },
  ];
  it("holds these words and properties, by method (RFC 8601 §6.2, §6.6)", () => {
    const held = Array.from(REGISTERED_METHODS, ([method, { results, properties }]) => ({
      method,
      results: results.join(" "),
      properties: properties.join(" "),
    }));
    expect(held).toStrictEqual(registry);
  });

  const synonyms = [
    ["spf=hardfail", "fail"],
    ["sender-id=hardfail", "fail"],
    ["dkim=hardfail", "fail"],
    ["domainkeys=hardfail", "fail"],
    ["spf=error", "temperror"],
    ["spf=unknown", "permerror"],
    ["dkim=timeout", "temperror"],
    ["dmarc=bestguesspass", "none"],
  ] as const;
  it.each(synonyms)("reads %s as %s", (written, result) => {
    const [method = "", word = ""] = written.split("=");
    expect(registeredResult({ method, result: word })).toStrictEqual(registered(method, result, true));
  });

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
