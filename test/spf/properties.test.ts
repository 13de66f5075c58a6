import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DnsAnswer, RecordData, RecordType } from "../../src/dns/answer.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { checkMailFrom } from "../../src/spf/identity.ts";
import { formatSpfRecord, parseSpfRecord } from "../../src/spf/record.ts";
import type { SpfResult } from "../../src/spf/result.ts";
import { run } from "../../src/task/run.ts";
import { runSync } from "../../src/task/run-sync.ts";
import { type HeldQuestion, heldResolver, settle } from "../support/held-resolver.ts";
import { loggingResolver } from "../support/spf-case.ts";

/** Pieces that get a text past the version section and deep into the grammar. */
const words =
  "v=spf1 + - ~ ? all include: a mx ptr ip4: ip6: exists: redirect= exp= x= %{ } %% %_ %- % d S l p 1 r " +
  ". - /24 //64 /0 /33 : = / a.example b.example 192.0.2.0 ::1 \0 \t \u00e9 \uffff";
const pieces = fc.constantFrom(" ", "  ", ...words.split(" "));
const recordLike = fc.array(pieces, { maxLength: 25 }).map((parts) => `v=spf1 ${parts.join("")}`);

const names = ["a.example", "b.example", "c.example", "h.example"] as const;
const anyName = fc.constantFrom(...names);
const macro = fc.constantFrom(
  "%{d}",
  "%{o}",
  "%{l}",
  "%{h}",
  "%{p}",
  "%{ir}.%{v}",
  "%{d1r}",
  "%{L-}",
  "%%",
  "%_",
);
const target = fc.oneof(
  anyName,
  fc.tuple(macro, anyName).map((parts) => parts.join(".")),
  macro,
);
const mechanism = fc.oneof(
  fc.constantFrom(
    "a",
    "mx",
    "ptr",
    "a/24",
    "mx//64",
    "ip4:192.0.2.0/24",
    "ip6:2001:db8::/32",
    "ip4:198.51.100.1",
  ),
  target.map((spec) => `a:${spec}`),
  target.map((spec) => `mx:${spec}/31`),
  target.map((spec) => `include:${spec}`),
  target.map((spec) => `exists:${spec}`),
  anyName.map((spec) => `ptr:${spec}`),
);
const directive = fc.tuple(fc.constantFrom("", "+", "-", "~", "?"), mechanism).map((parts) => parts.join(""));
const ending = fc.oneof(
  fc.constantFrom("", " -all", " ~all", " ?all", " +all", " -all exp=c.example"),
  target.map((spec) => ` redirect=${spec}`),
);
/** Records that obey the grammar and lead to each other. */
const record = fc
  .tuple(fc.array(directive, { maxLength: 5 }), ending)
  .map(([directives, end]) => `v=spf1 ${directives.join(" ")}${end}`);

const failure = fc.constantFrom("timeout", "servfail", "refused", "malformed");
const address = fc.constantFrom("192.0.2.1", "198.51.100.1", "203.0.113.9");
const entry = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        TXT: fc.oneof(
          { weight: 6, arbitrary: fc.tuple(record) },
          { weight: 1, arbitrary: failure },
          { weight: 1, arbitrary: fc.tuple(record, record) },
        ),
        A: fc.oneof(fc.array(address, { minLength: 1, maxLength: 3 }), fc.constant("servfail" as const)),
        MX: fc.array(fc.record({ exchange: anyName, priority: fc.nat(20) }), { minLength: 1, maxLength: 12 }),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: failure },
);
const zone: fc.Arbitrary<Zone> = fc
  .tuple(entry, fc.dictionary(anyName, entry), fc.option(fc.array(anyName, { minLength: 1, maxLength: 12 })))
  .map(([sender, others, pointers]): Zone => {
    const entries = { ...others, "a.example": sender };
    return pointers === null ? entries : { ...entries, "1.2.0.192.in-addr.arpa": { PTR: pointers } };
  });

const envelope = { clientIp: "192.0.2.1", helo: "h.example", mailFrom: "user@a.example" };
const check = (dns: Resolver, given: typeof envelope = envelope): SpfResult =>
  runSync(checkMailFrom(given), { dns });

/** The canonical text says all there is to a record but the places and the writing. */
const canonical = (text: string): string | null => {
  const parsed = parseSpfRecord(text);
  return parsed.kind === "parsed" ? formatSpfRecord(parsed.record) : null;
};

