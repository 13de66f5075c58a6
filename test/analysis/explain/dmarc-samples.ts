import type { DmarcNote, DmarcRecordNote } from "../../../src/dmarc/notes.ts";
import { parseDmarcRecord, type DmarcRecord } from "../../../src/dmarc/record.ts";
import type { AlignmentReason, DmarcNoneCause, DmarcTemperrorCause } from "../../../src/dmarc/result.ts";
import { HOSTILE } from "./hostile.ts";
import { samplesOf, type Sample } from "./samples.ts";

const at = { start: 0, end: 3 };
const domain = HOSTILE;

/** A record whose every part is hostile, as far as the grammar admits it. */
export const RECORD: DmarcRecord = recordOf(`v=DMARC1; p=${HOSTILE}; x=${HOSTILE}`);

function recordOf(text: string): DmarcRecord {
  const reading = parseDmarcRecord(text);
  if (reading.kind !== "record") throw new TypeError("expected a record");
  return reading.record;
}

export const RECORD_NOTES: readonly Sample<DmarcRecordNote>[] = samplesOf<DmarcRecordNote>({
  "dmarc.leading-white-space": { rfc: "RFC 9989 §4.8" },
  "dmarc.syntax": { tag: HOSTILE, at, expected: "=", rfc: "RFC 9989 §4.8" },
  "dmarc.duplicate-tag": { tag: HOSTILE, at, rfc: "RFC 9989 §4.8" },
  "dmarc.tag-name-case": { tag: HOSTILE, at, rfc: "RFC 9989 §4.8" },
  "dmarc.unknown-tag": { tag: HOSTILE, at, rfc: "RFC 9989 §4.7" },
  "dmarc.historic-tag": { tag: "pct", value: HOSTILE, at, rfc: "RFC 9989 §9.3" },
  "dmarc.invalid-value": { tag: "p", value: HOSTILE, at, rfc: "RFC 9989 §4.8" },
  "dmarc.failure-options-without-ruf": { at, rfc: "RFC 9989 §4.7" },
  "dmarc.report-uri-invalid": { tag: "rua", text: HOSTILE, at, rfc: "RFC 9989 §4.8" },
  "dmarc.report-address-without-scheme": { tag: "rua", text: HOSTILE, at, rfc: "RFC 9989 §4.8" },
  "dmarc.report-uri-without-address": { tag: "rua", text: HOSTILE, at, rfc: "RFC 9989 §4.7" },
  "dmarc.report-uri-scheme": { tag: "rua", scheme: HOSTILE, at, rfc: "RFC 9989 §4.7" },
  "dmarc.report-size-limit": { tag: "rua", text: HOSTILE, at, rfc: "RFC 9989 §4.8" },
  "dmarc.many-report-uris": { tag: "rua", count: 11, rfc: null },
  "dmarc.monitoring-without-reports": { rfc: "RFC 9989 §3.2.12" },
  "dmarc.weaker-subdomain-policy": { tag: "sp", value: "none", policy: "reject", rfc: "RFC 9989 §4.7" },
});

export const DMARC_NOTES: readonly Sample<DmarcNote>[] = samplesOf<DmarcNote>({
  "dmarc.several-records": { domain, count: 2, rfc: "RFC 9989 §4.10" },
  "dmarc.not-a-record": {
    domain,
    text: HOSTILE,
    cause: { code: "version", value: HOSTILE, at },
    rfc: "RFC 9989 §4.10",
  },
  "dmarc.organizational-domains-differ": {
    treeWalk: domain,
    publicSuffixList: domain,
    rfc: "RFC 9989 §4.10.2",
  },
  "dmarc.several-authors": { count: 2, rfc: "RFC 9989 §5.3.1" },
  "dmarc.taken-as-none": { recordDomain: domain, tag: "sp", rfc: "RFC 9989 §4.10.1" },
  "dmarc.external-report-destination": { tag: "rua", domain, rfc: "RFC 9989 §11.6" },
});

export const NONE_CAUSES: readonly Sample<DmarcNoneCause>[] = samplesOf<DmarcNoneCause>({
  "no-record": {},
  "no-author": {},
  "author-ambiguous": {},
  "multiple-author-domains": { domains: [HOSTILE, "b.example"] },
  "author-domain-invalid": { text: HOSTILE },
  "invalid-policy": { recordDomain: domain, record: RECORD, tag: "p" },
});

export const TEMPERRORS: readonly Sample<DmarcTemperrorCause>[] = samplesOf<DmarcTemperrorCause>({
  dns: { type: "TXT", name: HOSTILE, reason: "timeout" },
  "spf-temperror": {},
  "dkim-temperror": { dkimIndex: 0 },
  "domain-limit": { limit: 10 },
});

/** Every reason: the type admits no other and asks for all. */
export const ALIGNMENT_REASONS: Readonly<Record<AlignmentReason, true>> = {
  identical: true,
  "same-organizational-domain": true,
  "not-identical": true,
  "outside-organizational-domain": true,
  "other-organizational-domain": true,
  "organizational-domain-unknown": true,
  "domain-limit": true,
};
