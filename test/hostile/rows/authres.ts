import {
  type AssessedField,
  assessTrust,
  formatAuthenticationResults,
  type MethodResult,
  parseAuthenticationResults,
  parseReceived,
  parseReceivedSpf,
  readAuthenticationResults,
  readReceivedChain,
  recoverEnvelope,
  registeredResult,
  representableResults,
} from "waxseal";
import { read } from "../../support/reading.ts";
import type { InputAttack } from "../attack.ts";

const TRUST = { authservIds: ["mx.receiver.example", "b\u00fccher.example"], boundary: 1 } as const;

const RECEIVED =
  "Received: from a.example (a.example [192.0.2.1]) by mx.receiver.example; Sun, 1 Nov 2026 09:30:00 +0000";

const causes = (each: readonly AssessedField[]): readonly unknown[] =>
  each.map((field) => [field.index, field.standing === "believed" ? field.trustedId : field.cause]);

/** The header that follows the receiver's own fields, judged. */
const assessed = (lines: readonly string[]): unknown => {
  const { fields } = read(`${[RECEIVED, ...lines].join("\r\n")}\r\n\r\n`);
  const { believed, forged, untrusted, removals } = assessTrust(fields, TRUST);
  return {
    believed: causes(believed),
    forged: causes(forged),
    untrusted: causes(untrusted),
    removals: removals.map(({ index }) => index),
  };
};

const authres = (value: string): string => `Authentication-Results: ${value}`;

/** Methods with results, as they are read whatever the deviations. */
const readWords = (value: string): unknown => {
  const { authservId, results } = readAuthenticationResults(value);
  return { authservId, results: results.map(({ method, result }) => `${method}=${result}`) };
};

const result = (
  method: string,
  properties: MethodResult["properties"],
  reason: string | null = null,
): MethodResult => ({
  method,
  methodVersion: null,
  result: "pass",
  reason,
  properties,
  comments: [],
});

const property = (ptype: string, name: string, pvalue: string): MethodResult["properties"][number] => ({
  ptype,
  property: name,
  pvalue,
});

/** What is written for a value, and whether it comes back as it went in. */
const written = (pvalue: string): unknown => {
  const results = {
    authservId: "mx.receiver.example",
    version: null,
    comments: [],
    results: [result("spf", [property("smtp", "helo", pvalue)], pvalue)],
  };
  const field = formatAuthenticationResults(results);
  const kept = representableResults(results).results[0];
  return {
    kept: kept?.properties.map((each) => each.pvalue),
    same:
      JSON.stringify(parseAuthenticationResults(field)) ===
      JSON.stringify({ kind: "parsed", authenticationResults: representableResults(results) }),
    long: field.split("\r\n").some((line) => line.length > 998),
    lines: field.split(/\r\n(?![ \t])/).length - 1,
  };
};

const registeredWord = (method: string, word: string): string | null => {
  const registered = registeredResult({ method, result: word });
  return registered.kind === "registered" ? registered.result : null;
};

const hop = (text: string): unknown => {
  const { helo, rdns, tcpAddress } = parseReceived(text);
  return { helo, rdns, tcpAddress };
};

const chain = (...received: readonly string[]): unknown => {
  const { fields } = read(`${received.map((text) => `Received: ${text}\r\n`).join("")}\r\n`);
  return readReceivedChain(fields, 1).map(({ trusted, notes }) => [trusted, notes.map(({ code }) => code)]);
};

