import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "waxseal";
import { countWork, type Work } from "./counting.ts";
import { FROM, KEYS, lines, signature, times, WORST_SHAPES } from "./worst-inputs.ts";

const BODY = "\r\nbody\r\n";
const U_LABEL = "b\u00c3\u00bccher";

const { arcSets, dkimKeyRecords, dkimSignatures, dnsQuestions } = DEFAULT_LIMITS;
const keyAttempts = dkimSignatures * dkimKeyRecords;
const largeBody = lines(4000).length;

/** The most that may be done for the shapes whose names begin so, however large they are. */
const AT_MOST: Readonly<Record<string, Partial<Work>>> = {
  "RFC 6376 §6.1": { publicKeyOperations: keyAttempts },
  "RFC 8616 §5": { publicKeyOperations: keyAttempts },
  // Two canonical forms of the body, however many lengths, and the headers of ten signatures.
  "RFC 6376 §3.5: a distinct": { hashedBytes: 2.2 * largeBody, hashStates: 40 },
  "RFC 8617 §5.2": {
    // Each seal covers all that came before it: the square of fifty sets, in headers of a few hundred bytes.
    hashedBytes: 2.2 * largeBody + 3 * 50 * 50 * 1000,
    publicKeyOperations: 2 * arcSets * dkimKeyRecords,
    hashStates: 120,
  },
  "RFC 6376 §3.5: z=": { publicKeyOperations: dkimKeyRecords },
  "RFC 6376 §3.2": { publicKeyOperations: dkimKeyRecords },
  "RFC 6376 §5.4": { hashedBytes: 1_500_000, publicKeyOperations: 3 },
  "RFC 6376 §3.6.2.2": { publicKeyOperations: dkimKeyRecords },
  "RFC 8301 §3.2": { publicKeyOperations: 0 },
  "RFC 7208 §4.6.4": { questions: 40 },
  "RFC 7208 §7.3": { questions: 40 },
  "RFC 7208 §6.1": { questions: 40 },
  "RFC 1034 §3.6.2": { questions: 20 },
  "RFC 9989 §4.10.2": { questions: dnsQuestions },
  "RFC 9990 §3.1.1": { questions: 20 },
  "RFC 5322": { questions: 20 },
  "RFC 2047": { questions: 20 },
  "RFC 5321": { questions: 20 },
  // Bodies are bytes: their parts are neither looked for nor counted.
  "RFC 2046 §5.1": { questions: 20, hashStates: 4, publicKeyOperations: dkimKeyRecords },
};

const WORST = WORST_SHAPES.map(({ name, usual, mail }) => ({
  name,
  mail: mail(2 * usual),
  atMost: boundOf(name),
}));

function boundOf(name: string): Partial<Work> {
  const bound = Object.entries(AT_MOST).find(([start]) => name.startsWith(start))?.[1];
  if (bound === undefined) throw new TypeError(`no bound for ${name}`);
  return bound;
}

const COUNTED = ["hashedBytes", "hashStates", "publicKeyOperations", "questions"] as const;

/** Bytes hashed of a body under ten signatures with ten lengths. */
function hashedFor(count: number): number {
  const signatures = times(10, (index) => signature(`l=${index * 10};`));
  return countWork({ message: signatures + FROM + lines(count), zone: KEYS }).work.hashedBytes;
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