describe("parseSpfRecord", () => {
  it("never throws, and what it accepts is accepted again as written", () => {
    fc.assert(
      fc.property(fc.oneof(recordLike, record, fc.string()), (text) => {
        const written = canonical(text);
        if (written !== null) expect(canonical(written)).toBe(written);
      }),
      { numRuns: 2000 },
    );
  });

  it("and formatSpfRecord are inverse on canonical text", () => {
    fc.assert(
      fc.property(record, (text) => {
        const written = canonical(text) ?? "";
        const parsed = parseSpfRecord(written);
        if (parsed.kind === "issue") throw new Error(parsed.expected);
        expect(formatSpfRecord(parsed.record)).toBe(written);
        expect(parsed.record.terms.map(({ text: term }) => term).join(" ")).toBe(
          written.slice("v=spf1 ".length),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("places every term and issue inside the text", () => {
    fc.assert(
      fc.property(recordLike, (text) => {
        const parsed = parseSpfRecord(text);
        if (parsed.kind === "issue") {
          expect(parsed.at.start).toBeLessThanOrEqual(parsed.at.end);
          expect(parsed.at.end).toBeLessThanOrEqual(text.length);
          return;
        }
        for (const term of parsed.record.terms) {
          expect(text.slice(term.span.start, term.span.end)).toBe(term.text);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Same lengths and same order, so that spans and the order of exchanges stay. */
function renamed<Value>(value: Value): Value {
  const text = JSON.stringify(value).replaceAll("example", "testing");
  return JSON.parse(text) as Value;
}

/** A tree of records, each of which includes as many others as it can. */
function forest(terms: string): Resolver {
  return {
    resolve: (type, name) =>
      snapshotResolver({ [name]: { TXT: [`v=spf1 ${terms} -all`] } }).resolve(type, name),
  };
}

describe("a check", () => {
  it("ends in a result for any zone, within its limits", () => {
    fc.assert(
      fc.property(zone, (given) => {
        const { resolver, questions } = loggingResolver(snapshotResolver(given));
        const result = check(resolver);
        // Ten terms, each with at most eleven questions, the reverse mapping, the record and its explanation.
        expect(questions.length).toBeLessThanOrEqual(10 * 11 + 11 + 2);
        const counted = result.trace.filter(({ code }) => code === "spf.term-counted").length;
        expect(counted).toBeLessThanOrEqual(11);
        expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
      }),
      { numRuns: 1000 },
    );
  });

  it("does not change by an answer nobody asked for", () => {
    fc.assert(
      fc.property(zone, (given) => {
        const more: Zone = { ...given, "unasked.example.org": { TXT: ["v=spf1 +all"], A: ["192.0.2.1"] } };
        expect(check(snapshotResolver(more))).toStrictEqual(check(snapshotResolver(given)));
      }),
      { numRuns: 300 },
    );
  });

  it("comes to the same whichever answer arrives first", async () => {
    await fc.assert(
      fc.asyncProperty(zone, fc.infiniteStream(fc.nat(99)), async (given, order) => {
        const held = heldResolver(snapshotResolver(given));
        const pending = run(checkMailFrom(envelope), { dns: held });
        const released = new Set<HeldQuestion>();
        for (;;) {
          await settle();
          const open = held.questions.filter((question) => !released.has(question));
          const next = open[(order.next().value ?? 0) % Math.max(open.length, 1)];
          if (next === undefined) break;
          released.add(next);
          next.release();
        }
        expect(await pending).toStrictEqual(check(snapshotResolver(given)));
      }),
      { numRuns: 150 },
    );
  });

  it("knows no domain by name: renaming all renames the result", () => {
    fc.assert(
      fc.property(zone, (given) => {
        const result = check(snapshotResolver(renamed(given)), renamed(envelope));
        expect(result).toStrictEqual(renamed(check(snapshotResolver(given))));
      }),
      { numRuns: 300 },
    );
  });

  it("never throws, whatever sender, HELO and records hold", () => {
    const anything = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(
        anything,
        fc.oneof(
          anything,
          anything.map((local) => `${local}@a.example`),
        ),
        recordLike,
        (helo, mailFrom, text) => {
          const result = check(answering(text), { clientIp: "2001:db8::1", helo, mailFrom });
          if (result.result === "fail") expect(result.explanation ?? "").toMatch(/^[\x20-\x7e]*$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** Gives the same text for every TXT question, and for others what sends the check on. */
function answering(text: string): Resolver {
  const answers: { readonly [Type in RecordType]: DnsAnswer<RecordData[Type]> } = {
    TXT: { kind: "records", records: [[text]] },
    A: { kind: "records", records: ["not an address", "198.51.100.1"] },
    AAAA: { kind: "nodata" },
    PTR: { kind: "records", records: ["", "..", "\0.example", "a.example"] },
    CNAME: { kind: "nodata" },
    MX: { kind: "records", records: [{ exchange: "", priority: Number.NaN }] },
  };
  return { resolve: (type) => answers[type] };
}

describe("hostile records", () => {
  const cases = [
    {
      name: "a tree of includes",
      terms: Array.from({ length: 20 }, (_, i) => `include:n${i}.%{d}`).join(" "),
    },
    { name: "a chain of redirects", terms: "redirect=n.%{d}" },
    { name: "includes of itself", terms: "include:%{d} include:%{d}" },
    { name: "many macros", terms: `exists:${"%{l}".repeat(5000)}.example` },
    { name: "many terms", terms: "ip4:198.51.100.1 ".repeat(3000) },
  ];
  it.each(cases)("$name ends at the limits (RFC 7208 §4.6.4)", ({ terms }) => {
    const { resolver, questions } = loggingResolver(forest(terms));
    const result = runSync(checkMailFrom({ ...envelope, mailFrom: `${"l.".repeat(30_000)}l@a.example` }), {
      dns: resolver,
    });
    expect(["permerror", "fail"]).toContain(result.result);
    expect(questions.length).toBeLessThanOrEqual(13);
  });
});
