import { type KeyObject, createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
} from "@peculiar/asn1-x509";

/** A key pair of an authority or a server. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function keyPair(): KeyPair {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

/** An extension by object identifier, with its content as DER. */
export interface MintedExtension {
  readonly id: string;
  readonly critical?: boolean;
  readonly content: Uint8Array;
}

/** What to put into a certificate; a part left out is not in it. */
export interface CertificatePlan {
  /** Attributes by object identifier, in order. */
  readonly subject: readonly (readonly [type: string, value: string])[];
  readonly key: KeyPair;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly authority?: { readonly isAuthority: boolean; readonly pathLength?: number };
  readonly keyUsage?: number;
  readonly extendedKeyUsage?: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly extensions?: readonly MintedExtension[];
  /** Hash of the signature over it; sha256 unless said otherwise. */
  readonly hash?: "sha1" | "sha256" | "sha384";
}

export interface Issuer {
  readonly subject: CertificatePlan["subject"];
  readonly key: KeyPair;
}

const ECDSA_WITH = {
  sha1: "1.2.840.10045.4.1",
  sha256: "1.2.840.10045.4.3.2",
  sha384: "1.2.840.10045.4.3.3",
} as const;

export const SIGNS_CERTIFICATES: number = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
export const SIGNS_DATA: number = KeyUsageFlags.digitalSignature;

/** Makes a certificate as planned, signed by the issuer; DER. */
export function mintCertificate(plan: CertificatePlan, issuer: Issuer): Uint8Array {
  const { hash = "sha256" } = plan;
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH[hash] });
  const fields = new TBSCertificate({
    version: 2,
    serialNumber: new Uint8Array([1, 2, 3]).buffer,
    signature: algorithm,
    issuer: nameOf(issuer.subject),
    validity: new Validity({ notBefore: plan.notBefore, notAfter: plan.notAfter }),
    subject: nameOf(plan.subject),
    subjectPublicKeyInfo: publicKeyInfo(plan.key),
    extensions: new Extensions(extensionsOf(plan, issuer)),
  });
  const signature = sign(hash, new Uint8Array(AsnConvert.serialize(fields)), issuer.key.privateKey);
  const certificate = new Certificate({
    tbsCertificate: fields,
    signatureAlgorithm: algorithm,
    signatureValue: copyOf(signature),
  });
  return new Uint8Array(AsnConvert.serialize(certificate));
}

/** Certificates as a PEM file. RFC 7468 §5.1 */
export function pemOf(certificates: readonly Uint8Array[]): string {
  return certificates
    .map((der) => {
      const lines =
        Buffer.from(der)
          .toString("base64")
          .match(/.{1,64}/g) ?? [];
      return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
    })
    .join("");
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Octets wrapped as a DER OCTET STRING. */
export function octetString(content: Uint8Array): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(new OctetString(content)));
}

function extensionsOf(plan: CertificatePlan, issuer: Issuer): Extension[] {
  const { authority, keyUsage, extendedKeyUsage, dnsNames } = plan;
  const extensions = [
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifierOf(plan.key))),
    extension(
      id_ce_authorityKeyIdentifier,
      new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifierOf(issuer.key)) }),
    ),
  ];
  if (authority !== undefined) {
    const { isAuthority: cA, pathLength: pathLenConstraint } = authority;
    const constraints = new BasicConstraints(
      pathLenConstraint === undefined ? { cA } : { cA, pathLenConstraint },
    );
    extensions.push(extension(id_ce_basicConstraints, constraints, true));
  }
  if (keyUsage !== undefined) extensions.push(extension(id_ce_keyUsage, new KeyUsage(keyUsage), true));
  if (extendedKeyUsage !== undefined) {
    extensions.push(extension(id_ce_extKeyUsage, new ExtendedKeyUsage([...extendedKeyUsage])));
  }
  if (dnsNames !== undefined) {
    const names = dnsNames.map((dNSName) => new GeneralName({ dNSName }));
    extensions.push(extension(id_ce_subjectAltName, new SubjectAlternativeName(names)));
  }
  for (const { id, critical = false, content } of plan.extensions ?? []) {
    extensions.push(new Extension({ extnID: id, critical, extnValue: new OctetString(content) }));
  }
  return extensions;
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function nameOf(attributes: CertificatePlan["subject"]): Name {
  return new Name(
    attributes.map(
      ([type, utf8String]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) }),
        ]),
    ),
  );
}

function publicKeyInfo(key: KeyPair): SubjectPublicKeyInfo {
  return AsnConvert.parse(spki(key), SubjectPublicKeyInfo);
}

function keyIdentifierOf(key: KeyPair): Uint8Array {
  return new Uint8Array(createHash("sha1").update(spki(key)).digest());
}

function spki({ publicKey }: KeyPair): Uint8Array {
  return new Uint8Array(
    createPublicKey(publicKey.export({ type: "spki", format: "pem" })).export({
      type: "spki",
      format: "der",
    }),
  );
}

function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
