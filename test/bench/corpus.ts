import { mintSet } from "../support/arc-sealer.ts";
import { signParts, type SignedParts, type SigningKey } from "../support/dkim-signer.ts";
import { Random } from "../support/random.ts";
import { makeBody, type BodyKind } from "./bodies.ts";
import { freshKeyRings } from "./fresh-keys.ts";
import { makeHeader } from "./headers.ts";
import { DOMAINS, makeSigners, makeZone, usualSigner, type BenchZone, type Signer } from "./zone.ts";

/** One message of the corpus, with what a right answer is and what its cryptography costs at least. */
export interface CorpusMessage {
  readonly bytes: Buffer;
  readonly envelope: { readonly clientIp: string; readonly helo: string; readonly mailFrom: string };
  readonly expected: Words;
  readonly floor: Floor;
}

/** The result words of one message, in a form that all contestants share. */
export interface Words {
  readonly spf: string;
  readonly dkim: readonly string[];
  readonly dmarc: string;
  readonly arc: string;
}

/** The cryptography that nobody can do without. */
export interface Floor {
  /** The canonical bodies, each once. */
  readonly bodies: readonly Buffer[];
  readonly signatures: readonly (Pick<SignedParts, "headerInput" | "signature"> & {
    readonly key: SigningKey;
  })[];
}

export interface Corpus {
  readonly messages: readonly CorpusMessage[];
  readonly zone: BenchZone;
}

/** Seconds since 1970 at which the corpus is evaluated. */
export const CORPUS_NOW = 1_795_000_000;

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
export function makeSizedCorpus(seed: number, kind: BodyKind, size: number): Corpus {
  return makeCorpusOf(seed, (random) => makeBody(random, kind, size));
}

/** One message, signed in the same way, with a body of any shape. */
export function makeCorpusOf(seed: number, body: (random: Random) => string): Corpus {
  const random = new Random(seed);
  const sealer = usualSigner();
  const plan = { signers: [sealer], sealer, hops: 0, broken: false };
  return { messages: [assemble(random, { body: body(random), ...plan })], zone: makeZone(makeSigners()) };
}

/** The same kind of corpus, but each message is signed with keys of its own, which nobody has met. */
export function makeColdCorpus(seed: number, count: number): Corpus {
  const random = new Random(seed);
  const own = freshKeyRings(count).map((keys) => makeSigners(keys));
  const messages = own.map((signers) => makeMessage(random, signers));
  return { messages, zone: makeZone(own.flat()) };
}

/** The first of the signers is the usual one. */
function makeMessage(random: Random, signers: readonly Signer[]): CorpusMessage {
  const [usual = usualSigner()] = signers;
  const size = Math.round(2000 * 100 ** random.next());
  const kinds: readonly BodyKind[] = ["text", "html", "base64", "multipart", "multipart"];
  const chosen = [random.chance(0.7) ? usual : random.pick(signers)];
  if (random.chance(0.4)) chosen.push(random.pick(signers));
  return assemble(random, {
    body: makeBody(random, random.pick(kinds), size),
    signers: chosen,
    sealer: usual,
    hops: random.chance(0.2) ? random.between(1, 3) : 0,
    broken: random.chance(0.1),
  });
}

interface Plan {
  readonly body: string;
  readonly signers: readonly Signer[];
  readonly sealer: Signer;
  /** ARC sets. */
  readonly hops: number;
  /** Whether the body is changed after signing. */
  readonly broken: boolean;
}

function assemble(random: Random, { body, signers, sealer, hops, broken }: Plan): CorpusMessage {
  const domain = `d${random.between(1, DOMAINS)}.example`;
  const authorDomain = random.chance(0.5) ? domain : `mail.${domain}`;
  const people = {
    from: `${random.word()}@${authorDomain}`,
    to: `${random.word()}@receiver.example`,
    authorDomain,
  };
  const header = makeHeader(random, people).map(({ name, value }) => `${name}: ${value}\r\n`);
  const signed = sign(`${header.join("")}\r\n${body}`, domain, signers);
  const sealed = seal(signed.text, sealer, hops);
  const text = broken ? sealed.text.replace(/\r\n$/, "!\r\n") : sealed.text;
  const spfPasses = random.chance(0.8);
  const clientIp = spfPasses ? `192.0.2.${random.between(1, 254)}` : "203.0.113.9";
  return {
    bytes: Buffer.from(text, "latin1"),
    envelope: { clientIp, helo: `out.${domain}`, mailFrom: `bounce@${domain}` },
    expected: {
      spf: spfPasses ? "pass" : "fail",
      dkim: signers.map(() => (broken ? "fail" : "pass")),
      dmarc: spfPasses || !broken ? "pass" : "fail",
      arc: hops === 0 ? "none" : broken ? "fail" : "pass",
    },
    floor: {
      bodies: distinct([...signed.bodies, ...sealed.bodies]),
      signatures: [...signed.signatures, ...sealed.signatures],
    },
  };
}

interface Signed extends Floor {
  readonly text: string;
}

function sign(unsigned: string, domain: string, signers: readonly Signer[]): Signed {
  let text = unsigned;
  const bodies: Buffer[] = [];
  const signatures: Floor["signatures"][number][] = [];
  for (const { selector, key, tags } of signers) {
    const { field, bodyInput, headerInput, signature } = signParts(text, {
      key,
      tags: { ...tags, d: domain, s: selector, h: SIGNED_FIELDS, t: String(CORPUS_NOW - 60) },
    });
    text = field + text;
    bodies.push(bodyInput);
    signatures.push({ headerInput, signature, key });
  }
  return { text, bodies, signatures };
}

/** ARC sets of one forwarder after the other. */
function seal(unsealed: string, { key, selector }: Signer, hops: number): Signed {
  let text = unsealed;
  const bodies: Buffer[] = [];
  const signatures: Floor["signatures"][number][] = [];
  for (let instance = 1; instance <= hops; instance++) {
    const results = `mx.forwarder.example; spf=pass smtp.mailfrom=d${instance}.example; dkim=pass`;
    const set = mintSet(text, { instance, domain: `d${instance}.example`, selector, key, results });
    text = set.seal + set.messageSignature + set.results + text;
    const { headerInput, signature, bodyInput } = set.signed.messageSignature;
    bodies.push(bodyInput);
    signatures.push({ headerInput, signature, key }, { ...set.signed.seal, key });
  }
  return { text, bodies, signatures };
}

function distinct(bodies: readonly Buffer[]): readonly Buffer[] {
  return bodies.filter((body, index) => bodies.findIndex((other) => other.equals(body)) === index);
}
