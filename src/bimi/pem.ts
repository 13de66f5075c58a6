import { decodeBase64 } from "../base/base64.ts";
import { byteText } from "../base/bytes.ts";

export type PemReading =
  | { readonly kind: "certificates"; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: "issue"; readonly issue: PemIssue };

export type PemIssue =
  /** There is no certificate in it. */
  | { readonly code: "no-certificate" }
  /** A certificate without its end line, or whose text is no base64; `index` counts from 0. */
  | { readonly code: "encapsulation"; readonly index: number }
  | { readonly code: "too-many-certificates"; readonly limit: number };

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

/**
 * The certificates of a PEM file in their order, as DER. Text around them and blocks of other labels are
 * passed over.
 *
 * RFC 7468 §2, §5.1
 */
export function readPem(bytes: Uint8Array, mostCertificates: number): PemReading {
  const text = byteText(bytes);
  const certificates: Uint8Array[] = [];
  for (let begin = text.indexOf(BEGIN); begin !== -1;) {
    if (certificates.length === mostCertificates) {
      return issue({ code: "too-many-certificates", limit: mostCertificates });
    }
    const start = begin + BEGIN.length;
    const end = text.indexOf(END, start);
    const der = end === -1 ? null : decodeBase64(text.slice(start, end));
    if (der === null || der.length === 0) return issue({ code: "encapsulation", index: certificates.length });
    certificates.push(der);
    begin = text.indexOf(BEGIN, end + END.length);
  }
  return certificates.length === 0
    ? issue({ code: "no-certificate" })
    : { kind: "certificates", certificates };
}

function issue(problem: PemIssue): PemReading {
  return { kind: "issue", issue: problem };
}
