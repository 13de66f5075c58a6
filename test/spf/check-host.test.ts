import { describe, expect, it } from "vitest";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { checkHost, type CheckHostInput } from "../../src/spf/check-host.ts";
import { checkHelo, checkMailFrom } from "../../src/spf/identity.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { loggingResolver } from "../support/spf-case.ts";

const input: CheckHostInput = {
  clientIp: "192.0.2.1",
  domain: "example.com",
  sender: "user@example.com",
  helo: "mx.example.net",
};

describe("checkHost", () => {
  it("returns the verdict with its record, term, trace and notes (RFC 7208 §4)", () => {
    const zone: Zone = {
      "example.com": { TXT: ["v=spf1 include:i.example -all exp=e.example"] },
      "i.example": { TXT: ["v=spf1 a:h.example ?all"] },
      "h.example": { A: ["198.51.100.1"] },
      "e.example": { TXT: ["not %{i}"] },
    };
    const result = runSync(checkHost(input), { dns: snapshotResolver(zone) });
    if (result.result !== "fail") throw new Error(result.result);
    const { record, ...rest } = result;
    expect(record.text).toBe("v=spf1 include:i.example -all exp=e.example");
    expect(rest).toStrictEqual({
      identity: "mailfrom",
      clientIp: "192.0.2.1",
      domain: "example.com",
      sender: "user@example.com",
      helo: "mx.example.net",
      substituted: false,
      result: "fail",
      recordDomain: "example.com",
      matched: {
        kind: "directive",
        qualifier: "-",
        mechanism: { name: "all" },
        text: "-all",
        span: { start: 25, end: 29 },
      },
      explanation: "not 192.0.2.1",
      notes: [
        {
          code: "spf.all-neutral",
          at: { start: 19, end: 23 },
          rfc: "RFC 7208 §4.7",
          domain: "i.example",
        },
      ],
      trace: [
        { code: "spf.asked", type: "TXT", name: "example.com", answer: "records", rfc: null },
        {
          code: "spf.record-selected",
          domain: "example.com",
          record: "v=spf1 include:i.example -all exp=e.example",
          rfc: "RFC 7208 §4.5",
        },
        {
          code: "spf.term-counted",
          domain: "example.com",
          term: "include:i.example",
          count: 1,
          limit: 10,
          rfc: "RFC 7208 §4.6.4",
        },
        { code: "spf.asked", type: "TXT", name: "i.example", answer: "records", rfc: null },
        {
          code: "spf.record-selected",
          domain: "i.example",
          record: "v=spf1 a:h.example ?all",
          rfc: "RFC 7208 §4.5",
        },
        {
          code: "spf.term-counted",
          domain: "i.example",
          term: "a:h.example",
          count: 2,
          limit: 10,
          rfc: "RFC 7208 §4.6.4",
        },
        { code: "spf.asked", type: "A", name: "h.example", answer: "records", rfc: null },
        {
          code: "spf.addresses-compared",
          name: "h.example",
          addresses: ["198.51.100.1"],
          prefixLength: 32,
          matched: false,
          rfc: "RFC 7208 §5",
        },
        {
          code: "spf.term-evaluated",
          domain: "i.example",
          term: "a:h.example",
          matched: false,
          rfc: "RFC 7208 §4.6.2",
        },
        {
          code: "spf.term-evaluated",
          domain: "i.example",
          term: "?all",
          matched: true,
          rfc: "RFC 7208 §4.6.2",
        },
        {
          code: "spf.include-evaluated",
          domain: "example.com",
          include: "i.example",
          result: "neutral",
          rfc: "RFC 7208 §5.2",
        },
        {
          code: "spf.term-evaluated",
          domain: "example.com",
          term: "include:i.example",
          matched: false,
          rfc: "RFC 7208 §4.6.2",
        },
        {
          code: "spf.term-evaluated",
          domain: "example.com",
          term: "-all",
          matched: true,
          rfc: "RFC 7208 §4.6.2",
        },
        { code: "spf.asked", type: "TXT", name: "e.example", answer: "records", rfc: null },
      ],
    });
  });

  it("says where and what a syntax error is (RFC 7208 §4.6)", () => {
    const dns = snapshotResolver({ "example.com": { TXT: ["v=spf1 include:i.example moo -all"] } });
    expect(runSync(checkHost(input), { dns })).toMatchObject({
      result: "permerror",
      record: null,
      cause: {
        code: "syntax",
        domain: "example.com",
        record: "v=spf1 include:i.example moo -all",
        at: { start: 25, end: 28 },
        expected: "directive or modifier",
      },
    });
  });

  it("takes the limits the caller gives (RFC 7208 §4.6.4)", () => {
    const dns = snapshotResolver({
      "example.com": { TXT: ["v=spf1 a:n1.example a:n2.example a:n3.example -all"] },
    });
    const word = (limits: NonNullable<CheckHostInput["limits"]>): string =>
      runSync(checkHost({ ...input, limits }), { dns }).result;
    expect(word({})).toBe("permerror");
    expect(word({ spfVoidLookups: 3 })).toBe("fail");
    expect(word({ spfVoidLookups: 3, spfTerms: 2 })).toBe("permerror");
    expect(word({ spfVoidLookups: 0 })).toBe("permerror");
  });

  const mistakes = [
    { name: "clientIp", change: { clientIp: "example.com" } },
    { name: "clientIp", change: { clientIp: "192.0.2.01" } },
    { name: "clientIp", change: { clientIp: "fe80::1%eth0" } },
    { name: "now", change: { now: Number.NaN } },
    { name: "limits.spfTerms", change: { limits: { spfTerms: -1 } } },
  ];
  it.each(mistakes)("is a TypeError at once for $change", ({ name, change }) => {
    expect(() => checkHost({ ...input, ...change })).toThrow(TypeError);
    expect(() => checkHost({ ...input, ...change })).toThrow(name);
  });
});

