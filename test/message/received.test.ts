import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatReceived,
  parseReceived,
  type ParsedReceived,
  type Received,
} from "../../src/message/received.ts";
import { received, receivedText } from "../support/received.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly form: ParsedReceived["form"];
  readonly expected: Partial<Received>;
  /** As it is written back in the common form. */
  readonly written: string;
}

const utc = (iso: string, offsetMinutes: number | null): Received["date"] => ({
  epochSeconds: Date.parse(iso) / 1000,
  offsetMinutes,
});

const noon: Received["date"] = utc("2024-01-01T12:00:00Z", 0);

const cases: readonly Case[] = [
  {
    name: "Postfix",
    text: "from example.com (localhost [127.0.0.1])\r\n\tby mx.example.org (Postfix) with ESMTP id 692DF379C7\r\n\tfor <john@example.com>; Fri, 18 May 2007 22:59:31 +0200 (CEST)",
    form: "postfix",
    expected: {
      helo: "example.com",
      rdns: "localhost",
      tcpAddress: "127.0.0.1",
      by: "mx.example.org",
      with: "ESMTP",
      id: "692DF379C7",
      for: "john@example.com",
      date: utc("2007-05-18T20:59:31Z", 120),
      comments: ["Postfix"],
    },
    written:
      "from example.com (localhost [127.0.0.1]) by mx.example.org (Postfix) with ESMTP id 692DF379C7 for <john@example.com>; Fri, 18 May 2007 22:59:31 +0200",
  },
  {
    name: "Postfix: a client without name, with TLS",
    text: "from [192.0.2.9] (unknown [IPv6:2001:DB8::1]) (using TLSv1.3 with cipher X (256/256 bits)) (Authenticated sender: u) by mx (Postfix) with ESMTPSA id 1",
    form: "postfix",
    expected: {
      helo: "[192.0.2.9]",
      tcpAddress: "2001:db8::1",
      by: "mx",
      with: "ESMTPSA",
      id: "1",
      comments: ["using TLSv1.3 with cipher X (256/256 bits)", "Authenticated sender: u", "Postfix"],
    },
    written:
      "from [192.0.2.9] (unknown [2001:db8::1]) by mx (using TLSv1.3 with cipher X \\(256/256 bits\\)) (Authenticated sender: u) (Postfix) with ESMTPSA id 1",
  },
  {
    name: "Postfix: mail made on the host",
    text: "by server.thirdstone.net (Postfix, from userid 80)",
    form: "postfix",
    expected: { by: "server.thirdstone.net", comments: ["Postfix, from userid 80"] },
    written: "by server.thirdstone.net (Postfix, from userid 80)",
  },
  {
    name: "Exim: a client without name",
    text: "from [192.0.2.1] (port=4711 helo=mail.example.com) by mx.example.org with esmtps (TLS1.3) tls TLS_X (Exim 4.96) (envelope-from <a@b>) id 1abc-00 for x@y; Mon, 01 Jan 2024 12:00:00 +0000",
    form: "exim",
    expected: {
      helo: "mail.example.com",
      tcpAddress: "192.0.2.1",
      by: "mx.example.org",
      with: "esmtps",
      id: "1abc-00",
      for: "x@y",
      date: noon,
      comments: ["TLS1.3", "Exim 4.96", "envelope-from <a@b>"],
    },
    written:
      "from mail.example.com (unknown [192.0.2.1]) by mx.example.org (TLS1.3) (Exim 4.96) (envelope-from <a@b>) with esmtps id 1abc-00 for <x@y>; Mon, 1 Jan 2024 12:00:00 +0000",
  },
  {
    name: "Exim: the name first is the rDNS, not the HELO",
    text: "from rdns.example.com ([192.0.2.1]:4711 helo=claim.example) by mx with esmtp (Exim 4.96) id 1",
    form: "exim",
    expected: {
      helo: "claim.example",
      rdns: "rdns.example.com",
      tcpAddress: "192.0.2.1",
      by: "mx",
      with: "esmtp",
      id: "1",
      comments: ["Exim 4.96"],
    },
    written: "from claim.example (rdns.example.com [192.0.2.1]) by mx (Exim 4.96) with esmtp id 1",
  },
  {
    name: "Exim: a HELO that equals the rDNS is left out",
    text: "from mail.example.com ([192.0.2.1]) by mx with esmtp (Exim 4.96) id 1",
    form: "exim",
    expected: {
      helo: "mail.example.com",
      rdns: "mail.example.com",
      tcpAddress: "192.0.2.1",
      by: "mx",
      with: "esmtp",
      id: "1",
      comments: ["Exim 4.96"],
    },
    written: "from mail.example.com (mail.example.com [192.0.2.1]) by mx (Exim 4.96) with esmtp id 1",
  },
  {
    name: "Exim: a user of the host is no HELO",
    text: "from joe by mx with local (Exim 4.96) id 1",
    form: "exim",
    expected: { by: "mx", with: "local", id: "1", comments: ["Exim 4.96"] },
    written: "by mx (Exim 4.96) with local id 1",
  },
  {
    name: "Sendmail: ident and a name that may be forged",
    text: "from claim.example (IDENT:root@rdns.example.com [192.0.2.3] (may be forged)) by mx (8.14.4/8.14.4) with ESMTP id q for <y@z>; Mon, 1 Jan 2024 12:00:00 GMT",
    form: "sendmail",
    expected: {
      helo: "claim.example",
      rdns: "rdns.example.com",
      tcpAddress: "192.0.2.3",
      by: "mx",
      with: "ESMTP",
      id: "q",
      for: "y@z",
      date: noon,
      comments: ["8.14.4/8.14.4"],
    },
    written:
      "from claim.example (rdns.example.com [192.0.2.3]) by mx (8.14.4/8.14.4) with ESMTP id q for <y@z>; Mon, 1 Jan 2024 12:00:00 +0000",
  },
  {
    name: "Sendmail: mail submitted on the host",
    text: "(from joe@localhost) by mx (8.12.11/8.12.11/Submit) id q; 1 Jan 2024 12:00 -0000",
    form: "sendmail",
    expected: {
      by: "mx",
      id: "q",
      date: utc("2024-01-01T12:00:00Z", null),
      comments: ["from joe@localhost", "8.12.11/8.12.11/Submit"],
    },
    written: "by mx (from joe@localhost) (8.12.11/8.12.11/Submit) id q; Mon, 1 Jan 2024 12:00:00 -0000",
  },
  {
    name: "qmail: a client without name",
    text: "from unknown (HELO claim.example) (192.0.2.4) by 0 with SMTP; 1 Jan 2024 12:00:00 -0000",
    form: "qmail",
    expected: {
      helo: "claim.example",
      tcpAddress: "192.0.2.4",
      by: "0",
      with: "SMTP",
      date: utc("2024-01-01T12:00:00Z", null),
    },
    written: "from claim.example (unknown [192.0.2.4]) by 0 with SMTP; Mon, 1 Jan 2024 12:00:00 -0000",
  },
  {
    name: "qmail: name, HELO and ident",
    text: "from rdns.example.com (EHLO claim.example) (me@192.0.2.4) by 0 with ESMTP",
    form: "qmail",
    expected: {
      helo: "claim.example",
      rdns: "rdns.example.com",
      tcpAddress: "192.0.2.4",
      by: "0",
      with: "ESMTP",
    },
    written: "from claim.example (rdns.example.com [192.0.2.4]) by 0 with ESMTP",
  },
  {
    name: "qmail: a HELO that equals the rDNS is left out",
    text: "from rdns.example.com (192.0.2.4) by 0 with SMTP",
    form: "qmail",
    expected: {
      helo: "rdns.example.com",
      rdns: "rdns.example.com",
      tcpAddress: "192.0.2.4",
      by: "0",
      with: "SMTP",
    },
    written: "from rdns.example.com (rdns.example.com [192.0.2.4]) by 0 with SMTP",
  },
  {
    name: "qmail: a step within the host",
    text: "(qmail 1234 invoked by uid 1000); 1 Jan 2024 12:00:00 -0000",
    form: "qmail",
    expected: { date: utc("2024-01-01T12:00:00Z", null), comments: ["qmail 1234 invoked by uid 1000"] },
    written: "(qmail 1234 invoked by uid 1000); Mon, 1 Jan 2024 12:00:00 -0000",
  },
  {
    name: "Exchange: addresses without brackets, a protocol of several words",
    text: "from A.prod.outlook.com (2603:10a6:20b:1::2) by B.prod.outlook.com (2603:10a6::1) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.1.2; Mon, 1 Jan 2024 12:00:00 +0000",
    form: "exchange",
    expected: {
      helo: "A.prod.outlook.com",
      tcpAddress: "2603:10a6:20b:1::2",
      by: "B.prod.outlook.com",
      with: "Microsoft SMTP Server",
      id: "15.20.1.2",
      date: noon,
      comments: ["2603:10a6::1", "version=TLS1_2, cipher=X"],
    },
    written:
      "from A.prod.outlook.com (unknown [2603:10a6:20b:1::2]) by B.prod.outlook.com (2603:10a6::1) (version=TLS1_2, cipher=X) with Microsoft SMTP Server id 15.20.1.2; Mon, 1 Jan 2024 12:00:00 +0000",
  },
  {
    name: "Exchange: within a server, via a transport",
    text: "from A.example by B.example with mapi id 15.1.2 via Frontend Transport",
    form: "exchange",
    expected: { helo: "A.example", by: "B.example", with: "mapi", id: "15.1.2", via: "Frontend Transport" },
    written: "from A.example by B.example via Frontend Transport with mapi id 15.1.2",
  },
  {
    name: "Gmail: a name with a trailing dot",
    text: "from claim.example (mail-x.google.com. [209.85.220.41]) by mx.google.com with SMTPS id abc.1 for <x@y> (Google Transport Security); Mon, 01 Jan 2024 04:00:00 -0800 (PST)",
    form: "gmail",
    expected: {
      helo: "claim.example",
      rdns: "mail-x.google.com",
      tcpAddress: "209.85.220.41",
      by: "mx.google.com",
      with: "SMTPS",
      id: "abc.1",
      for: "x@y",
      date: utc("2024-01-01T12:00:00Z", -480),
      comments: ["Google Transport Security"],
    },
    written:
      "from claim.example (mail-x.google.com [209.85.220.41]) by mx.google.com (Google Transport Security) with SMTPS id abc.1 for <x@y>; Mon, 1 Jan 2024 04:00:00 -0800",
  },
  {
    name: "Gmail: a step within, named by an address",
    text: "by 2002:a17:906:1234:0:0:0:0 with SMTP id xyz",
    form: "gmail",
    expected: { by: "2002:a17:906:1234:0:0:0:0", with: "SMTP", id: "xyz" },
    written: "by 2002:a17:906:1234:0:0:0:0 with SMTP id xyz",
  },
  {
    name: "RFC 5321 §4.4: the name before the address is the claim, the one beside it the rDNS",
    text: "from fifa.org (218-175-82-64.dynamic.hinet.net [218.175.82.64])",
    form: "other",
    expected: { helo: "fifa.org", rdns: "218-175-82-64.dynamic.hinet.net", tcpAddress: "218.175.82.64" },
    written: "from fifa.org (218-175-82-64.dynamic.hinet.net [218.175.82.64])",
  },
  {
    name: "RFC 5321 §4.4: a client that calls itself by a keyword",
    text: "from by (x.example [192.0.2.1]) by with with SMTP",
    form: "other",
    expected: { helo: "by", rdns: "x.example", tcpAddress: "192.0.2.1", by: "with", with: "SMTP" },
    written: "from by (x.example [192.0.2.1]) by with with SMTP",
  },
  {
    name: "of a repeated clause the first counts",
    text: "from a by b from c (d [192.0.2.1]) by e",
    form: "other",
    expected: { helo: "a", by: "b", comments: ["d [192.0.2.1]"] },
    written: "from a by b (d [192.0.2.1])",
  },
  {
    name: "an address in a comment of another clause, or none at all, is no client",
    text: "from a (no address) by b ([192.0.2.1]) ([300.0.2.1])",
    form: "other",
    expected: { helo: "a", by: "b", comments: ["no address", "[192.0.2.1]", "[300.0.2.1]"] },
    written: "from a by b (no address) ([192.0.2.1]) ([300.0.2.1])",
  },
  {
    name: "control characters are spaces, a semicolon before the last one too",
    text: "from a\0b;c by\r\n\td; 1 Jan 2024 12:00 UT",
    form: "other",
    expected: { helo: "a b c", by: "d", date: noon },
    written: "from a b c by d; Mon, 1 Jan 2024 12:00:00 +0000",
  },
  {
    name: "an open comment ends with the text",
    text: "from a (b [192.0.2.1] by c; 1 Jan 2024 12:00 UT",
    form: "other",
    expected: { helo: "a", rdns: "b", tcpAddress: "192.0.2.1" },
    written: "from a (b [192.0.2.1])",
  },
  { name: "nothing that is known", text: ") garbage [", form: "unrecognized", expected: {}, written: "" },
];

