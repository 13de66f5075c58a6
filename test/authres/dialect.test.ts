import { describe, expect, it } from "vitest";
import { readArcAuthenticationResults, readAuthenticationResults } from "../../src/authres/dialect.ts";

describe("the dialect of a field", () => {
  const cases = [
    { text: "mx; spf=pass", is: "rfc8601" },
    { text: "mx; compauth=pass", is: "exchange" },
    { text: "mx; dmarc=pass action=none header.from=x", is: "exchange" },
    { text: "mx; dmarc=pass reaction=none", is: "unknown" },
    { text: "mx; spf=pass action=none", is: "unknown" },
    { text: "mx; spf=pass (sender IP is 192.0.2.1)", is: "exchange" },
    { text: "mx; dkim=pass (sender IP is 192.0.2.1)", is: "rfc8601" },
    { text: "mx; spf=pass (a sender IP is 192.0.2.1)", is: "rfc8601" },
    { text: "mx; SPF=pass (a) (google.com: domain of x)", is: "gmail" },
    { text: "mx; dkim=pass (google.com: domain of x)", is: "rfc8601" },
    { text: "mx; spf=pass (not google.com: x)", is: "rfc8601" },
    { text: "mx; dkim=pass; dmarc=pass (p=NONE sp=NONE dis=NONE)", is: "gmail" },
    { text: "mx; dmarc=pass (p=NONE)", is: "rfc8601" },
    { text: "mx; dmarc=pass (sp=NONE dis=NONE)", is: "rfc8601" },
    { text: "mx; spf=pass (p=NONE dis=NONE)", is: "rfc8601" },
    { text: "spf=pass", is: "unknown" },
  ];
  it.each(cases)("$text: $is", ({ text, is }) => {
    expect(readAuthenticationResults(text).dialect).toBe(is);
  });
});

describe("readArcAuthenticationResults (RFC 8617 §4.1.1)", () => {
  const cases = [
    { text: "i=2; mx.example; none", instance: 2, authservId: "mx.example" },
    { text: "ARC-Authentication-Results: i=3; mx.example; none", instance: 3, authservId: "mx.example" },
    { text: "mx.example; none", instance: null, authservId: "mx.example" },
    { text: "ARC-Authentication-Results: mx.example; none", instance: null, authservId: "mx.example" },
    { text: "i=0; mx.example; none", instance: null, authservId: null },
    { text: "i 1; mx.example; none", instance: null, authservId: "i" },
    { text: "i=; mx.example; none", instance: null, authservId: null },
  ];
  it.each(cases)("$text has instance $instance and id $authservId", ({ text, instance, authservId }) => {
    const reading = readArcAuthenticationResults(text);
    expect({ instance: reading.instance, authservId: reading.authservId }).toStrictEqual({
      instance,
      authservId,
    });
  });
});

describe("what is off the grammar is read and noted (RFC 8601 §7.8)", () => {
  const cases = [
    {
      text: "mx; spf=pass smtp.mailfrom= smtp.helo=x",
      read: ["mailfrom=", "helo=x"],
      noted: ["empty-value 27-28"],
    },
    { text: "mx; spf=pass smtp.mailfrom= .a=b", read: ["mailfrom=.a=b"], noted: ["unquoted-value 28-32"] },
    { text: "mx; spf=pass smtp.mailfrom= a.=b", read: ["mailfrom=a.=b"], noted: ["unquoted-value 28-32"] },
    { text: "mx; spf=pass smtp.mailfrom= a.b=", read: ["mailfrom=", "b="], noted: ["empty-value 27-28"] },
    { text: "mx; spf=pass smtp.mailfrom= ab=", read: ["mailfrom=ab="], noted: ["unquoted-value 28-31"] },
    { text: "mx; spf=pass smtp.mailfrom= a=b.c", read: ["mailfrom=a=b.c"], noted: ["unquoted-value 28-33"] },
    { text: "mx; spf=pass smtp.mailfrom=a.b=c", read: ["mailfrom=a.b=c"], noted: ["unquoted-value 27-32"] },
    {
      text: "mx; spf=pass smtp.helo=!:\t smtp.x=y",
      read: ["helo=!:", "x=y"],
      noted: ["unquoted-value 23-25"],
    },
    { text: "mx; spf=pass smtp.helo=a:;dkim=none", read: ["helo=a:"], noted: ["unquoted-value 23-25"] },
    { text: "mx; spf=pass smtp.helo=a@b!c", read: ["helo=a@b!c"], noted: ["unquoted-value 23-28"] },
    { text: "mx; spf=pass smtp.-=a smtp.helo=x", read: [], noted: ["unread-text 18-33"] },
    { text: "mx; spf=pass smtp.helo a", read: [], noted: ["unread-text 23-24"] },
    { text: "mx; spf=pass smtp helo=a", read: [], noted: ["unread-text 18-24"] },
    { text: "mx; spf=pass - smtp.helo=a", read: [], noted: ["unread-text 13-26"] },
    { text: 'mx; spf=pass a "x;y" z; none', read: [], noted: ["unread-text 15-22", "misplaced-none 23-28"] },
    { text: "mx; spf=pass a (x;y) z", read: [], noted: ["unread-text 21-22"] },
    { text: "mx; none; spf=pass", read: [], noted: ["misplaced-none 9-18"] },
    { text: "mx; none; none", read: [], noted: ["misplaced-none 9-14"] },
    { text: 'mx; spf=pass"x"', read: [], noted: ["missing-white-space 12-13", "unread-text 12-15"] },
    { text: "mx; spf=pass reason=a@b.c", read: [], noted: ["unquoted-value 20-25"] },
    { text: "mx 999999999999999; none", read: [], noted: [] },
    { text: "mx 1000000000000000; none", read: [], noted: ["unreadable-authserv-id 3-19"] },
    {
      text: '"a\\',
      read: [],
      noted: ["unterminated-string 0-3", "unreadable-authserv-id 3-3", "no-result 3-3"],
    },
    { text: "mx; spf=pass (a\\", read: [], noted: ["unterminated-comment 13-16"] },
    { text: "mx; spf=pass (a\x1fb\x7f)", read: [], noted: ["control-character 15-16"] },
    { text: "mx; spf=pass (a\r b\rc)", read: [], noted: ["control-character 15-16"] },
    { text: "mx; spf=pass (a\r\n b\nc)", read: [], noted: ["control-character 19-20"] },
    { text: "mx; spf=pass (a ~\t!)", read: [], noted: [] },
    { text: "(a) mx (b) =x", read: [], noted: ["no-authserv-id 4-5"] },
  ];
  it.each(cases)("$text", ({ text, read, noted }) => {
    const { results, deviations } = readAuthenticationResults(text);
    expect({
      read: results.flatMap(({ properties }) =>
        properties.map(({ property, pvalue }) => `${property}=${pvalue}`),
      ),
      noted: deviations.map(({ code, at }) => `${code} ${at.start}-${at.end}`),
    }).toStrictEqual({ read, noted });
  });

  it("takes comments before a result for the result's where no id stands", () => {
    const { comments, results } = readAuthenticationResults("(a) spf (b) = pass (c)");
    expect({ comments, of: results.map((result) => result.comments) }).toStrictEqual({
      comments: ["a"],
      of: [["b", "c"]],
    });
  });
});
