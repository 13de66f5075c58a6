import type { DkimResult } from "../../../src/dkim/result.ts";
import type { DkimDisagreement, Rule } from "../disagreement.ts";
import { DKIM_CAUSE_RULES } from "./dkim-causes.ts";
import { hasFoldedName, headerAndBody } from "./message-text.ts";

/** The kinds of disagreement about DKIM. The first rule that explains one is counted. */
export const DKIM_RULES: readonly Rule<DkimDisagreement>[] = [
  {
    id: "dkim.line-ends",
    rfc: "RFC 5322 §2.3, RFC 6376 §3.4",
    reason:
      "Canonicalization works on CRLF: a bare CR or LF is an octet like any other, and the bytes are verified as they arrived.",
    explains: (each) => hasBareLineEnd(each) && (each.aspect !== "result" || involves(each, "pass", "fail")),
  },
  {
    id: "dkim.own-field",
    rfc: "RFC 6376 §5.4.2, §3.5",
    reason:
      "A DKIM-Signature named in its own h= means another signature field, never the one being verified.",
    explains: ({ own }) =>
      "signature" in own && own.signature.signedFields.some((name) => /^dkim-signature$/i.test(name)),
  },
  {
    id: "dkim.malformed-header-line",
    rfc: "RFC 5322 §2.2",
    reason:
      "A header line without a field name is no field and part of none; the fields around it are read without it.",
    explains: (each) =>
      hasMalformedLine(each) &&
      (each.aspect !== "result" || involves(each, "pass", "fail", "unverifiable", "policy")),
  },
  {
    id: "dkim.several-records",
    rfc: "RFC 6376 §3.6.2.2, §6.1.2",
    reason:
      "Records at the selector that are no key records are passed over; of several key records each is tried, three at most.",
    explains: ({ own }) => hasSeveralRecords(own),
  },
  {
    id: "dkim.no-final-line-end",
    rfc: "RFC 6376 §3.4.3, §3.4.4",
    reason: "A body whose last line has no CRLF is completed with one before it is hashed.",
    explains: ({ peer, theirs, their, observation: { each } }) =>
      isDebian(peer) &&
      theirs === "fail" &&
      (/body/.test(their.detail) || peer === "opendkim") &&
      !headerAndBody(each.message).endsWith("\r\n"),
  },
  {
    id: "dkim.unsigned-duplicate",
    rfc: "RFC 6376 §5.4.2, §8.15",
    reason:
      "The signature holds for the instance it covers; further instances above are stated in the coverage and leave it valid.",
    explains: ({ peer, own, theirs }) =>
      isDebian(peer) && theirs === "fail" && "coverage" in own && own.coverage.unsignedDuplicates.length > 0,
  },
  {
    id: "dkim.ed25519",
    rfc: "RFC 8463 §3",
    reason: "ed25519-sha256 is a DKIM algorithm and is evaluated.",
    explains: ({ theirs, their }) =>
      theirs === "unverifiable" && /unsupported algorithm ed25519/.test(their.detail),
  },
  {
    id: "dkim.space-before-colon",
    rfc: "RFC 5322 §4.5, RFC 6376 §3.4.1, §3.4.2",
    reason:
      "White space, even folded, may stand between a field name and its colon in obsolete syntax; simple keeps it and relaxed removes it.",
    explains: ({ peer, ours, theirs, observation: { each, report } }) =>
      (isDebian(peer) || hasFoldedName(each.message)) &&
      ours !== "unverifiable" &&
      theirs !== "pass" &&
      report.message.notes.some(({ code }) => code.endsWith("space-before-colon")),
  },
  {
    id: "dkim.query-list",
    rfc: "RFC 6376 §3.5",
    reason: "q= is a list of which methods that are not known are passed over.",
    explains: ({ own, theirs, their }) =>
      "signature" in own && theirs === "unverifiable" && /q=/.test(their.detail),
  },
  {
    id: "dkim.key-service-list",
    rfc: "RFC 6376 §3.6.1",
    reason: "s= of a key record is a list; one element that admits email is enough.",
    explains: ({ peer, own, theirs }) =>
      isDebian(peer) &&
      "key" in own &&
      own.key !== null &&
      theirs === "unverifiable" &&
      own.key.services.length > 1,
  },
  {
    id: "dkim.key-wrapping",
    rfc: "RFC 6376 §3.6.1",
    reason: "An RSA key may be written as RSAPublicKey or wrapped in a SubjectPublicKeyInfo; both are read.",
    explains: ({ peer, own, theirs }) =>
      isDebian(peer) &&
      theirs === "unverifiable" &&
      "key" in own &&
      (own.key?.notes ?? []).some((note) => "wrapping" in note && note.wrapping === "pkcs1"),
  },
  {
    id: "dkim.granularity",
    rfc: "RFC 6376 Appendix C.2",
    reason: "g= of a key record belongs to the predecessor of this protocol and is ignored.",
    explains: ({ theirs, their }) => theirs === "unverifiable" && /granularity/.test(their.detail),
  },
  {
    id: "dkim.key-record-white-space",
    rfc: "RFC 6376 §3.2, §3.6.1",
    reason: "White space around the values of a key record and the colons of its lists is not part of them.",
    explains: ({ theirs, their }) => theirs === "unverifiable" && /does not support hash/.test(their.detail),
  },
  {
    id: "dkim.temporary-error",
    rfc: "RFC 6376 §6.1.2",
    reason: "While the key cannot be fetched the result is temperror: nothing is known to be wrong.",
    explains: ({ peer, ours }) => isDebian(peer) && ours === "temperror",
  },
  {
    id: "dkim.evaluation-time",
    rfc: "RFC 6376 §3.5",
    reason:
      "Whether a signature has expired is judged at the moment that the caller gives, not at the time of day.",
    explains: ({ peer, own }) =>
      peer === "opendkim" && "signature" in own && own.signature.expiresAt !== null,
  },
  {
    id: "dkim.message-form",
    rfc: "RFC 6376 §3.8, §8.15",
    reason:
      "A signature is judged over the fields as they stand; whether From names an author is for DMARC to say.",
    explains: ({ theirs, their }) =>
      theirs === "unverifiable" && their.detail === "bad message/signature format",
  },
  {
    id: "dkim.nul",
    rfc: "RFC 6376 §3.4",
    reason: "A NUL is an octet like any other to the canonicalization algorithms.",
    explains: ({ peer, observation: { report } }) =>
      isDebian(peer) && report.message.notes.some(({ code }) => code.endsWith("nul")),
  },
  {
    id: "dkim.signature-removal",
    rfc: "RFC 6376 §3.5, §3.7",
    reason:
      "Before hashing, the value of the tag named b is removed, however white space surrounds it, and of no tag whose name merely ends so.",
    explains: ({ peer, theirs, observation: { each } }) =>
      peer === "opendkim" && theirs === "fail" && /[a-z0-9_]b=|\sb\s+=/i.test(headerAndBody(each.message)),
  },
  {
    id: "dkim.value-case",
    rfc: "RFC 6376 §3.2",
    reason: "Values of tags are case-sensitive: an algorithm in upper case is unknown.",
    explains: ({ own }) =>
      own.result === "neutral" && own.cause.code === "algorithm" && /[A-Z]/.test(own.cause.value),
  },
  {
    id: "dkim.key-before-body",
    rfc: "RFC 6376 §6.1.2, §6.1.3",
    reason:
      "The key is fetched and judged first; without a usable key the result says so, whatever the body hash is.",
    explains: (each) => lacksKey(each.own) && each.theirs === "fail" && /body hash/.test(each.their.detail),
  },
  {
    id: "dkim.key-before-policy",
    rfc: "RFC 6376 §6.1.2, RFC 8301 §3.1",
    reason:
      "An algorithm that this receiver refuses matters once the signature verifies; before that the missing key is reported.",
    explains: ({ own, theirs }) => lacksKey(own) && theirs === "policy",
  },
  {
    id: "dkim.fail-before-policy",
    rfc: "RFC 8601 §2.7.1",
    reason:
      "policy means that the signature verifies and is not accepted; a signature that does not verify is fail.",
    explains: (each) => each.ours === "fail" && each.theirs === "policy",
  },
  {
    id: "dkim.single-label",
    rfc: "RFC 6376 §3.5, §6.1.1",
    reason:
      "A d= of a single label is evaluated and then refused as a public suffix; other readers may call it a syntax error.",
    explains: ({ own, theirs }) =>
      "signature" in own && !own.signature.sdid.includes(".") && theirs === "unverifiable",
  },
  ...DKIM_CAUSE_RULES,
];

function lacksKey(own: DkimResult): boolean {
  if (own.result === "temperror") return true;
  return own.result === "permerror" && /^(?:no-)?key/.test(own.cause.code);
}

/** Whether the other implementation is one of those that only the long run asks. */
function isDebian(peer: string): boolean {
  return !peer.startsWith("mailauth");
}

function involves({ ours, theirs }: DkimDisagreement, ...words: readonly string[]): boolean {
  return words.includes(ours) && words.includes(theirs);
}

function hasBareLineEnd({ observation: { report } }: DkimDisagreement): boolean {
  return report.message.lineEnding === "lf" || report.message.notes.some((note) => /bare-/.test(note.code));
}

function hasMalformedLine({ observation: { report } }: DkimDisagreement): boolean {
  return report.message.notes.some((note) => /malformed-header-line|leading-folded-line/.test(note.code));
}

function hasSeveralRecords({ notes }: DkimResult): boolean {
  return notes.some((note) => /foreign-record|several-key-records/.test(note.code));
}