export const AUTHRES_ATTACKS: readonly InputAttack[] = [
  {
    row: "F1",
    name: "RFC 8601 §5: every spelling of a trusted authserv-id below the boundary is to be removed, the last first",
    seen: () =>
      assessed([
        authres("mx.receiver.example; dmarc=pass"),
        authres("MX.Receiver.Example; dmarc=pass"),
        authres('"mx.receiver.example"; dmarc=pass'),
        authres("mx.receiver.example.; dmarc=pass"),
        authres("(mx) mx.receiver.example (a); dmarc=pass"),
        authres("mx.receiver.example 1; dmarc=pass"),
        authres("xn--bcher-kva.example; dmarc=pass"),
        authres("mx.other.example; dmarc=pass"),
      ]),
    expected: {
      believed: [],
      forged: [1, 2, 3, 4, 5, 6, 7].map((index) => [index, "below-boundary"]),
      untrusted: [[8, "foreign-authserv-id"]],
      removals: [7, 6, 5, 4, 3, 2, 1],
    },
  },
  {
    row: "F2",
    name: "RFC 8601 §2.2: fields without an authserv-id, or with none that can be read, are never believed",
    seen: () =>
      assessed([
        authres("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dmarc=pass action=none"),
        authres("=;; dmarc=pass"),
      ]),
    expected: {
      believed: [],
      forged: [],
      untrusted: [
        [1, "no-authserv-id"],
        [2, "unreadable-authserv-id"],
      ],
      removals: [],
    },
  },
  {
    row: "F2",
    name: "RFC 8601 §2.2: what has no authserv-id is read all the same",
    seen: () =>
      readWords("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dmarc=pass action=none"),
    expected: { authservId: null, results: ["spf=pass", "dmarc=pass"] },
  },
  ...(
    [
      ["in a comment", "mx.example; spf=fail (dkim=pass; dmarc=pass)", ["spf=fail"]],
      ["in nested comments", "mx.example; spf=fail (a (b; dkim=pass) c)", ["spf=fail"]],
      ["in a quoted string", 'mx.example; spf=fail reason="x; dkim=pass"', ["spf=fail"]],
      ["after an escaped quote", 'mx.example; spf=fail reason="x\\"; dkim=pass"', ["spf=fail"]],
      ["behind a value", "mx.example; dkim=fail header.from=a;dmarc=none", ["dkim=fail", "dmarc=none"]],
    ] as const
  ).map(([what, value, results]): InputAttack => ({
    row: "F3",
    name: `RFC 8601 §2.2: a result ${what}`,
    seen: () => readWords(value),
    expected: { authservId: "mx.example", results },
  })),
  ...(
    [
      ["quotes and parentheses", 'legit"=(.attack', true],
      ["a semicolon and a result", "a; dkim=pass", true],
      ["line ends", "a\r\nX-Forged: 1", false],
      ["NUL", "a\0b", false],
      ["UTF-8", "b\u00fccher.example", true],
      ["an unpaired surrogate", "a\ud800", false],
      ["five thousand characters", "l".repeat(5000), false],
      ["backslashes", 'a\\"b\\', true],
    ] as const
  ).map(([what, text, kept]): InputAttack => ({
    row: "F4",
    name: `RFC 8601 §2.2: ${what} in a value and a reason`,
    seen: () => written(text),
    expected: { kept: kept ? [text] : [], same: true, long: false, lines: 1 },
  })),
  {
    row: "F5",
    name: "RFC 8601 §2.7: words are kept as written, and none becomes a pass",
    seen: () =>
      ["Pass", "hardfail", "bestguesspass", "x-pass", "passed"].map((word) => [
        readWords(`mx.example; spf=${word}`),
        registeredWord("spf", word),
      ]),
    expected: [
      ["Pass", "pass"],
      ["hardfail", "fail"],
      ["bestguesspass", null],
      ["x-pass", null],
      ["passed", null],
    ].map(([word, registered]) => [{ authservId: "mx.example", results: [`spf=${word}`] }, registered]),
  },
  {
    row: "F5",
    name: "RFC 8601 §2.7.6: an unknown method has no registered result",
    seen: () => [
      registeredWord("x-magic", "pass"),
      registeredWord("__proto__", "pass"),
      registeredWord("spf", "constructor"),
    ],
    expected: [null, null, null],
  },
  {
    row: "F6",
    name: "RFC 8601 §4.1: of the fields of several hops only those above the boundary count",
    seen: () => {
      const { fields } = read(
        [
          authres("mx.receiver.example; spf=pass"),
          RECEIVED,
          authres("mx.receiver.example; spf=fail"),
          RECEIVED,
          authres("mx.far.example; spf=pass"),
        ].join("\r\n") + "\r\n\r\n",
      );
      const { believed, forged, untrusted } = assessTrust(fields, TRUST);
      return [believed, forged, untrusted].map((each) =>
        each.map(({ index, hop: { receivedAbove } }) => [index, receivedAbove]),
      );
    },
    expected: [[[0, 0]], [[2, 1]], [[4, 2]]],
  },
  {
    row: "F7",
    name: "RFC 7208 §9.1: Received-SPF about HELO from outside says nothing about MAIL FROM",
    seen: () => {
      const value = "pass identity=helo; helo=h.example; client-ip=192.0.2.99; envelope-from=x@legit.example";
      const { fields } = read(`${RECEIVED}\r\nReceived-SPF: ${value}\r\n\r\n`);
      return [parseReceivedSpf(value).kind, recoverEnvelope(fields, 1).envelope];
    },
    expected: ["parsed", { clientIp: "192.0.2.1", helo: "a.example" }],
  },
  ...(
    [
      [
        "Postfix",
        "from fake.example (real.example [192.0.2.1]) by mx (Postfix) with SMTP id A1; Sun, 1 Nov 2026 09:30:00 +0000",
        "fake.example",
        "real.example",
        "192.0.2.1",
      ],
      [
        "Exim",
        "from real.example ([192.0.2.1] helo=fake.example) by mx with esmtp (Exim 4.97) id 1abc-000-AA; Sun, 1 Nov 2026 09:30:00 +0000",
        "fake.example",
        "real.example",
        "192.0.2.1",
      ],
      [
        "Sendmail",
        "from fake.example (real.example [192.0.2.1]) by mx (8.18.1/8.18.1) with ESMTP id 4A1; Sun, 1 Nov 2026 09:30:00 GMT",
        "fake.example",
        "real.example",
        "192.0.2.1",
      ],
      [
        "qmail",
        "from unknown (HELO fake.example) (192.0.2.1) by mx with SMTP; 1 Nov 2026 09:30:00 -0000",
        "fake.example",
        null,
        "192.0.2.1",
      ],
      [
        "IPv6",
        "from fake.example (real.example [IPv6:2001:db8::1]) by mx with ESMTP; Sun, 1 Nov 2026 09:30:00 +0000",
        "fake.example",
        "real.example",
        "2001:db8::1",
      ],
      [
        "an address literal as HELO at qmail",
        "from unknown (HELO [198.51.100.7]) (192.0.2.1) by mx with SMTP; 1 Nov 2026 09:30:00 -0000",
        "[198.51.100.7]",
        null,
        "192.0.2.1",
      ],
      [
        "a HELO with an address behind a space at qmail",
        "from unknown (HELO a [198.51.100.7]) (u@192.0.2.1) by mx with SMTP; 1 Nov 2026 09:30:00 -0000",
        null,
        null,
        "192.0.2.1",
      ],
      [
        "a HELO like an address after ident at Exim",
        "from [192.0.2.1] (helo=x@198.51.100.7) by mx with esmtp (Exim 4.97) id 1abc-000-AA; Sun, 1 Nov 2026 09:30:00 +0000",
        "x@198.51.100.7",
        null,
        "192.0.2.1",
      ],
      [
        "a HELO with an address behind a space at Exim",
        "from [192.0.2.1] (helo=a [198.51.100.7]) by mx with esmtp (Exim 4.97) id 1abc-000-AA; Sun, 1 Nov 2026 09:30:00 +0000",
        "a",
        null,
        "192.0.2.1",
      ],
      [
        "an address in the HELO",
        "from [198.51.100.7] (real.example [192.0.2.1]) by mx with SMTP; Sun, 1 Nov 2026 09:30:00 +0000",
        "[198.51.100.7]",
        "real.example",
        "192.0.2.1",
      ],
      [
        "brackets in the HELO",
        "from a[198.51.100.7] (real.example [192.0.2.1]) by mx with SMTP; Sun, 1 Nov 2026 09:30:00 +0000",
        "a[198.51.100.7]",
        "real.example",
        "192.0.2.1",
      ],
    ] as const
  ).map(([what, text, helo, rdns, tcpAddress]): InputAttack => ({
    row: "F8",
    name: `RFC 5321 §4.4: claim, reverse name and address stay apart: ${what}`,
    seen: () => hop(text),
    expected: { helo, rdns, tcpAddress },
  })),
  {
    row: "F8",
    name: "RFC 5321 §4.4: private addresses, localhost, time running backwards and an id twice are noted",
    seen: () =>
      chain(
        "from localhost (unknown [10.0.0.1]) by mx (Postfix) with SMTP id A1; Sun, 1 Nov 2026 09:30:00 +0000",
        "from b.example (c.example [192.0.2.1]) by d (Postfix) with SMTP id A1; Sun, 1 Nov 2026 10:30:00 +0000",
      ),
    expected: [
      [true, ["non-global-address", "localhost-helo", "time-backwards"]],
      [false, ["helo-rdns-mismatch", "repeated-id"]],
    ],
  },
];
