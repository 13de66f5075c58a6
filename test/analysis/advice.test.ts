import { describe, expect, it } from "vitest";
import { adviseDisposition, type AdviceOptions, type DispositionAdvice } from "../../src/analysis/advice.ts";
import type { Envelope } from "../../src/analysis/inputs.ts";
import { formatSmtpReply } from "../../src/analysis/smtp-reply.ts";
import { snapshotResolver } from "../../src/dns/snapshot.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { authenticate } from "../../src/node/authenticate.ts";
import { keyRecord, rsaKey, signMessage } from "../support/dkim-signer.ts";

const ZONE: Zone = {
  "reject.example": { TXT: ["v=spf1 ip4:192.0.2.1 -all"] },
  "_dmarc.reject.example": { TXT: ["v=DMARC1; p=reject"] },
  "_dmarc.quarantine.example": { TXT: ["v=DMARC1; p=quarantine"] },
  "_dmarc.none.example": { TXT: ["v=DMARC1; p=none"] },
  "none.example": { TXT: ["v=spf1 -all exp=why.none.example"] },
  "why.none.example": { TXT: ["not from %{i}"] },
  "open.example": { TXT: ["v=spf1 -all"] },
  "neutral.example": { TXT: ["v=spf1 ?all"] },
  "_dmarc.slow.example": "timeout",
  "spf-slow.example": "timeout",
  "_dmarc.spf-slow.example": { TXT: ["v=DMARC1; p=reject"] },
  "_dmarc.key-slow.example": { TXT: ["v=DMARC1; p=reject"] },
  "sel._domainkey.key-slow.example": "timeout",
  "sel._domainkey.reject.example": { TXT: [keyRecord(rsaKey())] },
  "sel._domainkey.other.example": { TXT: [keyRecord(rsaKey())] },
  "1.2.0.192.in-addr.arpa": { PTR: ["wrong.example"] },
  "wrong.example": { A: ["192.0.2.99"] },
};

const message = (from: string): string => `From: ${from}\r\nTo: a@b.example\r\nSubject: s\r\n\r\nbody\r\n`;
const signed = (from: string, d: string): string => signMessage(message(from), { tags: { d, h: "From" } });
const OURS: Envelope = { clientIp: "192.0.2.1", helo: "mx.neutral.example", mailFrom: "b@neutral.example" };
const FAILING: Envelope = { clientIp: "192.0.2.1", helo: "mx.neutral.example", mailFrom: "b@open.example" };

interface AdviceCase {
  readonly name: string;
  readonly message: string;
  readonly envelope: Envelope;
  readonly options?: AdviceOptions;
  readonly action: DispositionAdvice["action"];
  readonly causes: DispositionAdvice["causes"];
  readonly reply: string | null;
}

