import { decodeBase64 } from "../base/base64.ts";
import { bytesOf } from "../base/bytes.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import type { TrustedRoots } from "./certificate-path.ts";
import { MARK_ROOTS } from "./mark-roots.ts";
import { readPem } from "./pem.ts";

/**
 * The bundled roots of mark certificates and the caller's own, each PEM text of one or more certificates.
 * A bundled certificate is trusted by its fingerprint. Text that is no PEM of certificates is a `TypeError`.
 */
export function trustedRoots(crypto: CryptoProvider, additional: readonly string[] = []): TrustedRoots {
  const roots = new Map<string, Certificate>();
  for (const { sha256, certificate } of MARK_ROOTS) {
    const root = readCertificate(decodeBase64(certificate) ?? new Uint8Array(), crypto);
    if (root?.sha256 === sha256) roots.set(sha256, root);
  }
  for (const [index, pem] of additional.entries()) {
    for (const root of readRoots(pem, `roots[${index}]`, crypto)) roots.set(root.sha256, root);
  }
  return roots;
}

function readRoots(pem: string, argument: string, crypto: CryptoProvider): readonly Certificate[] {
  const reading = readPem(bytesOf(pem), Infinity);
  if (reading.kind === "issue") {
    throw new TypeError(`${argument}: expected certificates in PEM, got ${reading.issue.code}`);
  }
  return reading.certificates.map((der, index) => {
    const root = readCertificate(der, crypto);
    if (root === null) throw new TypeError(`${argument}: certificate ${index} is malformed`);
    return root;
  });
}
