import { describe, expect, test } from "vitest";
import { resolveInputs } from "../../src/analysis/inputs.ts";
import { recoverEnvelope, type RecoveredEnvelope } from "../../src/analysis/recover-envelope.ts";
import { readWhole } from "../support/analyzing.ts";

const INNER =
  "Received: from mx.a.example (mx.a.example [10.0.0.1])\r\n\tby store.b.example; Sun, 1 Nov 2026 09:30:09 +0000";
const BORDER =
  "Received: from mail.x.example (unknown [192.0.2.7])\r\n\tby mx.a.example; Sun, 1 Nov 2026 09:30:07 +0000";
const FORGED =
  "Received: from bank.example (bank.example [198.51.100.1])\r\n\tby mail.x.example; Sun, 1 Nov 2026 09:30:01 +0000";
const FROM = "From: a@x.example";

function recovered(trustedHops: number, ...fields: readonly string[]): RecoveredEnvelope {
  const message = `${fields.join("\r\n")}\r\n\r\n`;
  return recoverEnvelope(readWhole(message, resolveInputs({}, { now: 0 })).message.fields, trustedHops);
}

const received = (fieldIndex: number) => ({ field: "received", fieldIndex }) as const;

describe("the envelope of a stored message comes from the receiver's own trace fields", () => {
  const nothing = { envelope: {}, sources: { clientIp: null, helo: null, mailFrom: null } };
  const cases: readonly {
    readonly name: string;
    readonly hops: number;
    readonly fields: readonly string[];
    readonly expected: RecoveredEnvelope;
  }[] = [
    { name: "no trusted hop: nothing", hops: 0, fields: [BORDER, FROM], expected: nothing },
    { name: "fewer hops than trusted: nothing", hops: 3, fields: [INNER, BORDER, FROM], expected: nothing },
    {
      name: "client and HELO from the border, the sender from Return-Path",
      hops: 1,
      fields: ["Return-Path: <b@x.example>", BORDER, FORGED, FROM],
      expected: {
        envelope: { clientIp: "192.0.2.7", helo: "mail.x.example", mailFrom: "b@x.example" },
        sources: {
          clientIp: received(1),
          helo: received(1),
          mailFrom: { field: "return-path", fieldIndex: 0 },
        },
      },
    },
    {
      name: "with two trusted hops the border is the second",
      hops: 2,
      fields: ["Return-Path: <>", INNER, BORDER, FORGED, FROM],
      expected: {
        envelope: { clientIp: "192.0.2.7", helo: "mail.x.example", mailFrom: null },
        sources: {
          clientIp: received(2),
          helo: received(2),
          mailFrom: { field: "return-path", fieldIndex: 0 },
        },
      },
    },
    {
      name: "a Return-Path below the border was in the message before (RFC 5321 §4.4)",
      hops: 1,
      fields: [BORDER, "Return-Path: <ceo@bank.example>", FROM],
      expected: {
        envelope: { clientIp: "192.0.2.7", helo: "mail.x.example" },
        sources: { clientIp: received(0), helo: received(0), mailFrom: null },
      },
    },
    {
      name: "what Received does not say comes from Received-SPF above it (RFC 7208 §9.1)",
      hops: 1,
      fields: [
        'Received-SPF: pass (ok) client-ip=192.0.2.9; helo=h.example; envelope-from="c@y.example"',
        "Received: by mx.a.example; Sun, 1 Nov 2026 09:30:07 +0000",
        FROM,
      ],
      expected: {
        envelope: { clientIp: "192.0.2.9", helo: "h.example", mailFrom: "c@y.example" },
        sources: {
          clientIp: { field: "received-spf", fieldIndex: 0 },
          helo: { field: "received-spf", fieldIndex: 0 },
          mailFrom: { field: "received-spf", fieldIndex: 0 },
        },
      },
    },
    {
      name: "a Received-SPF below the border is the sender's own word",
      hops: 1,
      fields: [
        "Received: by mx.a.example; Sun, 1 Nov 2026 09:30:07 +0000",
        "Received-SPF: pass client-ip=198.51.100.1; envelope-from=ceo@bank.example",
        FROM,
      ],
      expected: nothing,
    },
    {
      name: "a client-ip that is no address is passed over",
      hops: 1,
      fields: [
        "Received-SPF: pass client-ip=bank",
        "Received: by mx.a.example; Sun, 1 Nov 2026 09:30:07 +0000",
      ],
      expected: nothing,
    },
  ];
  test.each(cases)("$name", ({ hops, fields, expected }) => {
    expect(recovered(hops, ...fields)).toStrictEqual(expected);
  });
});
