import type { DkimResult } from "../../../src/dkim/result.ts";
import type { DkimDisagreement, Rule } from "../disagreement.ts";

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
    explains: ({ ours, theirs, observation: { each } }) =>
      ours !== theirs && !Buffer.from(each.message).toString("latin1").endsWith("\r\n"),
  },
  {
    id: "dkim.unsigned-duplicate",
    rfc: "RFC 6376 §5.4.2, §8.15",
    reason:
      "The signature holds for the instance it covers; further instances above are stated in the coverage and leave it valid.",
    explains: ({ own, theirs }) =>
      theirs === "fail" && "coverage" in own && own.coverage.unsignedDuplicates.length > 0,
  },
  {
    id: "dkim.ed25519",
    rfc: "RFC 8463 §3",
    reason: "ed25519-sha256 is a DKIM algorithm and is evaluated.",
    explains: ({ own, theirs }) =>
      "signature" in own && own.signature.algorithm === "ed25519-sha256" && theirs === "unverifiable",
  },
  {
    id: "dkim.space-before-colon",
    rfc: "RFC 5322 §4.5, RFC 6376 §3.4.1, §3.4.2",
    reason:
      "White space, even folded, may stand between a field name and its colon in obsolete syntax; simple keeps it and relaxed removes it.",
    explains: ({ theirs, observation: { report } }) =>
      (theirs === "unverifiable" || theirs === "fail") &&
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
    explains: ({ own, theirs }) =>
      "key" in own && own.key !== null && theirs === "unverifiable" && own.key.services.length > 1,
  },
  {
    id: "dkim.key-wrapping",
    rfc: "RFC 6376 §3.6.1",
    reason: "An RSA key may be written as RSAPublicKey or wrapped in a SubjectPublicKeyInfo; both are read.",
    explains: ({ own, theirs }) =>
      "key" in own &&
      theirs === "unverifiable" &&
      (own.key?.notes ?? []).some((note) => "wrapping" in note && note.wrapping === "pkcs1"),
  },
  {
    id: "dkim.granularity",
    rfc: "RFC 6376 Appendix C.2",
    reason: "g= of a key record belongs to the predecessor of this protocol and is ignored.",
    explains: ({ own, theirs }) =>
      "key" in own &&
      theirs === "unverifiable" &&
      (own.key?.notes ?? []).some(({ code }) => code.endsWith("granularity-ignored")),
  },
  {
    id: "dkim.key-record-white-space",
    rfc: "RFC 6376 §3.2, §3.6.1",
    reason: "White space around the values of a key record and the colons of its lists is not part of them.",
    explains: ({ own, theirs, their }) =>
      theirs === "unverifiable" &&
      "key" in own &&
      own.key !== null &&
      /does not support hash/.test(their.detail),
  },
  {
    id: "dkim.temporary-error",
    rfc: "RFC 6376 §6.1.2",
    reason: "While the key cannot be fetched the result is temperror: nothing is known to be wrong.",
    explains: ({ ours }) => ours === "temperror",
  },
  {
    id: "dkim.value-case",
    rfc: "RFC 6376 §3.2",
    reason: "Values of tags are case-sensitive: an algorithm in upper case is unknown.",
    explains: ({ own }) =>
      own.result === "neutral" && own.cause.code === "algorithm" && /[A-Z]/.test(own.cause.value),
  },
  ...neutral(
    "syntax",
    "RFC 6376 §3.5, §6.1.1",
    "A field that breaks the grammar of a tag is not evaluated any further.",
  ),
  ...neutral(
    "missing-tag",
    "RFC 6376 §6.1.1",
    "A field without a required tag is not evaluated any further.",
  ),
  ...neutral("duplicate-tag", "RFC 6376 §3.2", "A tag that stands twice makes the whole list invalid."),
  ...neutral("version", "RFC 6376 §3.5, §6.1.1", "Only version 1 is evaluated."),
  ...neutral(
    "canonicalization",
    "RFC 6376 §3.5",
    "Only the two canonicalization algorithms, with a body algorithm behind any slash, are evaluated.",
  ),
  ...neutral(
    "query-method",
    "RFC 6376 §3.5",
    "Without a query method that is known there is no way to the key.",
  ),
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
  ...permerror(
    "body-shorter-than-length",
    "RFC 6376 §3.5, §8.2",
    "An l= beyond the body is permerror, since what was signed cannot be there.",
  ),
  ...permerror(
    "auid-outside-sdid",
    "RFC 6376 §6.1.1",
    "The domain of i= must be that of d= or lie below it.",
  ),
  ...permerror("expires-before-signed", "RFC 6376 §3.5", "x= must be greater than t=."),
  ...permerror(
    "from-not-signed",
    "RFC 6376 §5.4, §6.1.1",
    "A signature that leaves From out is not evaluated any further.",
  ),
  ...permerror(
    "signature-limit",
    "RFC 6376 §6.1",
    "A verifier limits the signatures it tries; ten are, those that can align first.",
  ),
  ...permerror(
    "header-limit",
    "RFC 6376 §6.1",
    "Signatures over a header block beyond the limits are not tried.",
  ),
  ...permerror(
    "no-key",
    "RFC 6376 §6.1.2, RFC 1035 §2.3.4",
    "A name too long for the DNS holds no key: that lasts, and no question is sent.",
  ),
  ...permerror(
    "key-malformed",
    "RFC 6376 §3.6.1, RFC 8463 §4",
    "Key data must be exactly one RSA or Ed25519 public key, and a record with a tag twice is invalid.",
  ),
  ...permerror("key-version", "RFC 6376 §3.6.1", "v= of a key record is DKIM1 exactly, and the first tag."),
  ...permerror(
    "key-type",
    "RFC 6376 §6.1.2",
    "The key must be of the type that a= names; an unknown type is ignored.",
  ),
  ...permerror("key-hash", "RFC 6376 §6.1.2", "h= of the key must admit the hash of the signature."),
  ...permerror("key-service", "RFC 6376 §3.6.1", "A key for other services than email is not used."),
  ...permerror("key-revoked", "RFC 6376 §6.1.2", "An empty p= says that the key is revoked."),
  ...permerror("key-missing-data", "RFC 6376 §3.6.1", "p= is required."),
  ...permerror("auid-not-exact", "RFC 6376 §3.6.1", "With t=s the domain of i= must be that of d=."),
  {
    id: "dkim.single-label",
    rfc: "RFC 6376 §3.5, §6.1.1",
    reason:
      "A d= of a single label is evaluated and then refused as a public suffix; other readers may call it a syntax error.",
    explains: ({ own, theirs }) =>
      "signature" in own && !own.signature.sdid.includes(".") && theirs === "unverifiable",
  },
  ...policy(
    "public-suffix-signer",
    "RFC 6376 §6.1.1",
    "A signature by a public suffix verifies and is not accepted.",
  ),
  ...policy("signed-in-future", "RFC 6376 §3.5", "A t= more than 300 seconds ahead is not accepted."),
  ...policy("expired", "RFC 6376 §3.5", "A signature past its x= verifies and is not accepted."),
  ...policy(
    "unsigned-body",
    "RFC 6376 §8.2",
    "Bytes behind l= are vouched for by nobody: the signature verifies and is not accepted.",
  ),
  ...policy(
    "key-too-long",
    "RFC 8301 §3.2",
    "Verifiers need not take RSA keys over 4096 bits; the signature verifies and is not accepted.",
  ),
  ...policy("key-too-short", "RFC 8301 §3.2", "Signatures by RSA keys under 1024 bits are not accepted."),
  ...policy("rsa-sha1", "RFC 8301 §3.1", "rsa-sha1 is verified, said to verify, and not accepted."),
];

