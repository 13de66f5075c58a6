import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate as CertificateSchema,
  ExtendedKeyUsage,
  type Extension,
  KeyUsage,
  type Name,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
} from "@peculiar/asn1-x509";
import { hex } from "../base/bytes.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import { readDer, writeDer } from "./der.ts";
import { LOGOTYPE_EXTENSION } from "./logotype.ts";
import { SCT_LIST_EXTENSION } from "./sct-list.ts";

/** One attribute of a subject or issuer: its type as an object identifier, its value as text. */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** What the path and the evidence rules need of an X.509 certificate. RFC 5280 §4.1 */
export interface Certificate {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly subject: readonly NameAttribute[];
  readonly issuer: readonly NameAttribute[];
  /** The encoded names, hexadecimal: what is compared. */
  readonly subjectKey: string;
  readonly issuerKey: string;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Object identifier of the algorithm that signed it. */
  readonly signatureAlgorithm: string;
  readonly isAuthority: boolean;
  /** Intermediate certificates that may follow below; null for any number. RFC 5280 §4.2.1.9 */
  readonly pathLength: number | null;
  /** Whether its key may sign certificates: keyCertSign, or no key usage stated at all. RFC 5280 §6.1.4 */
  readonly maySignCertificates: boolean;
  /** Object identifiers; null when the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | null;
  /** dNSName entries of the subject alternative name. */
  readonly dnsNames: readonly string[];
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
  /** Critical extensions whose meaning is not known here. RFC 5280 §4.2 */
  readonly unknownCritical: readonly string[];
  /** Contents of the extensions by object identifier. */
  readonly extensions: ReadonlyMap<string, Uint8Array>;
}

/** The purpose, by extended key usage, of mark certificates and of the authorities above them. */
export const BRAND_INDICATOR_USAGE = "1.3.6.1.5.5.7.3.31";

/** Marks a certificate as a mark certificate, or as a pilot of one; its text carries no rule. */
const MARK_CERTIFICATE_EXTENSION = "1.3.6.1.4.1.53087.4.1";

/** Policies are among them: without constraints on them, which would be critical extensions of their own, any policy will do. */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_extKeyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_ce_authorityKeyIdentifier,
  id_ce_certificatePolicies,
  LOGOTYPE_EXTENSION,
  SCT_LIST_EXTENSION,
  MARK_CERTIFICATE_EXTENSION,
]);

/**
 * Reads a certificate, or gives null for what is none: not the structure, an extension twice, or one of
 * the extensions used here malformed.
 *
 * RFC 5280 §4.1, §4.2
 */
export function readCertificate(der: Uint8Array, crypto: CryptoProvider): Certificate | null {
  const certificate = readDer(der, CertificateSchema);
  if (certificate === null) return null;
  const { tbsCertificate: fields, signatureAlgorithm } = certificate;
  const extensions = extensionsById(fields.extensions ?? []);
  const usages = extensions === null ? null : readUsages(extensions);
  if (extensions === null || usages === null) return null;
  // RFC 5280 §4.1.1.2: the algorithm is stated twice, inside the signature and beside it.
  if (fields.signature.algorithm !== signatureAlgorithm.algorithm) return null;
  const hash = crypto.createHash("sha256");
  hash.update(der);
  return {
    der,
    sha256: hex(hash.digest()),
    subject: attributesOf(fields.subject),
    issuer: attributesOf(fields.issuer),
    subjectKey: hex(writeDer(fields.subject)),
    issuerKey: hex(writeDer(fields.issuer)),
    notBefore: seconds(fields.validity.notBefore.getTime()),
    notAfter: seconds(fields.validity.notAfter.getTime()),
    signatureAlgorithm: signatureAlgorithm.algorithm,
    ...usages,
    unknownCritical: [...(fields.extensions ?? [])].filter(isUnknownCritical).map(({ extnID }) => extnID),
    extensions,
  };
}

type Usages = Pick<
  Certificate,
  | "isAuthority"
  | "pathLength"
  | "maySignCertificates"
  | "extendedKeyUsage"
  | "dnsNames"
  | "subjectKeyIdentifier"
  | "authorityKeyIdentifier"
>;

/** Reads the extensions that say what the certificate is for; null when one of them is malformed. */
function readUsages(extensions: ReadonlyMap<string, Uint8Array>): Usages | null {
  const constraints = readExtension(extensions, id_ce_basicConstraints, BasicConstraints);
  const keyUsage = readExtension(extensions, id_ce_keyUsage, KeyUsage);
  const extendedKeyUsage = readExtension(extensions, id_ce_extKeyUsage, ExtendedKeyUsage);
  const names = readExtension(extensions, id_ce_subjectAltName, SubjectAlternativeName);
  const subjectKey = readExtension(extensions, id_ce_subjectKeyIdentifier, SubjectKeyIdentifier);
  const authorityKey = readExtension(extensions, id_ce_authorityKeyIdentifier, AuthorityKeyIdentifier);
  const malformed = [constraints, keyUsage, extendedKeyUsage, names, subjectKey, authorityKey].includes(null);
  if (malformed) return null;
  return {
    isAuthority: constraints?.cA ?? false,
    pathLength: constraints?.pathLenConstraint ?? null,
    maySignCertificates: keyUsage?.toJSON().includes("keyCertSign") ?? true,
    extendedKeyUsage: extendedKeyUsage?.slice() ?? null,
    dnsNames: [...(names ?? [])].flatMap(({ dNSName }) => (dNSName === undefined ? [] : [dNSName])),
    subjectKeyIdentifier: keyIdentifier(subjectKey?.buffer),
    authorityKeyIdentifier: keyIdentifier(authorityKey?.keyIdentifier?.buffer),
  };
}

/** The extension's value; undefined when it is absent, null when it is malformed. */
function readExtension<Value>(
  extensions: ReadonlyMap<string, Uint8Array>,
  id: string,
  schema: new () => Value,
): Value | null | undefined {
  const content = extensions.get(id);
  return content === undefined ? undefined : readDer(content, schema);
}

/** RFC 5280 §4.2: a certificate has an extension at most once. */
function extensionsById(extensions: Iterable<Extension>): ReadonlyMap<string, Uint8Array> | null {
  const contents = new Map<string, Uint8Array>();
  for (const { extnID, extnValue } of extensions) {
    if (contents.has(extnID)) return null;
    contents.set(extnID, new Uint8Array(extnValue.buffer));
  }
  return contents;
}

function isUnknownCritical({ extnID, critical }: Extension): boolean {
  return critical && !KNOWN_EXTENSIONS.has(extnID);
}

function attributesOf(name: Name): readonly NameAttribute[] {
  return [...name].flatMap((relative) =>
    [...relative].map(({ type, value }) => ({ type, value: value.toString() })),
  );
}

function keyIdentifier(octets: ArrayBuffer | undefined): string | null {
  return octets === undefined ? null : hex(new Uint8Array(octets));
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
