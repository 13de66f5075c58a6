import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, type Zone } from "waxseal";
import { keyRecord, rsaKey } from "../support/dkim-signer.ts";
import { countWork, type Work } from "./counting.ts";
import type { Mail } from "./mail.ts";

const FROM = "From: a@b.example\r\n";
const U_LABEL = "b\u00c3\u00bccher";
const BODY = "\r\nbody\r\n";
const BODY_HASH = `${"A".repeat(43)}=`;
const SIGNATURE = "A".repeat(172);
const RECORDS = ["1", "2", "3", "4"].map((name) => keyRecord(rsaKey(1024, name)));
const KEYS: Zone = {
  "s._domainkey.a.example": { TXT: RECORDS },
  "_dmarc.b.example": { TXT: ["v=DMARC1; p=reject"] },
};

const signature = (tags: string): string =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=From; ${tags} bh=${BODY_HASH}; b=${SIGNATURE}\r\n`;

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join("");

const arcSet = (index: number): string => {
  const i = 50 - index;
  const common = `i=${i}; a=rsa-sha256; d=a.example; s=s;`;
  return (
    `ARC-Seal: ${common} cv=${i === 1 ? "none" : "pass"}; b=${SIGNATURE}\r\n` +
    `ARC-Message-Signature: ${common} c=${i % 2 === 0 ? "relaxed/relaxed" : "simple/simple"}; h=From; l=${i}; bh=${BODY_HASH}; b=${SIGNATURE}\r\n` +
    `ARC-Authentication-Results: i=${i}; a.example; none\r\n`
  );
};

interface Worst {
  readonly name: string;
  readonly mail: Mail;
  /** The most that may be done, however large the input. */
  readonly atMost: Partial<Work>;
}

const keyAttempts = DEFAULT_LIMITS.dkimSignatures * DEFAULT_LIMITS.dkimKeyRecords;
const LARGE_BODY = `\r\n${"x".repeat(76)}\r\n`.repeat(4000);

const SPF_ENVELOPE = { clientIp: "192.0.2.1", helo: "h.example", mailFrom: "x@a.example" };

/** SPF terms that ask, doubled through includes as far as the limit lets them. */
const INCLUDE_TREE: Zone = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [
    index === 0 ? "a.example" : `i${index}.example`,
    { TXT: [`v=spf1 include:i${2 * index + 1}.example include:i${2 * index + 2}.example ?all`] },
  ]),
);

const MX_BOMB: Zone = {
  "a.example": {
    TXT: [`v=spf1 ${"mx ".repeat(20)}-all`],
    MX: Array.from({ length: 10 }, (_, index) => ({ exchange: `m${index}.example`, priority: 1 })),
  },
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`m${index}.example`, { A: ["192.0.2.9"] }]),
  ),
};

const WORST: readonly Worst[] = [
  {
    name: "RFC 6376 §6.1: a thousand signatures, four keys at their selector",
    mail: { message: times(1000, () => signature("")) + FROM + BODY, zone: KEYS },
    atMost: { publicKeyOperations: keyAttempts },
  },
  {
    name: "RFC 6376 §3.5: a distinct l= and canonicalization in every signature",
    mail: {
      message:
        times(40, (index) =>
          signature(
            `c=${index % 2 === 0 ? "simple" : "relaxed"}/${index % 3 === 0 ? "simple" : "relaxed"}; l=${index};`,
          ),
        ) +
        FROM +
        LARGE_BODY,
      zone: KEYS,
    },
    // Two canonical forms of the body, however many lengths, and the headers of ten signatures.
    atMost: { hashedBytes: 2.2 * LARGE_BODY.length, hashStates: 40 },
  },
  {
    name: "RFC 8617 §5.2: fifty sets, every one with another length of the body",
    mail: { message: times(50, arcSet) + FROM + LARGE_BODY, zone: KEYS },
    atMost: {
      // Each seal covers all that came before it: the square of fifty sets, in headers of a few hundred bytes.
      hashedBytes: 2.2 * LARGE_BODY.length + 3 * 50 * 50 * 1000,
      publicKeyOperations: 2 * DEFAULT_LIMITS.arcSets * DEFAULT_LIMITS.dkimKeyRecords,
      hashStates: 120,
    },
  },
  {
    name: "RFC 6376 §5.4: h= that names a field a hundred thousand times",
    mail: {
      message:
        signature(`x=9999999999; z=; `).replace("h=From", `h=From${":X".repeat(100_000)}`) + FROM + BODY,
      zone: KEYS,
    },
    atMost: { hashedBytes: 1_500_000, publicKeyOperations: 3 },
  },
  {
    name: "RFC 7208 §4.6.4: a tree of includes",
    mail: { message: FROM + BODY, envelope: SPF_ENVELOPE, zone: INCLUDE_TREE },
    atMost: { questions: 40 },
  },
  {
    name: "RFC 7208 §4.6.4: mx terms with ten hosts each",
    mail: { message: FROM + BODY, envelope: SPF_ENVELOPE, zone: MX_BOMB },
    atMost: { questions: 40 },
  },
  {
    name: "RFC 7208 §7.3: macros that expand to the longest names",
    mail: {
      message: FROM + BODY,
      envelope: { ...SPF_ENVELOPE, mailFrom: `${"l.".repeat(20_000)}@a.example` },
      zone: { "a.example": { TXT: [`v=spf1 ${"exists:%{l}%{l}%{l}%{l}.e.example ".repeat(12)}-all`] } },
    },
    atMost: { questions: 40 },
  },
  {
    name: "RFC 9989 §4.10.2: ten signers whose domains are walked",
    mail: {
      message:
        times(500, (index) => signature("").replace("d=a", `d=l.m.n.o.p.q.r.s.t.u${index}`)) + FROM + BODY,
      zone: KEYS,
    },
    atMost: { questions: DEFAULT_LIMITS.dnsQuestions },
  },
  {
    name: "RFC 5322 §3.6.2: a From field of a million bytes",
    mail: { message: `From: ${"a@b\u00c3\u00bccher.example, ".repeat(50_000)}${FROM}${BODY}` },
    atMost: { questions: 0 },
  },
  {
    name: "RFC 5322 §2.2: ten thousand fields and more",
    mail: { message: times(30_000, (index) => `X-${index}: y\r\n`) + FROM + BODY },
    atMost: { questions: 0 },
  },
];

const COUNTED = ["hashedBytes", "hashStates", "publicKeyOperations", "questions"] as const;

/** Bytes hashed of a body under ten signatures with ten lengths. */
function hashedFor(lines: number): number {
  const signatures = times(10, (index) => signature(`l=${index * 10};`));
  const body = `\r\n${"x".repeat(76)}\r\n`.repeat(lines);
  return countWork({ message: signatures + FROM + body, zone: KEYS }).work.hashedBytes;
}

describe("CWE-400: the worst inputs known cost no more than the limits allow", () => {
  it.each(WORST)("$name", ({ mail, atMost }) => {
    const { work } = countWork(mail);
    const tooMuch = COUNTED.filter((name) => work[name] > (atMost[name] ?? Infinity));
    expect({ work, tooMuch }).toStrictEqual({ work, tooMuch: [] });
  });

  it.each([
    [
      "a U-label list",
      (count: number) => `From: ${"a@b\u00c3\u00bccher.example, ".repeat(count)}a@b.example\r\n`,
    ],
    [
      "a display name of domains",
      (count: number) => `From: "${"b\u00c3\u00bccher.example ".repeat(count)}" <a@b.example>\r\n`,
    ],
    ["several From fields", (count: number) => "From: a@b\u00c3\u00bccher.example\r\n".repeat(count)],
    [
      "folded lines that read like From",
      (count: number) => `X: y\r\n${" From: a@b\u00c3\u00bccher.example\r\n".repeat(count)}${FROM}`,
    ],
  ])("past addressListBytes nothing is read of %s", (_name, header) => {
    const limits = { addressListBytes: 2000 };
    const within = countWork({ message: header(10) + BODY, limits }).report.author;
    const beyond = countWork({ message: header(200) + BODY, limits }).report.author;
    const causes = (author: typeof within): readonly string[] =>
      author.kind === "ambiguous"
        ? author.causes.map((cause) => ("limit" in cause ? cause.limit : cause.code))
        : [];
    expect([
      causes(within).includes("addressListBytes"),
      causes(beyond).includes("addressListBytes"),
    ]).toStrictEqual([false, true]);
    expect(beyond.notes).toStrictEqual([]);
  });

  it.each([
    [
      "addresses",
      (count: number) => `From: ${times(count, (n) => `a@${U_LABEL}${n}.example, `)}a@b.example\r\n`,
    ],
    [
      "a display name",
      (count: number) => `From: "${times(count, (n) => `${U_LABEL}${n}.example `)}" <a@b.example>\r\n`,
    ],
    [
      "a comment",
      (count: number) => `From: a@b.example (${times(count, (n) => `x@${U_LABEL}${n}.example `)})\r\n`,
    ],
    [
      "a local-part",
      (count: number) => `From: "${times(count, (n) => `x@${U_LABEL}${n}.example `)}"@b.example\r\n`,
    ],
    [
      "a group name",
      (count: number) => `From: "${times(count, (n) => `x@${U_LABEL}${n}.example `)}": a@b.example;\r\n`,
    ],
    ["A-labels", (count: number) => `From: a@b.example (${"x@xn--bcher-kva.example ".repeat(count)})\r\n`],
    [
      "encoded words",
      (count: number) =>
        `From: ${times(count, (n) => `=?utf-8?Q?x=40b=C3=BCcher${n}=2Eexample_?= `)}<a@b.example>\r\n`,
    ],
  ])("past addressNames the author of %s is ambiguous", (_name, header) => {
    const causes = (count: number): unknown => {
      const { author } = countWork({ message: header(count) + BODY }).report;
      return author.kind === "ambiguous" ? author.causes : [];
    };
    expect([causes(20), causes(60)]).toStrictEqual([
      [],
      [{ code: "header-limit", limit: "addressNames", value: DEFAULT_LIMITS.addressNames }],
    ]);
  });

  it("hashes a body in time linear in its length, whatever signs it", () => {
    expect(hashedFor(8000) / hashedFor(4000)).toBeLessThan(2.1);
  });
});
