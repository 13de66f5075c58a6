import type { Envelope } from "../../src/analysis/inputs.ts";
import type { Zone } from "../../src/dns/zone.ts";
import { keyRecord, rsaKey } from "../support/dkim-signer.ts";
import { hugeKeyRecord } from "./huge-key.ts";

/** Characters, one for each byte, and what stands around them. */
export interface WorstMail {
  readonly message: string;
  readonly envelope?: Envelope;
  readonly zone?: Zone;
}

/** Mail made to be slow, in any size. */
export interface WorstShape {
  /** The section whose work it multiplies, and how. */
  readonly name: string;
  /** A size at which it is some hundred kilobytes or meets the limits. */
  readonly usual: number;
  /** Another `round` is the same work on other names, so that nothing is known from before. */
  readonly mail: (size: number, round?: number) => WorstMail;
}

export const FROM = "From: a@b.example\r\n";
const BODY = "\r\nbody\r\n";
const BODY_HASH = `${"A".repeat(43)}=`;
const SIGNATURE = "A".repeat(172);
const RECORDS = ["1", "2", "3", "4"].map((name) => keyRecord(rsaKey(1024, name)));
const U_LABEL = "b\u00c3\u00bccher";

/** Four keys at the selector of every signature. */
export const KEYS: Zone = {
  "s._domainkey.a.example": { TXT: RECORDS },
  "_dmarc.b.example": { TXT: ["v=DMARC1; p=reject"] },
};

const RECEIVED =
  "Received: from a.example (b.example [192.0.2.1]) by mx.example with ESMTPS id 1A for <x@y.example>;\r\n Sun, 1 Nov 2026 09:30:00 +0000\r\n";

const SPF_ENVELOPE = { clientIp: "192.0.2.1", helo: "h.example", mailFrom: "x@a.example" };

export const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join("");

