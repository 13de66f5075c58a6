import type { MailAttack } from "../attack.ts";
import { attackerMail, ATTACKER, messageWith, signedBy, ZONE } from "../mail.ts";

const SPF = "spf=pass smtp.mailfrom=x@attack.example";
const HELO = "spf=pass smtp.helo=mail.attack.example";
const IPREV = "iprev=permerror policy.iprev=192.0.2.66";
const DKIM =
  "dkim=pass header.d=attack.example header.i=@attack.example header.s=sel header.a=rsa-sha256 header.b=";

/** What is stated when the author's domain is nobody's to judge. */
const AMBIGUOUS = "dmarc=none reason=author-ambiguous";
const ATTACKER_PASSES = "dmarc=pass header.from=attack.example policy.dmarc=none";
const VICTIM_FAILS = "dmarc=fail header.from=legit.example policy.dmarc=reject";

/** The attacker's own authentication, which always succeeds, and then DMARC. */
const results = (dmarc: string): readonly string[] => [IPREV, SPF, HELO, DKIM, dmarc];

interface FromRow {
  readonly row: string;
  readonly name: string;
  readonly from: string;
  readonly author: string;
  readonly dmarc: string;
}

const FROM_ROWS: readonly FromRow[] = [
  {
    row: "A1",
    name: "RFC 5322 §3.6: two From fields, the attacker's first",
    from: "From: a@attack.example\r\nFrom: admin@legit.example",
    author: "ambiguous multiple-from",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A1",
    name: "RFC 5322 §3.6: two From fields, the attacker's last",
    from: "From: admin@legit.example\r\nSubject: x\r\nFrom: a@attack.example",
    author: "ambiguous multiple-from",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A2",
    name: "RFC 5322 §2.2.3: a folded From under another field",
    from: "X: y\r\n From: admin@legit.example\r\nFrom: a@attack.example",
    author: "single a@attack.example | folded-line-like-from legit.example",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A3",
    name: "RFC 5322 §4.5.2: white space before the colon",
    from: "From : a@attack.example",
    author: "single a@attack.example | space-before-colon",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A3",
    name: "RFC 5322 §4.5.2: white space before the colon of the other From",
    from: "From\t: admin@legit.example\r\nFrom: a@attack.example",
    author: "ambiguous multiple-from | space-before-colon",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A4",
    name: "RFC 5322 §4.5.2: a fold before the colon",
    from: "From\r\n : admin@legit.example\r\nFrom: a@attack.example",
    author: "ambiguous multiple-from | space-before-colon",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A5",
    name: "RFC 5322 §3.6.2: only Sender and Resent-From",
    from: "Sender: a@attack.example\r\nResent-From: a@attack.example",
    author: "none no-field",
    dmarc: "dmarc=none reason=no-author",
  },
  {
    row: "A6",
    name: "RFC 9989 §5.3.1: mailboxes of two domains",
    from: "From: <a@attack.example>, <b@legit.example>",
    author: "multiple a@attack.example, b@legit.example",
    dmarc: "dmarc=none reason=multiple-author-domains",
  },
  {
    row: "A6",
    name: "RFC 9989 §5.3.1: mailboxes of one domain",
    from: "From: <a@attack.example>, <b@ATTACK.example>",
    author: "multiple a@attack.example, b@attack.example",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A7",
    name: "RFC 5322 §3.4: an element that is an encoded-word with an address",
    from: "From:=?utf-8?B?PGFkbWluQGxlZ2l0LmV4YW1wbGU+?=,<second@attack.example>",
    author: "ambiguous element-without-address",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A8",
    name: "RFC 2047 §5: a display name that decodes to another address",
    from: "From: =?utf-8?Q?admin=40legit.example?= <x@attack.example>",
    author: "single x@attack.example | display-name-address legit.example",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A8",
    name: "RFC 5322 §3.4: a list's display name, via",
    from: 'From: "a@legit.example via List" <l@attack.example>',
    author: "single l@attack.example | display-name-address legit.example",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A9",
    name: "RFC 5322 §4.4: an obsolete route is no author",
    from: "From: <@attack.example,@any.example:admin@legit.example>",
    author: "single admin@legit.example | obsolete-route attack.example,any.example",
    dmarc: VICTIM_FAILS,
  },
  {
    row: "A10",
    name: "RFC 5322 §3.4: an escaped comma between two addresses",
    from: "From: <admin@legit.example>\\,<x@attack.example>",
    author: "ambiguous text-after-address",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A11",
    name: "RFC 5322 §3.4: an addr-spec and an angle-addr",
    from: "From: admin@legit.example,<x@attack.example>",
    author: "multiple admin@legit.example, x@attack.example",
    dmarc: "dmarc=none reason=multiple-author-domains",
  },
  {
    row: "A12",
    name: "RFC 5322 §3.4: text after the angle bracket",
    from: "From: <any@attack.example>admin@legit.example",
    author: "ambiguous text-after-address",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A13",
    name: "RFC 5322 §3.4.1: an address in a quoted local-part",
    from: 'From: "Someone <s@attack.example>"@legit.example',
    author: "single Someone <s@attack.example>@legit.example | local-part-address attack.example",
    dmarc: VICTIM_FAILS,
  },
  {
    row: "A14",
    name: "RFC 5322 §4.1: a NUL inside the address",
    from: "From: <admin@legit.example\0@attack.example>",
    author: "ambiguous nul",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A14",
    name: "RFC 5322 §4.1: a NUL before the address",
    from: "From: admin@legit.example\0<any@attack.example>",
    author: "ambiguous nul",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A15",
    name: "RFC 6854 §2.1: a group named like an address",
    from: "From: admin@legit.example: any@attack.example;",
    author: "single any@attack.example | group | group-name-address legit.example",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A15",
    name: "RFC 6854 §2.1: an empty group",
    from: "From: x:;",
    author: "none no-mailbox | group",
    dmarc: "dmarc=none reason=no-author",
  },
  {
    row: "A16",
    name: "RFC 5322 §3.2.2: an address in a comment",
    from: "From: admin@legit.example(<any@attack.example>)",
    author: "single admin@legit.example | comment-address attack.example",
    dmarc: VICTIM_FAILS,
  },
  {
    row: "A17",
    name: "RFC 9989 §5.3.1: upper case and a trailing dot",
    from: "From: a@ATTACK.Example.",
    author: "single a@attack.example | trailing-dot",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A17",
    name: "RFC 5890 §2.3.2.1: a fullwidth dot",
    from: "From: a@attack\xef\xbc\x8eexample",
    author: "single a@attack.example | mapped-domain attack.example",
    dmarc: ATTACKER_PASSES,
  },
  {
    row: "A17",
    name: "RFC 5890 §2.3.2.1: a U-label, of letters that look like others",
    from: "From: a@\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5.example",
    author: "single a@xn--80ak6aa92e.example | lookalike xn--80ak6aa92e.example",
    dmarc: "dmarc=none reason=no-record header.from=xn--80ak6aa92e.example",
  },
  {
    row: "A17",
    name: "RFC 5890 §4.4: scripts mixed in a label",
    from: "From: a@l\xd0\xb5git.example",
    author:
      "single a@xn--lgit-v4d.example | mixed-script xn--lgit-v4d.example | lookalike xn--lgit-v4d.example",
    dmarc: "dmarc=none reason=no-record header.from=xn--lgit-v4d.example",
  },
  {
    row: "A17",
    name: "RFC 5890 §2.3.2.1: an A-label that encodes nothing",
    from: "From: a@xn--.example",
    author: "single a@(xn--.example)",
    dmarc: "dmarc=none reason=author-domain-invalid",
  },
  {
    row: "A18",
    name: "RFC 9989 §4.10: an address literal",
    from: "From: user@[192.0.2.1]",
    author: "single user@([192.0.2.1])",
    dmarc: "dmarc=none reason=author-domain-invalid",
  },
  {
    row: "A18",
    name: "RFC 1035 §2.3.4: an empty label",
    from: "From: user@a..legit.example",
    author: "single user@(a..legit.example)",
    dmarc: "dmarc=none reason=author-domain-invalid",
  },
  {
    row: "A18",
    name: "RFC 1035 §2.3.4: a label of 64 octets",
    from: `From: user@${"l".repeat(64)}.legit.example`,
    author: `single user@(${"l".repeat(64)}.legit.example)`,
    dmarc: "dmarc=none reason=author-domain-invalid",
  },
  {
    row: "A18",
    name: "RFC 1035 §2.3.4: a name of 254 octets",
    from: `From: user@${"l.".repeat(120)}x.legit.example`,
    author: `single user@(${"l.".repeat(120)}x.legit.example)`,
    dmarc: "dmarc=none reason=author-domain-invalid",
  },
  {
    row: "A18",
    name: "RFC 9989 §4.10: a single label is walked like any other name",
    from: "From: user@legit",
    author: "single user@legit",
    dmarc: "dmarc=none reason=no-record header.from=legit",
  },
  {
    row: "A19",
    name: "RFC 5322 §2.2: a bare CR hides a From field",
    from: "X: y\rFrom: <admin@legit.example>\r\nFrom: a@attack.example",
    author: "ambiguous hidden-from",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A19",
    name: "RFC 5322 §2.2: a bare LF hides a From field",
    from: "X: y\nFrom: <admin@legit.example>\r\nFrom: a@attack.example",
    author: "ambiguous multiple-from",
    dmarc: AMBIGUOUS,
  },
  {
    row: "A19",
    name: "RFC 5322 §2.1.1: a line over 998 octets",
    from: `From: "${"x".repeat(1000)}" <a@attack.example>`,
    author: "single a@attack.example",
    dmarc: ATTACKER_PASSES,
  },
];

