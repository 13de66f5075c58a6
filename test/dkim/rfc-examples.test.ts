import { expect, test } from "vitest";
import { verify } from "./verifying.ts";

/** RFC 6376 appendix C publishes the key, appendix A.2 signs with it. */
const RFC6376_KEY =
  "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFC" +
  "jxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBc" +
  "WToIMmPSPDdQPNUYckcQ2QIDAQAB";

/** With the white space that was signed: the text of the RFC shows the folding and one gap in the body in another width. */
const RFC6376_MESSAGE = [
  "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;",
  "      c=simple/simple; q=dns/txt; i=joe@football.example.com;",
  "      h=Received : From : To : Subject : Date : Message-ID;",
  "      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;",
  "      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB",
  "      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut",
  "      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV",
  "      4bmp/YzhwvcubU4=;",
  "Received: from client1.football.example.com  [192.0.2.1]",
  "      by submitserver.example.com with SUBMISSION;",
  "      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)",
  "From: Joe SixPack <joe@football.example.com>",
  "To: Suzie Q <suzie@shopping.example.net>",
  "Subject: Is dinner ready?",
  "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)",
  "Message-ID: <20030712040037.46341.5F8J@football.example.com>",
  "",
  "Hi.",
  "",
  "We lost the game. Are you hungry yet?",
  "",
  "Joe.",
  "",
].join("\r\n");

test("the signed message of RFC 6376 appendix A.2 verifies with the key of appendix C", () => {
  const zone = { "brisbane._domainkey.example.com": { TXT: [RFC6376_KEY] } };
  const { results, questions } = verify(RFC6376_MESSAGE, { zone });
  expect(questions).toStrictEqual(["TXT brisbane._domainkey.example.com"]);
  expect(results).toStrictEqual([
    {
      result: "pass",
      fieldIndex: 0,
      signature: {
        text: RFC6376_MESSAGE.slice(
          "DKIM-Signature:".length,
          RFC6376_MESSAGE.indexOf("Received: ") - 2,
        ).replaceAll("\r\n", ""),
        algorithm: "rsa-sha256",
        hash: "sha256",
        signatureData:
          "AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut" +
          "KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV4bmp/YzhwvcubU4=",
        bodyHash: "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=",
        canonicalization: { header: "simple", body: "simple" },
        sdid: "example.com",
        signedFields: ["Received", "From", "To", "Subject", "Date", "Message-ID"],
        auid: "joe@football.example.com",
        auidDomain: "football.example.com",
        bodyLengthCount: null,
        queryMethods: ["dns/txt"],
        selector: "brisbane",
        signedAt: null,
        expiresAt: null,
        copiedFields: [],
        tags: [
          { name: "v", at: { start: 3, end: 4 } },
          { name: "a", at: { start: 8, end: 18 } },
          { name: "s", at: { start: 22, end: 30 } },
          { name: "d", at: { start: 34, end: 45 } },
          { name: "c", at: { start: 54, end: 67 } },
          { name: "q", at: { start: 71, end: 78 } },
          { name: "i", at: { start: 82, end: 106 } },
          { name: "h", at: { start: 115, end: 165 } },
          { name: "bh", at: { start: 175, end: 219 } },
          { name: "b", at: { start: 228, end: 418 } },
        ],
      },
      key: {
        text: RFC6376_KEY,
        keyType: "rsa",
        publicKey: {
          type: "rsa",
          modulusBits: 1024,
          exponent: 65537,
          wrapping: "spki",
          data: RFC6376_KEY.slice("v=DKIM1; p=".length),
        },
        hashAlgorithms: null,
        services: ["*"],
        flags: [],
        testing: false,
        exactAuid: false,
        remark: null,
        tags: [
          { name: "v", at: { start: 2, end: 7 } },
          { name: "p", at: { start: 11, end: 227 } },
        ],
        notes: [
          { code: "dkim.key-wrapping", wrapping: "spki", rfc: "RFC 6376 §3.6.1" },
          { code: "dkim.key-below-recommended", bits: 1024, recommended: 2048, rfc: "RFC 8301 §3.2" },
        ],
      },
      coverage: {
        signedFields: [
          { name: "received", fieldIndex: 1 },
          { name: "from", fieldIndex: 2 },
          { name: "to", fieldIndex: 3 },
          { name: "subject", fieldIndex: 4 },
          { name: "date", fieldIndex: 5 },
          { name: "message-id", fieldIndex: 6 },
        ],
        oversigned: [],
        unsignedDuplicates: [],
        signedBodyBytes: 54,
        unsignedBodyBytes: 0,
      },
      notes: [],
      trace: [
        {
          code: "dkim.body-hash",
          expected: "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=",
          computed: "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=",
          hashedBytes: 54,
          rfc: "RFC 6376 §6.1.3",
        },
        {
          code: "dkim.key-answer",
          name: "brisbane._domainkey.example.com",
          kind: "records",
          rfc: "RFC 6376 §3.6.2.1",
        },
        { code: "dkim.header-input", fields: 6, bytes: 629, rfc: "RFC 6376 §3.7" },
        { code: "dkim.header-signature", record: 0, valid: true, rfc: "RFC 6376 §6.1.3" },
      ],
    },
  ]);
});

/** RFC 8463 appendix A.2 */
const RFC8463_ZONE = {
  "brisbane._domainkey.football.example.com": {
    TXT: ["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
  },
  "test._domainkey.football.example.com": {
    TXT: [
      "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi" +
        "Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3" +
        "Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
    ],
  },
};

const RFC8463_MESSAGE = [
  "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;",
  " d=football.example.com; i=@football.example.com;",
  " q=dns/txt; s=brisbane; t=1528637909; h=from : to :",
  " subject : date : message-id : from : subject : date;",
  " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;",
  " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus",
  " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==",
  "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;",
  " d=football.example.com; i=@football.example.com;",
  " q=dns/txt; s=test; t=1528637909; h=from : to : subject :",
  " date : message-id : from : subject : date;",
  " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;",
  " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3",
  " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz",
  " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=",
  "From: Joe SixPack <joe@football.example.com>",
  "To: Suzie Q <suzie@shopping.example.net>",
  "Subject: Is dinner ready?",
  "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)",
  "Message-ID: <20030712040037.46341.5F8J@football.example.com>",
  "",
  "Hi.",
  "",
  "We lost the game.  Are you hungry yet?",
  "",
  "Joe.",
  "",
].join("\r\n");

test("both signatures of RFC 8463 appendix A.3 verify, Ed25519 and RSA", () => {
  const { results, questions } = verify(RFC8463_MESSAGE, { zone: RFC8463_ZONE });
  expect(questions).toStrictEqual([
    "TXT brisbane._domainkey.football.example.com",
    "TXT test._domainkey.football.example.com",
  ]);
  const oversigned = ["from", "subject", "date"];
  expect(results.map((each) => [each.result, "coverage" in each && each.coverage.oversigned])).toStrictEqual([
    ["pass", oversigned],
    ["pass", oversigned],
  ]);
});