describe("checkMailFrom and checkHelo", () => {
  const dns = snapshotResolver({
    "example.com": { TXT: ["v=spf1 -all"] },
    "mx.example.net": { TXT: ["v=spf1 ip4:192.0.2.1 -all"] },
  });
  const envelope = { clientIp: "192.0.2.1", helo: "mx.example.net" };

  const cases = [
    { mailFrom: "user@example.com", domain: "example.com", sender: "user@example.com", word: "fail" },
    { mailFrom: "<user@EXAMPLE.com>", domain: "example.com", sender: "user@example.com", word: "fail" },
    { mailFrom: '"a@b"@example.com', domain: "example.com", sender: '"a@b"@example.com', word: "fail" },
    { mailFrom: "@example.com", domain: "example.com", sender: "postmaster@example.com", word: "fail" },
    {
      mailFrom: "@a.example:user@example.com",
      domain: "example.com",
      sender: "user@example.com",
      word: "fail",
    },
    { mailFrom: null, domain: "mx.example.net", sender: "postmaster@mx.example.net", word: "pass" },
    { mailFrom: "", domain: "mx.example.net", sender: "postmaster@mx.example.net", word: "pass" },
    { mailFrom: "<>", domain: "mx.example.net", sender: "postmaster@mx.example.net", word: "pass" },
  ];
  it.each(cases)("$mailFrom is checked at $domain (RFC 7208 §2.4)", ({ mailFrom, domain, sender, word }) => {
    const result = runSync(checkMailFrom({ ...envelope, mailFrom }), { dns });
    expect({ ...result, trace: [], record: null, matched: null }).toMatchObject({
      identity: "mailfrom",
      domain,
      sender,
      substituted: word === "pass",
      result: word,
    });
  });

  const broken = [
    "(any@example.com",
    "any@example.com'@any.attack.example",
    "any@example.com(a.attack.example",
    "<user@example.com",
    "user@example.com>",
    "user",
    "user@",
    "@",
    "a b(c)@example.com",
    "user@example.com\0",
    "us\0er@example.com",
    "us\r\ner@example.com",
    '"user@example.com',
    '"user"x@example.com',
    "@a.example,user@example.com",
    "@a b:user@example.com",
    "a\\@b@example.com",
    "user@example.com,attack.example",
    "user@example.com ",
  ];
  it.each(broken)("%j has no domain and asks nothing (RFC 7208 §2.6.1)", (mailFrom) => {
    const { resolver, questions } = loggingResolver(dns);
    const result = runSync(checkMailFrom({ ...envelope, mailFrom }), { dns: resolver });
    expect(result).toMatchObject({ result: "none", cause: { code: "no-domain" } });
    expect(result.domain).not.toBe("example.com");
    expect(questions).toStrictEqual([]);
  });

  it("keeps HELO apart from MAIL FROM (RFC 7208 §2.3)", () => {
    const result = runSync(checkHelo(envelope), { dns });
    expect(result).toMatchObject({
      identity: "helo",
      domain: "mx.example.net",
      sender: "postmaster@mx.example.net",
      substituted: false,
      result: "pass",
    });
  });
});
