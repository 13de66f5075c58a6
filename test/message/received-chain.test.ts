import { describe, expect, test } from "vitest";
import {
  type ReceivedHop,
  type ReceivedNote,
  readReceivedChain,
  readReturnPath,
  type ReturnPath,
} from "../../src/message/received-chain.ts";
import { parseReceived } from "../../src/message/received.ts";
import { read } from "../support/reading.ts";

const chain = (lines: readonly string[], trustedHops: number): readonly ReceivedHop[] =>
  readReceivedChain(read(`${lines.join("\r\n")}\r\n\r\n`).fields, trustedHops);

const returnPath = (lines: readonly string[], trustedHops: number): ReturnPath | null =>
  readReturnPath(read(`${lines.join("\r\n")}\r\n\r\n`).fields, trustedHops);

interface Case {
  readonly name: string;
  /** Received fields from the top, without their names. */
  readonly hops: readonly string[];
  readonly trustedHops: number;
  readonly notes: readonly (readonly ReceivedNote[])[];
}

const date = "Mon, 1 Jan 2024 12:00:00 +0000";

const cases: readonly Case[] = [
  {
    name: "RFC 5321 §4.4: an honest chain has no notes",
    hops: [
      `from mail.b.example (mail.b.example [198.51.100.1]) by mx.a.example with ESMTP id 1; ${date}`,
      `from desk (unknown [10.0.0.7]) by mail.b.example with ESMTPSA id 2; Mon, 1 Jan 2024 12:59:59 +0100`,
    ],
    trustedHops: 1,
    notes: [[], []],
  },
  {
    name: "a hijacked relay: the HELO is not the rDNS, and both hops have one queue id",
    hops: [
      `from openrelay.com (mail.openrelay.com [10.11.12.13]) by gp.word-to-the-wise.com (Postfix) with ESMTP id 3DD7790000D; ${date}`,
      `from fake-spammer-helo (spammer.net [64.71.176.18]) by openrelay.com (Postfix) with SMTP id 3DD7790000D; ${date}`,
    ],
    trustedHops: 1,
    notes: [
      [
        { code: "non-global-address", address: "10.11.12.13", addressClass: "private" },
        { code: "helo-rdns-mismatch", helo: "openrelay.com", rdns: "mail.openrelay.com" },
      ],
      [
        { code: "helo-rdns-mismatch", helo: "fake-spammer-helo", rdns: "spammer.net" },
        { code: "repeated-id", id: "3DD7790000D", fieldIndex: 0 },
      ],
    ],
  },
  {
    name: "a hijacked proxy: a private address with a public name",
    hops: [`from fake-spammer-helo (open-proxy.net [192.168.1.1]) by gp.word-to-the-wise.com; ${date}`],
    trustedHops: 0,
    notes: [
      [
        { code: "non-global-address", address: "192.168.1.1", addressClass: "private" },
        { code: "helo-rdns-mismatch", helo: "fake-spammer-helo", rdns: "open-proxy.net" },
      ],
    ],
  },
  {
    name: "a dynamic host that calls itself by the domain it forges, and no date",
    hops: ["from fifa.org (218-175-82-64.dynamic.hinet.net [218.175.82.64])"],
    trustedHops: 1,
    notes: [
      [
        { code: "helo-rdns-mismatch", helo: "fifa.org", rdns: "218-175-82-64.dynamic.hinet.net" },
        { code: "unparseable-date", text: "" },
      ],
    ],
  },
  {
    name: "a web server's mail: the address without name at the border, the user below",
    hops: [
      `from server.thirdstone.net (unknown [66.216.98.139]) by pumpis4.latnet.lv (Postfix) with ESMTP id A1; Fri, 24 Mar 2006 10:00:00 +0200`,
      `by server.thirdstone.net (Postfix, from userid 80) id B2; Fri, 24 Mar 2006 08:00:00 +0000`,
    ],
    trustedHops: 1,
    notes: [[], []],
  },
  {
    name: "localhost as HELO from elsewhere; from the host itself it is in order",
    hops: [
      `from localhost (localhost [127.0.0.1]) by mx with ESMTP id 1; ${date}`,
      `from LocalHost.LocalDomain (unknown [8.8.8.8]) by mx with ESMTP id 2; ${date}`,
    ],
    trustedHops: 2,
    notes: [[], [{ code: "localhost-helo", helo: "LocalHost.LocalDomain" }]],
  },
  {
    name: "RFC 5322 §3.3: the hop below is later by more than clocks differ",
    hops: [
      `by a; Mon, 1 Jan 2024 12:00:00 +0000`,
      `by b; Mon, 1 Jan 2024 13:01:01 +0100`,
      `by c; Mon, 1 Jan 2024 13:02:01 +0100`,
      `by d; Mon, 1 Jan 2024 13:02:02 CEST`,
    ],
    trustedHops: 1,
    notes: [[{ code: "time-backwards", seconds: 61 }], [], [{ code: "time-backwards", seconds: 3601 }], []],
  },
  {
    name: "a date that is none, and a field that is none",
    hops: ["by a; yesterday", "hello"],
    trustedHops: 0,
    notes: [[{ code: "unparseable-date", text: "yesterday" }], [{ code: "unrecognized" }]],
  },
  {
    name: "the version that Exchange writes as id is none",
    hops: [
      `from a by b with Microsoft SMTP Server id 15.20.1.2; ${date}`,
      `from c by a with Microsoft SMTP Server id 15.20.1.2; ${date}`,
    ],
    trustedHops: 0,
    notes: [[], []],
  },
  ...["LOCALHOST", "localhost.localdomain", "127.0.0.1", "[127.0.0.1]"].map((helo): Case => ({
    name: `a HELO of ${helo} from another host`,
    hops: [`from ${helo} (unknown [198.51.100.1]) by a id 1; ${date}`],
    trustedHops: 1,
    notes: [[{ code: "localhost-helo", helo }]],
  })),
  ...["xlocalhost", "localhost.example", "localhostx", "127.0.0.2"].map((helo): Case => ({
    name: `a HELO of ${helo} is a name like others`,
    hops: [`from ${helo} (unknown [198.51.100.1]) by a id 1; ${date}`],
    trustedHops: 1,
    notes: [[]],
  })),
  {
    name: "localhost from the host itself, and from nobody knows where",
    hops: [`from localhost (localhost [127.0.0.1]) by a id 1; ${date}`, `from localhost by b id 2; ${date}`],
    trustedHops: 0,
    notes: [[], []],
  },
  ...["mx.local", "mx.LAN", "mx.internal", "mx.home", "mx.arpa", "a.localdomain", "mx"].map((rdns): Case => ({
    name: `a private address inside, under the private name ${rdns}`,
    hops: [`from ${rdns} (${rdns} [10.0.0.1]) by a id 1; ${date}`],
    trustedHops: 0,
    notes: [[]],
  })),
  ...["mx.local.example", "mx.xlocal", "mx.lanx"].map((rdns): Case => ({
    name: `a private address inside, under the public name ${rdns}`,
    hops: [`from ${rdns} (${rdns} [10.0.0.1]) by a id 1; ${date}`],
    trustedHops: 0,
    notes: [[{ code: "non-global-address", address: "10.0.0.1", addressClass: "private" }]],
  })),
  {
    name: "a private address at the border alone, whatever its name",
    hops: [1, 2, 3].map((hop) => `from mx (mx [10.0.0.1]) by a id ${hop}; ${date}`),
    trustedHops: 2,
    notes: [[], [{ code: "non-global-address", address: "10.0.0.1", addressClass: "private" }], []],
  },
  {
    name: "a hop without a date below tells nothing of the time",
    hops: [`by a id 1; ${date}`, "by b id 2"],
    trustedHops: 1,
    notes: [[], [{ code: "unparseable-date", text: "" }]],
  },
  {
    name: "a HELO that differs from the rDNS in letter case and a trailing dot is the same",
    hops: [`from MAIL.b.example. (mail.b.example [198.51.100.1]) by a id 1; ${date}`],
    trustedHops: 1,
    notes: [[]],
  },
];

