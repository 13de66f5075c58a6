import type { EvidenceCause } from "../../../src/bimi/evidence-result.ts";
import type { SvgViolation, UnreadableCause } from "../../../src/bimi/indicator-result.ts";
import type { BimiNote } from "../../../src/bimi/notes.ts";
import type { BimiRecordIssue, BimiRecordNote } from "../../../src/bimi/record.ts";
import type { BimiFailCause, BimiSkipCause, BimiTemperrorCause } from "../../../src/bimi/result.ts";
import type { SelectorIssue } from "../../../src/bimi/selector.ts";
import { HOSTILE } from "./hostile.ts";
import { samplesOf, type Sample } from "./samples.ts";

const at = { start: 0, end: 3 };
const place = { domain: HOSTILE, selector: HOSTILE };
const spot = { line: 2, column: 7 };
const marked = { ...spot, element: HOSTILE };
const certificate = 1;
const issue = { code: "missing-location" } as const;

export const SKIP_CAUSES: readonly Sample<BimiSkipCause>[] = samplesOf<BimiSkipCause>({
  "no-author": {},
  "multiple-authors": { count: 2 },
  dmarc: { result: "fail" },
  "unsigned-body": { unsignedBodyBytes: 1 },
  "no-organizational-domain": {},
  "policy-none": { domain: HOSTILE, recordDomain: HOSTILE },
  "subdomain-policy-none": { recordDomain: HOSTILE, tag: "sp" },
  "test-mode": { recordDomain: HOSTILE },
  percentage: { recordDomain: HOSTILE, value: HOSTILE },
  "not-fetched": { uri: HOSTILE },
});

export const TEMPERROR_CAUSES: readonly Sample<BimiTemperrorCause>[] = samplesOf<BimiTemperrorCause>({
  dns: { name: HOSTILE, reason: "servfail" },
  fetch: { uri: HOSTILE, reason: "unreachable" },
});

export const FAIL_CAUSES: readonly Sample<BimiFailCause>[] = samplesOf<BimiFailCause>({
  "invalid-record": { ...place, text: HOSTILE, issue },
  "several-records": { ...place, count: 2 },
  "no-location": {},
  fetch: { uri: HOSTILE, reason: "http-status" },
  indicator: { check: { result: "unreadable", cause: { code: "empty" } } },
  evidence: { check: { result: "invalid", causes: [], mark: null, chain: [] } },
  "indicator-differs": { located: "00", evidenced: "ff" },
});

export const RECORD_ISSUES: readonly Sample<BimiRecordIssue>[] = samplesOf<BimiRecordIssue>({
  syntax: { tag: HOSTILE, at, expected: "=" },
  "duplicate-tag": { tag: HOSTILE, at },
  "missing-location": {},
  uri: { tag: "l", value: HOSTILE, at, expected: "https URI" },
  "image-format": { suffix: HOSTILE, at },
  "local-part-prefix": { value: HOSTILE, at },
});

export const RECORD_NOTES: readonly Sample<BimiRecordNote>[] = samplesOf<BimiRecordNote>({
  "bimi.unknown-tag": { tag: HOSTILE, at, rfc: "BIMI draft §5.3" },
  "bimi.avatar-preference": { value: HOSTILE, at, rfc: "BIMI draft §5.3" },
});

export const SELECTOR_ISSUES: readonly Sample<SelectorIssue>[] = samplesOf<SelectorIssue>({
  syntax: { at, expected: "=" },
  version: {},
  "missing-selector": {},
  selector: { value: HOSTILE, at },
});

export const BIMI_NOTES: readonly Sample<BimiNote>[] = samplesOf<BimiNote>({
  "bimi.unsigned-selector": { fieldIndex: 1, rfc: "BIMI draft §6.5" },
  "bimi.selector-ignored": { fieldIndex: 1, cause: { code: "version" }, rfc: "BIMI draft §6.1" },
  "bimi.several-selectors": { fieldIndices: [1, 2], rfc: "BIMI draft §6.1" },
  "bimi.not-a-record": {
    ...place,
    text: HOSTILE,
    cause: { code: "version", value: HOSTILE, at },
    rfc: "BIMI draft §8.2",
  },
});

export const UNREADABLE_CAUSES: readonly Sample<UnreadableCause>[] = samplesOf<UnreadableCause>({
  empty: {},
  "too-large": { limit: 65_536 },
  gzip: {},
  "not-utf8": {},
});

export const VIOLATIONS: readonly Sample<SvgViolation>[] = samplesOf<SvgViolation>({
  "not-well-formed": spot,
  doctype: spot,
  "processing-instruction": { ...spot, target: HOSTILE },
  encoding: { ...spot, encoding: HOSTILE },
  "too-deep": { ...spot, limit: 64 },
  "too-many-violations": { ...spot, limit: 20 },
  "reference-cycle": spot,
  "too-many-references": { ...spot, limit: 1000 },
  "root-element": { ...marked, namespace: HOSTILE },
  version: { ...spot, value: null },
  "base-profile": { ...spot, value: HOSTILE },
  "view-box-missing": spot,
  "view-box-malformed": { ...spot, value: HOSTILE },
  "view-box-not-square": { ...spot, width: 2, height: 1 },
  "root-position": { ...spot, attribute: HOSTILE },
  "title-missing": spot,
  "title-empty": spot,
  namespace: { ...marked, namespace: HOSTILE },
  script: marked,
  animation: marked,
  "raster-image": marked,
  multimedia: marked,
  "foreign-object": marked,
  "style-sheet": marked,
  element: marked,
  "nested-svg": marked,
  interaction: { ...marked, attribute: null },
  "event-attribute": { ...marked, attribute: HOSTILE },
  attribute: { ...marked, attribute: HOSTILE },
  "external-reference": { ...marked, attribute: HOSTILE, value: HOSTILE },
});

export const EVIDENCE_CAUSES: readonly Sample<EvidenceCause>[] = samplesOf<EvidenceCause>({
  unreadable: { cause: { code: "gzip" } },
  "no-certificate": {},
  encapsulation: { index: 0 },
  "too-many-certificates": { limit: 10 },
  "certificate-malformed": { index: 1 },
  "issuer-missing": { certificate, issuer: [{ type: "2.5.4.3", value: HOSTILE }] },
  "root-not-trusted": { certificate, sha256: "00" },
  signature: { certificate },
  "signature-algorithm": { certificate, algorithm: "1.2.3" },
  "not-yet-valid": { certificate, notBefore: Number.MAX_SAFE_INTEGER },
  expired: { certificate, notAfter: -Number.MAX_SAFE_INTEGER },
  "not-an-authority": { certificate },
  "key-usage": { certificate },
  "path-length": { certificate, limit: 0, length: 1 },
  "extended-key-usage": { certificate },
  "critical-extension": { certificate, extension: "1.2.3" },
  authority: { certificate: 0 },
  domain: { domains: [HOSTILE], expected: ["example.com"] },
  "timestamps-missing": {},
  "timestamps-malformed": {},
  "logotype-missing": {},
  "logotype-malformed": {},
  "logotype-media-type": { mediaType: HOSTILE },
  "logotype-not-embedded": { uri: HOSTILE },
  "logotype-encoding": {},
  "logotype-digest-missing": {},
  "logotype-digest-mismatch": { algorithm: "sha256", expected: "00", computed: "ff" },
  indicator: { check: { result: "unreadable", cause: { code: "empty" } } },
});
