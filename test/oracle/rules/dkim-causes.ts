import type { DkimResult } from "../../../src/dkim/result.ts";
import type { DkimDisagreement, Rule } from "../disagreement.ts";

/** A rule for each cause that waxseal states and others do not look at, or judge otherwise. */
export const DKIM_CAUSE_RULES: readonly Rule<DkimDisagreement>[] = [
  neutral(
    "syntax",
    "RFC 6376 §3.5, §6.1.1",
    "A field that breaks the grammar of a tag is not evaluated any further.",
  ),
  neutral("missing-tag", "RFC 6376 §6.1.1", "A field without a required tag is not evaluated any further."),
  neutral("duplicate-tag", "RFC 6376 §3.2", "A tag that stands twice makes the whole list invalid."),
  neutral("version", "RFC 6376 §3.5, §6.1.1", "Only version 1 is evaluated."),
  neutral(
    "canonicalization",
    "RFC 6376 §3.5",
    "Only the two canonicalization algorithms, with a body algorithm behind any slash, are evaluated.",
  ),
  neutral(
    "query-method",
    "RFC 6376 §3.5",
    "Without a query method that is known there is no way to the key.",
  ),
  permerror(
    "body-shorter-than-length",
    "RFC 6376 §3.5, §8.2",
    "An l= beyond the body is permerror, since what was signed cannot be there.",
  ),
  permerror("auid-outside-sdid", "RFC 6376 §6.1.1", "The domain of i= must be that of d= or lie below it."),
  permerror("expires-before-signed", "RFC 6376 §3.5", "x= must be greater than t=."),
  permerror(
    "from-not-signed",
    "RFC 6376 §5.4, §6.1.1",
    "A signature that leaves From out is not evaluated any further.",
  ),
  permerror(
    "signature-limit",
    "RFC 6376 §6.1",
    "A verifier limits the signatures it tries; ten are, those that can align first.",
  ),
  permerror(
    "header-limit",
    "RFC 6376 §6.1",
    "Signatures over a header block beyond the limits are not tried.",
  ),
  permerror(
    "no-key",
    "RFC 6376 §6.1.2, RFC 1035 §2.3.4",
    "A name too long for the DNS holds no key: that lasts, and no question is sent.",
  ),
  permerror(
    "key-malformed",
    "RFC 6376 §3.6.1, RFC 8463 §4",
    "Key data must be exactly one RSA or Ed25519 public key, and a record with a tag twice is invalid.",
  ),
  permerror("key-version", "RFC 6376 §3.6.1", "v= of a key record is DKIM1 exactly, and the first tag."),
  permerror(
    "key-type",
    "RFC 6376 §6.1.2",
    "The key must be of the type that a= names; an unknown type is ignored.",
  ),
  permerror("key-hash", "RFC 6376 §6.1.2", "h= of the key must admit the hash of the signature."),
  permerror("key-service", "RFC 6376 §3.6.1", "A key for other services than email is not used."),
  permerror("key-revoked", "RFC 6376 §6.1.2", "An empty p= says that the key is revoked."),
  permerror("key-missing-data", "RFC 6376 §3.6.1", "p= is required."),
  permerror("auid-not-exact", "RFC 6376 §3.6.1", "With t=s the domain of i= must be that of d=."),
  policy(
    "public-suffix-signer",
    "RFC 6376 §6.1.1",
    "A signature by a public suffix verifies and is not accepted.",
  ),
  policy("signed-in-future", "RFC 6376 §3.5", "A t= more than 300 seconds ahead is not accepted."),
  policy("expired", "RFC 6376 §3.5", "A signature past its x= verifies and is not accepted."),
  policy(
    "unsigned-body",
    "RFC 6376 §8.2",
    "Bytes behind l= are vouched for by nobody: the signature verifies and is not accepted.",
  ),
  policy(
    "key-too-long",
    "RFC 8301 §3.2",
    "Verifiers need not take RSA keys over 4096 bits; the signature verifies and is not accepted.",
  ),
  policy("key-too-short", "RFC 8301 §3.2", "Signatures by RSA keys under 1024 bits are not accepted."),
  policy("rsa-sha1", "RFC 8301 §3.1", "rsa-sha1 is verified, said to verify, and not accepted."),
];

type CauseOf<Word extends string> = Extract<DkimResult, { result: Word; cause: unknown }>["cause"]["code"];

function neutral(cause: CauseOf<"neutral">, rfc: string, reason: string): Rule<DkimDisagreement> {
  return byCause("neutral", cause, rfc, reason);
}

function permerror(cause: CauseOf<"permerror">, rfc: string, reason: string): Rule<DkimDisagreement> {
  return byCause("permerror", cause, rfc, reason);
}

function policy(cause: CauseOf<"policy">, rfc: string, reason: string): Rule<DkimDisagreement> {
  return byCause("policy", cause, rfc, reason);
}

/** Differences in the word alone where waxseal states this cause. */
function byCause(word: string, cause: string, rfc: string, reason: string): Rule<DkimDisagreement> {
  return {
    id: `dkim.${cause}`,
    rfc,
    reason,
    explains: ({ aspect, own }) =>
      aspect === "result" && own.result === word && "cause" in own && own.cause.code === cause,
  };
}
