import { describe, expect, test } from "vitest";
import { toAuthenticationResults } from "../../src/analysis/authentication-results.ts";
import { explain } from "../../src/analysis/explain/explain.ts";
import { resolveInputs } from "../../src/analysis/inputs.ts";
import { formatAuthenticationResults } from "../../src/authres/format.ts";
import { parseAuthenticationResults } from "../../src/authres/parse.ts";
import type { MethodResult } from "../../src/authres/result.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import { analyzeSync, fixtureNames, fixtureReport } from "../support/analyzing.ts";

/** Results as they are written, but for the leading characters of signatures. */
function written(results: readonly MethodResult[]): readonly string[] {
  return results.map(({ method, result, reason, properties }) => {
    const shown = properties
      .filter(({ property }) => property !== "b")
      .map(({ ptype, property, pvalue }) => ` ${ptype}.${property}=${pvalue}`);
    return `${method}=${result}${reason === null ? "" : ` (${reason})`}${shown.join("")}`;
  });
}

/** Every method but ARC and BIMI, which have tests of their own. */
function resultsOf(name: string): readonly string[] {
  const { results } = toAuthenticationResults(fixtureReport(name), "mx.receiver.example");
  return written(results.filter(({ method }) => method !== "arc" && method !== "bimi"));
}

function key(selector: string, algorithm: string): string {
  return ` header.d=news.example.com header.i=@news.example.com header.s=${selector} header.a=${algorithm}`;
}

describe("a report as results of an Authentication-Results field (RFC 8601 §2.7)", () => {
  const cases: readonly (readonly [name: string, expected: readonly string[]])[] = [
    [
      "newsletter",
      [
        "iprev=pass policy.iprev=192.0.2.17",
        "spf=pass smtp.mailfrom=bounce-47@mail.example.com",
        "spf=pass smtp.helo=out1.mail.example.com",
        `dkim=pass${key("r2026", "rsa-sha256")}`,
        `dkim=pass${key("ed", "ed25519-sha256")}`,
        "dmarc=pass header.from=news.example.com policy.dmarc=reject",
      ],
    ],
    [
      "list-footer",
      [
        "iprev=pass policy.iprev=198.51.100.7",
        "spf=pass smtp.mailfrom=talk-bounces@lists.example.net",
        "spf=pass smtp.helo=lists.example.net",
        `dkim=fail (body-hash-mismatch)${key("r2026", "rsa-sha256")}`,
        `dkim=fail (body-hash-mismatch)${key("ed", "ed25519-sha256")}`,
        "dmarc=fail header.from=news.example.com policy.dmarc=reject",
      ],
    ],
    [
      "two-authors",
      [
        "iprev=permerror policy.iprev=203.0.113.200",
        "spf=pass smtp.mailfrom=x@attacker.example",
        "spf=none (no-record) smtp.helo=mail.attacker.example",
        "dkim=pass header.d=shop.example header.i=@shop.example header.s=s1 header.a=rsa-sha256",
        "dmarc=none (author-ambiguous)",
      ],
    ],
    [
      "delivery-notice",
      [
        "iprev=pass policy.iprev=198.51.100.25",
        "spf=pass smtp.mailfrom=postmaster@mx7.example.org",
        "spf=pass smtp.helo=mx7.example.org",
        "dkim=none",
        "dmarc=pass header.from=mx7.example.org policy.dmarc=quarantine",
      ],
    ],
    [
      "incomplete-signature",
      [
        "iprev=pass policy.iprev=192.0.2.9",
        "spf=softfail smtp.mailfrom=alice@example.com",
        "spf=none (no-record) smtp.helo=mx.example.com",
        "dkim=neutral (missing-tag) header.d=example.com header.s=google",
        "dmarc=fail header.from=example.com policy.dmarc=quarantine",
      ],
    ],
  ];
  test.each(cases)("%s", (name, expected) => {
    expect(resultsOf(name)).toStrictEqual(expected);
  });

  test("what was not evaluated is not stated", () => {
    const report = analyzeSync(
      "From: a@a.example\r\n\r\n",
      resolveInputs({}, { now: 0 }),
      snapshotResolver({ "_dmarc.a.example": { TXT: ["v=DMARC1; p=reject"] } }),
    );
    const { results } = toAuthenticationResults(report, "mx.receiver.example");
    expect(results.map(({ method }) => method).filter((method) => method !== "arc")).toStrictEqual(["dkim"]);
  });

  test("a header that was not read to its end is not called unsigned", () => {
    const flood = "X: y\r\n".repeat(10_001);
    const report = analyzeSync(
      `${flood}DKIM-Signature: v=1\r\nFrom: a@a.example\r\n\r\n`,
      resolveInputs({}, { now: 0 }),
      snapshotResolver({}),
    );
    const { results } = toAuthenticationResults(report, "mx.receiver.example");
    expect(results.filter(({ method }) => method === "dkim")).toStrictEqual([]);
    expect(explain(report).filter(({ topic }) => topic === "dkim")).toStrictEqual([]);
  });

  test.each(fixtureNames())("the field of %s is written and read back", (name) => {
    const results = toAuthenticationResults(fixtureReport(name), "mx.receiver.example");
    const [, value = ""] =
      /^Authentication-Results:([^]*)\r\n$/.exec(formatAuthenticationResults(results)) ?? [];
    expect(parseAuthenticationResults(value)).toStrictEqual({
      kind: "parsed",
      authenticationResults: results,
    });
  });
});