describe("a chain of Received fields", () => {
  test.each(cases)("$name", ({ hops, trustedHops, notes }) => {
    expect(
      chain(
        hops.map((hop) => `Received: ${hop}`),
        trustedHops,
      ),
    ).toStrictEqual(
      hops.map((hop, index) => ({
        fieldIndex: index,
        trusted: index < trustedHops,
        received: parseReceived(` ${hop}`),
        notes: notes[index],
      })),
    );
  });

  test("RFC 5321 §4.4: other fields between the hops do not count", () => {
    const hops = chain(["Subject: x", `Received: by a; ${date}`, "To: y", `RECEIVED : by b;\r\n ${date}`], 1);
    expect(hops.map(({ fieldIndex, trusted, received }) => [fieldIndex, trusted, received.by])).toStrictEqual(
      [
        [1, true, "a"],
        [3, false, "b"],
      ],
    );
  });
});

describe("the Return-Path", () => {
  test("RFC 5321 §4.4: above the receiver's own Received fields it is theirs", () => {
    const lines = [
      "Return-Path: <www@server.thirdstone.net>",
      "Received: by a",
      "Received: by b",
      "Return-Path: <x@y>",
    ];
    expect(returnPath(lines, 1)).toStrictEqual({
      fieldIndex: 0,
      trusted: true,
      path: { kind: "mailbox", localPart: "www", domain: "server.thirdstone.net" },
    });
  });

  test.each([
    {
      name: "below the trusted Received fields",
      lines: ["Received: by a", "Return-Path: <>", "Received: by b"],
      trustedHops: 1,
      fieldIndex: 1,
    },
    {
      name: "where no Received field is trusted",
      lines: ["Return-Path: <>", "Received: by a"],
      trustedHops: 0,
      fieldIndex: 0,
    },
    {
      name: "where fewer Received fields stand than are trusted",
      lines: ["Return-Path: <>", "Received: by a"],
      trustedHops: 2,
      fieldIndex: 0,
    },
  ])("anyone can have written one $name", ({ lines, trustedHops, fieldIndex }) => {
    expect(returnPath(lines, trustedHops)).toStrictEqual({
      fieldIndex,
      trusted: false,
      path: { kind: "null" },
    });
  });

  test("there may be none", () => {
    expect(returnPath(["Received: by a"], 1)).toBeNull();
  });
});