const cases: readonly AdviceCase[] = [
  {
    name: "a DMARC pass is accepted",
    message: message("a@reject.example"),
    envelope: { ...OURS, mailFrom: "b@reject.example" },
    action: "accept",
    causes: ["dmarc-pass"],
    reply: null,
  },
  {
    name: "a DMARC pass by DKIM outweighs an SPF fail that local policy would reject",
    message: signed("a@reject.example", "reject.example"),
    envelope: FAILING,
    options: { spfFail: "reject", iprevFail: "reject" },
    action: "accept",
    causes: ["dmarc-pass"],
    reply: null,
  },
  {
    name: "p=reject: the policy domain is named (RFC 9989 §7.2)",
    message: message("a@sub.reject.example"),
    envelope: OURS,
    action: "reject",
    causes: ["dmarc-policy"],
    reply: "550 5.7.1 Rejected per DMARC policy: reject.example",
  },
  {
    name: "p=reject with an SPF fail and no passing signature: several checks failed (RFC 7372 §4)",
    message: message("a@reject.example"),
    envelope: FAILING,
    action: "reject",
    causes: ["dmarc-policy"],
    reply: "550 5.7.26 Multiple authentication checks failed: rejected per DMARC policy of reject.example",
  },
  {
    name: "p=reject with an SPF fail and a passing signature of another domain: one check failed",
    message: signed("a@reject.example", "other.example"),
    envelope: FAILING,
    action: "reject",
    causes: ["dmarc-policy"],
    reply: "550 5.7.1 Rejected per DMARC policy: reject.example",
  },
  {
    name: "p=quarantine",
    message: message("a@quarantine.example"),
    envelope: OURS,
    action: "quarantine",
    causes: ["dmarc-policy"],
    reply: null,
  },
  {
    name: "p=none asks for nothing",
    message: message("a@none.example"),
    envelope: FAILING,
    action: "accept",
    causes: ["no-objection"],
    reply: null,
  },
  {
    name: "no DMARC record asks for nothing",
    message: message("a@open.example"),
    envelope: FAILING,
    action: "accept",
    causes: ["no-objection"],
    reply: null,
  },
  {
    name: "local policy may reject an SPF fail; the sender's explanation is marked as the sender's (RFC 7208 §8.4)",
    message: message("a@none.example"),
    envelope: { ...OURS, mailFrom: "b@none.example" },
    options: { spfFail: "reject" },
    action: "reject",
    causes: ["spf-fail"],
    reply: "550 5.7.23 SPF validation failed: the domain none.example explains: not from 192.0.2.1",
  },
  {
    name: "local policy applies to the HELO identity (RFC 7208 §2.3)",
    message: message("a@none.example"),
    envelope: { ...OURS, helo: "open.example" },
    options: { spfFail: "reject" },
    action: "reject",
    causes: ["spf-fail"],
    reply: "550 5.7.23 SPF validation failed: open.example",
  },
  {
    name: "the stricter of two actions is taken",
    message: message("a@quarantine.example"),
    envelope: FAILING,
    options: { spfFail: "reject" },
    action: "reject",
    causes: ["spf-fail"],
    reply: "550 5.7.23 SPF validation failed: open.example",
  },
  {
    name: "two grounds for quarantine are both told",
    message: message("a@quarantine.example"),
    envelope: FAILING,
    options: { spfFail: "quarantine" },
    action: "quarantine",
    causes: ["dmarc-policy", "spf-fail"],
    reply: null,
  },
  {
    name: "local policy may reject on reverse DNS (RFC 7372 §3.3)",
    message: message("a@none.example"),
    envelope: OURS,
    options: { iprevFail: "reject" },
    action: "reject",
    causes: ["iprev-fail"],
    reply: "550 5.7.25 Reverse DNS validation failed: 192.0.2.1",
  },
  {
    name: "several grounds for rejection have the code for several (RFC 7372 §4)",
    message: message("a@none.example"),
    envelope: FAILING,
    options: { spfFail: "reject", iprevFail: "reject" },
    action: "reject",
    causes: ["spf-fail", "iprev-fail"],
    reply: "550 5.7.26 Multiple authentication checks failed",
  },
  {
    name: "an ambiguous author is rejected, whatever the domain's policy",
    message: `From: a@none.example\r\n${message("a@open.example")}`,
    envelope: OURS,
    action: "reject",
    causes: ["author-ambiguous"],
    reply: "550 5.7.1 The author of the message is ambiguous",
  },
  {
    name: "several author domains are quarantined (RFC 9989 §11.5)",
    message: message("a@none.example, b@open.example"),
    envelope: OURS,
    action: "quarantine",
    causes: ["multiple-author-domains"],
    reply: null,
  },
  {
    name: "no author is quarantined",
    message: "Subject: s\r\n\r\nbody\r\n",
    envelope: OURS,
    action: "quarantine",
    causes: ["no-author-domain"],
    reply: null,
  },
  {
    name: "an author domain that DNS cannot hold is quarantined",
    message: message("a@[192.0.2.1]"),
    envelope: OURS,
    action: "quarantine",
    causes: ["no-author-domain"],
    reply: null,
  },
  {
    name: "a DNS failure of the policy defers (RFC 7208 §8.6 for the code)",
    message: message("a@slow.example"),
    envelope: OURS,
    action: "defer",
    causes: ["dmarc-temperror"],
    reply: "451 4.4.3 DNS lookup failed, try again later",
  },
  {
    name: "an SPF temperror that could have aligned defers (RFC 7372 §3.2)",
    message: message("a@spf-slow.example"),
    envelope: { ...OURS, mailFrom: "b@spf-slow.example" },
    action: "defer",
    causes: ["dmarc-temperror"],
    reply: "451 4.7.24 SPF validation error, try again later",
  },
  {
    name: "a key that cannot be fetched now defers (RFC 6376 §6.3)",
    message: signed("a@key-slow.example", "key-slow.example"),
    envelope: OURS,
    action: "defer",
    causes: ["dmarc-temperror"],
    reply: "451 4.7.5 Unable to verify DKIM signature now, try again later",
  },
  {
    name: "a temporary error may be accepted instead",
    message: message("a@slow.example"),
    envelope: OURS,
    options: { temporaryError: "accept" },
    action: "accept",
    causes: ["no-objection"],
    reply: null,
  },
  {
    name: "a certain ground for rejection does not wait for another answer",
    message: message("a@slow.example"),
    envelope: FAILING,
    options: { spfFail: "reject" },
    action: "reject",
    causes: ["spf-fail"],
    reply: "550 5.7.23 SPF validation failed: open.example",
  },
  {
    name: "an SPF temperror defers where local policy acts on SPF",
    message: message("a@none.example"),
    envelope: { ...OURS, mailFrom: "b@spf-slow.example" },
    options: { spfFail: "reject" },
    action: "defer",
    causes: ["spf-temperror"],
    reply: "451 4.7.24 SPF validation error, try again later",
  },
  {
    name: "an SPF temperror does nothing where it does not",
    message: message("a@none.example"),
    envelope: { ...OURS, mailFrom: "b@spf-slow.example" },
    action: "accept",
    causes: ["no-objection"],
    reply: null,
  },
  {
    name: "what was not evaluated is no objection",
    message: message("a@reject.example"),
    envelope: {},
    options: { spfFail: "reject", iprevFail: "reject" },
    action: "accept",
    causes: ["no-objection"],
    reply: null,
  },
];

describe("adviseDisposition", () => {
  it.each(cases)("$name", async ({ message: text, envelope, options = {}, action, causes, reply }) => {
    const report = await authenticate(text, envelope, {
      resolver: snapshotResolver(ZONE),
      now: 1_700_000_000,
    });
    const advice = adviseDisposition(report, options);
    expect({ ...advice, reply: advice.reply === null ? null : formatSmtpReply(advice.reply) }).toStrictEqual({
      action,
      causes,
      reply,
    });
  });

  it("throws TypeError for an option that is none of its words", async () => {
    const report = await authenticate(
      message("a@none.example"),
      {},
      { resolver: snapshotResolver(ZONE), now: 0 },
    );
    const mistakes: readonly (readonly [string, object])[] = [
      ["options.spfFail", { spfFail: "bounce" }],
      ["options.iprevFail", { iprevFail: "defer" }],
      ["options.temporaryError", { temporaryError: "reject" }],
    ];
    for (const [name, options] of mistakes) {
      expect(() => adviseDisposition(report, options)).toThrow(TypeError);
      expect(() => adviseDisposition(report, options)).toThrow(name);
    }
  });
});