const fromAttacks: readonly MailAttack[] = FROM_ROWS.map(({ row, name, from, author, dmarc }) => ({
  row,
  name,
  mail: () => attackerMail(from),
  author,
  results: results(dmarc),
}));

export const AUTHOR_ATTACKS: readonly MailAttack[] = [
  ...fromAttacks,
  {
    row: "A1",
    name: "RFC 5322 §3.6: a signed From below one that was added",
    mail: () => ({
      message: `From: a@attack.example\r\n${signedBy("legit", messageWith("From: admin@legit.example"))}`,
      zone: ZONE,
    }),
    author: "ambiguous multiple-from",
    results: [DKIM.replaceAll("attack", "legit"), AMBIGUOUS],
  },
  {
    row: "A2",
    name: "RFC 5322 §2.2.3: a folded From as first line",
    mail: () => ({
      message: messageWith(" From: admin@legit.example\r\nFrom: a@attack.example"),
      envelope: ATTACKER,
      zone: ZONE,
    }),
    author: "ambiguous leading-folded-line",
    results: [IPREV, SPF, HELO, "dkim=none", AMBIGUOUS],
  },
  {
    row: "A18",
    name: "RFC 1035 §2.3.4: no question is sent for a name that cannot be",
    mail: () => ({ message: messageWith(`From: user@a..legit.example`), zone: ZONE }),
    author: "single user@(a..legit.example)",
    results: ["dkim=none", "dmarc=none reason=author-domain-invalid"],
    facts: [(report) => report.dns, []],
  },
  {
    row: "A19",
    name: "RFC 5322 §2.3: NUL, bare CR and bare LF are counted where they are",
    mail: () => ({
      message: "From: a@attack.example\r\nX: y\rz\r\n\r\nline\r\n.\nMAIL\r\n\0\xff\r\n",
      zone: ZONE,
    }),
    author: "single a@attack.example",
    results: ["dkim=none"],
    facts: [
      (report) => report.message.notes,
      [
        { code: "bare-cr", part: "header", count: 1, offset: 28 },
        { code: "bare-lf", part: "body", count: 1, offset: 41 },
        { code: "nul", part: "body", count: 1, offset: 48 },
      ],
    ],
  },
  {
    row: "A20",
    name: "RFC 5321 §4.4: Return-Path and Received that the sender wrote are not believed",
    mail: () => ({
      message: messageWith(
        "Received: from mx.legit.example (mx.legit.example [192.0.2.25]) by mx.receiver.example; Sun, 1 Nov 2026 09:29:00 +0000\r\n" +
          "Return-Path: <admin@legit.example>\r\nFrom: admin@legit.example",
      ),
      envelope: ATTACKER,
      zone: ZONE,
    }),
    author: "single admin@legit.example",
    results: [IPREV, SPF, HELO, "dkim=none", VICTIM_FAILS],
    facts: [(report) => report.received.map(({ trusted }) => trusted), [false]],
  },
];
