import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatSmtpReply, smtpReply, type ReplyReason } from "../../src/analysis/smtp-reply.ts";

describe("smtpReply", () => {
  const cases: readonly { reason: ReplyReason; line: string }[] = [
    { reason: "no-passing-dkim", line: "550 5.7.20 No passing DKIM signature found" },
    { reason: "no-acceptable-dkim", line: "550 5.7.21 No acceptable DKIM signature found" },
    { reason: "no-author-matched-dkim", line: "550 5.7.22 No valid author-matched DKIM signature found" },
    { reason: "spf-fail", line: "550 5.7.23 SPF validation failed" },
    { reason: "spf-permerror", line: "550 5.7.24 SPF validation error" },
    { reason: "spf-temperror", line: "451 4.7.24 SPF validation error, try again later" },
    { reason: "reverse-dns-fail", line: "550 5.7.25 Reverse DNS validation failed" },
    { reason: "multiple-failures", line: "550 5.7.26 Multiple authentication checks failed" },
    { reason: "dmarc-policy", line: "550 5.7.1 Rejected per DMARC policy" },
    { reason: "author-ambiguous", line: "550 5.7.1 The author of the message is ambiguous" },
    { reason: "key-unavailable", line: "451 4.7.5 Unable to verify DKIM signature now, try again later" },
    { reason: "dns-unavailable", line: "451 4.4.3 DNS lookup failed, try again later" },
    { reason: "limit-reached", line: "451 4.7.0 Too many domains to authenticate, try again later" },
  ];
  it.each(cases)("$reason is $line (RFC 7372 §3)", ({ reason, line }) => {
    expect(formatSmtpReply(smtpReply(reason))).toBe(line);
  });

  it.each(cases)("$reason: reply code and enhanced status agree in class (RFC 3463 §2)", ({ reason }) => {
    const { code, enhancedStatus } = smtpReply(reason);
    expect(enhancedStatus[0]).toBe(String(code)[0]);
  });

  it("puts the detail behind a colon", () => {
    expect(smtpReply("spf-fail", "example.com")).toStrictEqual({
      code: 550,
      enhancedStatus: "5.7.23",
      text: "SPF validation failed: example.com",
    });
  });
});

const line = (text: string): string => formatSmtpReply({ code: 550, enhancedStatus: "5.7.1", text });

describe("formatSmtpReply", () => {
  const cases = [
    { name: "CRLF starts no second reply", text: "no\r\n250 OK", expected: "550 5.7.1 no 250 OK" },
    {
      name: "NUL and escape sequences become question marks",
      text: "a\0b\u001b[31m",
      expected: "550 5.7.1 a?b?[31m",
    },
    {
      name: "characters past ASCII become one question mark each",
      text: "é😀\u2028x",
      expected: "550 5.7.1 ?? x",
    },
    {
      name: "white space becomes one space, none at the end",
      text: "a \t\r\n b \r\n",
      expected: "550 5.7.1 a b",
    },
    { name: "an empty text leaves the codes", text: "", expected: "550 5.7.1" },
  ];
  it.each(cases)("$name", ({ text, expected }) => {
    expect(line(text)).toBe(expected);
  });

  it("cuts at 510 characters, so that the line with CRLF has 512 (RFC 5321 §4.5.3.1.5)", () => {
    expect(line("x".repeat(1000))).toBe(`550 5.7.1 ${"x".repeat(500)}`);
  });

  it("gives one line of printable ASCII for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 1000 }), (text) => {
        expect(line(text)).toMatch(/^550 5\.7\.1(?: [!-~]+)*$/);
        expect(line(text).length).toBeLessThanOrEqual(510);
      }),
    );
  });
});