/** A well-formed signature that no key verifies. */
export const signature = (tags: string): string =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=From; ${tags} bh=${BODY_HASH}; b=${SIGNATURE}\r\n`;

export const lines = (count: number): string => `\r\n${"x".repeat(76)}\r\n`.repeat(count);

function arcSet(i: number): string {
  const common = `i=${i}; a=rsa-sha256; d=a.example; s=s;`;
  return (
    `ARC-Seal: ${common} cv=${i === 1 ? "none" : "pass"}; b=${SIGNATURE}\r\n` +
    `ARC-Message-Signature: ${common} c=${i % 2 === 0 ? "relaxed/relaxed" : "simple/simple"}; h=From; l=${i}; bh=${BODY_HASH}; b=${SIGNATURE}\r\n` +
    `ARC-Authentication-Results: i=${i}; a.example; none\r\n`
  );
}

/** SPF terms that ask, doubled through includes as far as the limit lets them. */
const includeTree = (size: number): Zone =>
  Object.fromEntries(
    Array.from({ length: size }, (_, index) => [
      index === 0 ? "a.example" : `i${index}.example`,
      { TXT: [`v=spf1 include:i${2 * index + 1}.example include:i${2 * index + 2}.example ?all`] },
    ]),
  );

const mxBomb = (size: number): Zone => ({
  "a.example": {
    TXT: [`v=spf1 ${"mx ".repeat(size)}-all`],
    MX: Array.from({ length: 10 }, (_, index) => ({ exchange: `m${index}.example`, priority: 1 })),
  },
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`m${index}.example`, { A: ["192.0.2.9"] }]),
  ),
});

/** A chain of redirects, as long as the limit allows, each record this full of terms. */
const redirectChain = (terms: (index: number) => string, size: number): Zone =>
  Object.fromEntries(
    Array.from({ length: 12 }, (_, hop) => [
      hop === 0 ? "a.example" : `r${hop}.example`,
      {
        TXT: [
          `v=spf1 ${times(size, (index) => `${terms(hop * size + index)} `)}redirect=r${hop + 1}.example`,
        ],
      },
    ]),
  );

const aliasName = (index: number): string => (index === 0 ? "a.example" : `c${index}.example`);

const aliases = (size: number): Zone => {
  const next = (index: number): Zone[string] => ({ CNAME: [`c${(index + 1) % size}.example`] });
  return Object.fromEntries(Array.from({ length: size }, (_, index) => [aliasName(index), next(index)]));
};

const spf = (zone: Zone): WorstMail => ({ message: FROM + BODY, envelope: SPF_ENVELOPE, zone });
const signed = (header: string, body = BODY): WorstMail => ({ message: header + FROM + body, zone: KEYS });
const fields = (header: string): WorstMail => ({ message: header + BODY });

/** Signatures, keys and chains. */
export const SIGNATURE_SHAPES: readonly WorstShape[] = [
  {
    name: "RFC 6376 §6.1: signatures by the thousand, four keys at their selector",
    usual: 1000,
    mail: (size) => signed(times(size, () => signature(""))),
  },
  {
    name: "RFC 8616 §5: signatures of as many domains past ASCII",
    usual: 1000,
    mail: (size) => signed(times(size, (index) => signature("").replace("d=a", `d=${U_LABEL}${index}`))),
  },
  {
    name: "RFC 6376 §3.5: a distinct l= and canonicalization in every signature",
    usual: 300,
    mail: (size) =>
      signed(
        times(size, (index) => {
          const [header, body] = [index % 2 === 0, index % 3 === 0].map((simple) =>
            simple ? "simple" : "relaxed",
          );
          return signature(`c=${header}/${body}; l=${index};`);
        }),
        lines(4000),
      ),
  },
  {
    name: "RFC 6376 §5.4: h= that names one field after the other",
    usual: 60_000,
    mail: (size) => signed(signature("x=9999999999; z=; ").replace("h=From", `h=From${":X".repeat(size)}`)),
  },
  {
    name: "RFC 6376 §3.5: z= that copies one field after the other",
    usual: 10_000,
    mail: (size) => signed(signature(`z=${"From:a=20b|".repeat(size)}To:c;`)),
  },
  {
    name: "RFC 6376 §3.2: unknown tags in one signature",
    usual: 10_000,
    mail: (size) => signed(signature(times(size, (index) => `t${index}=x; `))),
  },
  {
    name: "RFC 6376 §3.6.2.2: key records full of unknown tags",
    usual: 1200,
    mail: (size, round = 0) => ({
      ...signed(signature("")),
      zone: {
        "s._domainkey.a.example": {
          TXT: ["1", "2", "3"].map((name) =>
            keyRecord(
              rsaKey(1024, name),
              times(size, (index) => `t${index}=${round}; `),
            ),
          ),
        },
      },
    }),
  },
  {
    name: "RFC 8301 §3.2: keys of ever more bits",
    usual: 32_768,
    mail: (size, round = 0) => ({
      ...signed(signature("")),
      zone: {
        "s._domainkey.a.example": {
          TXT: Array.from({ length: 3 }, () => hugeKeyRecord(size, 65_537n, 0x81 + 2 * (round % 32))),
        },
      },
    }),
  },
  {
    name: "RFC 8617 §5.2: sets, every one with another length of the body",
    usual: 25,
    mail: (size) =>
      signed(
        times(size, (index) => arcSet(size - index)),
        lines(4000),
      ),
  },
  {
    name: "RFC 9989 §4.10.2: signers whose domains are walked",
    usual: 500,
    mail: (size) =>
      signed(times(size, (index) => signature("").replace("d=a", `d=l.m.n.o.p.q.r.s.t.u${index}`))),
  },
];

/** Records and aliases. */
export const DNS_SHAPES: readonly WorstShape[] = [
  { name: "RFC 7208 §4.6.4: a tree of includes", usual: 200, mail: (size) => spf(includeTree(size)) },
  { name: "RFC 7208 §4.6.4: mx terms with ten hosts each", usual: 20, mail: (size) => spf(mxBomb(size)) },
  {
    name: "RFC 7208 §7.3: macros that expand to the longest names",
    usual: 20_000,
    mail: (size) => ({
      ...spf({ "a.example": { TXT: [`v=spf1 ${"exists:%{l}%{l}%{l}%{l}.e.example ".repeat(12)}-all`] } }),
      envelope: { ...SPF_ENVELOPE, mailFrom: `${"l.".repeat(size)}@a.example` },
    }),
  },
  {
    name: "RFC 7208 §7.3: one macro after the other in every name",
    usual: 400,
    mail: (size, round = 0) =>
      spf({
        "a.example": {
          TXT: [`v=spf1 n=${round} ${`exists:${"%{lr}".repeat(size)}.e.example `.repeat(12)}-all`],
        },
      }),
  },
  {
    name: "RFC 7208 §6.1: redirects through records full of networks",
    usual: 140,
    mail: (size, round = 0) =>
      spf(redirectChain((index) => `ip4:${round}.${(index >> 8) & 255}.${index & 255}.1`, size)),
  },
  {
    name: "RFC 7208 §6.1: redirects through records full of unknown modifiers",
    usual: 280,
    mail: (size, round = 0) => spf(redirectChain((index) => `m${index}=${round}`, size)),
  },
  { name: "RFC 1034 §3.6.2: aliases in a circle", usual: 100, mail: (size) => spf(aliases(size)) },
  {
    name: "RFC 9990 §3.1.1: a DMARC record of report addresses",
    usual: 1200,
    mail: (size, round = 0) => ({
      message: FROM + BODY,
      zone: {
        "_dmarc.b.example": {
          TXT: [
            `v=DMARC1; p=reject; rua=${`mailto:a@x${round}.example!10m,`.repeat(size)}mailto:b@b.example`,
          ],
        },
      },
    }),
  },
];

/** Header fields and bodies. */
const MESSAGE_SHAPES: readonly WorstShape[] = [
  {
    name: "RFC 5322 §3.6.2: a From field of addresses past ASCII",
    usual: 20_000,
    mail: (size) => fields(`From: ${`a@${U_LABEL}.example, `.repeat(size)}${FROM}`),
  },
  {
    name: "RFC 5322 §3.2.2: comments inside each other in From",
    usual: 100_000,
    mail: (size) => fields(`From: ${"(".repeat(size)}${")".repeat(size)} a@b.example\r\n`),
  },
  {
    name: "RFC 2047 §2: a display name of encoded words",
    usual: 400,
    mail: (size) => fields(`From: ${"=?utf-8?Q?=C3=BC?= ".repeat(size)}<a@b.example>\r\n`),
  },
  {
    name: "RFC 5322 §3.4: a display name of domains past ASCII",
    usual: 400,
    mail: (size) => fields(`From: "${`${U_LABEL}.example `.repeat(size)}" <a@b.example>\r\n`),
  },
  {
    name: "RFC 5322 §2.2: ten thousand fields",
    usual: 5000,
    mail: (size) => fields(times(size, (index) => `X-${index}: y\r\n`) + FROM),
  },
  {
    name: "RFC 5322 §2.2.3: one field folded at every word",
    usual: 60_000,
    mail: (size) => fields(`Subject: ${"\r\n x".repeat(size)}\r\n${FROM}`),
  },
  {
    name: "RFC 5321 §4.4: Received fields by the thousand",
    usual: 3000,
    mail: (size) => fields(RECEIVED.repeat(size) + FROM),
  },
  {
    name: "RFC 5322 §3.2.2: comments inside each other in Received",
    usual: 50_000,
    mail: (size) => fields(`Received: from a ${"(".repeat(size)}${")".repeat(size)} by b; x\r\n${FROM}`),
  },
  {
    name: "RFC 5322 §3.6.3: recipients by the thousand",
    usual: 8000,
    mail: (size) => ({
      ...fields(`To: ${"a@b.example, ".repeat(size)}a@b.example\r\n${FROM}`),
      envelope: { recipients: ["bob@receiver.example"] },
    }),
  },
  {
    name: "RFC 2046 §5.1: parts inside each other",
    usual: 10_000,
    mail: (size) =>
      signed(
        signature(""),
        times(size, (index) => `\r\nContent-Type: multipart/mixed; boundary=${index}\r\n\r\n--${index}`),
      ),
  },
];

export const WORST_SHAPES: readonly WorstShape[] = [...SIGNATURE_SHAPES, ...DNS_SHAPES, ...MESSAGE_SHAPES];
