import { createHash, sign } from "node:crypto";
import {
  keyData,
  relaxedField,
  rsaKey,
  signParts,
  splitMessage,
  type FieldTags,
  type SignedParts,
  type SigningKey,
} from "./dkim-signer.ts";

/**
 * ARC sealing for tests, independent of the sources under test: strings with one character per byte,
 * regular expressions and node:crypto, like the DKIM signer beside it.
 *
 * RFC 8617 §5.1
 */

export interface SealOptions {
  readonly instance: number;
  /** `d=` of both signatures. */
  readonly domain: string;
  readonly selector?: string;
  readonly key?: SigningKey;
  /** `cv=`; by default what belongs to the instance. */
  readonly chainValidation?: string;
  /** The report behind the instance. */
  readonly results?: string;
  /** Tags of the message signature that differ from the defaults; null leaves one out. */
  readonly messageSignatureTags?: FieldTags;
  /** Tags of the seal that differ from the defaults; null leaves one out. */
  readonly sealTags?: FieldTags;
  /** Which of the earlier fields the seal covers. Default: all ARC sets found, by instance. */
  readonly scope?: readonly string[];
  /** Signs with another algorithm than the key's usual one. */
  readonly algorithm?: "rsa-sha256" | "rsa-sha1" | "ed25519-sha256";
}

/** The three fields of one set, each with its line end. */
export interface MintedSet {
  readonly results: string;
  readonly messageSignature: string;
  readonly seal: string;
  /** The very bytes that were hashed and signed. */
  readonly signed: {
    readonly messageSignature: SignedParts;
    readonly seal: Pick<SignedParts, "headerInput" | "signature">;
  };
}

/** The message with a further ARC set on top. */
export function sealMessage(message: string, options: SealOptions): string {
  const { seal, messageSignature, results } = mintSet(message, options);
  return seal + messageSignature + results + message;
}

export function mintSet(message: string, options: SealOptions): MintedSet {
  const { instance, domain, selector = "arc", key = rsaKey() } = options;
  const results = `ARC-Authentication-Results: i=${instance}; ${options.results ?? `mx.${domain}; none`}\r\n`;
  const parts = signParts(message, {
    key,
    fieldName: "ARC-Message-Signature:",
    ...(options.algorithm === undefined ? {} : { algorithm: options.algorithm }),
    tags: {
      v: null,
      a: `${key.type}-sha256`,
      d: domain,
      s: selector,
      i: String(instance),
      h: "From:To:Subject:Date",
      ...options.messageSignatureTags,
    },
  });
  const tags = Object.entries({
    i: String(instance),
    a: options.algorithm ?? `${key.type}-sha256`,
    cv: options.chainValidation ?? (instance === 1 ? "none" : "pass"),
    d: domain,
    s: selector,
    t: "1700000000",
    ...options.sealTags,
  }).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  const unsigned = `ARC-Seal: ${[...tags, "b="].join(";\r\n\t")}`;
  const { field: messageSignature } = parts;
  const covered = [...(options.scope ?? sealedFields(message)), results, messageSignature];
  const input = covered.map(relaxedField).join("") + relaxedField(unsigned).replace(/\r\n$/, "");
  const headerInput = Buffer.from(input, "latin1");
  const signature = signSeal(headerInput, key, options.algorithm);
  return {
    results,
    messageSignature,
    seal: `${unsigned}${signature.toString("base64")}\r\n`,
    signed: { messageSignature: parts, seal: { headerInput, signature } },
  };
}

function signSeal(input: Buffer, key: SigningKey, algorithm: SealOptions["algorithm"]): Buffer {
  if (key.type === "ed25519") return sign(null, createHash("sha256").update(input).digest(), key.privateKey);
  return sign(algorithm === "rsa-sha1" ? "sha1" : "sha256", input, key.privateKey);
}

const SEAL_ORDER = ["arc-authentication-results", "arc-message-signature", "arc-seal"];

/** The ARC fields of a message in the order in which a seal covers them. RFC 8617 §5.1.1 */
function sealedFields(message: string): readonly string[] {
  return splitMessage(message)
    .fields.map((field) => {
      const name = field.slice(0, field.indexOf(":")).toLowerCase();
      return { field, order: SEAL_ORDER.indexOf(name), instance: Number(/[\s;:]i=(\d+)/.exec(field)?.[1]) };
    })
    .filter(({ order }) => order !== -1)
    .toSorted((left, right) => left.instance - right.instance || left.order - right.order)
    .map(({ field }) => field);
}

/** A zone with one key under the selector of every domain. */
export function sealerZone(
  domains: readonly string[],
  key: SigningKey = rsaKey(),
  selector = "arc",
): Record<string, { readonly TXT: readonly string[] }> {
  const record = `v=DKIM1; k=${key.type}; p=${keyData(key)}`;
  return Object.fromEntries(
    domains.map((domain) => [`${selector}._domainkey.${domain}`, { TXT: [record] }] as const),
  );
}
