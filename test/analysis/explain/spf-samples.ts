import type { SpfNote } from "../../../src/spf/notes.ts";
import type { SpfPermerrorCause } from "../../../src/spf/result.ts";
import { HOSTILE } from "./hostile.ts";
import { samplesOf, type Sample } from "./samples.ts";

const at = { start: 0, end: 3 };
const domain = HOSTILE;
const here = { domain, at };

export const SPF_NOTES: readonly Sample<SpfNote>[] = samplesOf<SpfNote>({
  "spf.all-passes": { ...here, rfc: "RFC 7208 §5.1" },
  "spf.all-neutral": { ...here, rfc: "RFC 7208 §4.7" },
  "spf.no-all": { domain, rfc: "RFC 7208 §4.7" },
  "spf.unreachable-terms": { ...here, count: 2, rfc: "RFC 7208 §5.1" },
  "spf.redirect-ignored": { ...here, rfc: "RFC 7208 §6.1" },
  "spf.modifier-not-last": { ...here, name: "exp", rfc: "RFC 7208 §6" },
  "spf.every-address": { ...here, rfc: "RFC 7208 §5" },
  "spf.mapped-network": { ...here, rfc: "RFC 7208 §5" },
  "spf.ptr": { ...here, rfc: "RFC 7208 §5.5" },
  "spf.validated-name-macro": { ...here, rfc: "RFC 7208 §7.3" },
  "spf.sender-macro": { ...here, rfc: "RFC 7208 §7.3" },
  "spf.trailing-dot": { ...here, rfc: "RFC 7208 §7.3" },
  "spf.unknown-modifier": { ...here, name: HOSTILE, rfc: "RFC 7208 §6" },
  "spf.mechanism-as-modifier": { ...here, name: HOSTILE, rfc: "RFC 7208 §6" },
  "spf.many-lookups": { domain, count: 11, rfc: "RFC 7208 §4.6.4" },
  "spf.long-record": { domain, octets: 500, rfc: "RFC 7208 §3.4" },
  "spf.string-boundary-in-term": { domain, position: 9, rfc: "RFC 7208 §3.3" },
  "spf.long-answer": { domain, octets: 900, rfc: "RFC 7208 §3.4" },
  "spf.almost-a-record": { domain, text: HOSTILE, rfc: "RFC 7208 §4.5" },
  "spf.terms-near-limit": { count: 9, limit: 10, rfc: "RFC 7208 §4.6.4" },
  "spf.void-lookups-at-limit": { count: 2, limit: 2, rfc: "RFC 7208 §4.6.4" },
  "spf.include-passes-all": { domain, include: HOSTILE, rfc: "RFC 7208 §5.2" },
  "spf.sender-tagged": { tag: "batv", original: HOSTILE, rfc: null },
});

export const SPF_PERMERRORS: readonly Sample<SpfPermerrorCause>[] = samplesOf<SpfPermerrorCause>({
  syntax: { domain, record: `v=spf1 ${HOSTILE}`, at, expected: "directive or modifier" },
  "multiple-records": { domain, count: 2 },
  "term-limit": { domain, limit: 10, term: HOSTILE },
  "void-lookup-limit": { domain, limit: 2, term: HOSTILE },
  "mx-limit": { domain, limit: 10, count: 11, term: HOSTILE },
  "text-limit": { domain, limit: 65_536 },
  "include-none": { domain, include: HOSTILE },
  "redirect-none": { domain, redirect: HOSTILE },
});
