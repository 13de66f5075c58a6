import {
  ed25519Key,
  keyRecord,
  rsaKey,
  signParts,
  type SignedParts,
  type SigningKey,
} from "../support/dkim-signer.ts";
import { Random } from "../support/random.ts";
import { makeBody, type BodyKind } from "./bodies.ts";
import { makeHeader } from "./headers.ts";

/** One message of the corpus, with what a right answer is and what its cryptography costs at least. */
export interface CorpusMessage {
  readonly bytes: Buffer;
  readonly envelope: { readonly clientIp: string; readonly helo: string; readonly mailFrom: string };
  readonly expected: { readonly spf: string; readonly dkim: readonly string[]; readonly dmarc: string };
  /** Canonical bytes, signature and key of every signature. */
  readonly floor: readonly FloorSignature[];
}

export interface FloorSignature extends Pick<SignedParts, "headerInput" | "bodyInput" | "signature"> {
  readonly key: SigningKey;
}

export interface Corpus {
  readonly messages: readonly CorpusMessage[];
  /** DNS records by name, as a zone of `snapshotResolver`. */
  readonly zone: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
}

interface Signer {
  readonly selector: string;
  readonly key: SigningKey;
  readonly tags: Readonly<Record<string, string>>;
}

/** Seconds since 1970 at which the corpus is evaluated. */
export const CORPUS_NOW = 1_795_000_000;

const DOMAINS = 40;
const SIGNED_FIELDS = "From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:Reply-To:List-Unsubscribe";

/** The corpus of a seed: `count` messages of 2 to 200 KB, evenly spread on a logarithmic scale. */
export function makeCorpus(seed: number, count: number): Corpus {
  const random = new Random(seed);
  const signers = makeSigners();
  const zone = makeZone(signers);
  const messages = Array.from({ length: count }, () => makeMessage(random, signers));
  return { messages, zone };
}

/** One message of about a given size, with one rsa-2048 relaxed/relaxed signature. */
export function makeSizedMessage(seed: number, kind: BodyKind, size: number): CorpusMessage {
  const random = new Random(seed);
  return assemble(random, { body: makeBody(random, kind, size), signers: [usualSigner()], broken: false });
}

/** One message whose body is given: a hostile shape. */
export function makeMessageOf(seed: number, body: string): CorpusMessage {
  return assemble(new Random(seed), { body, signers: [usualSigner()], broken: false });
}

/** The zone in which messages of {@link makeSizedMessage} and {@link makeMessageOf} verify. */
export function usualZone(): Corpus["zone"] {
  return makeZone(makeSigners());
}

function makeMessage(random: Random, signers: readonly Signer[]): CorpusMessage {
  const size = Math.round(2000 * 100 ** random.next());
  const kinds: readonly BodyKind[] = ["text", "html", "base64", "multipart", "multipart"];
  const chosen = [random.chance(0.7) ? usualSigner() : random.pick(signers)];
  if (random.chance(0.4)) chosen.push(random.pick(signers));
  return assemble(random, {
    body: makeBody(random, random.pick(kinds), size),
    signers: chosen,
    broken: random.chance(0.1),
  });
}

interface Plan {
  readonly body: string;
  readonly signers: readonly Signer[];
  /** Whether the body is changed after signing. */
  readonly broken: boolean;
}

function assemble(random: Random, { body, signers, broken }: Plan): CorpusMessage {
  const domain = `d${random.between(1, DOMAINS)}.example`;
  const authorDomain = random.chance(0.5) ? domain : `mail.${domain}`;
  const people = {
    from: `${random.word()}@${authorDomain}`,
    to: `${random.word()}@receiver.example`,
    authorDomain,
  };
  let text = `${makeHeader(random, people)
    .map(({ name, value }) => `${name}: ${value}\r\n`)
    .join("")}\r\n${body}`;
  const floor: FloorSignature[] = [];
  for (const { selector, key, tags } of signers) {
    const parts = signParts(text, {
      key,
      tags: { ...tags, d: domain, s: selector, h: SIGNED_FIELDS, t: String(CORPUS_NOW - 60) },
    });
    text = parts.field + text;
    floor.push({ ...parts, key });
  }
  if (broken) text = text.replace(/\r\n$/, "!\r\n");
  const spfPasses = random.chance(0.8);
  const clientIp = spfPasses ? `192.0.2.${random.between(1, 254)}` : "203.0.113.9";
  return {
    bytes: Buffer.from(text, "latin1"),
    envelope: { clientIp, helo: `out.${domain}`, mailFrom: `bounce@${domain}` },
    expected: {
      spf: spfPasses ? "pass" : "fail",
      dkim: signers.map(() => (broken ? "fail" : "pass")),
      dmarc: spfPasses || !broken ? "pass" : "fail",
    },
    floor,
  };
}

function usualSigner(): Signer {
  return { selector: "s2048", key: rsaKey(2048, "bench"), tags: { c: "relaxed/relaxed" } };
}

/** Ways to sign beside the usual one. */
function makeSigners(): readonly Signer[] {
  return [
    usualSigner(),
    { selector: "s1024", key: rsaKey(1024, "bench"), tags: { c: "relaxed/relaxed" } },
    { selector: "s2048", key: rsaKey(2048, "bench"), tags: { c: "simple/simple" } },
    { selector: "s2048", key: rsaKey(2048, "bench"), tags: { c: "relaxed/simple" } },
    { selector: "ed", key: ed25519Key("bench"), tags: { a: "ed25519-sha256", c: "relaxed/relaxed" } },
  ];
}

/** Every domain with its keys, an SPF record of three includes, and a DMARC record. */
function makeZone(signers: readonly Signer[]): Corpus["zone"] {
  const zone: Record<string, Readonly<Record<string, readonly unknown[]>>> = {
    "_spf1.provider.example": { TXT: ["v=spf1 ip4:198.51.100.0/25 include:_spf2.provider.example ~all"] },
    "_spf2.provider.example": {
      TXT: ["v=spf1 ip4:198.51.100.128/25 ip6:2001:db8::/32 include:_spf3.provider.example ~all"],
    },
    "_spf3.provider.example": { TXT: ["v=spf1 ip4:192.0.2.0/24 ~all"] },
  };
  for (let index = 1; index <= DOMAINS; index++) {
    const domain = `d${index}.example`;
    zone[domain] = {
      TXT: ["google-site-verification=none", "v=spf1 mx include:_spf1.provider.example -all"],
      MX: [{ exchange: `mx.${domain}`, priority: 10 }],
    };
    zone[`mx.${domain}`] = { A: ["198.51.100.5"] };
    zone[`out.${domain}`] = { A: ["192.0.2.1"], TXT: ["v=spf1 ip4:192.0.2.0/24 -all"] };
    zone[`mail.${domain}`] = { A: ["192.0.2.2"] };
    zone[`_dmarc.${domain}`] = { TXT: ["v=DMARC1; p=reject; rua=mailto:dmarc@provider.example"] };
    for (const { selector, key } of signers) {
      zone[`${selector}._domainkey.${domain}`] = { TXT: [keyRecord(key).match(/.{1,255}/gs) ?? []] };
    }
  }
  return zone;
}
