import type { ZoneName } from "../../../src/dns/zone.ts";
import { ed25519Key, keyData, keyRecord, rsaKey, type SigningKey } from "../dkim-signer.ts";
import type { Random } from "../random.ts";
import { times } from "./choice.ts";

type Answer = ZoneName | Extract<ZoneName["TXT"], string>;

export interface KeyRecordContext {
  readonly random: Random;
  readonly key: SigningKey;
}

/** What the DNS holds at the selector instead of the ordinary key record. */
export type KeyRecordTwist = (context: KeyRecordContext) => Answer;

const records = (...texts: readonly (string | readonly string[])[]): Answer => ({ TXT: texts });
const other = (key: SigningKey): SigningKey =>
  key.type === "rsa" ? rsaKey(1024, "other") : ed25519Key("other");

export const KEY_RECORD_TWISTS: Readonly<Record<string, KeyRecordTwist>> = {
  "key-without-version": ({ key }) => records(`k=${key.type}; p=${keyData(key)}`),
  "key-version-not-first": ({ key }) => records(`k=${key.type}; v=DKIM1; p=${keyData(key)}`),
  "key-version-other": ({ key }) => records(`v=DKIM2; k=${key.type}; p=${keyData(key)}`),
  "key-version-lower-case": ({ key }) => records(`v=dkim1; k=${key.type}; p=${keyData(key)}`),
  "key-type-missing": ({ key }) => records(`v=DKIM1; p=${keyData(key)}`),
  "key-type-unknown": ({ key }) => records(`v=DKIM1; k=dsa; p=${keyData(key)}`),
  "key-type-other": ({ key }) =>
    records(`v=DKIM1; k=${key.type === "rsa" ? "ed25519" : "rsa"}; p=${keyData(key)}`),
  "key-pkcs1": ({ key }) => records(`v=DKIM1; k=${key.type}; p=${keyData(key, "pkcs1")}`),
  "key-hash-sha256": ({ key }) => records(keyRecord(key, "h=sha256; ")),
  "key-hash-sha1": ({ key }) => records(keyRecord(key, "h=sha1; ")),
  "key-hash-both": ({ key }) => records(keyRecord(key, "h=sha1 : sha256; ")),
  "key-hash-unknown": ({ key }) => records(keyRecord(key, "h=md5; ")),
  "key-service-email": ({ key }) => records(keyRecord(key, "s=email; ")),
  "key-service-any": ({ key }) => records(keyRecord(key, "s=*; ")),
  "key-service-other": ({ key }) => records(keyRecord(key, "s=tlsrpt; ")),
  "key-service-both": ({ key }) => records(keyRecord(key, "s=other:email; ")),
  "key-testing": ({ key }) => records(keyRecord(key, "t=y; ")),
  "key-exact-auid": ({ key }) => records(keyRecord(key, "t=s; ")),
  "key-flags": ({ key }) => records(keyRecord(key, "t=y:s:foo; ")),
  "key-notes": ({ key }) => records(keyRecord(key, "n=hello=20there; ")),
  "key-granularity": ({ key }) => records(keyRecord(key, "g=user; ")),
  "key-unknown-tag": ({ key }) => records(keyRecord(key, "zz=1; ")),
  "key-revoked": ({ key }) => records(`v=DKIM1; k=${key.type}; p=`),
  "key-data-missing": ({ key }) => records(`v=DKIM1; k=${key.type}`),
  "key-data-not-base64": () => records("v=DKIM1; k=rsa; p=this is no key!"),
  "key-data-damaged": ({ random, key }) =>
    records(`v=DKIM1; k=${key.type}; p=${keyData(key).slice(random.between(1, 3) * 4)}`),
  "key-data-short": ({ key }) => records(`v=DKIM1; k=${key.type}; p=${keyData(key).slice(0, 40)}`),
  "key-data-spaced": ({ key }) =>
    records(`v=DKIM1; k=${key.type}; p=${keyData(key).replace(/.{20}/g, "$& ")}`),
  "key-data-trailing-bytes": ({ key }) =>
    records(
      `v=DKIM1; k=${key.type}; p=${Buffer.concat([Buffer.from(keyData(key), "base64"), Buffer.from("more")]).toString("base64")}`,
    ),
  "key-ed25519-spki": () =>
    records(
      `v=DKIM1; k=ed25519; p=${ed25519Key().publicKey.export({ type: "spki", format: "der" }).toString("base64")}`,
    ),
  "key-duplicate-tag": ({ key }) => records(`v=DKIM1; k=${key.type}; k=${key.type}; p=${keyData(key)}`),
  "key-spaces": ({ key }) => records(`v = DKIM1 ;  k = ${key.type} ; p = ${keyData(key)} ; `),
  "key-wrong": ({ key }) => records(keyRecord(other(key))),
  "key-beside-foreign": ({ key }) => records("unrelated text", keyRecord(key)),
  "key-beside-spf": ({ key }) => records("v=spf1 -all", keyRecord(key)),
  "key-two-second-fits": ({ key }) => records(keyRecord(other(key)), keyRecord(key)),
  "key-two-first-fits": ({ key }) => records(keyRecord(key), keyRecord(other(key))),
  "key-revoked-beside-good": ({ key }) => records(`v=DKIM1; k=${key.type}; p=`, keyRecord(key)),
  "key-fourth-fits": ({ key }) => records(...times(3, () => keyRecord(other(key))), keyRecord(key)),
  "key-only-foreign": () => records("v=spf1 -all"),
  "key-split": ({ random, key }) => records(splitText(random, keyRecord(key))),
  "key-nxdomain": () => ({}),
  "key-nodata": () => ({ TXT: [] }),
  "key-alias": () => ({ CNAME: ["alias.keys.example"] }),
  "key-timeout": () => "timeout",
  "key-servfail": () => "servfail",
  "key-refused": () => "refused",
  "key-malformed-answer": () => "malformed",
};

/** One text as several character-strings, cut anywhere. */
export function splitText(random: Random, text: string): readonly string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== "";) {
    const length = random.between(1, 120);
    parts.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return parts;
}
