import { hex } from "../base/bytes.ts";
import { type DomainName, toDomainName } from "../base/domain.ts";
import type { Limits } from "../base/limits.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import type { CryptoProvider } from "../crypto/provider.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { type TrustedRoots, buildPath, checkPath } from "./certificate-path.ts";
import type { EvidenceClaim } from "./document-checks.ts";
import type { CertificateSummary, EvidenceCause, EvidenceResult } from "./evidence-result.ts";
import { checkIndicator, unpack } from "./indicator.ts";
import type { IndicatorDocument, IndicatorResult } from "./indicator-result.ts";
import { LOGOTYPE_EXTENSION, type LogotypeDigest, readLogotype } from "./logotype.ts";
import { markOf } from "./mark.ts";
import { readPem } from "./pem.ts";
import { SCT_LIST_EXTENSION, type SignedCertificateTimestamp, readSctList } from "./sct-list.ts";

/** What the check of an Evidence Document stands on. */
export interface EvidenceChecking {
  readonly crypto: CryptoProvider;
  readonly limits: Limits;
  readonly roots: TrustedRoots;
}

/** What a certificate holds, or why it does not. */
interface Reading<Value> {
  readonly value: Value | null;
  readonly causes: readonly EvidenceCause[];
}

type ValidIndicator = Extract<IndicatorResult, { result: "valid" }>;

/**
 * Checks a mark certificate (VMC or CMC) with the chain it comes with: every signature up to a trusted root,
 * validity at the claim's moment, constraints and usages, whether it speaks for the domain, its embedded
 * timestamps, and the Indicator in it against the digests it states and the SVG profile.
 *
 * That the Indicator is the one at `l=` is for the caller to compare.
 *
 * BIMI draft §8.4
 */
export function checkEvidence(
  bytes: Uint8Array,
  claim: EvidenceClaim,
  checking: EvidenceChecking,
): EvidenceResult {
  const { crypto, roots } = checking;
  const bundle = readBundle(bytes, checking);
  if (bundle.value === null) return { result: "invalid", causes: bundle.causes, mark: null, chain: [] };
  const [certificate, ...others] = bundle.value;
  const path = buildPath(certificate, others, roots);
  const timestamps = readTimestamps(certificate);
  const indicator = readIndicator(certificate, checking);
  const causes: readonly EvidenceCause[] = [
    ...checkPath(path, roots, claim.now, crypto),
    ...domainCauses(certificate.dnsNames, claim),
    ...timestamps.causes,
    ...indicator.causes,
  ];
  const mark = markOf(certificate);
  const chain = path.map(summarize);
  if (causes.length > 0 || timestamps.value === null || indicator.value === null) {
    return { result: "invalid", causes, mark, chain };
  }
  return {
    result: "valid",
    indicator: indicator.value.document,
    title: indicator.value.title,
    mark,
    domains: certificate.dnsNames,
    timestamps: timestamps.value,
    chain,
  };
}

/** The certificates of the document, the mark certificate first. */
function readBundle(
  bytes: Uint8Array,
  { crypto, limits }: EvidenceChecking,
): Reading<readonly [Certificate, ...Certificate[]]> {
  const unpacked = unpack(bytes, crypto, limits);
  if (unpacked.kind === "unreadable") return without({ code: "unreadable", cause: unpacked.cause });
  const pem = readPem(unpacked.bytes, limits.bimiCertificates);
  if (pem.kind === "issue") return without(pem.issue);
  const certificates: Certificate[] = [];
  for (const [index, der] of pem.certificates.entries()) {
    const certificate = readCertificate(der, crypto);
    if (certificate === null) return without({ code: "certificate-malformed", index });
    certificates.push(certificate);
  }
  const [first, ...others] = certificates;
  if (first === undefined) return without({ code: "no-certificate" });
  return { value: [first, ...others], causes: [] };
}

/**
 * The certificate must name the Author Domain, its Organizational Domain, or the place of the Assertion
 * Record below one of them.
 *
 * Choice: a wildcard matches nothing, because a mark is granted for names that were verified.
 */
function domainCauses(dnsNames: readonly string[], claim: EvidenceClaim): readonly EvidenceCause[] {
  const { authorDomain, organizationalDomain, selector } = claim;
  const expected = new Set<DomainName>();
  for (const domain of [authorDomain, organizationalDomain]) {
    expected.add(domain);
    expected.add(`${selector}._bimi.${domain}`);
  }
  const matches = dnsNames.some((name) => expected.has(toDomainName(name) ?? ""));
  return matches ? [] : [{ code: "domain", domains: dnsNames, expected: [...expected] }];
}

/** RFC 6962 §3.3 */
function readTimestamps({ extensions }: Certificate): Reading<readonly SignedCertificateTimestamp[]> {
  const content = extensions.get(SCT_LIST_EXTENSION);
  if (content === undefined) return without({ code: "timestamps-missing" });
  const timestamps = readSctList(content);
  if (timestamps === null) return without({ code: "timestamps-malformed" });
  return timestamps.length === 0
    ? without({ code: "timestamps-missing" })
    : { value: timestamps, causes: [] };
}

/** The image in the certificate, provided that it is the one its digests name and a valid Indicator. */
function readIndicator(
  { extensions }: Certificate,
  { crypto, limits }: EvidenceChecking,
): Reading<ValidIndicator> {
  const content = extensions.get(LOGOTYPE_EXTENSION);
  if (content === undefined) return without({ code: "logotype-missing" });
  const reading = readLogotype(content);
  if (reading.kind === "issue") return without(reading.issue);
  const { image, digests } = reading.logotype;
  const check = checkIndicator(image, crypto, limits);
  const causes: EvidenceCause[] = [];
  if (check.result !== "unreadable") causes.push(...digestCauses(check.document, digests, crypto));
  if (check.result !== "valid") causes.push({ code: "indicator", check });
  return { value: check.result === "valid" ? check : null, causes };
}

/**
 * Every digest stated by a known algorithm must be that of the uncompressed image, and there must be one.
 *
 * RFC 9399 §4.1, §7
 */
function digestCauses(
  { svg }: IndicatorDocument,
  digests: readonly LogotypeDigest[],
  crypto: CryptoProvider,
): readonly EvidenceCause[] {
  if (digests.length === 0) return [{ code: "logotype-digest-missing" }];
  return digests.flatMap(({ algorithm, value: expected }) => {
    const hash = crypto.createHash(algorithm);
    hash.update(encodeUtf8(svg));
    const computed = hex(hash.digest());
    return computed === expected ? [] : [{ code: "logotype-digest-mismatch", algorithm, expected, computed }];
  });
}

function without(cause: EvidenceCause): { readonly value: null; readonly causes: readonly EvidenceCause[] } {
  return { value: null, causes: [cause] };
}

function summarize({ subject, sha256, notBefore, notAfter }: Certificate): CertificateSummary {
  return { subject, sha256, notBefore, notAfter };
}
