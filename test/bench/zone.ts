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

export function usualSigner(): Signer {
  return { selector: "s2048", key: rsaKey(2048, "bench"), tags: { c: "relaxed/relaxed" } };
}

/** Ways to sign beside the usual one. */
export function makeSigners(): readonly Signer[] {
  return [
    usualSigner(),
    { selector: "s1024", key: rsaKey(1024, "bench"), tags: { c: "relaxed/relaxed" } },
    { selector: "s2048", key: rsaKey(2048, "bench"), tags: { c: "simple/simple" } },
    { selector: "s2048", key: rsaKey(2048, "bench"), tags: { c: "relaxed/simple" } },
    { selector: "ed", key: ed25519Key("bench"), tags: { a: "ed25519-sha256", c: "relaxed/relaxed" } },
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