type CauseOf<Word extends string> = Extract<DkimResult, { result: Word; cause: unknown }>["cause"]["code"];

function neutral(cause: CauseOf<"neutral">, rfc: string, reason: string): readonly Rule<DkimDisagreement>[] {
  return byCause("neutral", cause, rfc, reason);
}

function permerror(
  cause: CauseOf<"permerror">,
  rfc: string,
  reason: string,
): readonly Rule<DkimDisagreement>[] {
  return byCause("permerror", cause, rfc, reason);
}

function policy(cause: CauseOf<"policy">, rfc: string, reason: string): readonly Rule<DkimDisagreement>[] {
  return byCause("policy", cause, rfc, reason);
}

/** Differences in the word alone where waxseal states this cause. */
function byCause(
  word: string,
  cause: string,
  rfc: string,
  reason: string,
): readonly Rule<DkimDisagreement>[] {
  return [
    {
      id: `dkim.${cause}`,
      rfc,
      reason,
      explains: ({ aspect, own }) =>
        aspect === "result" && own.result === word && "cause" in own && own.cause.code === cause,
    },
  ];
}

function lacksKey(own: DkimResult): boolean {
  if (own.result === "temperror") return true;
  return own.result === "permerror" && /^(?:no-)?key/.test(own.cause.code);
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
