import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import {
  HashAlgAndValue,
  LogotypeData,
  LogotypeDetails,
  LogotypeExtn,
  LogotypeImage,
  LogotypeInfo,
} from "@peculiar/asn1-x509-logotype";
import {
  type CertificatePlan,
  type KeyPair,
  type MintedExtension,
  SIGNS_CERTIFICATES,
  keyPair,
  mintCertificate,
  octetString,
  pemOf,
} from "./certificates.ts";
import { indicatorBytes } from "./indicators.ts";

const BRAND_USAGE = "1.3.6.1.5.5.7.3.31";
export const MARK_TYPE = "1.3.6.1.4.1.53087.1.13";
export const COMMON_NAME = "2.5.4.3";
const LOGOTYPE = "1.3.6.1.5.5.7.1.12";
const SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";

type HashName = "sha1" | "sha256" | "sha384";

const HASH_OIDS: Readonly<Record<HashName, string>> = {
  sha1: "1.3.14.3.2.26",
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
};

/** What a logotype extension says; the defaults embed the image, compressed, with its SHA-256. */
export interface LogotypePlan {
  readonly image?: Uint8Array;
  readonly mediaType?: string;
  readonly uris?: readonly string[];
  /** Digests, hexadecimal; those given replace the right one. */
  readonly digests?: readonly (readonly [hash: HashName, value: string])[];
  /** How often the image is in it. */
  readonly images?: number;
}

export function logotypeExtension(plan: LogotypePlan = {}): MintedExtension {
  const { image = indicatorBytes(), mediaType = "image/svg+xml", images = 1 } = plan;
  const { uris = [`data:image/svg+xml;base64,${gzipSync(image).toString("base64")}`] } = plan;
  const { digests = [["sha256", createHash("sha256").update(image).digest("hex")]] } = plan;
  const imageDetails = new LogotypeDetails({
    mediaType,
    logotypeURI: [...uris],
    logotypeHash: digests.map(
      ([name, value]) =>
        new HashAlgAndValue({
          hashAlg: new AlgorithmIdentifier({ algorithm: HASH_OIDS[name] }),
          hashValue: new OctetString(Buffer.from(value, "hex")),
        }),
    ),
  });
  const data = new LogotypeData({
    image: Array.from({ length: images }, () => new LogotypeImage({ imageDetails })),
  });
  const subjectLogo = new LogotypeInfo({ direct: data });
  return { id: LOGOTYPE, content: new Uint8Array(AsnConvert.serialize(new LogotypeExtn({ subjectLogo }))) };
}

/** The list of one timestamp, of a log whose id is 32 times 0xab. RFC 6962 §3.3 */
export function timestampExtension(milliseconds: number, version = 0): MintedExtension {
  const sct = Buffer.alloc(47);
  sct[0] = version;
  sct.fill(0xab, 1, 33);
  sct.writeBigUInt64BE(BigInt(milliseconds), 33);
  const list = Buffer.alloc(4);
  list.writeUInt16BE(sct.length + 2, 0);
  list.writeUInt16BE(sct.length, 2);
  return { id: SCT_LIST, content: octetString(Buffer.concat([list, sct])) };
}

/** The keys of the chain, and one that has no part in it. */
export const KEYS: Readonly<Record<"root" | "intermediate" | "leaf" | "stranger", KeyPair>> = {
  root: keyPair(),
  intermediate: keyPair(),
  leaf: keyPair(),
  stranger: keyPair(),
};

const VALIDITY = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2026-12-31T23:59:59Z") };

/** A moment at which the whole chain is valid, seconds. */
export const NOW: number = Date.parse("2026-06-01T00:00:00Z") / 1000;

export const ROOT_PLAN: CertificatePlan = {
  subject: [[COMMON_NAME, "Example Mark Root"]],
  key: KEYS.root,
  ...VALIDITY,
  authority: { isAuthority: true },
  keyUsage: SIGNS_CERTIFICATES,
};

export const INTERMEDIATE_PLAN: CertificatePlan = {
  subject: [[COMMON_NAME, "Example Mark CA 1"]],
  key: KEYS.intermediate,
  ...VALIDITY,
  authority: { isAuthority: true, pathLength: 0 },
  keyUsage: SIGNS_CERTIFICATES,
  extendedKeyUsage: [BRAND_USAGE],
};

export const LEAF_PLAN: CertificatePlan = {
  subject: [
    [COMMON_NAME, "Example, Inc."],
    [MARK_TYPE, "Registered Mark"],
  ],
  key: KEYS.leaf,
  ...VALIDITY,
  extendedKeyUsage: [BRAND_USAGE],
  dnsNames: ["example.com"],
  extensions: [logotypeExtension(), timestampExtension(1_767_225_600_123)],
};

/** What to change in the chain of root, intermediate and mark certificate. */
export interface ChainChanges {
  readonly root?: Partial<CertificatePlan>;
  readonly intermediate?: Partial<CertificatePlan>;
  readonly leaf?: Partial<CertificatePlan>;
}

export interface MintedChain {
  readonly root: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly leaf: Uint8Array;
  /** Mark certificate and intermediate, as a bundle is published. */
  readonly bundle: Uint8Array;
}

/** A chain that keeps every rule, but for the changes. */
export function mintChain(changes: ChainChanges = {}): MintedChain {
  const rootPlan = { ...ROOT_PLAN, ...changes.root };
  const intermediatePlan = { ...INTERMEDIATE_PLAN, ...changes.intermediate };
  const root = mintCertificate(rootPlan, rootPlan);
  const intermediate = mintCertificate(intermediatePlan, rootPlan);
  const leaf = mintCertificate({ ...LEAF_PLAN, ...changes.leaf }, intermediatePlan);
  return { root, intermediate, leaf, bundle: bundleOf([leaf, intermediate]) };
}

export function bundleOf(certificates: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.from(pemOf(certificates)));
}
