import type { CryptoProvider } from "../crypto/provider.ts";
import { BRAND_INDICATOR_USAGE, type Certificate, type NameAttribute } from "./certificate.ts";

/** The trusted roots by the SHA-256 of their certificates. */
export type TrustedRoots = ReadonlyMap<string, Certificate>;

/** What is wrong with a path; `certificate` counts from 0, the mark certificate itself. */
export type PathCause =
  | {
      readonly code: "issuer-missing";
      readonly certificate: number;
      readonly issuer: readonly NameAttribute[];
    }
  | { readonly code: "root-not-trusted"; readonly certificate: number; readonly sha256: string }
  | { readonly code: "signature"; readonly certificate: number }
  /** Signed by an algorithm whose hash can be collided, or that is not known. */
  | { readonly code: "signature-algorithm"; readonly certificate: number; readonly algorithm: string }
  | { readonly code: "not-yet-valid"; readonly certificate: number; readonly notBefore: number }
  | { readonly code: "expired"; readonly certificate: number; readonly notAfter: number }
  /** It issued a certificate, and is no authority by its basic constraints. */
  | { readonly code: "not-an-authority"; readonly certificate: number }
  /** It issued a certificate, and its key usage does not allow that. */
  | { readonly code: "key-usage"; readonly certificate: number }
  /** More intermediate certificates below it than it allows. */
  | {
      readonly code: "path-length";
      readonly certificate: number;
      readonly limit: number;
      readonly length: number;
    }
  | { readonly code: "extended-key-usage"; readonly certificate: number }
  | { readonly code: "critical-extension"; readonly certificate: number; readonly extension: string }
  /** The mark certificate is an authority itself. */
  | { readonly code: "authority"; readonly certificate: 0 };

const ANY_USAGE = "2.5.29.37.0";

/** RSA (PKCS#1 v1.5) and ECDSA, with SHA-256, SHA-384 and SHA-512. */
const SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  "1.2.840.113549.1.1.11",
  "1.2.840.113549.1.1.12",
  "1.2.840.113549.1.1.13",
  "1.2.840.10045.4.3.2",
  "1.2.840.10045.4.3.3",
  "1.2.840.10045.4.3.4",
]);

/**
 * Looks for the path from a certificate to a trusted root, by names and key identifiers: a root of that
 * name first, then the certificates that came with it, each used once.
 *
 * Choice: no alternative is tried when the path found turns out bad; a mark certificate has one issuer, and
 * the search stays linear in what a stranger sends.
 */
export function buildPath(
  certificate: Certificate,
  others: readonly Certificate[],
  roots: TrustedRoots,
): readonly [Certificate, ...Certificate[]] {
  const path: [Certificate, ...Certificate[]] = [certificate];
  for (let last = certificate; !roots.has(last.sha256);) {
    const fits = (issuer: Certificate): boolean => mayHaveIssued(issuer, last) && !path.includes(issuer);
    const issuer = [...roots.values()].find(fits) ?? others.find(fits);
    if (issuer === undefined) return path;
    path.push(issuer);
    last = issuer;
  }
  return path;
}

/** RFC 5280 §4.1.2.4, §4.2.1.1 */
function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (issuer.subjectKey !== certificate.issuerKey) return false;
  const { authorityKeyIdentifier } = certificate;
  const { subjectKeyIdentifier } = issuer;
  return (
    authorityKeyIdentifier === null ||
    subjectKeyIdentifier === null ||
    authorityKeyIdentifier === subjectKeyIdentifier
  );
}

/**
 * Everything that keeps a path from being valid at the moment: an untrusted end, a signature that does
 * not verify, validity, constraints and usages. The root is held to the same rules as the others.
 *
 * Revocation is not looked at: that takes a network.
 *
 * RFC 5280 §6.1.3, §6.1.4, §6.1.5
 */
export function checkPath(
  path: readonly [Certificate, ...Certificate[]],
  roots: TrustedRoots,
  now: number,
  crypto: CryptoProvider,
): readonly PathCause[] {
  const causes: PathCause[] = [];
  if (path[0].isAuthority) causes.push({ code: "authority", certificate: 0 });
  for (const [index, certificate] of path.entries()) {
    causes.push(...certificateCauses(certificate, index, now));
    const issuer = path[index + 1];
    if (issuer !== undefined) causes.push(...issuanceCauses(path, index, issuer, crypto));
    else if (!roots.has(certificate.sha256)) causes.push(endCause(certificate, index));
  }
  return causes;
}

/** What a certificate says about itself. */
function certificateCauses(subject: Certificate, certificate: number, now: number): readonly PathCause[] {
  const { notBefore, notAfter, extendedKeyUsage } = subject;
  const causes: PathCause[] = [];
  // RFC 5280 §4.1.2.5: both ends belong to the period.
  if (!(now >= notBefore)) causes.push({ code: "not-yet-valid", certificate, notBefore });
  if (!(now <= notAfter)) causes.push({ code: "expired", certificate, notAfter });
  // Choice: the usage of an authority limits what it issues, as it does for web servers; one that states none may issue for any.
  const allowed =
    certificate === 0
      ? extendedKeyUsage?.includes(BRAND_INDICATOR_USAGE) === true
      : extendedKeyUsage === null ||
        extendedKeyUsage.includes(BRAND_INDICATOR_USAGE) ||
        extendedKeyUsage.includes(ANY_USAGE);
  if (!allowed) causes.push({ code: "extended-key-usage", certificate });
  // RFC 5280 §6.1.4, §6.1.5: an unknown critical extension may change what all others mean.
  for (const extension of subject.unknownCritical) {
    causes.push({ code: "critical-extension", certificate, extension });
  }
  return causes;
}

/** Whether `issuer`, right above the certificate at `index`, could issue it and did. */
function issuanceCauses(
  path: readonly Certificate[],
  index: number,
  issuer: Certificate,
  crypto: CryptoProvider,
): readonly PathCause[] {
  const certificate = path[index];
  if (certificate === undefined) return [];
  const causes: PathCause[] = [];
  const above = index + 1;
  if (!issuer.isAuthority) causes.push({ code: "not-an-authority", certificate: above });
  // RFC 5280 §4.2.1.9: self-issued certificates and the last one, the mark certificate, do not count.
  const length = path.slice(1, above).filter(({ subjectKey, issuerKey }) => subjectKey !== issuerKey).length;
  const limit = issuer.pathLength;
  if (limit !== null && length > limit)
    causes.push({ code: "path-length", certificate: above, limit, length });
  const { signatureAlgorithm: algorithm, der } = certificate;
  if (!SIGNATURE_ALGORITHMS.has(algorithm)) {
    causes.push({ code: "signature-algorithm", certificate: index, algorithm });
  }
  // A key that may not sign certificates makes no signature that counts, so none is verified.
  if (!issuer.maySignCertificates) causes.push({ code: "key-usage", certificate: above });
  else if (!crypto.isIssuedBy(der, issuer.der)) causes.push({ code: "signature", certificate: index });
  return causes;
}

function endCause(last: Certificate, certificate: number): PathCause {
  return last.subjectKey === last.issuerKey
    ? { code: "root-not-trusted", certificate, sha256: last.sha256 }
    : { code: "issuer-missing", certificate, issuer: last.issuer };
}
