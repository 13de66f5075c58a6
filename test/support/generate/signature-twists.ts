import type { SigningAlgorithm, SigningOptions } from "../dkim-signer.ts";
import type { Random } from "../random.ts";
import { mixedCase, times } from "./choice.ts";
import { NOW } from "./case.ts";

/** What a twist may look at. */
export interface SignatureContext {
  readonly random: Random;
  readonly sdid: string;
  /** Bytes of the canonical body. */
  readonly bodyBytes: number;
  /** base64 of its SHA-256. */
  readonly bodyHash: string;
  readonly algorithm: SigningAlgorithm;
}

/** Tags and signing options that make a signature special. */
export type SignatureTwist = (
  context: SignatureContext,
) => Pick<
  SigningOptions,
  "tags" | "layout" | "writeSignature" | "signedFields" | "algorithm" | "canonicalization" | "bodyLength"
>;

const FIELDS = "From:To:Subject:Date";

/** Signatures that differ from the ordinary one in one respect. */
export const SIGNATURE_TWISTS: Readonly<Record<string, SignatureTwist>> = {
  "tag-signed-at": ({ random }) => ({ tags: { t: String(NOW - random.between(0, 1_000_000)) } }),
  "tag-signed-in-future": () => ({ tags: { t: String(NOW + 86_400) } }),
  "tag-signed-in-near-future": () => ({ tags: { t: String(NOW + 200) } }),
  "tag-signed-at-not-a-number": ({ random }) => ({
    tags: { t: random.pick(["soon", "-1", "1e9", "", "0x10", "1 760"]) },
  }),
  "tag-expires-later": () => ({ tags: { t: String(NOW - 10), x: String(NOW + 86_400) } }),
  "tag-expires-now": () => ({ tags: { x: String(NOW) } }),
  "tag-expired": ({ random }) => ({ tags: { x: String(NOW - random.between(1, 1_000_000)) } }),
  "tag-expires-before-signed": () => ({ tags: { t: String(NOW - 100), x: String(NOW - 200) } }),
  "tag-expires-when-signed": () => ({ tags: { t: String(NOW + 100), x: String(NOW + 100) } }),
  "tag-expires-huge": () => ({ tags: { x: "999999999999" } }),
  "tag-expires-beyond-number": () => ({ tags: { x: "9".repeat(30) } }),
  "tag-length-exact": ({ bodyBytes }) => ({ tags: { l: String(bodyBytes) } }),
  "tag-length-shorter": ({ random, bodyBytes }) => ({ tags: { l: String(random.between(0, bodyBytes)) } }),
  "tag-length-zero": () => ({ tags: { l: "0" } }),
  "tag-length-beyond": ({ bodyBytes }) => ({ tags: { l: String(bodyBytes + 7) } }),
  "tag-length-huge": () => ({ tags: { l: "9".repeat(76) }, bodyLength: 1e9 }),
  "tag-length-not-a-number": ({ random }) => ({
    tags: { l: random.pick(["all", "-1", "1.5", "+3"]) },
    bodyLength: 0,
  }),
  "tag-auid-same": ({ sdid }) => ({ tags: { i: `@${sdid}` } }),
  "tag-auid-user": ({ sdid }) => ({ tags: { i: `user@${sdid}` } }),
  "tag-auid-subdomain": ({ sdid }) => ({ tags: { i: `user@mail.${sdid}` } }),
  "tag-auid-quoted-printable": ({ sdid }) => ({ tags: { i: `us=65r=2Bx@${sdid}` } }),
  "tag-auid-upper-case": ({ sdid }) => ({ tags: { i: `user@${sdid.toUpperCase()}` } }),
  "tag-auid-outside": () => ({ tags: { i: "user@elsewhere.example" } }),
  "tag-auid-suffix-only": ({ sdid }) => ({ tags: { i: `user@evil${sdid}` } }),
  "tag-auid-longer": ({ sdid }) => ({ tags: { i: `user@${sdid}.evil.example` } }),
  "tag-auid-without-at": ({ sdid }) => ({ tags: { i: sdid } }),
  "tag-query-known": ({ random }) => ({
    tags: { q: random.pick(["dns/txt", "dns/txt:dns/foo", "foo:dns/txt", "dns/txt : x"]) },
  }),
  "tag-query-unknown": () => ({ tags: { q: "foo" } }),
  "tag-version-two": () => ({ tags: { v: "2" } }),
  "tag-version-missing": () => ({ tags: { v: null } }),
  "tag-version-not-first": ({ algorithm }) => ({
    tags: { v: null, a: algorithm, q: "dns/txt", v2: "x" },
    layout: (tags) =>
      [...tags.filter(([name]) => name !== "v2"), ["v", "1"] as const]
        .map(([name, value]) => `${name}=${value}`)
        .join("; "),
  }),
  "tag-algorithm-unknown": ({ random, algorithm }) => ({
    tags: { a: random.pick(["rsa-sha512", "ed25519-sha1", "dsa-sha256", "rsa", "rsa-", "sha256"]) },
    algorithm,
  }),
  "tag-algorithm-upper-case": ({ algorithm }) => ({ tags: { a: algorithm.toUpperCase() }, algorithm }),
  "tag-canonicalization-missing": () => ({ tags: { c: null } }),
  "tag-canonicalization-half": ({ random }) => ({ tags: { c: random.pick(["simple", "relaxed"]) } }),
  "tag-canonicalization-unknown": ({ random }) => ({
    tags: { c: random.pick(["nofws", "relaxed/nofws", "/", "relaxed/"]) },
    canonicalization: "relaxed/simple",
  }),
  "tag-copied-fields": () => ({ tags: { z: "From:author=40example.com|Subject:demo=20run" } }),
  "tag-unknown": ({ random }) => ({ tags: { [`x${random.word(1, 4)}`]: random.word() } }),
  "tag-duplicate": ({ sdid }) => ({
    layout: (tags) =>
      tags
        .flatMap(([name, value]) => (name === "d" ? [`d=${value}`, `d=${sdid}`] : [`${name}=${value}`]))
        .join("; "),
  }),
  "tag-without-equals": () => ({
    layout: (tags) => ["junk", ...tags.map(([name, value]) => `${name}=${value}`)].join("; "),
  }),
  "tag-empty": () => ({ layout: (tags) => tags.map(([name, value]) => `${name}=${value}`).join(";; ") }),
  "tag-upper-case-name": () => ({
    layout: (tags) => tags.map(([name, value]) => `${name === "d" ? "D" : name}=${value}`).join("; "),
  }),
  "tag-trailing-semicolon": () => ({
    layout: (tags) => `${tags.map(([name, value]) => `${name}=${value}`).join("; ")};`,
  }),
  "tag-spaces": () => ({
    layout: (tags) => tags.map(([name, value]) => ` ${name} =\t${value} `).join(";\r\n "),
  }),
  "tag-order": ({ random }) => ({
    layout: (tags) =>
      random
        .sample(tags, tags.length)
        .map(([name, value]) => `${name}=${value}`)
        .join("; "),
  }),
  "tag-one-line": () => ({ layout: (tags) => tags.map(([name, value]) => `${name}=${value}`).join(";") }),
  "tag-name-ends-in-b": () => ({ tags: { zb: "abc" } }),
  "signature-folded": ({ random }) => ({ writeSignature: (base64) => fold(random, base64) }),
  "signature-empty": () => ({ writeSignature: () => "" }),
  "signature-not-base64": ({ random }) => ({
    writeSignature: (base64) =>
      random.pick(["!!!", `${base64.slice(0, 20)}*${base64.slice(20)}`, base64.slice(0, -3), `${base64}=`]),
  }),
  "signature-truncated": () => ({ writeSignature: (base64) => base64.slice(0, 40) }),
  "signature-changed": ({ random }) => ({ writeSignature: (base64) => changeLetter(random, base64) }),
  "body-hash-wrong-length": () => ({ tags: { bh: "c2hvcnQ=" } }),
  "body-hash-not-base64": () => ({ tags: { bh: "not base64?" } }),
  "body-hash-missing": () => ({ tags: { bh: null } }),
  "fields-without-from": () => ({ tags: { h: "To:Subject:Date" } }),
  "fields-missing": () => ({ tags: { h: null }, signedFields: ["From"] }),
  "fields-empty": () => ({ tags: { h: "" }, signedFields: [] }),
  "fields-oversigned": () => ({ tags: { h: `${FIELDS}:From:Subject:Reply-To:Resent-From` } }),
  "fields-spaced": () => ({ tags: { h: "From : To:\r\n\t Subject :Date" } }),
  "fields-upper-case": ({ random }) => ({ tags: { h: mixedCase(random, FIELDS) } }),
  "fields-signature-itself": () => ({ tags: { h: `${FIELDS}:DKIM-Signature` } }),
  "fields-repeated": () => ({ tags: { h: `${FIELDS}:Comments:Comments:Received:Received:Received` } }),
  "fields-many": ({ random }) => ({ tags: { h: `${FIELDS}:${times(300, () => random.word()).join(":")}` } }),
  "fields-broken-list": ({ random }) => ({
    tags: { h: random.pick([`${FIELDS}:`, `:${FIELDS}`, "From::To", "From:Sub ject"]) },
  }),
  "domain-missing": () => ({ tags: { d: null } }),
  "domain-hostile": ({ random }) => ({
    tags: {
      d: random.pick([
        "legit'a.attack.example",
        "legit(.attack.example",
        "a..b.example",
        "-a.example",
        "b\0c.example",
        "a b.example",
      ]),
    },
  }),
  "domain-single-label": () => ({ tags: { d: "localhost" } }),
  "domain-trailing-dot": ({ sdid }) => ({ tags: { d: `${sdid}.` } }),
  "domain-upper-case": ({ sdid }) => ({ tags: { d: sdid.toUpperCase() } }),
  "selector-missing": () => ({ tags: { s: null } }),
  "selector-hostile": ({ random }) => ({
    tags: { s: random.pick(["a\0b", "sel._domainkey.evil.example.\0", "a b", "a..b", ""]) },
  }),
  "selector-too-long": () => ({ tags: { s: "s".repeat(64) } }),
  "selector-name-too-long": () => ({ tags: { s: times(5, () => "s".repeat(60)).join(".") } }),
  "wrong-hash-signed": ({ algorithm, bodyHash }) =>
    algorithm === "ed25519-sha256" ? {} : { algorithm: "rsa-sha1", tags: { a: "rsa-sha256", bh: bodyHash } },
};

/** Breaks a value into lines with white space of any kind. */
function fold(random: Random, text: string): string {
  return text.replace(/.{1,30}/g, (part) => part + random.pick(["\r\n\t", "\r\n  ", " ", "\t \r\n "]));
}

function changeLetter(random: Random, base64: string): string {
  const at = random.between(0, base64.length - 4);
  return base64.slice(0, at) + (base64[at] === "A" ? "B" : "A") + base64.slice(at + 1);
}
