import { describe, expect, it } from "vitest";
import type { Limits } from "../../src/base/limits.ts";
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

function limitNotes({ zone, limits }: { zone: Zone; limits: Partial<Limits> }): readonly string[] {
  return runSync(checkHost({ ...input, limits }), { dns: snapshotResolver(zone) }).notes.flatMap((note) =>
    "limit" in note ? [`${note.code} ${note.count} of ${note.limit}`] : [],
  );
}

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

  const failures = [
    { name: "the record", zone: { "example.com": "timeout" }, type: "TXT", at: "example.com" },
    {
      name: "the exchanges",
      zone: { "example.com": { TXT: ["v=spf1 mx:m.example -all"] }, "m.example": "timeout" },
      type: "MX",
      at: "m.example",
    },
    {
      name: "an exchange's address",
      zone: {
        "example.com": { TXT: ["v=spf1 mx -all"], MX: [{ priority: 1, exchange: "h.example" }] },
        "h.example": "timeout",
      },
      type: "A",
      at: "h.example",
    },
    {
      name: "a host",
      zone: { "example.com": { TXT: ["v=spf1 exists:h.example -all"] }, "h.example": "timeout" },
      type: "A",
      at: "h.example",
    },
  ] as const;
  it.each(failures)("a timeout for $name is temperror and named (RFC 7208 §2.6.6)", ({ zone, type, at }) => {
    const { trace: _trace, ...result } = runSync(checkHost(input), { dns: snapshotResolver(zone) });
    expect(result).toStrictEqual({
      identity: "mailfrom",
      clientIp: "192.0.2.1",
      domain: "example.com",
      sender: "user@example.com",
      helo: "mx.example.net",
      substituted: false,
      notes: [],
      result: "temperror",
      cause: { code: "dns", type, name: at, reason: "timeout" },
    });
  });

  const near = [
    { terms: 7, limits: {}, notes: [] },
    { terms: 8, limits: {}, notes: ["spf.terms-near-limit 8 of 10"] },
    { terms: 10, limits: {}, notes: ["spf.terms-near-limit 10 of 10"] },
    { terms: 11, limits: {}, notes: [] },
    { terms: 0, limits: { spfTerms: 1 }, notes: [] },
    { terms: 1, limits: { spfTerms: 1 }, notes: ["spf.terms-near-limit 1 of 1"] },
  ];
  it.each(near)("$terms terms are noted as $notes (RFC 7208 §4.6.4)", ({ terms, limits, notes }) => {
    const zone: Zone = {
      "example.com": { TXT: [`v=spf1 ${"a:h.example ".repeat(terms)}-all`] },
      "h.example": { A: ["198.51.100.1"] },
    };
    expect(limitNotes({ zone, limits })).toStrictEqual(notes);
  });

  const voids = [
    { lookups: 1, limits: {}, notes: [] },
    { lookups: 2, limits: {}, notes: ["spf.void-lookups-at-limit 2 of 2"] },
    { lookups: 3, limits: {}, notes: [] },
    { lookups: 0, limits: { spfVoidLookups: 0 }, notes: [] },
    { lookups: 1, limits: { spfVoidLookups: 1 }, notes: ["spf.void-lookups-at-limit 1 of 1"] },
  ];
  it.each(voids)(
    "$lookups void lookups are noted as $notes (RFC 7208 §4.6.4)",
    ({ lookups, limits, notes }) => {
      const zone = { "example.com": { TXT: [`v=spf1 ${"a:n.example ".repeat(lookups)}-all`] } };
      expect(limitNotes({ zone, limits })).toStrictEqual(notes);
    },
  );

  it("notes every record and every include once (RFC 7208 §4.5, §5.2)", () => {
    const dns = snapshotResolver({
      "example.com": {
        TXT: ["v=spf1 include:a.example include:b.example include:a.example -all", "v=spf 1"],
      },
      "a.example": { TXT: ["v=spf1 ip6:::/0 -all", "v=spf"] },
      "b.example": { TXT: ["v=spf1 ?include:c.example mx/0 -all"] },
      "c.example": { TXT: ["v=spf1 ip6:2001:db8::1 include:d.example ~all"] },
      "d.example": { TXT: ["v=spf1 ip6:2001:db8::1 -ip4:192.0.2.1 +all"] },
    });
    const { notes } = runSync(checkHost(input), { dns });
    expect(notes.map((note) => ({ ...note, at: null, rfc: null }))).toStrictEqual([
      { code: "spf.almost-a-record", domain: "example.com", text: "v=spf 1", at: null, rfc: null },
      { code: "spf.almost-a-record", domain: "a.example", text: "v=spf", at: null, rfc: null },
      { code: "spf.every-address", domain: "a.example", at: null, rfc: null },
      { code: "spf.include-passes-all", domain: "example.com", include: "a.example", at: null, rfc: null },
      { code: "spf.every-address", domain: "b.example", at: null, rfc: null },
      { code: "spf.all-passes", domain: "d.example", at: null, rfc: null },
      { code: "spf.include-passes-all", domain: "c.example", include: "d.example", at: null, rfc: null },
      { code: "spf.include-passes-all", domain: "example.com", include: "b.example", at: null, rfc: null },
    ]);
  });

  it("says nothing of an explanation where the result is no fail (RFC 7208 §6.2)", () => {
    const dns = snapshotResolver({ "example.com": { TXT: ["v=spf1 ~all exp=e.example"] } });
    const { trace, record, matched, ...result } = {
      record: null,
      matched: null,
      ...runSync(checkHost(input), { dns }),
    };
    expect(trace.map(({ code }) => code)).toStrictEqual([
      "spf.asked",
      "spf.record-selected",
      "spf.term-evaluated",
    ]);
    expect({
      ...result,
      matched: matched === null || matched === "default" ? matched : matched.text,
    }).toStrictEqual({
      identity: "mailfrom",
      clientIp: "192.0.2.1",
      domain: "example.com",
      sender: "user@example.com",
      helo: "mx.example.net",
      substituted: false,
      notes: [],
      result: "softfail",
      recordDomain: "example.com",
      matched: "~all",
    });
    expect(record?.text).toBe("v=spf1 ~all exp=e.example");
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
