import { X509Certificate } from "node:crypto";

/**
 * Whether `issuer` issued `certificate` (both DER): names and key identifiers fit **and** its public key
 * verifies the signature. `checkIssued` alone compares what anybody can write.
 *
 * RFC 5280 §6.1.3
 */
export function isIssuedBy(certificate: Uint8Array, issuer: Uint8Array): boolean {
  const subject = readCertificate(certificate);
  const authority = readCertificate(issuer);
  return (
    subject !== null && authority !== null && subject.checkIssued(authority) && isSigned(subject, authority)
  );
}

function readCertificate(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    // No certificate, or one that the library does not read.
    return null;
  }
}

function isSigned(subject: X509Certificate, authority: X509Certificate): boolean {
  try {
    return subject.verify(authority.publicKey);
  } catch {
    // A key of a kind that the library does not have.
    return false;
  }
}
