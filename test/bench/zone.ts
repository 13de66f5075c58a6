import { ed25519Key, keyRecord, rsaKey, type SigningKey } from "../support/dkim-signer.ts";

/** DNS records by name, as a zone of `snapshotResolver`. */
export type BenchZone = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

/** A key, where it is published, and how it is used. */
export interface Signer {
  readonly selector: string;
  readonly key: SigningKey;
  readonly tags: Readonly<Record<string, string>>;
}

export const DOMAINS = 40;

/** The keys that sign a message, one of a kind; the name tells the selectors of one ring from another's. */
export interface KeyRing {
  readonly name: string;
  readonly rsa2048: SigningKey;
  readonly rsa1024: SigningKey;
  readonly ed25519: SigningKey;
}

function usualKeys(): KeyRing {
  return {
    name: "usual",
    rsa2048: rsaKey(2048, "bench"),
    rsa1024: rsaKey(1024, "bench"),
    ed25519: ed25519Key("bench"),
  };
}

/** The way that most mail is signed. */
export function usualSigner({ name, rsa2048 }: KeyRing = usualKeys()): Signer {
  return { selector: `s2048-${name}`, key: rsa2048, tags: { c: "relaxed/relaxed" } };
}

/** The usual way to sign, and others. */
export function makeSigners(keys: KeyRing = usualKeys()): readonly Signer[] {
  const usual = usualSigner(keys);
  return [
    usual,
    { selector: `s1024-${keys.name}`, key: keys.rsa1024, tags: { c: "relaxed/relaxed" } },
    { ...usual, tags: { c: "simple/simple" } },
    { ...usual, tags: { c: "relaxed/simple" } },
    { selector: `ed-${keys.name}`, key: keys.ed25519, tags: { a: "ed25519-sha256", c: "relaxed/relaxed" } },
  ];
}

/** Every domain with its keys, an SPF record of three includes, and a DMARC record. */
export function makeZone(signers: readonly Signer[]): BenchZone {
  const zone: Record<string, Readonly<Record<string, readonly unknown[]>>> = {
    "_spf1.provider.example": { TXT: ["v=spf1 ip4:198.51.100.0/25 include:_spf2.provider.example ~all"] },
    "_spf2.provider.example": {
      TXT: ["v=spf1 ip4:198.51.100.128/25 ip6:2001:db8::/32 include:_spf3.provider.example ~all"],
    },
    "_spf3.provider.example": { TXT: ["v=spf1 ip4:192.0.2.0/24 ~all"] },
  };
  const keyRecords = new Map(signers.map(({ selector, key }) => [selector, keyRecord(key)]));
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
    for (const [selector, record] of keyRecords) {
      zone[`${selector}._domainkey.${domain}`] = { TXT: [record.match(/.{1,255}/gs) ?? []] };
    }
  }
  return zone;
}