const factsOf = ({ form: _form, dateText: _dateText, ...facts }: ParsedReceived): Received => facts;

describe("a Received field", () => {
  test.each(cases)("$name", ({ text, form, expected, written }) => {
    const parsed = parseReceived(text);
    expect({ form: parsed.form, facts: factsOf(parsed) }).toStrictEqual({ form, facts: received(expected) });
    expect(formatReceived(parsed)).toBe(written);
  });

  test("a client without HELO keeps its address", () => {
    const known = received({ tcpAddress: "192.0.2.1", by: "b" });
    expect(formatReceived(known)).toBe("from (unknown [192.0.2.1]) by b");
  });

  test("a date that is none is kept as text", () => {
    expect(parseReceived("by b; Mon, 32 Jan 2024")).toStrictEqual({
      ...received({ by: "b" }),
      form: "other",
      dateText: "Mon, 32 Jan 2024",
    });
  });

  test("no text throws; whatever is read can be written and read again", () => {
    fc.assert(
      fc.property(fc.oneof(receivedText, fc.string({ unit: "binary" })), (text) => {
        const facts = factsOf(parseReceived(text));
        const written = formatReceived(facts);
        expect(written).not.toMatch(/\p{Cc}/u);
        expect(factsOf(parseReceived(written))).toStrictEqual(facts);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    { helo: "a b; c" },
    { helo: "a", rdns: "no.address" },
    { helo: "a by b" },
    { by: "a\r\nX: y" },
    { by: "a b" },
    { tcpAddress: "300.1.1.1" },
    { for: "a b" },
    { comments: ["a\nb"] },
    { date: { epochSeconds: 0.5, offsetMinutes: 0 } },
  ])("a value that no field can hold is a TypeError: %j", (known) => {
    expect(() => formatReceived(received(known))).toThrow(TypeError);
  });

  test.each(["(", "\\", ";", "from ", "from a (", "[", "() ", "helo= ", "([192.0.2.1] x) ", "from (x) "])(
    "200 kB of %j are read in one pass",
    (unit) => {
      const started = performance.now();
      const text = unit.repeat(200_000 / unit.length);
      expect(parseReceived(text).form).not.toBe("exchange");
      expect(parseReceived(`from ${text}`).form).not.toBe("exchange");
      // A quadratic reading takes minutes.
      expect(performance.now() - started).toBeLessThan(3000);
    },
  );
});
